"""Abbreviations of text messages in English prose, and what they stand for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from parley.policy.letters_for_words import (
    IN_CONTEXT,
    is_designation,
    is_glued,
    you_are,
)
from parley.policy.neighbours import Neighbours
from parley.policy.prose import OBJECT, prose, words
from parley.policy.sentence_starts import begins_sentence
from parley.policy.short_words import (
    ALWAYS,
    INITIALS,
    INITIALS_IN_CAPITALS,
    SMALL,
    WITHOUT_APOSTROPHE,
)

_KEYS = frozenset().union(ALWAYS, INITIALS, IN_CONTEXT, SMALL, WITHOUT_APOSTROPHE)

# People, cotton and paper are called so.
_NAMES = frozenset({"B4", "Bt", "Dey", "Nd", "Nt", "Ty", "Wil"})

# So few words between quotation marks are spoken of, not spoken: please do not write “u r”.
_MENTIONED = regex.compile(r"[“\"]\s?+(?:[^\s“”\"]++\s*+){1,4}[”\"]")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`full` None: it has to be said in words or left out."""

    start: int
    end: int
    short: str
    full: str | None


@lru_cache(maxsize=32)
def abbreviations(text: str) -> tuple[Abbreviation, ...]:
    return tuple(_abbreviations(_spoken(prose(text))))


def _spoken(own: str) -> str:
    """With words that are only mentioned blank, where there is anything else."""
    if '"' not in own and "“" not in own:
        return own
    spoken = _MENTIONED.sub(lambda mentioned: OBJECT * len(mentioned[0]), own)
    return spoken if any(letter.isalpha() for letter in spoken) else own


def _abbreviations(own: str) -> Iterator[Abbreviation]:
    spelled = words(own)
    small = own.upper() == own
    for index, word in enumerate(spelled):
        key = word.text.lower().replace("’", "'")
        # Nearly every word is none, and is done with here.
        if key not in _KEYS or is_glued(own, word):
            continue
        near = Neighbours(own, spelled, index)
        is_small = small or not word.text[0].isupper() or _has_only_begun(near)
        if key in INITIALS and (is_small or key in INITIALS_IN_CAPITALS):
            yield Abbreviation(word.start, word.end, word.text, INITIALS[key])
        elif full := _in_full(key, near, is_small=is_small):
            yield Abbreviation(word.start, word.end, word.text, full)


def _has_only_begun(near: Neighbours) -> bool:
    """Whether its capital is that of the sentence: "Wat is it", but not "Wen Jiabao"."""
    word = near.here.text
    is_title = word.istitle() and len(word) > 1 and word not in _NAMES
    return is_title and near.is_small_ahead() and begins_sentence(near.own, near.here.start)


def _in_full(key: str, near: Neighbours, *, is_small: bool) -> str | None:
    if key in ALWAYS:
        return "you are" if key == "ur" and you_are(near) else ALWAYS[key]
    if key in WITHOUT_APOSTROPHE:
        return WITHOUT_APOSTROPHE[key] if is_small else None
    if is_small and key in SMALL and not (len(key) == 1 and is_designation(near)):
        return SMALL[key]
    if key in IN_CONTEXT and not is_designation(near):
        return IN_CONTEXT[key](near, is_small)
    return None


def is_abbreviation(small: str) -> bool:
    """Whether a word, given in small letters, is text-speak whatever stands beside it."""
    return small in ALWAYS


def in_place(text: str, found: Abbreviation) -> str:
    """What to write instead, with a capital where a sentence begins."""
    full = found.full or ""
    return full[:1].upper() + full[1:] if begins_sentence(text, found.start) else full


def expanded(text: str) -> str:
    """The text with every abbreviation that has one meaning written out."""
    kept: list[str] = []
    copied = 0
    for found in abbreviations(text):
        if found.full is not None:
            kept += text[copied : found.start], in_place(text, found)
            copied = found.end
    return "".join(kept) + text[copied:]
