"""Text as it is compared: one spelling for all that read alike, traceable to the original."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

import regex

from parley.policy.look_alikes import unmask

# ASCII, which is most text, is folded in stretches; anything else by grapheme
# cluster, since a letter and its marks only have a composed form together.
_PIECE = regex.compile(r"[\x00-\x7F]+(?![\p{M}\u200C\u200D])|\X")

# Invisible characters and the Arabic elongation mark, which only stretch a word.
# Zero-width joiners belong to Persian, Indic and emoji spelling: they are dropped
# here, where texts are compared, and nowhere else.
_IGNORED = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cs}\N{ARABIC TATWEEL}]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """`starts[i]` and `ends[i]` bound, in the original, what became `text[i]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for a non-empty span of the folded text."""
        return self.starts[start], self.ends[end - 1]


# Many checks ask for the same one.
@lru_cache(maxsize=32)
def fold(text: str) -> Folded:
    """NFKC, case folded, without invisible characters or look-alikes of Latin letters."""
    if text.isascii():
        return Folded(text.lower(), range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _PIECE.finditer(text):
        piece, (start, end) = found[0], found.span()
        if piece.isascii() and end - start > 1:
            pieces.append(piece.lower())
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            folded = _fold_cluster(piece)
            pieces.append(folded)
            starts.extend([start] * len(folded))
            ends.extend([end] * len(folded))
    return Folded(unmask("".join(pieces)), starts, ends)


def folded(text: str) -> str:
    return text.lower() if text.isascii() else fold(text).text


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    # Folding case can undo the composition, hence NFKC on both sides of it.
    return normalize("NFKC", _IGNORED.sub("", normalize("NFKC", cluster).casefold()))
