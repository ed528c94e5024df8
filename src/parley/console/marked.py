"""Marks the policy's words in a rendered comment, where they can be found in it for certain."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

# Code points in the comment's text, as in a reason.
Span = tuple[int, int]
Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """`html` with the marks; `found` are the spans that could be marked."""

    html: str
    found: frozenset[Span] = frozenset()


def mark(html: str, text: str, *, spans: Iterable[Span]) -> Marked:
    """`html` is what `parley.markup` made of `text`.

    The words of a span are looked for in what a reader sees. They are marked where they stand
    there as often as in the text: then the first is the first, and markup has hidden none.
    """
    page = _Page()
    page.feed(html)
    page.close()
    shown = "".join(page.texts)
    ranges = {span: found for span in spans if (found := _place(span, text, shown=shown))}
    if not ranges:
        return Marked(html=html)
    return Marked(html=page.drawn(sorted(ranges.values())), found=frozenset(ranges))


def _place(span: Span, text: str, *, shown: str) -> Range | None:
    """Where the words of the span stand in what is shown; None where that is not certain."""
    start, end = span
    words = text[start:end].split() if 0 <= start < end <= len(text) else []
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    written = [match.start() for match in pattern.finditer(text)]
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    seen = list(pattern.finditer(shown))
    if first not in written or len(seen) != len(written):
        return None
    return seen[written.index(first)].span()


@dataclass
class _Page(HTMLParser):
    """The comment's HTML as pieces: tags as they were, and texts without references."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @property
    def texts(self) -> list[str]:
        return [piece for piece, is_text in self.pieces if is_text]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.pieces.append((self.get_starttag_text() or "", False))

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append((f"</{tag}>", False))

    def handle_data(self, data: str) -> None:
        self.pieces.append((data, True))

    def drawn(self, ranges: list[Range]) -> str:
        """With every range marked; a mark ends before a tag and begins again after it."""
        drawn, position = list[str](), 0
        for piece, is_text in self.pieces:
            if is_text and not piece.isspace():
                drawn.append(_with_marks(piece, position, ranges=ranges))
            else:
                drawn.append(piece)
            position += len(piece) if is_text else 0
        return "".join(drawn)


def _with_marks(piece: str, position: int, *, ranges: list[Range]) -> str:
    """`position` is where the piece begins in all that is shown; ranges may overlap."""
    drawn, done = list[str](), 0
    for start, end in ranges:
        first, last = max(start - position, done), min(end - position, len(piece))
        if first >= last:
            continue
        drawn.append(escape(piece[done:first], quote=False))
        drawn.append(f"<mark>{escape(piece[first:last], quote=False)}</mark>")
        done = last
    return "".join(drawn) + escape(piece[done:], quote=False)
