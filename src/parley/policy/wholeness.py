"""Whether the comment says anything in a whole sentence; one is enough."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from parley.policy.fragments import LEAST_WORDS, tagger
from parley.policy.prose import OBJECT, SPEAKER, prose
from parley.policy.prose import words as all_words
from parley.policy.word_sets import word_set

_SENTENCE = regex.compile(r"[^\s.!?…](?:[^.!?…\n]|[.!?…]++(?=\p{Ll}|\d|,))*+[.!?…]*+[”\"’)]*+")
# Their full stop ends no sentence.
_SHORTENED = regex.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Rs|vs|Smt|Shri|Sri|Sgt|Col|Gen|Hon|Jr|Sr|Inc|Ltd|Vol|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun|\p{Lu})"
    r"\.(?=\s)"
)
# A link is a word as well.
_WORD = regex.compile(rf"\p{{L}}[\p{{L}}\p{{M}}\p{{N}}]*(?:['’-]\p{{L}}+)*|{OBJECT}+")
_OBJECTS = regex.compile(rf"{OBJECT}+")
_ITEM = regex.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]", regex.MULTILINE)
# One item alone is no list.
_LEAST_ITEMS = 2
_QUOTATION = regex.compile(rf"[“\"«][^”\"»\n]{{12,}}[”\"»](?:{SPEAKER})?", regex.MULTILINE)

# Of so few words there is little to tell by, and little to say.
_FEW = 4

# Courtesies are fine without a verb, in up to so many words; those of the second set only
# where they stand by themselves: "No, thank you", but not "No water in the district".
_COURTESIES = word_set("""
    thank thanks congratulations congrats kudos bravo hats sorry respect salute condolences
    namaste hello hi dear
    """)
_ANSWERS = word_set("""
    agree agreed exactly indeed absolutely true yes no well hear happy welcome amen good
    """)
_SAID_OR_WISHED = word_set("birthday done diwali eid luck new put played said spoken written work")
_COURTEOUS = 8

# Praise and exclamations of so few words are a way of speaking: "What a catch!"
_PRAISE = word_set("great nice excellent wonderful beautiful lovely superb brilliant right shame")
_SHORT = 4

# "What about his luggage?" leaves out what everybody knows.
_ASKING = word_set("""
    what whats what's how why where when who whom whose which and or but so any anybody anyone
    anything
    """)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Where the first one stands; `is_short`: the comment has few words, and no link."""

    start: int
    end: int
    is_short: bool


def fragment(text: str, *, answers_question: bool) -> Fragment | None:
    """The first fragment, where the comment has nothing else.

    Lists, quotations and answers to a question are not looked at. A link is read as a name.
    """
    own = prose(text)
    if answers_question or len(_ITEM.findall(own)) >= _LEAST_ITEMS or _only_quotes(own):
        return None
    own = _without_handles(own, text)
    first: tuple[int, int] | None = None
    for start, end in _sentences(own):
        sentence = own[start:end]
        words = _WORD.findall(sentence)
        if len(words) < LEAST_WORDS or _is_courtesy(sentence, words):
            continue
        if not tagger().is_fragment(sentence):
            return None
        first = first or (start, start + len(sentence.rstrip()))
    is_short = len(all_words(own)) <= _FEW and OBJECT not in own
    return Fragment(*first, is_short=is_short) if first else None


def _only_quotes(own: str) -> bool:
    """Whether next to nothing is said outside quotation marks."""
    if not _QUOTATION.search(own):
        return False
    return len(_WORD.findall(_QUOTATION.sub(" ", own))) < LEAST_WORDS


def _without_handles(own: str, text: str) -> str:
    """Who is spoken to is no part of what is said."""
    return _OBJECTS.sub(
        lambda found: (" " if text[found.start()] in "@#" else OBJECT) * len(found[0]), own
    )


def _sentences(own: str) -> Iterator[tuple[int, int]]:
    own = _SHORTENED.sub(lambda shortened: shortened[0][:-1] + " ", own)
    for found in _SENTENCE.finditer(own):
        yield found.span()


def _is_courtesy(sentence: str, words: list[str]) -> bool:
    mark = sentence.rstrip('”"’)')[-1:]
    first = words[0].lower()
    if len(words) <= _SHORT and (mark in {"?", "!"} or first in _PRAISE | _ANSWERS):
        return True
    if mark == "?" and first in _ASKING:
        return True
    alone = sentence[sentence.find(words[0]) + len(words[0]) :][:1] in {",", ":", "-", "—", "–"}
    answers = first in _ANSWERS and (alone or words[1].lower() in _SAID_OR_WISHED)
    return (answers or first in _COURTESIES) and len(words) <= _COURTEOUS
