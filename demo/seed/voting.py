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
# Half of a comment's readers have come after some six hours.
_HOURS = 9
# One in ten comments is met because it was drawn for the reader.
_BY_CHANCE = 0.1


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote: `remark` is its place in the thread, `value` 1, -1 or, for a pass, 0;
    `after` is how long after the comment it was cast."""

    remark: int
    who: str
    value: int
    by_chance: bool
    after: timedelta


def ballots(
    remarks: Sequence[Remark], voters: Sequence[Voter], *, axis: int, seed: str
) -> Iterator[Ballot]:
    """Every vote on one discussion's public comments; the same seed gives the same."""
    chance = random.Random(seed)
    for place, remark in enumerate(remarks):
        middle = 1 - abs(2 * place / len(remarks) - 1)
        seen = MOST - (MOST - LEAST) * middle**0.5
        for voter in voters:
            drawn = chance.random(), chance.random(), chance.random()
            if drawn[0] > seen * voter.eagerness or voter.handle == remark.who:
                continue
            value = _vote(remark, voter.leaning * axis, drawn=drawn[1]) if remark.public else None
            if value is not None:
                after = timedelta(hours=chance.expovariate(1 / _HOURS))
                by_chance = drawn[2] < _BY_CHANCE
                yield Ballot(place, voter.handle, value, by_chance=by_chance, after=after)


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
