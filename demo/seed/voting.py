"""Who respects and who disagrees: readers vote with their camp, and for what is well said."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from demo.seed.threads import Remark
from demo.seed.voters import Voter

# Of all who read a discussion, how many look at its first comments, and at those in the
# middle; the last ones stand on top of the page and are seen almost as often.
MOST, LEAST = 0.42, 0.14
_LEANS = {"f": 1.0, "a": -1.0}
# To a comment in neither camp, everybody is somewhat friendly.
_NEITHER = 0.25
# Of those who neither respect nor disagree, how many say that they cannot say.
_PASSES = 0.06
# A reader stays an hour or so, and comes back within half a day for what is new.
_STAYS, _RETURNS = 1.0, 9.0
# So many of the comments that a reader finds on coming were drawn for them.
_BY_CHANCE = 0.16


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote: `remark` is its place in the thread, `value` 1, -1 or, for a pass, 0.

    `arrival`, 0 to 1, is when in the discussion its reader came first. What was there then got
    its vote `stay` later, and may have been drawn (`by_chance`); what came later, `after` it.
    """

    remark: int
    who: str
    value: int
    arrival: float
    by_chance: bool
    stay: timedelta
    after: timedelta


def ballots(
    remarks: Sequence[Remark], voters: Sequence[Voter], *, axis: int, seed: str
) -> Iterator[Ballot]:
    """Every vote on one discussion's public comments; the same seed gives the same."""
    chance = random.Random(seed)
    arrivals = {voter.handle: chance.random() for voter in voters}
    for place, remark in enumerate(remarks):
        middle = 1 - abs(2 * place / len(remarks) - 1)
        seen = MOST - (MOST - LEAST) * middle**0.5
        for voter in voters:
            drawn = chance.random(), chance.random(), chance.random()
            if drawn[0] > seen * voter.eagerness or voter.handle == remark.who:
                continue
            value = _vote(remark, voter.leaning * axis, drawn=drawn[1]) if remark.public else None
            if value is not None:
                yield Ballot(
                    place,
                    voter.handle,
                    value,
                    arrival=arrivals[voter.handle],
                    by_chance=drawn[2] < _BY_CHANCE,
                    stay=timedelta(hours=chance.random() * _STAYS),
                    after=timedelta(hours=chance.expovariate(1 / _RETURNS)),
                )


def _vote(remark: Remark, stance: float, *, drawn: float) -> int | None:
    """None for those who read on without a word."""
    lean = _LEANS.get(remark.lean)
    agreement = _NEITHER if lean is None else lean * stance
    respects = _chance(-2.1 + 0.66 * remark.appeal + 1.9 * agreement)
    disagrees = (1 - respects) * _chance(-0.9 - 0.55 * remark.appeal - 2.9 * agreement)
    if drawn < respects:
        return 1
    if drawn < respects + disagrees:
        return -1
    return 0 if drawn > 1 - _PASSES * (1 - respects - disagrees) else None


def _chance(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-odds))
