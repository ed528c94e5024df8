"""One factor with intercepts: what a reader and a comment are by themselves, and what only
the two together explain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from parley.ranking.votes import VoteTable

Floats = NDArray[np.float64]

# The ridges of Community Notes (S. Wojcik et al., "Birdwatch: Crowd Wisdom and Bridging
# Algorithms can Inform Understanding and Reduce the Spread of Misinformation", 2022, and
# its published code): intercepts are held back five times as much as factors, so that what
# a camp explains is not taken for quality.
INTERCEPT_RIDGE, FACTOR_RIDGE = 0.15, 0.03
# By 40 rounds the loss stands still to four digits on real votes; from a former model, by five.
COLD_SWEEPS, WARM_SWEEPS = 40, 5
# Only its being the same each time matters, and that no two readers begin alike.
_SEED, _SPREAD = 1, 0.3


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
    by_comment, by_reader = _sides(votes, rated)
    for _ in range(sweeps or (COLD_SWEEPS if start is None else WARM_SWEEPS)):
        comment = by_comment.solved(reader, mean)
        reader = by_reader.solved(comment, mean)
        mean = by_reader.unexplained(reader, comment) / (1 + INTERCEPT_RIDGE)
    return FactorModel(
        mean=mean,
        reader_intercept=reader[0],
        reader_factor=reader[1],
        comment_intercept=comment[0],
        comment_factor=comment[1],
        loss=_loss(votes, rated - mean, reader=reader, comment=comment) + INTERCEPT_RIDGE * mean**2,
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


def drawn_factors(readers: int) -> Floats:
    """The factors from which a fit without a former model begins, shape (readers,)."""
    return np.random.default_rng(_SEED).normal(0.0, _SPREAD, readers)


def _begin(votes: VoteTable, start: Start | None, *, rated: Floats) -> tuple[float, Floats]:
    """The mean, and the readers' intercepts and factors, shape (2, readers)."""
    drawn = drawn_factors(votes.readers)
    if start is None:
        return float(rated.mean()), np.vstack([np.zeros(votes.readers), drawn])
    known = np.vstack([start.reader_intercept, start.reader_factor])
    return start.mean, np.where(np.isnan(known), np.vstack([np.zeros_like(drawn), drawn]), known)


@dataclass(frozen=True, slots=True)
class _Side:
    """The votes as the readers, or the comments, have them: row by row.

    `cast` is 1 where there is a vote, `rated` its rating, both sparse of the same shape.
    """

    cast: csr_matrix
    rated: csr_matrix
    number: Floats
    sum_rated: Floats

    def solved(self, other: Floats, mean: float) -> Floats:
        """Intercepts and factors of this side, given the other's; shape (2, rows).

        Of y = rating - mean - other's intercept and f = other's factor the five sums are
        1, f, f², y and f·y over the row's votes; each is a product with a sparse matrix.
        """
        intercept, factor = other
        products = np.stack([factor, factor * factor, intercept, factor * intercept], axis=1)
        sum_f, sum_ff, sum_i, sum_fi = (self.cast @ products).T
        sum_y = self.sum_rated - mean * self.number - sum_i
        sum_fy = self.rated @ factor - mean * sum_f - sum_fi
        weight = float(self.number.sum()) / len(self.number)
        a = self.number + INTERCEPT_RIDGE * weight
        c = sum_ff + FACTOR_RIDGE * weight
        found = np.vstack([c * sum_y - sum_f * sum_fy, a * sum_fy - sum_f * sum_y])
        return np.asarray(found / (a * c - sum_f * sum_f), np.float64)

    def unexplained(self, own: Floats, other: Floats) -> float:
        """The mean of what intercepts and factors leave over of the ratings."""
        explained = own[0] * self.number + self.cast @ other[0] + own[1] * (self.cast @ other[1])
        return float((self.sum_rated - explained).sum() / self.number.sum())


def _sides(votes: VoteTable, rated: Floats) -> tuple[_Side, _Side]:
    """By comment and by reader."""
    shape = votes.readers, votes.comments
    places = votes.reader, votes.comment
    cast = csr_matrix((np.ones(votes.count), places), shape=shape)
    ratings = csr_matrix((rated, places), shape=shape)
    sides = [
        _Side(
            cast=table,
            rated=rating,
            number=np.asarray(table.sum(1), np.float64).ravel(),
            sum_rated=np.asarray(rating.sum(1), np.float64).ravel(),
        )
        for table, rating in ((cast.T.tocsr(), ratings.T.tocsr()), (cast, ratings))
    ]
    return sides[0], sides[1]


def _loss(votes: VoteTable, left: Floats, *, reader: Floats, comment: Floats) -> float:
    """Without the mean's own share; `left` is rating - mean, a number a vote."""
    r, c = votes.reader, votes.comment
    error = left - reader[0][r] - comment[0][c] - reader[1][r] * comment[1][c]
    held = sum(
        ridge * float((reader[row] ** 2).mean() + (comment[row] ** 2).mean())
        for row, ridge in enumerate((INTERCEPT_RIDGE, FACTOR_RIDGE))
    )
    return float((error**2).mean()) + held
