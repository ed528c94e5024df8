"""Whether a piece of prose says something of something, or only names it.

A small convolution over words, their endings and shapes, trained on the English Web Treebank
by `training/fragments.py`. It tags each word (finite verb, imperative, participle, noun, and
so on), and from what it sees and tags makes one logit. A full sentence in the treebank is one
whose root is a finite verb, or has a finite copula or auxiliary, with a subject or as an
imperative; a fragment is one of three words or more without any finite verb.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple
from unicodedata import normalize
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import regex

from parley.errors import ModelUnavailable
from parley.policy.prose import OBJECT

FILE = "fragments.npz"

# What a shorter piece lacks is no verb but the wish to say more: "Nice one."
LEAST_WORDS = 3

# So many words to each side are seen by the first layer, and by the second.
WIDTH, SECOND_WIDTH = 5, 3

# A tag less likely than this counts as absent, in natural logarithms.
LEAST_LIKELY = -8.0

# What no verb has shown in so many pieces comes too late for a reader too.
_MOST_PIECES = 256

# Row 0 of the vectors, of zeros, is for what is not known.
NOTHING = 0
UNKNOWN = "<?>"
NAMES_OF_A_PIECE = 5

_PIECE = regex.compile(rf"{OBJECT}++|[A-Za-z]++(?:['’][A-Za-z]++)*+|[0-9]++|[^\sA-Za-z0-9]")
_SHORTENED = regex.compile(r"(.+)(n't|'s|'re|'m|'ve|'d|'ll)", regex.IGNORECASE)
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""),
    ("ing", "e"),
)  # fmt: skip
_LONGEST_NUMBER = 5

Array = npt.NDArray[np.float32]


class Piece(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`rows`: of each name the row of its vector. `verbs`: the verbs' first forms."""

    rows: Mapping[str, int]
    verbs: frozenset[str]

    def rows_of(self, piece: str, *, is_first: bool) -> tuple[int, ...]:
        """NAMES_OF_A_PIECE of them."""
        found = [self.rows.get(name, NOTHING) for name in self.names(piece, is_first=is_first)]
        return (*found, *[NOTHING] * (NAMES_OF_A_PIECE - len(found)))

    def names(self, piece: str, *, is_first: bool) -> Iterator[str]:
        first = piece[0]
        if first == OBJECT:
            yield "OBJ"
        elif first.isdigit():
            yield from ("0", f"0{min(len(piece), _LONGEST_NUMBER)}")
        elif not first.isalpha():
            yield piece
        else:
            small = piece.lower().replace("’", "'")
            is_known = small in self.rows
            yield small if is_known else UNKNOWN
            yield from ("~" + small[-3:], "-" + small[-2:], _shape(piece, is_first=is_first))
            if not is_known:
                yield from self._inflections(small)

    def _inflections(self, small: str) -> Iterator[str]:
        """How an unknown word is formed of a known verb: "erupted", "waits"."""
        for ending, replaced in _ENDINGS:
            if small.endswith(ending) and small.removesuffix(ending) + replaced in self.verbs:
                yield "+" + ending
                return


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """`vectors` has shape (rows, size), `kernel` (WIDTH * size, filters), `second_kernel`
    (SECOND_WIDTH * filters, filters), `tags` (filters, tags), `head` (2 * filters + tags, 1).

    A text above `threshold` is a fragment.
    """

    vocabulary: Vocabulary
    vectors: Array
    kernel: Array
    bias: Array
    second_kernel: Array
    second_bias: Array
    tags: Array
    tags_bias: Array
    head: Array
    head_bias: Array
    threshold: float

    def is_fragment(self, sentence: str) -> bool:
        return self.logit(sentence) > self.threshold

    def logit(self, sentence: str) -> float:
        # Composed, as what it was trained on: a mark by itself would count as one more piece.
        said = pieces(normalize("NFC", sentence))[:_MOST_PIECES]
        if not said:
            return -np.inf
        rows = [self.vocabulary.rows_of(said[0].text, is_first=True)]
        rows += [_rows_of(self, each.text) for each in said[1:]]
        heard = windows(self.vectors[np.array(rows)].sum(axis=1), WIDTH) @ self.kernel
        first = np.maximum(heard + self.bias, 0)
        second = windows(first, SECOND_WIDTH) @ self.second_kernel + self.second_bias
        seen = np.maximum(second, 0) + first
        tagged = seen @ self.tags + self.tags_bias
        tagged -= tagged.max(axis=1, keepdims=True)
        tagged -= np.log(np.exp(tagged).sum(axis=1, keepdims=True))
        likeliest = np.maximum(tagged.max(axis=0), LEAST_LIKELY)
        both = np.concatenate([seen.max(axis=0), seen.mean(axis=0), likeliest])
        return float((both @ self.head + self.head_bias)[0])


def pieces(sentence: str) -> list[Piece]:
    """Words, shortened ones in two ("do", "n't"), numbers, marks, and what is not prose."""
    found: list[Piece] = []
    sentence = sentence.replace("’", "'")
    for start, end in map(regex.Match.span, _PIECE.finditer(sentence)):
        text = sentence[start:end]
        if "'" in text and (shortened := _SHORTENED.fullmatch(text)):
            middle = start + len(shortened[1])
            found += (Piece(shortened[1], start, middle), Piece(shortened[2], middle, end))
        else:
            found.append(Piece(text, start, end))
    return found


def windows(rows: Array, width: int) -> Array:
    """Each row with its neighbours, of shape (rows, width * size)."""
    count, size = rows.shape
    padded = np.zeros((count + width - 1, size), np.float32)
    padded[width // 2 : width // 2 + count] = rows
    return np.concatenate([padded[start : start + count] for start in range(width)], axis=1)


def _shape(piece: str, *, is_first: bool) -> str:
    if piece.isupper() and len(piece) > 1:
        return "=A"
    if piece[0].isupper():
        return "=F" if is_first else "=C"
    return "=a"


# By the tagger too, of which there are several in a cross-validation.
@lru_cache(maxsize=16_384)
def _rows_of(tagger: Tagger, piece: str) -> tuple[int, ...]:
    """Of a piece that is not the first."""
    return tagger.vocabulary.rows_of(piece, is_first=False)


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The model in the package. Raises ModelUnavailable."""
    try:
        data = files("parley.policy").joinpath("weights", FILE).read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as stored:
            return of_arrays(stored)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as fault:
        raise ModelUnavailable(f"{FILE} of the policy cannot be read: {fault}") from fault


def of_arrays(stored: Mapping[str, npt.NDArray[np.generic]]) -> Tagger:
    """Of the arrays that `training/fragments.py` writes."""
    names = stored["names"].tobytes().decode().split("\n")
    verbs = stored["verbs"].tobytes().decode().split("\n")
    rest = ("kernel", "bias", "second_kernel", "second_bias", "tags", "tags_bias", "head")
    return Tagger(
        vocabulary=Vocabulary(
            rows={name: row for row, name in enumerate(names, 1)}, verbs=frozenset(verbs)
        ),
        vectors=stored["vectors"].astype(np.float32) * stored["scales"].astype(np.float32),
        **{name: stored[name].astype(np.float32) for name in (*rest, "head_bias")},
        threshold=float(stored["threshold"].item()),
    )
