"""A small convolution over pieces of words, in NumPy: the network of the first tier.

It hears the order of words: each filter looks at a few pieces at a time, and its strongest
answer counts, beside the mean of them all (Kim 2014, "Convolutional neural networks for
sentence classification"). It hears so in windows that overlap by half, then sentence by
sentence, and a comment is as bad as the worst of these parts: calm words that are further away
than a window change nothing, and calm sentences within it little. Where each answer was given
is known, so what it adds can be laid at the door of these words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parley.policy.abbreviations import stops_short
from parley.policy.features import Token

WIDTH = 5

# Half a window: a sentence of so many pieces stands whole in one of them, wherever it begins.
HALF = 16

# A sentence without those around it is less to go by: by so much (in logits) it must be worse
# than a window. Chosen on comments kept from an earlier training; see training/README.md.
MARGIN = np.float32(0.5)

# More than 20,000 characters of ordinary words have; no text may cost without bound.
MOST_PIECES = 8_192
UNKNOWN = "[UNK]"

# A longer run of letters is no word, and cutting one costs the square of its length.
LONGEST_WORD = 60

# Where a word stands, as `features` tells it; each has a vector that is added to its pieces.
PLACES = ("", "q", "n", "you", "i", "he", "they", "w", "it")
_PLACE_AT = {place: index for index, place in enumerate(PLACES)}

_ENDS = frozenset(".!?…\n")

Array = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """`vectors` has shape (pieces, size), `places` (PLACES, size), `kernel` (WIDTH * size,
    filters), `head` (2 * filters, attributes): for the strongest answers, then their mean.
    """

    vocabulary: Mapping[str, int]
    vectors: Array
    places: Array
    kernel: Array
    bias: Array
    head: Array
    head_bias: Array

    def hear(self, tokens: Sequence[Token]) -> "Heard":
        pieces: list[int] = []
        scopes: list[int] = []
        persons: list[int] = []
        owners: list[int] = []
        for index, token in enumerate(tokens):
            here = pieces_of(token.text, self)
            pieces += here
            scope, person = place_of(token)
            scopes += [scope] * len(here)
            persons += [person] * len(here)
            owners += [index] * len(here)
            if len(pieces) >= MOST_PIECES:
                break
        if not pieces:
            return Heard(self, self.head_bias, (), None)
        vectors = self.vectors[pieces] + (self.places[scopes] + self.places[persons])
        edge = np.zeros((WIDTH // 2, vectors.shape[1]), np.float32)
        padded = np.concatenate([edge, vectors, edge])
        shifted = [padded[start : start + len(pieces)] for start in range(WIDTH)]
        seen = np.concatenate(shifted, axis=1)
        answers = np.maximum(seen @ self.kernel + self.bias, 0)
        halves = np.arange(0, len(pieces), HALF)
        logits = self._logits(answers, halves, overlapping=True)
        parts = [slice(first, first + 2 * HALF) for first in halves[: len(logits)]]
        sentences = _sentences(tokens, owners)
        if len(sentences) > 1:
            alone = self._logits(answers, sentences) - MARGIN
            logits = np.concatenate([logits, alone])
            parts += map(slice, sentences, [*sentences[1:], len(pieces)])
        worst = [parts[part] for part in logits.argmax(axis=0)]
        return Heard(self, logits.max(axis=0), tuple(owners), Told(seen, answers, worst))

    def _logits(self, answers: Array, starts: Places, *, overlapping: bool = False) -> Array:
        """Of the parts that begin there, of shape (parts, attributes).

        One that overlaps ends where the next does.
        """
        strongest = np.maximum.reduceat(answers, starts)
        sums = np.add.reduceat(answers, starts)
        sizes = np.diff(np.append(starts, len(answers))).astype(np.float32)
        if overlapping and len(starts) > 1:
            strongest = np.maximum(strongest[:-1], strongest[1:])
            sums, sizes = sums[:-1] + sums[1:], sizes[:-1] + sizes[1:]
        mean = sums / sizes[:, np.newaxis]
        filters = answers.shape[1]
        heard = strongest @ self.head[:filters] + mean @ self.head[filters:]
        return np.asarray(heard + self.head_bias, np.float32)


def _sentences(tokens: Sequence[Token], owners: Sequence[int]) -> Places:
    """The pieces with which sentences begin. Marks that follow one another end one once."""
    ends = np.array([_is_end(tokens, owner) for owner in owners])
    return np.flatnonzero(np.append(True, ends[:-1] & ~ends[1:]))


def _is_end(tokens: Sequence[Token], place: int) -> bool:
    if tokens[place].text != ".":
        return tokens[place].text[0] in _ENDS
    return not (place and stops_short(tokens[place - 1].text))


class Told(NamedTuple):
    """`seen` of shape (pieces, WIDTH * size) and `answers` (pieces, filters) tell how it came
    about; `worst` are the pieces of the part that counts, for each attribute.
    """

    seen: Array
    answers: Array
    worst: Sequence[slice]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A logit an attribute; `owners` are the tokens of the pieces.

    `told` is None where there was nothing to hear.
    """

    network: Convolution
    logits: Array
    owners: tuple[int, ...]
    told: Told | None

    def shares(self, column: int) -> Array:
        """What each piece adds to the logit of an attribute.

        An answer's share is parted among the pieces that the filter looked at, by what each
        of them said for it.
        """
        shares = np.zeros(len(self.owners), np.float32)
        if self.told is None:
            return shares
        within = self.told.worst[column]
        answers, seen = self.told.answers[within], self.told.seen[within]
        kernel, head = self.network.kernel, self.network.head[:, column]
        filters = answers.shape[1]
        strongest = answers.argmax(axis=0)
        given = answers.max(axis=0) * head[:filters]
        said = (seen[strongest].T * kernel).reshape(WIDTH, -1, filters).sum(axis=1)
        said = np.maximum(said, 0)
        parts = given * said / np.maximum(said.sum(axis=0), 1e-9)
        for offset in range(WIDTH):
            where = within.start + strongest + offset - WIDTH // 2
            there = (where >= 0) & (where < len(shares))
            np.add.at(shares, where[there], parts[offset, there])
        shares[within] += answers @ head[filters:] / len(answers)
        return shares


def place_of(token: Token) -> tuple[int, int]:
    """The places of its scope and of its person."""
    return _PLACE_AT[token.scope], _PLACE_AT.get(token.person, _PLACE_AT[""])


@lru_cache(maxsize=16_384)
def pieces_of(word: str, model: Convolution) -> tuple[int, ...]:
    """The longest known pieces from the left, as BERT cuts words (Wu et al. 2016)."""
    return cut(word, model.vocabulary)


def cut(word: str, vocabulary: Mapping[str, int]) -> tuple[int, ...]:
    """Places in the vocabulary; that of UNKNOWN for what cannot be cut."""
    if word in vocabulary:
        return (vocabulary[word],)
    if len(word) > LONGEST_WORD:
        return (vocabulary[UNKNOWN],)
    found: list[int] = []
    start = 0
    while start < len(word):
        end = len(word)
        before = "##" if start else ""
        while end > start and before + word[start:end] not in vocabulary:
            end -= 1
        if end == start:
            return (vocabulary[UNKNOWN],)
        found.append(vocabulary[before + word[start:end]])
        start = end
    return tuple(found)
