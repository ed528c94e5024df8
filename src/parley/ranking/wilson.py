"""How sure a share is: Wilson's interval, wherever one is told or ordered by."""

from math import sqrt
from typing import NamedTuple

# The 97.5th percentile of the normal distribution: a two-sided interval of 95%.
Z = 1.96


class Interval(NamedTuple):
    """Between what shares, in 0..1, the true one lies with 95% confidence."""

    low: float
    high: float


def wilson(found: int, total: int) -> Interval:
    """The score interval of a share; of nothing, anything may be true.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if total == 0:
        return Interval(0.0, 1.0)
    share, square = found / total, Z * Z
    centre = share + square / (2 * total)
    margin = Z * sqrt((share * (1 - share) + square / (4 * total)) / total)
    scale = 1 + square / total
    # Where nothing or everything was found, sums of floats would miss the end by a hair.
    low = max(0.0, (centre - margin) / scale) if found else 0.0
    high = min(1.0, (centre + margin) / scale) if found < total else 1.0
    return Interval(low, high)
