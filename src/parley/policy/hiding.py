"""Takes words out of a text, and says where what was after them stands now."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from parley.policy.marking import Span, merged


class Hiding(NamedTuple):
    """What somebody has taken out of a text: the spans are those of `before`, which is "" where
    it is kept no more."""

    before: str
    after: str
    spans: Sequence[tuple[int, int]]


def replaced(text: str, spans: Sequence[tuple[int, int]], *, mark: str) -> str:
    """The text with `mark` in place of each span; spans that overlap or touch are one."""
    kept: list[str] = []
    position = 0
    for start, end in merged(text, spans):
        kept += [text[position:start], mark]
        position = end
    return "".join([*kept, text[position:]])


class _Moving:
    """Where places of the text are once each span was replaced by a mark."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], *, mark: str) -> None:
        self._hidden = merged(text, spans)
        self._mark = len(mark)
        widths = (self._mark - (end - start) for start, end in self._hidden)
        self._shifts = list(accumulate(widths, initial=0))

    def moved(self, span: Span) -> Span:
        start, end = span
        if start is None or end is None:
            return span
        return self._place(start, to_end=False), self._place(end, to_end=True)

    def _place(self, position: int, *, to_end: bool) -> int:
        # So many spans begin before it; only the last of them can reach beyond.
        before = bisect_left(self._hidden, (position, 0))
        if before and position < self._hidden[before - 1][1]:
            start = self._hidden[before - 1][0] + self._shifts[before - 1]
            return start + (self._mark if to_end else 0)
        return position + self._shifts[before]


def moved(span: Span, spans: Sequence[tuple[int, int]], *, text: str, mark: str) -> Span:
    """Where the span of the text is once the others were replaced: what it shares with one of
    them it shares with the mark."""
    return _Moving(text, spans, mark=mark).moved(span)


def marks(done: Iterable[Hiding], text: str, *, mark: str) -> list[tuple[int, int]]:
    """Where the text has a mark in place of what was hidden, one time after the other, rather
    than the same word of its author's own.

    In what the author wrote anew there are no more such marks than before: the first ones.
    """
    found: list[tuple[int, int]] = []
    known = ""
    for kept, after, spans in done:
        before = kept or known or " " * max((end for _start, end in spans), default=0)
        if before != known:
            found = places(before, mark)[: len(found)]
        moving = _Moving(before, spans, mark=mark)
        there = {moving.moved(span) for span in (*found, *spans)}
        # One may stand right beside another; an older one, of which a part was hidden, is none.
        found = sorted(
            (start, start + len(mark))
            for start, end in there
            if start is not None and end == start + len(mark) and after.startswith(mark, start)
        )
        known = after
    return found if text == known else places(text, mark)[: len(found)]


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Every place of the text where these words stand, letter by letter."""
    found: list[tuple[int, int]] = []
    start = text.find(words) if words else -1
    while start >= 0:
        found.append((start, start + len(words)))
        start = text.find(words, start + len(words))
    return found
