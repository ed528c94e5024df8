"""One factor with intercepts: what a reader and a comment are by themselves, and what only
the two together explain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.ranking.votes import VoteTable

Floats = NDArray[np.float64]

# The ridges of Community Notes (S. Wojcik et al., "Birdwatch: Crowd Wisdom and Bridging
# Algorithms can Inform Understanding and Reduce the Spread of Misinformation", 2022, and
# its published code): intercepts are held back five times as much as factors, so that what
# a camp explains is not taken for quality.
INTERCEPT_RIDGE, FACTOR_RIDGE = 0.15, 0.03
# By 40 rounds the loss stands still to four digits on real votes; from a former model, by five.
COLD_SWEEPS, WARM_SWEEPS = 40, 5
# Only its being the same each time matters.
_SEED = 1


@dataclass(frozen=True, slots=True)
class Start:
    """Where to begin: what the readers were in a former model, NaN for new ones."""

    mean: float
    reader_intercept: Floats
    reader_factor: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorModel:
    """r = mean + reader_intercept + comment_intercept + reader_factor · comment_factor.

    `r` is 1 for respect, 0.5 for a pass, 0 for disagreement. Shapes: (readers,) twice,
    (comments,) twice. Who has no vote has zeros. `loss` is what was minimised.
    """

    mean: float
    reader_intercept: Floats
    reader_factor: Floats
    comment_intercept: Floats
    comment_factor: Floats
    loss: float

    def as_start(self) -> Start:
        """Where the next fit over the same readers begins."""
        return Start(self.mean, self.reader_intercept, self.reader_factor)


def fit(votes: VoteTable, *, start: Start | None = None, sweeps: int | None = None) -> FactorModel:
    """The model that minimises mean squared error + ridge · mean square, in each kind.

    That is the mean form, which Community Notes' code computes (its paper writes sums): the
    ridge of one comment is ridge · votes / comments. Solved by turns: with the readers known,
    a comment is a ridge regression with two unknowns, given by five sums over its votes, and
    the other way round.
    """
    if votes.count == 0:
        return _nothing(votes)
    rated = (votes.value.astype(np.float64) + 1) / 2
    mean, reader = _begin(votes, start, rated=rated)
    comment = np.zeros((2, votes.comments))
    for _ in range(sweeps or (COLD_SWEEPS if start is None else WARM_SWEEPS)):
        comment = _solved(
            votes.comment, votes.reader, rated=rated - mean, other=reader, size=votes.comments
        )
        reader = _solved(
            votes.reader, votes.comment, rated=rated - mean, other=comment, size=votes.readers
        )
        error = _error(votes, rated - mean, reader=reader, comment=comment)
        mean = (mean + float(error.mean())) / (1 + INTERCEPT_RIDGE)
    error = _error(votes, rated - mean, reader=reader, comment=comment)
    ridges = (INTERCEPT_RIDGE, FACTOR_RIDGE)
    held = sum(
        ridge * (_mean_square(reader[row]) + _mean_square(comment[row]))
        for row, ridge in enumerate(ridges)
    )
    loss = float((error**2).mean() + held + INTERCEPT_RIDGE * mean**2)
    return FactorModel(
        mean=mean,
        reader_intercept=reader[0],
        reader_factor=reader[1],
        comment_intercept=comment[0],
        comment_factor=comment[1],
        loss=loss,
    )


def _nothing(votes: VoteTable) -> FactorModel:
    return FactorModel(
        mean=0.0,
        reader_intercept=np.zeros(votes.readers),
        reader_factor=np.zeros(votes.readers),
        comment_intercept=np.zeros(votes.comments),
        comment_factor=np.zeros(votes.comments),
        loss=0.0,
    )


def _begin(votes: VoteTable, start: Start | None, *, rated: Floats) -> tuple[float, Floats]:
    """The mean, and the readers' intercepts and factors, shape (2, readers)."""
    drawn = np.random.default_rng(_SEED).normal(0.0, 0.3, votes.readers)
    if start is None:
        return float(rated.mean()), np.vstack([np.zeros(votes.readers), drawn])
    known = np.vstack([start.reader_intercept, start.reader_factor])
    return start.mean, np.where(np.isnan(known), np.vstack([np.zeros_like(drawn), drawn]), known)


def _solved(
    of: NDArray[np.int32], by: NDArray[np.int32], *, rated: Floats, other: Floats, size: int
) -> Floats:
    """Intercepts and factors of one kind, given the other's; shape (2, size)."""
    intercept, factor = other[0][by], other[1][by]
    left = rated - intercept
    number = np.bincount(of, minlength=size).astype(np.float64)
    sum_f = np.bincount(of, factor, size)
    sum_ff = np.bincount(of, factor * factor, size)
    sum_y = np.bincount(of, left, size)
    sum_fy = np.bincount(of, factor * left, size)
    weight = len(of) / size
    a, c = number + INTERCEPT_RIDGE * weight, sum_ff + FACTOR_RIDGE * weight
    determinant = a * c - sum_f * sum_f
    found = np.vstack([c * sum_y - sum_f * sum_fy, a * sum_fy - sum_f * sum_y]) / determinant
    return np.asarray(found, np.float64)


def _error(votes: VoteTable, rated: Floats, *, reader: Floats, comment: Floats) -> Floats:
    """What the model leaves over, a number a vote."""
    r, c = votes.reader, votes.comment
    left: Floats = rated - reader[0][r] - comment[0][c] - reader[1][r] * comment[1][c]
    return left


def _mean_square(values: Floats) -> float:
    return float((values**2).mean())
