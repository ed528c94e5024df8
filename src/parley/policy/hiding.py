"""Takes words out of a text, and says where what was after them stands now."""

from collections.abc import Iterable, Sequence
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


def moved(span: Span, spans: Sequence[tuple[int, int]], *, text: str, mark: str) -> Span:
    """Where the span of the text is once the others were replaced: what it shares with one of
    them it shares with the mark."""
    start, end = span
    if start is None or end is None:
        return span
    hidden = merged(text, spans)
    return (
        _moved(start, hidden, mark=len(mark), to_end=False),
        _moved(end, hidden, mark=len(mark), to_end=True),
    )


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
        there = {moved(span, spans, text=before, mark=mark) for span in (*found, *spans)}
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


def _moved(position: int, hidden: Sequence[tuple[int, int]], *, mark: int, to_end: bool) -> int:
    shift = 0
    for start, end in hidden:
        if position <= start:
            break
        if position < end:
            return start + shift + (mark if to_end else 0)
        shift += mark - (end - start)
    return position + shift
