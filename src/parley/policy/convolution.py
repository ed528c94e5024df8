"""A small convolution over pieces of words, in NumPy: the network of the first tier.

It hears the order of words: each filter looks at a few pieces at a time, and its strongest
answer in the comment counts, beside the mean of them all (Kim 2014, "Convolutional neural
networks for sentence classification"). Where each answer was given is known, so what it adds
can be laid at the door of these words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from parley.policy.features import Token

WIDTH = 5
MOST_PIECES = 256
UNKNOWN = "[UNK]"

# A longer run of letters is no word, and cutting one costs the square of its length.
LONGEST_WORD = 60

# Where a word stands, as `features` tells it; each has a vector that is added to its pieces.
PLACES = ("", "q", "n", "you", "i", "he", "they", "w", "it")
_PLACE_AT = {place: index for index, place in enumerate(PLACES)}

Array = npt.NDArray[np.float32]


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
            return Heard(self, self.head_bias, (), None, None)
        vectors = self.vectors[pieces] + (self.places[scopes] + self.places[persons])
        edge = np.zeros((WIDTH // 2, vectors.shape[1]), np.float32)
        padded = np.concatenate([edge, vectors, edge])
        shifted = [padded[start : start + len(pieces)] for start in range(WIDTH)]
        windows = np.concatenate(shifted, axis=1)
        answers = np.maximum(windows @ self.kernel + self.bias, 0)
        filters = answers.shape[1]
        logits = answers.max(axis=0) @ self.head[:filters]
        logits += answers.mean(axis=0) @ self.head[filters:]
        return Heard(self, logits + self.head_bias, tuple(owners), windows, answers)


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A logit an attribute; `owners` are the tokens of the pieces.

    `windows` of shape (pieces, WIDTH * size) and `answers` (pieces, filters) tell how it came
    about; they are None where there was nothing to hear.
    """

    network: Convolution
    logits: Array
    owners: tuple[int, ...]
    windows: Array | None
    answers: Array | None

    def shares(self, column: int) -> Array:
        """What each piece adds to the logit of an attribute.

        An answer's share is parted among the pieces that the filter looked at, by what each
        of them said for it.
        """
        shares = np.zeros(len(self.owners), np.float32)
        if self.windows is None or self.answers is None:
            return shares
        kernel, head = self.network.kernel, self.network.head[:, column]
        filters = self.answers.shape[1]
        strongest = self.answers.argmax(axis=0)
        given = self.answers.max(axis=0) * head[:filters]
        said = (self.windows[strongest].T * kernel).reshape(WIDTH, -1, filters).sum(axis=1)
        said = np.maximum(said, 0)
        parts = given * said / np.maximum(said.sum(axis=0), 1e-9)
        for offset in range(WIDTH):
            where = strongest + offset - WIDTH // 2
            there = (where >= 0) & (where < len(shares))
            np.add.at(shares, where[there], parts[offset, there])
        return np.asarray(shares + self.answers @ head[filters:] / len(shares), np.float32)


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
