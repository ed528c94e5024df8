"""Where the camps agree: how far a comment is respected in each of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from parley.ranking.votes import DISAGREE, PASS, RESPECT, VoteTable

Floats = NDArray[np.float64]
# A number or an array of them: the same formula serves one comment and a whole discussion.
_Numbers = Any

# All numbers are those measured in common-ground research, section 5, unless said otherwise.
# A camp's own rate of respect, times this, stands in for votes that are not there yet; as
# strong as this many votes.
PRIOR_SHARE, PRIOR_VOTES = 0.8, 4.0
# The bound below which a camp's true respect lies with a probability of one in ten.
QUANTILE = 0.10
# A camp of which nothing is known yet respects every second comment that it sees.
UNKNOWN_RATE = 0.5
# Least bounds for the badge: to earn it, and, lower so that it does not flicker, to keep it.
BADGE_EARNED, BADGE_KEPT = 0.50, 0.45
# Votes of every camp's placed readers, and votes by chance, that a badge needs.
BADGE_VOTES, BADGE_BY_CHANCE = 5, 3
# A conflict needs so many votes by chance, and a difference that chance gives in one of ten
# cases (two-sided).
CONFLICT_BY_CHANCE, CONFLICT_Z = 3, 1.645
# So many votes of either kind say what all say; of the strengths tried on simulated
# discussions the one under which a good comment that nobody attacks suffers least.
DRAWN_TOGETHER = 2
# Below these there is nothing to order by: placed readers in the thread, and comments that
# have votes enough of them. The last is ours: long discussions have long tails.
ENOUGH_PLACED, ENOUGH_VOTES, ENOUGH_COMMENTS = 30, 10, 5

# The columns of a tally, as `tally` gives it and `CampTally` keeps it.
COLUMNS = 6


@dataclass(frozen=True, slots=True)
class CampCounts:
    """One camp's votes on one comment; `seen` counts respect, disagreement and passes.

    The second pair counts those of them to whom the comment was shown by chance.
    """

    respect: int
    seen: int
    respect_by_chance: int = 0
    seen_by_chance: int = 0


@dataclass(frozen=True, slots=True)
class Footing:
    """`score` and `bounds` (one a camp) lie in 0..1; of fewer than two camps there is none."""

    score: float | None
    bounds: tuple[float, ...]
    badge: bool
    conflicting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Footings:
    """The same of a whole thread: shapes (comments,), (comments, camps), (comments,) twice."""

    score: Floats
    bounds: Floats
    badge: NDArray[np.bool_]
    conflicting: NDArray[np.bool_]


def lower_bound(respect: int, seen: int, *, rate: float = UNKNOWN_RATE) -> float:
    """The respect in 0..1 that a camp's votes make credible.

    The tenth percentile of Beta(A + n·b, S - A + n·(1 - b)) with A respects among S seen,
    n = 4 votes of prior and b = 0.8 × the camp's rate of respect in the discussion.
    """
    return float(_bounds(respect, seen, rates=rate))


def common_score(bounds: Sequence[float]) -> float:
    """The geometric mean of the camps' bounds: all camps weigh the same, however large."""
    return exp(sum(log(bound) for bound in bounds) / len(bounds)) if all(bounds) else 0.0


def stand(
    counts: Sequence[CampCounts],
    *,
    rates: Sequence[float],
    audited: bool = True,
    had_badge: bool = False,
) -> Footing:
    """What the camps' votes on one comment amount to.

    `rates` are the camps' rates of respect in the discussion. In a
    conflict only the votes by chance count: never more, so that nobody can have a comment
    sunk by sending a crowd to it. `audited`: votes by chance are known here; a badge then
    needs some.
    """
    conflicting = audited and _contradicts(
        sum(camp.respect for camp in counts),
        sum(camp.seen for camp in counts),
        respect_by_chance=sum(camp.respect_by_chance for camp in counts),
        by_chance=sum(camp.seen_by_chance for camp in counts),
    )
    counted = [
        (camp.respect_by_chance, camp.seen_by_chance) if conflicting else (camp.respect, camp.seen)
        for camp in counts
    ]
    bounds = tuple(
        lower_bound(respect, seen, rate=rate)
        for (respect, seen), rate in zip(counted, rates, strict=True)
    )
    if len(bounds) < 2:
        return Footing(None, bounds, badge=False, conflicting=conflicting)
    badge = (
        not conflicting
        and min(seen for _respect, seen in counted) >= BADGE_VOTES
        and min(bounds) >= (BADGE_KEPT if had_badge else BADGE_EARNED)
        and (not audited or sum(camp.seen_by_chance for camp in counts) >= BADGE_BY_CHANCE)
    )
    return Footing(common_score(bounds), bounds, badge=badge, conflicting=conflicting)


def tally(votes: VoteTable, of_reader: NDArray[np.int8], *, camps: int) -> NDArray[np.int32]:
    """How each camp has voted on each comment, shape (comments, camps, 6).

    The columns: respect, disagree, passed, and the same of the votes by chance. Readers
    in no camp (-1) do not count.
    """
    counted = np.zeros((votes.comments, max(camps, 1), COLUMNS), np.int32)
    camp = of_reader[votes.reader].astype(np.int64)
    cell = votes.comment.astype(np.int64) * max(camps, 1) + camp
    for column, value in enumerate((RESPECT, DISAGREE, PASS)):
        for first, among in ((0, camp >= 0), (3, (camp >= 0) & votes.by_chance)):
            found = cell[among & (votes.value == value)]
            flat = np.bincount(found, minlength=votes.comments * max(camps, 1))
            counted[:, :, first + column] = flat.reshape(votes.comments, max(camps, 1))
    return counted


def rates_of(tallies: NDArray[np.int32]) -> Floats:
    """Each camp's rate of respect in the discussion, shape (camps,); with one vote of either
    kind added, so that it is neither 0 nor 1 and, where there are no votes, a half."""
    seen = tallies[:, :, :3].sum((0, 2))
    respect = tallies[:, :, 0].sum(0)
    return np.asarray((respect + 1) / (seen + 2), np.float64)


def stand_all(
    tallies: NDArray[np.int32],
    *,
    rates: Floats,
    audited: bool = True,
    had_badge: NDArray[np.bool_] | None = None,
) -> Footings:
    """As `stand`, of a thread's whole tally, shape (comments, camps, 6)."""
    respect, seen = tallies[:, :, 0], tallies[:, :, :3].sum(2)
    respect_by_chance, by_chance = tallies[:, :, 3], tallies[:, :, 3:].sum(2)
    had = np.zeros(len(tallies), np.bool_) if had_badge is None else had_badge
    conflicting = np.zeros(len(tallies), np.bool_)
    if audited:
        conflicting = _contradicts(
            respect.sum(1),
            seen.sum(1),
            respect_by_chance=respect_by_chance.sum(1),
            by_chance=by_chance.sum(1),
        )
    counted = np.where(conflicting[:, None], by_chance, seen)
    respected = np.where(conflicting[:, None], respect_by_chance, respect)
    bounds = _bounds(respected, counted, rates=rates)
    badge = (
        ~conflicting
        & (counted.min(1) >= BADGE_VOTES)
        & (bounds.min(1) >= np.where(had, BADGE_KEPT, BADGE_EARNED))
        & ((by_chance.sum(1) >= BADGE_BY_CHANCE) | (not audited))
        & (bounds.shape[1] >= 2)
    )
    score = np.exp(np.log(bounds).mean(1)) if bounds.shape[1] >= 2 else np.full(len(had), np.nan)
    return Footings(score=score, bounds=bounds, badge=badge, conflicting=conflicting)


def enough(tallies: NDArray[np.int32], *, placed: int) -> bool:
    """Whether there is ground to order a discussion by: two camps, 30 placed readers, and
    five comments on which ten of them have voted."""
    voted = tallies[:, :, :3].sum((1, 2)) >= ENOUGH_VOTES
    return bool(
        tallies.shape[1] >= 2 and placed >= ENOUGH_PLACED and voted.sum() >= ENOUGH_COMMENTS
    )


def _bounds(respect: _Numbers, seen: _Numbers, *, rates: _Numbers) -> Floats:
    """As `lower_bound`, of numbers or of arrays of them."""
    prior = PRIOR_VOTES * PRIOR_SHARE * rates
    bounds = betaincinv(respect + prior, seen - respect + PRIOR_VOTES - prior, QUANTILE)
    return np.asarray(bounds, np.float64)


def _contradicts(
    respect: _Numbers, seen: _Numbers, *, respect_by_chance: _Numbers, by_chance: _Numbers
) -> _Numbers:
    """Where those who found a comment and those who were shown it by chance disagree: true or
    false, or an array of them.

    Their shares of respect differ more than chance gives in one of ten cases: the pooled test
    of two proportions, each drawn two votes towards what all say together, for three votes by
    chance are soon of one mind. A share of votes by chance far below the usual is no sign: it
    flags what stands well (`docs/common-ground-attacks.md`).
    """
    found = seen - by_chance
    told = (by_chance >= CONFLICT_BY_CHANCE) & (found > 0)
    share = (respect + 1) / (seen + 2)
    ours = (respect - respect_by_chance + DRAWN_TOGETHER * share) / (found + DRAWN_TOGETHER)
    asked = (respect_by_chance + DRAWN_TOGETHER * share) / (by_chance + DRAWN_TOGETHER)
    # Where either is 0 nothing is told; 1 stands in for it.
    both = 1 / (found + (found == 0)) + 1 / (by_chance + (by_chance == 0))
    width = (share * (1 - share) * both) ** 0.5
    return told & (abs(ours - asked) > CONFLICT_Z * width)
