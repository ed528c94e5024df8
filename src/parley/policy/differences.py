"""Tells what was changed between two texts, word by word, for somebody who has read the first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Words and the spaces between them, so that nothing of either text is lost.
_TOKEN = re.compile(r"\s+|\S+")
# Beyond this many the comparison may take seconds, and nobody reads it word by word.
MOST_TOKENS = 4_000


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the earlier text (`SAME`, `GONE`) or of the later one (`NEW`)."""

    text: str
    change: Change


def differences(before: str, after: str) -> tuple[Part, ...]:
    """Both texts in one: without what is new it is the earlier, without what is gone the later."""
    return tuple(part for part in _parts(before, after) if part.text)


def _parts(before: str, after: str) -> Iterator[Part]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > MOST_TOKENS:
        yield Part(before, Change.GONE)
        yield Part(after, Change.NEW)
        return
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Part("".join(old[start:end]), Change.SAME)
            continue
        yield Part("".join(old[start:end]), Change.GONE)
        yield Part("".join(new[new_start:new_end]), Change.NEW)
