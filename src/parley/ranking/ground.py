"""Where the camps agree: how far a comment is respected in each of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from scipy.special import betaincinv

# A camp's own rate of respect, times this, stands in for votes that are not there yet; as
# strong as this many votes. Both as measured in common-ground research, section 5.2.
PRIOR_SHARE, PRIOR_VOTES = 0.8, 4.0
# The bound below which a camp's true respect lies with a probability of one in ten.
QUANTILE = 0.10
# A camp of which nothing is known yet respects every second comment that it sees.
UNKNOWN_RATE = 0.5
# Least bounds for the badge: to earn it, and, lower so that it does not flicker, to keep it.
BADGE_EARNED, BADGE_KEPT = 0.50, 0.45
# Votes of every camp's placed readers, and votes by chance, that a badge needs.
BADGE_VOTES, BADGE_BY_CHANCE = 5, 3


@dataclass(frozen=True, slots=True)
class CampCounts:
    """One camp's votes on one comment; `seen` counts respect, disagreement and passes.

    The second pair counts those of them that were shown by chance.
    """

    respect: int
    seen: int
    respect_by_chance: int = 0
    seen_by_chance: int = 0


def lower_bound(respect: int, seen: int, *, rate: float = UNKNOWN_RATE) -> float:
    """The respect in 0..1 that a camp's votes make credible.

    The tenth percentile of Beta(A + n·b, S - A + n·(1 - b)) with A respects among S seen,
    n = 4 votes of prior and b = 0.8 × the camp's rate of respect in the discussion.
    """
    prior = PRIOR_SHARE * rate
    return float(
        betaincinv(
            respect + PRIOR_VOTES * prior, seen - respect + PRIOR_VOTES * (1 - prior), QUANTILE
        )
    )


def common_score(bounds: Sequence[float]) -> float:
    """The geometric mean of the camps' bounds: all camps weigh the same, however large."""
    return exp(sum(log(bound) for bound in bounds) / len(bounds)) if all(bounds) else 0.0
