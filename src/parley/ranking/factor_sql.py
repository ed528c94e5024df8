"""The factor model over tables too large for memory, as SQL that DuckDB and Spark both read.

The same turns as `factor.fit`, from the same beginning: a reader or a comment needs five sums
over its votes, however many they are, which is one GROUP BY. An `Engine` runs the statements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from parley.ranking.factor import (
    COLD_SWEEPS,
    FACTOR_RIDGE,
    INTERCEPT_RIDGE,
    drawn_factors,
)

# What the engine has: votes (reader, comment, value), with numbers from 0. What it gets:
# readers and comments (id, intercept, factor), rows only for those with votes.
VOTES, READERS, COMMENTS = "votes", "readers", "comments"


class Engine(Protocol):
    """Runs SELECTs over tables that are too large for memory."""

    def load(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Stores columns as the table `name`, in place of what it held."""

    def keep(self, name: str, select: str) -> None:
        """Stores the rows of a SELECT as the table `name`, in place of what it held."""

    def row(self, select: str) -> Sequence[float]:
        """The only row of a SELECT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What is not in the tables READERS and COMMENTS; see `FactorModel`."""

    mean: float
    loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """How many votes, readers and comments there are; the ridges depend on it."""

    votes: int
    readers: int
    comments: int


def fit(engine: Engine, *, readers: int, comments: int, sweeps: int = COLD_SWEEPS) -> Fit:
    """As `factor.fit`, which says what is solved; the engine has the table of votes.

    `readers` and `comments` count those without votes too, as the numbers leave them room.
    """
    votes, mean = engine.row(f"SELECT COUNT(*), AVG({_RATED}) FROM {VOTES}")
    if not votes:
        return Fit(mean=0.0, loss=0.0)
    size = _Size(votes=int(votes), readers=readers, comments=comments)
    engine.load(READERS, _beginning(readers))
    squares = left = 0.0
    for _ in range(sweeps):
        engine.keep(COMMENTS, _solved("comment", mean, size=size))
        engine.keep(READERS, _solved("reader", mean, size=size))
        left, squares = engine.row(_LEFT_OVER)
        before, mean = mean, (mean + left / size.votes) / (1 + INTERCEPT_RIDGE)
        # The errors are those of the mean before; each is smaller now by what the mean grew.
        squares += size.votes * (mean - before) ** 2 - 2 * (mean - before) * left
    held = engine.row(_HELD.format(of=READERS, size=readers))[0]
    held += engine.row(_HELD.format(of=COMMENTS, size=comments))[0]
    loss = squares / size.votes + held + INTERCEPT_RIDGE * mean**2
    return Fit(mean=mean, loss=loss)


_RATED = "(CAST(value AS DOUBLE) + 1) / 2"

# Sums over readers of the errors and of their squares, by what each reader's sums say of them.
_LEFT_OVER = f"""
SELECT SUM(y - n * intercept - f * factor),
  SUM(yy - 2 * intercept * y - 2 * factor * fy + n * intercept * intercept
    + 2 * intercept * factor * f + factor * factor * ff)
FROM {READERS}"""

_HELD = f"""
SELECT ({INTERCEPT_RIDGE} * SUM(intercept * intercept) + {FACTOR_RIDGE} * SUM(factor * factor))
  / {{size}} FROM {{of}}"""


def _beginning(readers: int) -> Mapping[str, NDArray[Any]]:
    """As `factor.fit` begins: no intercepts, and factors drawn once for all."""
    return {
        "id": np.arange(readers),
        "intercept": np.zeros(readers),
        "factor": drawn_factors(readers),
    }


def _solved(of: str, mean: float, *, size: _Size) -> str:
    """Intercepts and factors of one kind, given the other's: `factor._solved` as a SELECT."""
    other, others, count = (
        ("reader", READERS, size.comments)
        if of == "comment"
        else ("comment", COMMENTS, size.readers)
    )
    a = f"(n + {_number(INTERCEPT_RIDGE * size.votes / count)})"
    c = f"(ff + {_number(FACTOR_RIDGE * size.votes / count)})"
    determinant = f"({a} * {c} - f * f)"
    return f"""
SELECT id, ({c} * y - f * fy) / {determinant} AS intercept,
  ({a} * fy - f * y) / {determinant} AS factor, n, f, ff, y, fy, yy
FROM (
  SELECT id, COUNT(*) AS n, SUM(f) AS f, SUM(f * f) AS ff,
    SUM(y) AS y, SUM(f * y) AS fy, SUM(y * y) AS yy
  FROM (
    SELECT {VOTES}.{of} AS id, {others}.factor AS f,
      {_RATED} - {_number(mean)} - {others}.intercept AS y
    FROM {VOTES} JOIN {others} ON {others}.id = {VOTES}.{other}
  ) one_a_vote GROUP BY id
) sums"""


def _number(value: float) -> str:
    """A float to the last bit; a plain literal would be a decimal number."""
    return f"CAST('{value!r}' AS DOUBLE)"
