"""Who respects and who disagrees: readers vote with their camp, and for what is well said."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from demo.seed.people import Person
from demo.seed.threads import Remark

# Of all who read a discussion, how many look at its first comments, and at those in the
# middle; the last ones stand on top of the page and are seen almost as often.
MOST, LEAST = 0.42, 0.14
_LEANS = {"f": 1.0, "a": -1.0}
# To a comment in neither camp, everybody is somewhat friendly.
_NEITHER = 0.25


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote: `remark` is its place in the thread, `value` 1 or -1."""

    remark: int
    who: str
    value: int


def ballots(
    remarks: Sequence[Remark], voters: Sequence[Person], *, axis: int, seed: str
) -> Iterator[Ballot]:
    """Every vote on one discussion's public comments; the same seed gives the same."""
    chance = random.Random(seed)
    for place, remark in enumerate(remarks):
        middle = 1 - abs(2 * place / len(remarks) - 1)
        seen = MOST - (MOST - LEAST) * middle**0.5
        for voter in voters:
            drawn = chance.random(), chance.random()
            if drawn[0] > seen or voter.handle == remark.who or not remark.public:
                continue
            value = _vote(remark, voter.leaning * axis, drawn=drawn[1])
            if value:
                yield Ballot(place, voter.handle, value)


def _vote(remark: Remark, stance: float, *, drawn: float) -> int:
    """1, -1 or, for those who read on without a word, 0."""
    lean = _LEANS.get(remark.lean)
    agreement = _NEITHER if lean is None else lean * stance
    respects = _chance(-2.1 + 0.66 * remark.appeal + 1.9 * agreement)
    disagrees = (1 - respects) * _chance(-0.9 - 0.55 * remark.appeal - 2.9 * agreement)
    if drawn < respects:
        return 1
    return -1 if drawn < respects + disagrees else 0


def _chance(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-odds))
