"""How brigades fare against common ground, beside most liked and most respected.

    python -m bench.ground_threads [--seeds 0:6] [--readers 5000] [--attack NAME]
        [--camps 60:40] [--known-camps]

Discussions are made up (`bench.ground_world`); each order under test decides where comments
stand, and so who meets them. Deterministic: the same seeds give the same table.
"""

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from bench.ground_attacks import ATTACKS, scene
from bench.ground_orders import Judge, judges, lost
from bench.ground_world import Cast, Floats

TOP = 10
# What a reader who goes on reading still meets: a first page.
FIRST_PAGE = 50
# A badge is wrong where a camp does not respect the comment more often than not.
SUPPORTED = 0.5
WORKERS = 2
# The one order of which votes are left out.
OURS = "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one order ended under one attack and seed; `rank` is the target's, 1 is the first.
    `lost` are the shares of honest votes that our rules leave out, in all and on the target."""

    attack: str
    order: str
    planted: int
    rank: int
    badged: bool
    badges: int
    wrong: int
    lost: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is the same for all discussions of a table."""

    readers: int
    shares: tuple[float, ...]
    known: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0:6", help="FROM:TO, without the last")
    parser.add_argument("--readers", type=int, default=5_000)
    parser.add_argument("--attack", choices=tuple(ATTACKS), action="append")
    parser.add_argument("--camps", default="60:40", help="the camps' shares in percent")
    parser.add_argument("--known-camps", action="store_true", help="tell how many camps there are")
    given = parser.parse_args()
    first, last = map(int, given.seeds.split(":"))
    shares = tuple(int(part) / 100 for part in given.camps.split(":"))
    asked = Asked(readers=given.readers, shares=shares, known=given.known_camps)
    print(f"{given.readers:,} readers in camps of {given.camps}, seeds {given.seeds}\n")
    print("| attack | order | planted in top ten | target in top ten | target badged |", end="")
    print(
        f" badges (wrong) | target's rank: median (least to most); in the first {FIRST_PAGE} |",
        end="",
    )
    print(" honest votes left out: all; on the target (most) |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    with ProcessPoolExecutor(WORKERS) as pool:
        for attack in given.attack or ATTACKS:
            played = pool.map(partial(play, attack=attack, asked=asked), range(first, last))
            for row in _rows([outcome for outcomes in played for outcome in outcomes]):
                print(row, flush=True)


def play(seed: int, *, attack: str, asked: Asked) -> list[Outcome]:
    """The discussion of this seed under every order."""
    made = scene(seed, readers=asked.readers, shares=asked.shares, attack=attack)
    outcomes = []
    for name, judge in judges(made, camps=len(asked.shares) if asked.known else None).items():
        cast = made.play(partial(_score, judge))
        end = judge(cast)
        top = np.argsort(-end.score, kind="stable")[:TOP]
        badged = np.flatnonzero(end.badge)
        outcomes.append(
            Outcome(
                attack=attack,
                order=name,
                planted=len(np.intersect1d(top, made.world.planted)),
                rank=1 + int((end.score > end.score[made.target]).sum()),
                badged=bool(end.badge[made.target]),
                badges=len(badged),
                wrong=int((made.world.respect[:, badged].min(axis=0) < SUPPORTED).sum()),
                lost=lost(made, cast),
            )
        )
    return outcomes


def _score(judge: Judge, cast: Cast) -> Floats:
    return judge(cast).score


def _rows(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for order in dict.fromkeys(outcome.order for outcome in outcomes):
        found = [outcome for outcome in outcomes if outcome.order == order]
        ranks = [outcome.rank for outcome in found]
        top = np.mean([rank <= TOP for rank in ranks])
        badges = sum(outcome.badges for outcome in found) / len(found)
        wrong = sum(outcome.wrong for outcome in found)
        costs = [np.array([outcome.lost[at] for outcome in found]) for at in (0, 1)]
        cost = f"{costs[0].mean():.1%}; {costs[1].mean():.1%} ({costs[1].max():.0%})"
        yield (
            f"| {found[0].attack} | {order} | {np.mean([o.planted for o in found]):.1f} "
            f"| {top:.0%} | {np.mean([o.badged for o in found]):.0%} | {badges:.1f} ({wrong}) "
            f"| {np.median(ranks):.0f} ({min(ranks)} to {max(ranks)}); "
            f"{sum(rank <= FIRST_PAGE for rank in ranks)} of {len(ranks)} "
            f"| {cost if order == OURS else '–'} |"
        )


if __name__ == "__main__":
    main()
