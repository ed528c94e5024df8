"""Where sentences begin in a text, as far as marks and white space tell."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

import regex

from parley.policy.abbreviations import ABBREVIATIONS
from parley.policy.prose import prose

OPENING = r"[\s\"'“”‘’«»(\[{*_¿¡—–-]*"
CLOSING = r"[\"'”’»)\]}*_]*"
_BEFORE = regex.compile(rf"(?:\A|[\p{{Sentence_Terminal}}…]{CLOSING}\s|\n\s*\n){OPENING}")

# A full stop after one of these, or after a single letter, ends no sentence.
_ABBREVIATION = regex.compile(
    rf"(?:\b(?:{'|'.join(sorted(ABBREVIATIONS))}|e\.g|i\.e|a\.m|p\.m|[a-z])\.)\s*\Z",
    regex.IGNORECASE,
)


@lru_cache(maxsize=32)
def sentence_starts(text: str) -> tuple[int, ...]:
    """Offsets of the letters with which the prose's sentences begin."""
    return tuple(_starts(prose(text)))


def begins_sentence(text: str, offset: int) -> bool:
    starts = sentence_starts(text)
    at = bisect_left(starts, offset)
    return at < len(starts) and starts[at] == offset


def _starts(own: str) -> Iterator[int]:
    for found in _BEFORE.finditer(own):
        start = found.end()
        is_new = not _ABBREVIATION.search(own[max(0, found.start() - 10) : found.start() + 1])
        if own[start : start + 1].isalpha() and is_new:
            yield start
