"""Parts a long comment into windows of whole sentences, each of which the second tier reads.

A model that reads all of a long comment at once hears its mean, and abuse in one sentence of
ten is lost in it; one that reads only the beginning does not hear the rest. Calm sentences
within the same window still lower what is heard, so each sentence can be read alone as well.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from parley.policy.abbreviations import stops_short

# The numbers of a model's pieces, with the marks that it expects around them.
Window: TypeAlias = list[int]

_ENDS = frozenset(".!?…\n")


def windows_of(encoding: Any, *, longest: int) -> list[Window]:
    """`encoding` is one of `tokenizers`, which carries no types, and not truncated.

    A window has at most `longest` pieces, marks included, and ends with its sentence when it is
    half full; a comment that fits into one stays whole, and a short rest joins what is before
    it where there is room.
    """
    if len(encoding.ids) <= longest:
        return [encoding.ids]
    sentences, room = _sentences(encoding), _room(encoding, longest)
    return [_window(encoding, part) for part in _packed(sentences, room)]


def sentences_of(encoding: Any, *, longest: int) -> list[Window]:
    """Each sentence by itself, as far as a window reaches; none where there is but one."""
    sentences, room = list(_sentences(encoding)), _room(encoding, longest)
    if len(sentences) <= 1:
        return []
    return [_window(encoding, (start, min(start + room, end))) for start, end in sentences]


def _between_marks(encoding: Any) -> tuple[int, int]:
    """Where the text begins and ends among the pieces."""
    special = encoding.special_tokens_mask
    if 0 not in special:
        return len(special), len(special)
    return special.index(0), len(special) - special[::-1].index(0)


def _room(encoding: Any, longest: int) -> int:
    before, after = _between_marks(encoding)
    return longest - before - (len(encoding.ids) - after)


def _window(encoding: Any, part: tuple[int, int]) -> Window:
    ids: list[int] = encoding.ids
    (before, after), (start, end) = _between_marks(encoding), part
    return ids[:before] + ids[before + start : before + end] + ids[after:]


def _sentences(encoding: Any) -> Iterator[tuple[int, int]]:
    """Where each begins and ends. Marks that follow one another end it once."""
    pieces: Sequence[str] = encoding.tokens[slice(*_between_marks(encoding))]
    start = 0
    for index, piece in enumerate(pieces):
        ends = piece[-1] in _ENDS and not (
            piece == "." and index and stops_short(pieces[index - 1])
        )
        if ends and (index + 1 == len(pieces) or pieces[index + 1][-1] not in _ENDS):
            yield start, index + 1
            start = index + 1
    if start < len(pieces):
        yield start, len(pieces)


def _packed(sentences: Iterator[tuple[int, int]], room: int) -> list[tuple[int, int]]:
    packed: list[tuple[int, int]] = []
    for start, end in sentences:
        if packed and packed[-1][1] - packed[-1][0] < room // 2 and end - packed[-1][0] <= room:
            packed[-1] = (packed[-1][0], end)
        else:
            packed += [(first, min(first + room, end)) for first in range(start, end, room)]
    if len(packed) > 1 and packed[-1][1] - packed[-2][0] <= room:
        packed[-2:] = [(packed[-2][0], packed[-1][1])]
    return packed
