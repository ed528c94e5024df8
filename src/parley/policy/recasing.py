"""Puts capitals and small letters right where the author used only one kind."""

from collections.abc import Iterator, Mapping

import regex

from parley.policy.capitals import Fault, capitals_faults, has_capital
from parley.policy.neighbours import BEFORE_A_LETTER
from parley.policy.proper_names import KNOWN_NAMES, is_initials
from parley.policy.prose import Word, prose, words
from parley.policy.sentence_starts import sentence_starts

_PART = regex.compile(r"[^'’‘-]+")
_VOWEL = regex.compile(r"[aeiouy]")

# Single letters that stand for words in text messages; any other is a name.
_TEXT_SPEAK_LETTERS = frozenset("bcdmnruvy")
_GLUE = frozenset(".&-/'’")


def recased(text: str, names: Mapping[str, str]) -> str:
    """`names`: words that the article writes with capitals, by their small letters."""
    found = tuple(capitals_faults(text, names))
    for each in found:
        if each.fault is Fault.ALL_CAPITALS:
            text = _in_small_letters(text, (0, len(text)), names=names)
        elif each.fault is Fault.SHOUTING and each.span:
            text = _in_small_letters(text, each.span, names=names)
    if any(each.fault is not Fault.SHOUTING for each in found):
        text = _with_capitals(text, names)
    return text


def calmed(text: str, span: tuple[int, int], *, names: Mapping[str, str]) -> str:
    """What to write for a shouted passage."""
    return _in_small_letters(text, span, names=names)[span[0] : span[1]]


def with_capital_starts(text: str) -> str:
    kept: list[str] = []
    copied = 0
    for start in sentence_starts(text):
        kept += text[copied:start], text[start].upper() if has_capital(text[start]) else text[start]
        copied = start + 1
    return "".join(kept) + text[copied:]


def _in_small_letters(text: str, span: tuple[int, int], *, names: Mapping[str, str]) -> str:
    """Changes no length, so that offsets hold from one passage to the next."""
    own = prose(text)
    starts = frozenset(sentence_starts(text))

    def spelled() -> Iterator[tuple[Word, str]]:
        for word in words(own):
            if span[0] <= word.start < span[1] and not _is_name_letter(own, word):
                small = _PART.sub(lambda part: _small(part[0], names), word.text)
                yield word, _capitalised(small) if word.start in starts else small

    return _replaced(text, spelled())


def _small(part: str, names: Mapping[str, str]) -> str:
    small = part.lower()
    if small == "i":
        return "I"
    known = names.get(small) or KNOWN_NAMES.get(small)
    return known or (part if is_initials(small) else small)


def _is_name_letter(own: str, word: Word) -> bool:
    """The letters of "U.S.", "plan B" and "Q & A" stay capitals."""
    if len(word.text) > 1 or word.text in {"A", "I"}:
        return False
    before = own[max(0, word.start - 20) : word.start].lower().split()[-1:]
    glued = own[word.start - 1 : word.start] in _GLUE or own[word.end : word.end + 1] in _GLUE
    designates = bool(before) and before[0] in BEFORE_A_LETTER
    return glued or designates or word.text.lower() not in _TEXT_SPEAK_LETTERS


def _with_capitals(text: str, names: Mapping[str, str]) -> str:
    """Capitals for sentences, for "I" and for names; nothing is made small."""
    starts = frozenset(sentence_starts(text))

    def spelled() -> Iterator[tuple[Word, str]]:
        for word in words(prose(text)):
            better = _PART.sub(lambda part: _named(part[0], names), word.text)
            yield word, _capitalised(better) if word.start in starts else better

    return _replaced(text, spelled())


def _named(part: str, names: Mapping[str, str]) -> str:
    if part == "i":
        return "I"
    known = names.get(part) or KNOWN_NAMES.get(part, part)
    # In small letters, "pan", "un" and "st" may as well be words as initials.
    return part if known.isupper() and not is_unmistakable(part) else known


def is_unmistakable(part: str) -> bool:
    return len(part) > 2 and is_initials(part) and not _VOWEL.search(part)


def _capitalised(word: str) -> str:
    first = word[:1]
    return first.upper() + word[1:] if has_capital(first) and word.islower() else word


def _replaced(text: str, spelled: Iterator[tuple[Word, str]]) -> str:
    kept: list[str] = []
    copied = 0
    for word, better in spelled:
        kept += text[copied : word.start], better
        copied = word.end
    return "".join(kept) + text[copied:]
