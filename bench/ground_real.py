"""How well orders find what all camps respect, on real votes: `python -m bench.ground_real FOLDER`.

FOLDER holds conversations of Polis' openData, each with its participants-votes.csv. Of each,
a random half of the comments becomes a thread, thinned to 1 to 10 votes a reader; the other
half is the readers' history. An order's first ten are judged by all votes and the groups
that Polis has published, which no order has seen.
"""

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parley.ranking import factor, ground
from parley.ranking.respected import wilson_lower_bound
from parley.ranking.table import analyse
from parley.ranking.votes import VoteTable

SEEDS = range(6)
MOST_VOTES = 10
TOP = 10
# Less than half of a group's votes is no support of it.
SUPPORTED = 0.5
BEST = "best possible"

Order = Callable[[VoteTable, VoteTable], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`orders`: the worst group's respect in the first ten, and the share of those ten that
    some group mostly does not respect; means over the threads. `badges` are those of all."""

    orders: dict[str, tuple[float, float]]
    badges: int
    wrong: int


def main() -> None:
    folder = Path(sys.argv[1])
    print(
        "worst group's respect in the first ten | share of them that some group does not respect\n"
    )
    print("|" + "|".join(["conversation", *ORDERS, BEST, "badges", "wrong badges"]) + "|")
    print("|---" * (len(ORDERS) + 4) + "|")
    for file in sorted(folder.glob("*/participants-votes.csv")):
        found = judged(*read(file))
        cells = [
            f" {respect:.2f} / {unsupported:.0%} " for respect, unsupported in found.orders.values()
        ]
        row = [file.parent.name, *cells, f" {found.badges} ", f" {found.wrong} "]
        print("|" + "|".join(row) + "|", flush=True)


def judged(votes: VoteTable, groups: NDArray[np.int8]) -> Judged:
    """What the published groups say of the orders of threads made from these votes."""
    tallies = ground.tally(votes, groups, camps=int(groups.max()) + 1)
    worst = (tallies[:, :, 0] / np.maximum(tallies[:, :, :3].sum(2), 1)).min(1)
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in (*ORDERS, BEST)}
    badges, wrong = 0, 0
    for seed in SEEDS:
        thread, history, kept = _split(votes, np.random.default_rng(seed))
        truth = worst[kept]
        for name, order in ORDERS.items():
            results[name].append(_top(truth, order(thread, history)))
        results[BEST].append(_top(truth, truth))
        given = analyse(thread, history=history).footings.badge
        badges, wrong = badges + int(given.sum()), wrong + int((given & (truth < SUPPORTED)).sum())
    means = {name: np.mean(figures, axis=0).tolist() for name, figures in results.items()}
    return Judged(
        orders={name: (respect, unsupported) for name, (respect, unsupported) in means.items()},
        badges=badges,
        wrong=wrong,
    )


def _top(truth: NDArray[np.float64], score: NDArray[np.float64]) -> tuple[float, float]:
    first = truth[np.argsort(-np.nan_to_num(score, nan=-1.0), kind="stable")[:TOP]]
    return float(first.mean()), float((first < SUPPORTED).mean())


def _split(
    votes: VoteTable, chance: np.random.Generator
) -> tuple[VoteTable, VoteTable, NDArray[np.int64]]:
    """The thread, its comments numbered anew; the history; and which comments the thread has."""
    kept = np.sort(chance.permutation(votes.comments)[: votes.comments // 2])
    number = np.full(votes.comments, -1)
    number[kept] = np.arange(len(kept))
    inside = number[votes.comment] >= 0
    most = chance.integers(1, MOST_VOTES + 1, votes.readers)
    mixed = chance.permutation(votes.count)
    mixed = mixed[inside[mixed]]
    by_reader = mixed[np.argsort(votes.reader[mixed], kind="stable")]
    readers = votes.reader[by_reader]
    first = np.searchsorted(readers, readers)
    chosen = by_reader[np.arange(len(by_reader)) - first < most[readers]]
    thread = VoteTable.of(
        votes.reader[chosen],
        number[votes.comment[chosen]],
        value=votes.value[chosen],
        readers=votes.readers,
        comments=len(kept),
    )
    return thread, votes.where(~inside), kept


def _liked(thread: VoteTable, _history: VoteTable) -> NDArray[np.float64]:
    respects = (thread.value == 1).astype(np.float64)
    return np.asarray(np.bincount(thread.comment, respects, thread.comments), np.float64)


def _wilson(thread: VoteTable, _history: VoteTable) -> NDArray[np.float64]:
    respect = np.bincount(thread.comment, thread.value == 1, thread.comments)
    decided = np.bincount(thread.comment, thread.value != 0, thread.comments)
    pairs = zip(respect.astype(int).tolist(), decided.astype(int).tolist(), strict=True)
    return np.array([wilson_lower_bound(positive, total) for positive, total in pairs])


def _factor(thread: VoteTable, _history: VoteTable) -> NDArray[np.float64]:
    return factor.fit(thread).comment_intercept


def _ground(thread: VoteTable, history: VoteTable) -> NDArray[np.float64]:
    return analyse(thread, history=history).footings.score


ORDERS: dict[str, Order] = {
    "most liked": _liked,
    "Wilson": _wilson,
    "factor model": _factor,
    "common ground": _ground,
}


def read(file: Path) -> tuple[VoteTable, NDArray[np.int8]]:
    """The votes of a participants-votes.csv, and each reader's published group, -1 for none."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = [column for column in rows[0] if column.isdecimal()]
    cast = [
        (reader, comment, int(float(row[column])))
        for reader, row in enumerate(rows)
        for comment, column in enumerate(columns)
        if row[column]
    ]
    readers, comments, values = zip(*cast, strict=True)
    groups = np.array([int(row["group-id"]) if row["group-id"] else -1 for row in rows], np.int8)
    table = VoteTable.of(readers, comments, value=values, readers=len(rows), comments=len(columns))
    return table, groups


if __name__ == "__main__":
    main()
