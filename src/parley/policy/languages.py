"""Whether the comment is in a language of the site."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from unicodedata import normalize

import regex

from parley.policy.decision import Reason
from parley.policy.language_names import LANGUAGE_NAMES
from parley.policy.language_votes import english_vote, fast_votes, romanised_votes, second_vote
from parley.policy.look_alikes import unmask
from parley.policy.messages import reason
from parley.policy.prose import OBJECT, SPEAKER, prose
from parley.policy.set_phrases import without_set_phrases
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from parley.policy.text_speak import expanded

# Two words are a name, a greeting or a loan word as often as not.
_LEAST_WORDS = 3

# Scripts without spaces between words: two characters make about one. Elsewhere only a
# space ends a word, as "Ltd.", "e.g." and "PP!Partit" are no several.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_A_WORD = regex.compile(
    rf"[{_UNSPACED}]{{1,2}}|\p{{L}}(?:[\S--[{_UNSPACED}]]*[[\p{{L}}\p{{M}}]--[{_UNSPACED}]])?",
    regex.V1,
)

# The language of a text shows in its first lines; the rest only costs time.
_READ = 2_000

# Words that somebody else said, inside a comment of one's own.
_QUOTATION = regex.compile(
    r"(?:“[^“”\n]{1,600}”|«[^«»\n]{1,600}»|(?<!\w)\"[^\"\n]{1,600}\"(?!\w))" + rf"(?:{SPEAKER})?",
    regex.MULTILINE,
)
_LETTER = regex.compile(r"\p{L}")
_NOT_PROSE = regex.compile(rf"[\p{{Emoji_Presentation}}\p{{So}}\p{{N}}{OBJECT}]+")

# A name inside a sentence: a capital after a small letter and a space. German writes
# every noun so, but its grammar is in the other words.
_NAME = regex.compile(r"(?<=[\p{Ll},] )\p{Lu}[\p{L}\p{M}'’-]*(?: \p{Lu}[\p{L}\p{M}'’-]*)*")

# Votes below which an identifier is guessing.
_SURE = 0.5
# A writer is not to be told a wrong one: of what the identifier is so sure of, it has 1%
# wrong (half of that Malay for Indonesian). Our own model is seldom as sure, and where it is
# wrong it takes a language of India for its neighbour.
_SURE_TO_SAY, _SURE_TO_SAY_ROMANISED = 0.9, 0.8
_WORTH_COUNTING = 0.25

# Logits, by folds of the training texts. From the first on, 0.05% of the treebank's full
# sentences are refused. Names tell little of the language that is spoken, so that where they
# are most of a text it is refused only on stronger evidence; from the second on, one in
# twenty of such fragments in the treebank is.
_ENGLISH, _ENGLISH_IF_NAMES = 0.5, -1.0

# A comment with fewer of its letters in Latin script is not English, whatever they spell.
_MOST = 0.5
_LETTER, _LATIN = regex.compile(r"\p{L}"), regex.compile(r"\p{Latin}")

# The model has one code for what nobody can tell apart.
_ROMANISED = {code.lower(): code for code in LANGUAGE_NAMES if "-" in code}
_ROMANISED |= {"ur-latn": _ROMANISED["hi-latn"]}


def in_a_language_of_the_site(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    """Says nothing of texts too short to tell, nor where the site names no language."""
    text = submission.text
    if not rules.languages or _is_too_short(text):
        return
    asked = _codes(rules)
    if any(_is_in(text, language) for language in asked):
        return
    names = [LANGUAGE_NAMES.get(code, code) for code in asked]
    wanted = " or ".join(names)
    name = _name_for_sure(text)
    if name is None or name in names:
        yield reason("language", rules, languages=wanted)
    else:
        yield reason("other_language", rules, language=name, languages=wanted)


def language_of(text: str) -> str | None:
    """The likeliest language as its ISO 639 code, with "-Latn" where it has a script of its
    own and is not written in it; None: too short or too mixed to tell.
    """
    if not _is_too_short(text) and _is_in(text, "en"):
        return "en"
    code, vote = _likeliest(text)
    return code if vote >= _SURE else None


def may_be_english(text: str, rules: SiteRules) -> bool:
    """Whether English habits can be judged: the site takes English, and this is no other."""
    if "en" not in _codes(rules):
        return False
    return _is_too_short(text) or _is_in(text, "en")


def _codes(rules: SiteRules) -> list[str]:
    """The identifiers know languages, not their regions: "en" for "en-IN"."""
    asked = (language.lower() for language in rules.languages)
    return [_ROMANISED.get(each) or each.partition("-")[0] for each in asked]


@lru_cache(maxsize=64)
def _is_in(text: str, language: str) -> bool:
    sample = sample_of(text)
    if language == "en":
        return _is_latin(sample) and _is_english(sample)
    if language in _ROMANISED.values():
        return _is_latin(sample) and romanised_votes(sample).get(language, 0.0) >= _SURE
    first = fast_votes(sample).get(language, 0.0)
    if first >= _SURE:
        return True
    second, probability = second_vote(sample)
    return second == language and first + probability >= _SURE + _WORTH_COUNTING


def _is_english(sample: str) -> bool:
    unnamed = _NAME.sub(" ", sample)
    mostly_names = unnamed != sample and not _has_words(unnamed)
    return english_vote(sample) >= (_ENGLISH_IF_NAMES if mostly_names else _ENGLISH)


def _name_for_sure(text: str) -> str | None:
    code, vote = _likeliest(text)
    sure = _SURE_TO_SAY_ROMANISED if code in _ROMANISED.values() else _SURE_TO_SAY
    return LANGUAGE_NAMES.get(code) if vote >= sure else None


def _likeliest(text: str) -> tuple[str, float]:
    """Its code and probability; English only if the text is taken for it."""
    sample = sample_of(text)
    votes = fast_votes(sample)
    if votes and _is_latin(sample):
        romanised = romanised_votes(sample)
        # The identifier does not know those, and takes them for some other language.
        rest = 1 - sum(romanised.values())
        votes = {code: vote * rest for code, vote in votes.items()} | romanised
    if _is_too_short(text) or not _is_in(text, "en"):
        votes.pop("en", None)
    return max(votes.items(), key=lambda vote: vote[1], default=("", 0.0))


def _is_latin(text: str) -> bool:
    return text.isascii() or len(_LATIN.findall(text)) >= _MOST * len(_LETTER.findall(text))


@lru_cache(maxsize=32)
def sample_of(text: str) -> str:
    """The author's own words without names, with text-speak written out."""
    # Composed, as the identifiers have learnt from composed letters.
    own = _NOT_PROSE.sub(" ", prose(expanded(unmask(normalize("NFC", text[:_READ])))))
    own = without_set_phrases(own)
    said = _QUOTATION.sub(" ", own)
    # Who hardly says more than a quotation is judged by the quotation.
    for each in (said, own):
        unnamed = _NAME.sub(" ", each)
        if _has_words(unnamed):
            return unnamed
    return said if _LETTER.search(said) else own


@lru_cache(maxsize=32)
def _is_too_short(text: str) -> bool:
    # One word said three times is one word: "Bravo! Bravo! Bravo!"
    seen: set[str] = set()
    for word in _A_WORD.finditer(sample_of(text)):
        seen.add(word[0].lower())
        if len(seen) == _LEAST_WORDS:
            return False
    return True


def _has_words(text: str) -> bool:
    """Whether they are enough to tell a language by."""
    return sum(1 for _ in islice(_A_WORD.finditer(text), _LEAST_WORDS)) == _LEAST_WORDS
