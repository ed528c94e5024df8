"""Tables of votes, made by hand or drawn by chance, for pictures of them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.ranking import picture
from parley.ranking.votes import VoteTable

Positions = NDArray[np.float64]


def table(values: dict[tuple[int, int], int], *, readers: int, comments: int) -> VoteTable:
    """Votes by (reader, comment)."""
    return VoteTable.of(
        [reader for reader, _ in values],
        [comment for _, comment in values],
        value=list(values.values()),
        readers=readers,
        comments=comments,
    )


def two_camps(
    readers: int = 60, *, respect: dict[int, tuple[int, int]] | None = None
) -> tuple[VoteTable, Positions, NDArray[np.int8]]:
    """Half of the readers on the left and half on the right, all of whom vote on everything.

    `respect` says of each comment how many on the left and on the right respect it; the
    others disagree.
    """
    respect = respect or {0: (readers // 2, readers // 2), 1: (readers // 2, 0)}
    half = readers // 2
    values = {
        (side * half + reader, comment): 1 if reader < respect[comment][side] else -1
        for comment in respect
        for side in (0, 1)
        for reader in range(half)
    }
    x = np.repeat([-1.0, 1.0], half) + np.tile(np.linspace(-0.3, 0.3, half), 2)
    positions = np.column_stack([x, np.tile(np.linspace(-1, 1, half), 2)])
    camp = np.repeat([0, 1], half).astype(np.int8)
    return table(values, readers=readers, comments=len(respect)), positions, camp


def demo(seed: int = 5, *, readers: int = 300, comments: int = 60, camps: int = 2) -> Any:
    """A believable thread: most comments divide, some do not, nobody votes on everything.

    What `compose` takes, but for the ids.
    """
    chance = np.random.default_rng(seed)
    camp = chance.choice(camps, readers, p=_shares(camps)).astype(np.int8)
    x = 1.6 * camp / max(camps - 1, 1) - 0.8 + chance.normal(0, 0.34, readers)
    positions = np.column_stack([x, chance.normal(0, 0.5, readers)])
    base = np.clip(chance.normal(0.5, 0.16, comments), 0.08, 0.92)
    lean = chance.normal(0, 0.24, comments)
    lean[: comments // 6] = chance.normal(0, 0.03, comments // 6)
    base[: comments // 6] = np.clip(chance.normal(0.74, 0.08, comments // 6), 0, 0.92)
    column: list[tuple[int, int, int]] = []
    for reader in range(readers):
        for comment in chance.choice(comments, chance.integers(4, 28), replace=False):
            likely = np.clip(base[comment] + lean[comment] * np.sign(x[reader]), 0.03, 0.97)
            answer = 0 if chance.random() < 0.08 else (1 if chance.random() < likely else -1)
            column.append((reader, int(comment), answer))
    votes = VoteTable.of(
        [row[0] for row in column],
        [row[1] for row in column],
        value=[row[2] for row in column],
        readers=readers,
        comments=comments,
    )
    return votes, positions, camp


def _shares(camps: int) -> list[float]:
    return [0.58, 0.42] if camps == 2 else [1 / camps] * camps


def composed(
    made: tuple[VoteTable, Positions, NDArray[np.int8]], *, camps: int = 2, first_id: int = 101
) -> dict[str, Any] | None:
    """The picture, with comments numbered from `first_id`."""
    votes, positions, camp = made
    ids = range(first_id, first_id + votes.comments)
    return picture.compose(votes, positions, of_reader=camp, camps=camps, comment_ids=ids)
