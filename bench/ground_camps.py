"""Which camps are found in the votes of a made-up site: `python -m bench.ground_camps`.

Three readers in ten are new and have 0 to 7 votes; the others have a median of 15. Three
comments in four please some camps and not the others. Lenience is the standard deviation, on
the logistic scale, of how easily readers give respect. Printed for each site: how often which
number of camps was found, and how well the smallest camp's readers are together in one of
them (F1: the harmonic mean of how many of them are in it, and of how many in it are of them).
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from parley.ranking.axis import fit_axis
from parley.ranking.votes import DISAGREE, PASS, RESPECT, VoteTable

SEEDS = range(8)
READERS = 300, 1_000, 5_000
SITES = (1.0,), (0.6, 0.4), (0.85, 0.15), (0.55, 0.3, 0.15)
LENIENCE = 0.0, 0.5, 1.0
NEW, NEW_VOTES = 0.3, 8
MEDIAN_VOTES, SPREAD, MOST_VOTES = 15, 0.8, 150
PARTISAN, PASSES = 0.75, 0.1
# How often a comment is met falls with its rank, as 1 / (rank + 10).
RANKS = 10

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def main() -> None:
    print("camps | readers | lenience | found: in how many of 8 | F1 of the smallest camp\n")
    print("|camps|readers|lenience|found|F1|\n|---|---|---|---|---|")
    for shares in SITES:
        for readers in READERS:
            for lenience in LENIENCE:
                found = [_found(seed, shares, readers=readers, lenience=lenience) for seed in SEEDS]
                counts = ", ".join(
                    f"{count}: {times}"
                    for count, times in sorted(Counter(c for c, _ in found).items())
                )
                f1 = float(np.mean([value for _count, value in found]))
                name = " / ".join(f"{share:.0%}" for share in shares)
                print(f"|{name}|{readers}|{lenience}|{counts}|{f1:.2f}|", flush=True)


def _found(
    seed: int, shares: tuple[float, ...], *, readers: int, lenience: float
) -> tuple[int, float]:
    chance = np.random.default_rng(seed)
    votes, camp = make_site(chance, shares, readers=readers, lenience=lenience)
    camps = fit_axis(votes).camps
    known = camps.of_reader >= 0
    shared = np.zeros((camps.count, len(shares)))
    np.add.at(shared, (camps.of_reader[known], camp[known]), 1)
    smallest = int(np.argmin(shares))
    f1 = 2 * shared[:, smallest] / (shared.sum(1) + shared[:, smallest].sum())
    return camps.count, float(f1.max())


def make_site(
    chance: np.random.Generator, shares: tuple[float, ...], *, readers: int, lenience: float
) -> tuple[VoteTable, Ints]:
    """The votes, and each reader's camp."""
    comments = max(readers // 5, 100)
    camp = chance.choice(len(shares), readers, p=shares)
    liked = _opinions(chance, camps=len(shares), comments=comments)
    many = np.exp(chance.normal(np.log(MEDIAN_VOTES), SPREAD, readers))
    few = chance.integers(0, NEW_VOTES, readers)
    counts = np.where(chance.random(readers) < NEW, few, np.clip(np.rint(many), 1, MOST_VOTES))
    reader = np.repeat(np.arange(readers), counts.astype(int))
    weights = 1 / (np.arange(comments) + RANKS)
    comment = chance.choice(comments, len(reader), p=weights / weights.sum())
    share = liked[camp[reader], comment]
    odds = share / (1 - share) * np.exp(chance.normal(0, lenience, readers))[reader]
    value = np.where(chance.random(len(reader)) < odds / (1 + odds), RESPECT, DISAGREE)
    value = np.where(chance.random(len(reader)) < PASSES, PASS, value)
    return VoteTable.of(reader, comment, value=value, readers=readers, comments=comments), camp


def _opinions(chance: np.random.Generator, *, camps: int, comments: int) -> Floats:
    """The part of each camp that respects each comment, shape (camps, comments)."""
    middling = np.tile(chance.uniform(0.2, 0.6, comments), (camps, 1))
    if camps == 1:
        return np.where(
            chance.random(comments) < PARTISAN, chance.uniform(0.1, 0.9, comments), middling
        )
    sides = chance.integers(1, 2**camps - 1, comments)
    likes = (sides[None, :] >> np.arange(camps)[:, None]) & 1 == 1
    shape = camps, comments
    divided = np.where(likes, chance.uniform(0.6, 0.9, shape), chance.uniform(0.08, 0.4, shape))
    return np.where(chance.random(comments) < PARTISAN, divided, middling)


if __name__ == "__main__":
    main()
