"""Whether the comment says anything in a whole sentence; one is enough."""

from collections.abc import Iterator

import regex

from parley.policy.fragments import LEAST_WORDS, tagger
from parley.policy.prose import OBJECT, prose
from parley.policy.word_sets import word_set

_SENTENCE = regex.compile(r"[^\s.!?…](?:[^.!?…\n]|[.!?…]++(?=\p{Ll}|\d|,))*+[.!?…]*+[”\"’)]*+")
# Their full stop ends no sentence.
_TITLE = regex.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Rs|vs|Smt|Shri|Sri|Sgt|Col|Gen|Hon)\.")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*(?:['’-]\p{L}+)*")
_LIST = regex.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]", regex.MULTILINE)
_QUOTATION = regex.compile(r"[“\"«][^”\"»\n]{12,}[”\"»]")

# Courtesies are fine without a verb, in up to so many words.
_COURTESIES = word_set("""
    thank thanks congratulations congrats kudos bravo well happy welcome hear hats amen agreed
    agree exactly indeed absolutely true yes no sorry respect salute condolences rest namaste
    hello hi dear good
    """)
_COURTEOUS = 8

# Praise and exclamations of so few words are a way of speaking: "What a catch!"
_PRAISE = word_set("great nice excellent wonderful beautiful lovely superb brilliant right shame")
_SHORT = 4


def fragment(text: str, *, answers_question: bool) -> tuple[int, int] | None:
    """The span of the first fragment, where the comment has nothing else.

    Lists, quotations, links, and answers to a question are not looked at.
    """
    own = prose(text)
    if answers_question or OBJECT in own or _LIST.search(own) or _QUOTATION.search(own):
        return None
    first: tuple[int, int] | None = None
    for start, end in _sentences(own):
        sentence = own[start:end]
        words = _WORD.findall(sentence)
        if len(words) < LEAST_WORDS or _is_courtesy(sentence, words):
            continue
        if not tagger().is_fragment(sentence):
            return None
        first = first or (start, start + len(sentence.rstrip()))
    return first


def _sentences(own: str) -> Iterator[tuple[int, int]]:
    own = _TITLE.sub(lambda title: title[0][:-1] + " ", own)
    for found in _SENTENCE.finditer(own):
        yield found.span()


def _is_courtesy(sentence: str, words: list[str]) -> bool:
    mark = sentence.rstrip('”"’)')[-1:]
    # "What about his luggage?" leaves out what everybody knows.
    if mark == "?" or (mark == "!" and len(words) <= _SHORT):
        return True
    first = words[0].lower()
    short = first in _PRAISE and len(words) <= _SHORT
    return short or (first in _COURTESIES and len(words) <= _COURTEOUS)
