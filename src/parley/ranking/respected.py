"""Orders by respect, as far as the number of votes allows to trust it."""

from datetime import datetime
from math import sqrt
from typing import Protocol

from parley.ranking.newest import newest_first

# The 97.5th percentile of the normal distribution: a two-sided interval of 95%.
Z = 1.96


class Voted(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def respect(self) -> int: ...
    @property
    def disagree(self) -> int: ...


def wilson_lower_bound(positive: int, total: int) -> float:
    """The least share of positive votes, in 0..1, that `total` votes make credible.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
    Inference", Journal of the American Statistical Association 22 (1927), 209–212;
    proposed for rankings by Evan Miller, "How Not To Sort By Average Rating" (2009).
    """
    if total == 0:
        return 0.0
    share = positive / total
    centre = share + Z * Z / (2 * total)
    margin = Z * sqrt((share * (1 - share) + Z * Z / (4 * total)) / total)
    return max(0.0, (centre - margin) / (1 + Z * Z / total))


def most_respected_first(comment: Voted) -> tuple[float, float, int]:
    """A sort key; where the votes say the same, the newest stands first."""
    bound = wilson_lower_bound(comment.respect, comment.respect + comment.disagree)
    return -bound, *newest_first(comment)
