"""Made-up readers of a site, in camps that a test knows."""

import numpy as np
from numpy.typing import NDArray

from parley.ranking.votes import VoteTable


def site_of(
    shares: tuple[float, ...],
    *,
    readers: int = 400,
    comments: int = 60,
    votes_each: int = 20,
    lenience: float = 0.0,
    seed: int = 0,
) -> tuple[VoteTable, NDArray[np.int64]]:
    """Votes of readers in camps of these sizes, and each reader's camp.

    Every fifth comment is respected by all; of the others each is one camp's: 85% of its own
    respect it, and 15% of the others. `lenience` is the deviation, on the logistic scale, of
    how easily a reader respects anything.
    """
    chance = np.random.default_rng(seed)
    camp = np.repeat(np.arange(len(shares)), [round(share * readers) for share in shares])
    owner = np.arange(comments) % len(shares)
    likes = np.where(owner[:, None] == np.arange(len(shares)), 0.85, 0.15)
    likes[::5] = 0.85
    reader = np.repeat(np.arange(len(camp)), votes_each)
    comment = np.concatenate(
        [chance.choice(comments, votes_each, replace=False) for _ in range(len(camp))]
    )
    share = likes[comment, camp[reader]]
    odds = share / (1 - share) * np.exp(chance.normal(0, lenience, len(camp)))[reader]
    respects = chance.random(len(reader)) < odds / (1 + odds)
    return VoteTable.of(reader, comment, value=np.where(respects, 1, -1)), camp


def agreement(found: NDArray[np.integer], camp: NDArray[np.integer]) -> float:
    """The share of readers who are with those of their own, under the best naming."""
    named = 0
    for one in np.unique(found):
        named += np.bincount(camp[found == one]).max()
    return float(named / len(camp))
