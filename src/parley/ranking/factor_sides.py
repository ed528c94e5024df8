"""On which side of the factor readers are: the two camps of the factor model."""

import numpy as np
from numpy.typing import NDArray

from parley.ranking.axis import PLACED_VOTES

# Left of the middle, and right of it.
SIDES = 2
# Nearer to the middle, a factor is what rounding left of it: nothing divides these readers.
NEUTRAL = 1e-6

# The same as `sides_of`, of a row with the columns n (votes) and factor; NULL for neither.
SIDE_SQL = f"""CASE WHEN n < {PLACED_VOTES} THEN NULL
    WHEN factor < {-NEUTRAL:.6f} THEN 0 WHEN factor > {NEUTRAL:.6f} THEN 1 END"""


def sides_of(factors: NDArray[np.float64], votes: NDArray[np.integer]) -> NDArray[np.int8]:
    """0 or 1 by the sign of the factor, -1 for who has too few votes or stands in the middle.

    Community Notes tells its raters apart by the same sign (`scoring/constants.py`,
    net-helpful minimum for each sign of the factor).
    """
    side = np.where(factors < 0, 0, 1)
    return np.where((votes >= PLACED_VOTES) & (np.abs(factors) > NEUTRAL), side, -1).astype(np.int8)
