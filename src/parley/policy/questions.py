"""Whether a comment asks the newsroom something."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat

import regex

from parley.policy.fold import folded
from parley.policy.languages import language_of

# Of every script that has one of its own: Arabic, Armenian, Greek (as typed, and as it is
# stored by some), Ethiopic, Chinese and Japanese; and what people put in its place.
MARKS = "?؟՞;\u037e፧？﹖⸮⁇⁈⁉‽❓❔"

_QUOTED = regex.compile(r"^[ \t]*>.*$", regex.MULTILINE)
_ADDRESS = regex.compile(r"\b(?:https?://|www\.)\S+", regex.IGNORECASE)
# Somebody's words within a line, in the marks of any language. Of straight ones only such as
# begin and end words: 5" is an inch; an apostrophe ends no quotation.
_SAID = regex.compile(
    r"„[^„“”\n]*+[“”]|“[^“”\n]*+”|”[^“”\n]*+”|«[^«»\n]*+»|»[^«»\n]*+«|‹[^‹›\n]*+›|「[^「」\n]*+」"
    r"|『[^『』\n]*+』|‘(?:[^‘’\n]|’(?=\w))*+’|(?<!\w)\"(?=\S)[^\"\n]*+\"(?!\w)"
)
_ASKING = r"?؟՞\u037e፧？﹖⸮⁇⁈⁉‽❓❔"
# A sentence ends at a mark before a space, and at the end of a line; the quotation mark or
# bracket that closes after it belongs to it. Chinese and Japanese need no space.
_END = regex.compile(
    rf"(?<![.!…。！{_ASKING}])[.!…{_ASKING}]++[\"'”’»)\]]*+(?=\s|$)|[。！？﹖]++[」』”’）]*+"
    r"|[।॥۔။។።։]++|;(?=\s|$)|\n",
    regex.MULTILINE,
)
# An Armenian one stands within the word that asks, and the Greek one is a semicolon elsewhere.
_ASKS = regex.compile(
    rf"[{_ASKING}][!{_ASKING}]*[\"'”’»」』）)\]]*$|՞|\p{{Greek}}[ \t]*;[\"'”’»)\]]*$"
)

_READER = regex.compile(r"\b(?:you|your|yours)\b")
_NEWSROOM = regex.compile(
    r"\b(?:author|correspondent|columnist|editors?|journalists?|newspaper|newsroom|reporters?"
    r"|(?:the|this|your) (?:article|paper|piece|report|writer))\b"
)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_LATIN = regex.compile(r"\p{Latin}")
_NO_MARKS = str.maketrans(dict.fromkeys(MARKS, "."))
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
    - or the comment `opens` a conversation and its last sentence asks;
    - or it asks in another language than English, whose words are not known here, where it
      `opens` a conversation or replies `to_staff`.

    What it quotes, by lines or by quotation marks, and the addresses of pages do not count.
    """
    if not any(mark in text for mark in MARKS):
        return False
    sentences = list(_sentences(text))
    asking = [sentence for sentence in sentences if _ASKS.search(sentence)]
    if opens and asking and asking[-1] is sentences[-1]:
        return True
    if not asking:
        return False
    telling = _telling(called)
    if any(
        _NEWSROOM.search(sentence)
        or ((opens or to_staff) and _READER.search(sentence))
        or not telling.isdisjoint(_WORD.findall(sentence))
        for sentence in map(folded, asking)
    ):
        return True
    return (opens or to_staff) and any(map(_is_foreign, asking, repeat(text)))


def _is_foreign(sentence: str, text: str) -> bool:
    """Whether the sentence is of another language than English; by the whole text, where its
    letters do not tell."""
    return _LATIN.search(sentence) is None or language_of(text) not in {"en", None}


def _sentences(text: str) -> Iterator[str]:
    own = _ADDRESS.sub(" ", _SAID.sub(_without_marks, _QUOTED.sub("", text)))
    start = 0
    for end in (*(found.end() for found in _END.finditer(own)), len(own)):
        sentence = own[start:end].strip()
        start = end
        if _WORD.search(sentence):
            yield sentence


def _without_marks(said: regex.Match[str]) -> str:
    """The words stay: they may be a name, or what is asked about."""
    return said[0].translate(_NO_MARKS)


@lru_cache(maxsize=256)
def _telling(called: tuple[str, ...]) -> frozenset[str]:
    parts = (part for name in called for part in _WORD.findall(folded(name)))
    return frozenset(part for part in parts if len(part) >= _LEAST_LETTERS and part != "the")
