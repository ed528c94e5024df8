"""Whether the comment is in a language of the site."""

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

import regex

from parley.policy.decision import Reason
from parley.policy.language_votes import fast_votes, is_english, second_vote
from parley.policy.messages import reason
from parley.policy.prose import OBJECT, SPEAKER, prose, words
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission
from parley.policy.text_speak import expanded

# Two words are a name, a greeting or a loan word as often as not.
_LEAST_WORDS = 3

# Scripts without spaces between words: two characters make about one.
_A_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]{1,2}"
    r"|\p{L}[[\p{L}\p{M}'’\u200C\u200D-]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]*",
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
_WORTH_COUNTING = 0.25

_LANGUAGE_NAMES = {
    "ar": "Arabic", "as": "Assamese", "bn": "Bengali", "de": "German", "en": "English",
    "es": "Spanish", "fa": "Persian", "fr": "French", "gu": "Gujarati", "he": "Hebrew",
    "hi": "Hindi", "it": "Italian", "ja": "Japanese", "kn": "Kannada", "ko": "Korean",
    "ml": "Malayalam", "mr": "Marathi", "ne": "Nepali", "nl": "Dutch", "or": "Odia",
    "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "si": "Sinhala",
    "ta": "Tamil", "te": "Telugu", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "zh": "Chinese",
}  # fmt: skip


def in_a_language_of_the_site(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    """Says nothing of texts too short to tell, nor where the site names no language."""
    if not rules.languages or _is_too_short(submission.text):
        return
    asked = _codes(rules)
    if not any(_is_in(submission.text, language) for language in asked):
        named = [_LANGUAGE_NAMES.get(code, code) for code in asked]
        yield reason("language", rules, languages=" or ".join(named))


def language_of(text: str) -> str | None:
    """The likeliest language as its ISO 639 code; None: too short or too mixed to tell."""
    sample = _sample(text)
    if not _is_too_short(text) and _is_in(text, "en"):
        return "en"
    votes = fast_votes(sample)
    votes.pop("en", None)
    best = max(votes, key=votes.__getitem__, default=None)
    return best if best is not None and votes[best] >= _SURE else None


def may_be_english(text: str, rules: SiteRules) -> bool:
    """Whether English habits can be judged: the site takes English, and this is no other."""
    if "en" not in _codes(rules):
        return False
    return _is_too_short(text) or _is_in(text, "en")


def _codes(rules: SiteRules) -> list[str]:
    """The identifiers know languages, not their regions: "en" for "en-IN"."""
    return [language.lower().partition("-")[0] for language in rules.languages]


@lru_cache(maxsize=64)
def _is_in(text: str, language: str) -> bool:
    sample = _sample(text)
    if language == "en":
        return is_english(sample, [word.text.lower().replace("’", "'") for word in words(sample)])
    first = fast_votes(sample).get(language, 0.0)
    if first >= _SURE:
        return True
    second, probability = second_vote(sample)
    return second == language and first + probability >= _SURE + _WORTH_COUNTING


@lru_cache(maxsize=32)
def _sample(text: str) -> str:
    """The author's own words without names, with text-speak written out."""
    # Composed, as the identifiers have learnt from composed letters.
    own = _NOT_PROSE.sub(" ", prose(expanded(normalize("NFC", text[:_READ]))))
    said = _QUOTATION.sub(" ", own)
    # Who only quotes is judged by the quotation.
    own = said if _LETTER.search(said) else own
    unnamed = _NAME.sub(" ", own)
    return unnamed if _word_count(unnamed) >= _LEAST_WORDS else own


@lru_cache(maxsize=32)
def _is_too_short(text: str) -> bool:
    return _word_count(_sample(text)) < _LEAST_WORDS


def _word_count(text: str) -> int:
    return len(_A_WORD.findall(text))
