"""Whether a comment asks the newsroom something."""

from collections.abc import Iterator
from functools import lru_cache

import regex

from parley.policy.fold import folded

# Arabic, Armenian and Chinese have marks of their own.
MARKS = "?؟՞？"

_QUOTED = regex.compile(r"^[ \t]*>.*$", regex.MULTILINE)
_ADDRESS = regex.compile(r"\b(?:https?://|www\.)\S+", regex.IGNORECASE)
# A sentence ends at a mark before a space, and at the end of a line; the quotation mark or
# bracket that closes after it belongs to it.
_END = regex.compile(
    r"(?<![.!?…؟՞？。！])[.!?…؟՞？。！]++[\"'”’»)\]]*+(?=\s|$)|\n", regex.MULTILINE
)
_ASKS = regex.compile(r"[?؟՞？][!?؟՞？]*[\"'”’»)\]]*$")

_READER = regex.compile(r"\b(?:you|your|yours)\b")
_NEWSROOM = regex.compile(
    r"\b(?:author|correspondent|columnist|editors?|journalists?|newspaper|newsroom|reporters?"
    r"|(?:the|this|your) (?:article|paper|piece|report|writer))\b"
)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# Shorter parts of a name are words: "de", "Al".
_LEAST_LETTERS = 3


# Whoever looks at a discussion looks at it again, with a few more comments.
@lru_cache(maxsize=8_192)
def asks_newsroom(text: str, *, opens: bool, to_staff: bool, called: tuple[str, ...] = ()) -> bool:
    """Whether a comment asks something of whoever wrote the article, judged so:

    - a sentence that ends in a question mark speaks of the author, the paper or the article,
      or has one of the names in `called` (writers, the newspaper), or a telling part of one;
    - or it says "you", where that can mean the newsroom: in a comment that `opens` a
      conversation, or in a reply `to_staff`;
    - or the comment `opens` a conversation and its last sentence asks.

    What it quotes and the addresses of pages do not count. The words are English; in other
    languages names and the last sentence decide.
    """
    if not any(mark in text for mark in MARKS):
        return False
    sentences = list(_sentences(text))
    asking = [sentence for sentence in sentences if _ASKS.search(sentence)]
    if opens and asking and asking[-1] is sentences[-1]:
        return True
    telling = _telling(called)
    return any(
        _NEWSROOM.search(sentence)
        or ((opens or to_staff) and _READER.search(sentence))
        or not telling.isdisjoint(_WORD.findall(sentence))
        for sentence in map(folded, asking)
    )


def _sentences(text: str) -> Iterator[str]:
    own = _ADDRESS.sub(" ", _QUOTED.sub("", text))
    start = 0
    for end in (*(found.end() for found in _END.finditer(own)), len(own)):
        sentence = own[start:end].strip()
        start = end
        if _WORD.search(sentence):
            yield sentence


@lru_cache(maxsize=256)
def _telling(called: tuple[str, ...]) -> frozenset[str]:
    parts = (part for name in called for part in _WORD.findall(folded(name)))
    return frozenset(part for part in parts if len(part) >= _LEAST_LETTERS and part != "the")
