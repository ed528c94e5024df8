"""Cuts a text at the spans of a decision's reasons, for showing which words are meant."""

from collections.abc import Iterable
from dataclasses import dataclass

# Enough of the neighbouring words to find the place in a long comment.
AROUND = 40
ELLIPSIS = "…"

# Code points, as in a reason; None where the whole text is meant.
Span = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `marked` when a reason is about it."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words of one reason, with a little of what stands around them."""

    before: str
    marked: str
    after: str


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The whole text, in order; overlapping and touching spans become one piece."""
    found: list[Piece] = []
    position = 0
    for start, end in merged(text, spans):
        if start > position:
            found.append(Piece(text[position:start], marked=False))
        found.append(Piece(text[start:end], marked=True))
        position = end
    if position < len(text):
        found.append(Piece(text[position:], marked=False))
    return tuple(found)


def excerpt(text: str, span: Span) -> Excerpt | None:
    """None where the reason is about the whole text, or about one that was edited since."""
    start, end = span
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    return Excerpt(_end_of(text[:start]), text[start:end], _start_of(text[end:]))


def merged(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Spans that lie in the text; a stored decision may be about a text edited since."""
    inside = sorted(
        (start, end)
        for start, end in spans
        if start is not None and end is not None and 0 <= start < end <= len(text)
    )
    merged: list[tuple[int, int]] = []
    for start, end in inside:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _end_of(text: str) -> str:
    if len(text) <= AROUND:
        return text
    return ELLIPSIS + text[-AROUND:].partition(" ")[2]


def _start_of(text: str) -> str:
    if len(text) <= AROUND:
        return text
    return text[:AROUND].rpartition(" ")[0] + ELLIPSIS
