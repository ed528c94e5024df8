"""What the first tier hears of a comment: its words, and where each of them stands.

A word counts differently in a quotation, behind a "not", and beside the person of whom it is
said. The tier and its training use this module alike, so that a model always meets what it
was trained on.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import regex

from parley.policy.addressing import called_by_name, called_so
from parley.policy.disguise import Watched, plain
from parley.policy.submission import Submission
from parley.policy.word_sets import word_set

# More than 20,000 characters of ordinary words have; no text may cost without bound.
_MOST_TOKENS = 6_000

_TOKEN = regex.compile(
    r"@[\p{L}\p{N}_.-]++|\p{L}[\p{L}\p{M}\p{N}_]*+(?:['’][\p{L}]++)*+|\p{N}++|[.!?…]++|\n++|[^\s\p{L}\p{N}]"
)
_URL = regex.compile(r"(?:https?://|www\.)\S++")
# As an apostrophe, and not where it closes a quotation.
_APOSTROPHE = regex.compile(r"(?<=\p{L})’(?=\p{L})")

# Who is meant, when nobody is named.
_PERSONS = {
    word: person
    for person, said in {
        "you": "you your yours you're you've you'd you'll yourself yourselves u ur thou ya",
        "i": "i me my mine i'm i've i'd i'll myself we us our ours we're we've ourselves",
        "he": "he him his she her hers he's she's himself herself man woman guy lady",
        "they": "they them their theirs they're these those people everyone anyone who",
        "w": """author writer reporter journalist columnist editor editors reporters journalists
            correspondent newspaper""",
        "it": """it its it's this that article argument column editorial headline idea law plan
            policy report rule scheme story thing budget bill comment point logic claim decision
            government party paper film movie road system""",
    }.items()
    for word in said.split()
}
_MEANT = _PERSONS | {"<handle>": "you"}
_NEGATIONS = word_set("""
    not never no nobody none neither nor without cannot can't don't doesn't didn't isn't aren't
    wasn't weren't won't wouldn't shouldn't couldn't ain't haven't hasn't hadn't stop
    """)
_NEGATED_WORDS = 4
_OPENING = {"“": "”", "«": "»", '"': '"', "‘": "’"}
_LONGEST_QUOTATION = 60
_END = frozenset(".!?…\n")
# A "not" reaches no further than one of these.
_NOT_BEYOND = frozenset({"but", ",", ";", ":"})
_LONGEST_NUMBER = 5

# Words between somebody and what is said of them.
_REACH = 8


class Token(NamedTuple):
    """`start` and `end` are offsets into the comment; `scope` is "", "q" or "n"."""

    text: str
    start: int
    end: int
    scope: str = ""
    person: str = ""

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


def tokens_of(submission: Submission, watched: Watched) -> list[Token]:
    """The words and marks of a comment, folded, each with where it stands."""
    words, spans = _words(submission, watched)
    return [
        Token(word, start, end, scope, person)
        for word, (start, end), scope, person in zip(
            words, spans, _scopes(words), _persons(words), strict=True
        )
    ]


def _words(submission: Submission, watched: Watched) -> tuple[list[str], list[tuple[int, int]]]:
    """With where each stands in the comment."""
    read = plain(submission.text, watched)
    text = _URL.sub(lambda url: " " * len(url[0]), read.folded.text)
    text = _APOSTROPHE.sub("'", text)
    called = called_by_name(submission)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        word = _known_as(match[0], called)
        # "Meera Nair" is one person.
        if called and words and word == words[-1] and word in _PERSONS:
            continue
        words.append(word)
        spans.append(read.folded.span(*match.span()))
        if len(words) >= _MOST_TOKENS:
            break
    return words, spans


def _known_as(word: str, called: Mapping[str, str]) -> str:
    first = word[0]
    if first.isdigit():
        return "0" * min(len(word), _LONGEST_NUMBER)
    if first == "@":
        # The sentence's full stop is no part of a name, as in "Ask @asha."
        return (called_so(word.rstrip(".-"), called) or "<handle>").rpartition(" ")[2]
    if first in ".!?…":
        return first
    return called[word].rpartition(" ")[2] if word in called else word


def _scopes(words: Sequence[str]) -> list[str]:
    quoted = _quoted(words)
    if not quoted and _NEGATIONS.isdisjoint(words):
        return [""] * len(words)
    scopes: list[str] = []
    left = 0
    for index, word in enumerate(words):
        if word[0] in _END or word in _NOT_BEYOND:
            left = 0
        scopes.append("q" if index in quoted else "n" if left else "")
        left = _NEGATED_WORDS if word in _NEGATIONS else max(0, left - 1)
    return scopes


def _quoted(words: Sequence[str]) -> set[int]:
    quoted: set[int] = set()
    if _OPENING.keys().isdisjoint(words):
        return quoted
    index = 0
    while index < len(words):
        closing = _OPENING.get(words[index])
        if closing:
            stop = min(len(words), index + _LONGEST_QUOTATION)
            end = next((later for later in range(index + 2, stop) if words[later] == closing), None)
            if end is not None:
                quoted.update(range(index + 1, end))
                index = end
        index += 1
    return quoted


def _persons(words: Sequence[str]) -> list[str]:
    """For each word whoever was last spoken of in its sentence, or will be first."""
    persons: list[str] = []
    start = 0
    for end, word in enumerate(words, 1):
        if word[0] in _END:
            persons += _in_sentence(words[start:end])
            start = end
    return persons + _in_sentence(words[start:])


def _in_sentence(sentence: Sequence[str]) -> list[str]:
    named = [_MEANT.get(word, "") for word in sentence]
    last, seen = next(filter(None, named), "-"), 0
    told: list[str] = []
    for index, person in enumerate(named):
        if person:
            last, seen = person, index
        told.append(last if index - seen <= _REACH else "-")
    return told
