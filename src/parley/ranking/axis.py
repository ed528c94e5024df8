"""Where readers stand to each other: their places on one plane, and their camps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from parley.ranking import camps, factor
from parley.ranking.camps import Camps
from parley.ranking.factor import FactorModel
from parley.ranking.votes import VoteTable

Floats = NDArray[np.float64]

# With fewer votes on the whole site, a place is more chance than opinion (common-ground
# research, section 5.1).
PLACED_VOTES = 8
# What keeps the few votes of a reader or on a comment from looking like strong opinions.
SHRINKAGE = 3.0
# A comment with fewer votes says nothing of what divides readers, and its few may seem to.
HEARD_VOTES = 8
# From this many votes on, those of readers drawn from all tell the directions as well; all
# readers are placed by them.
MOST_HEARD = 3_000_000
# And from this many on, whether anything divides them.
MOST_TESTED = 500_000
# How far a singular value must stand out from the most that shuffled votes give. On simulated
# sites of 1,000 to 20,000 readers, one camp gave up to 1.05, two gave 1.14 to 1.55.
STANDS_OUT = 1.06
# What two dimensions can tell apart.
MOST_CAMPS = 3
SHUFFLES = 3
DIMENSIONS = 2
# Only its being the same each time matters.
_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """`positions` has shape (readers, 2), NaN where a reader has no vote; the first column is
    the axis proper, and one unit of it the standard deviation of the placed readers.

    `placed` says who has votes enough. `independent` says whose votes are their own; others
    are in no camp. `spread` are the two singular values by what shuffled votes give.
    """

    positions: Floats
    placed: NDArray[np.bool_]
    independent: NDArray[np.bool_]
    camps: Camps
    model: FactorModel
    spread: tuple[float, float]


def fit_axis(
    votes: VoteTable,
    *,
    start: Axis | None = None,
    independent: NDArray[np.bool_] | None = None,
    wanted: int | None = None,
) -> Axis:
    """Places the readers by the votes of a site, or of a table that stands for itself.

    `start` is the former fit, in the present reader numbers (NaN positions, intercepts and
    factors and camp -1 for the new). `independent` (one a reader) leaves out the others from
    all camps. `wanted` fixes the number of camps.
    """
    own = np.ones(votes.readers, np.bool_) if independent is None else independent
    placed = own & (votes.votes_of_readers() >= PLACED_VOTES)
    # Neither those who are not independent nor those who said little may bend the axis.
    telling = placed[votes.reader] & (votes.votes_on_comments()[votes.comment] >= HEARD_VOTES)
    heard = _drawn(votes.where(telling), MOST_HEARD)
    positions, spread = place(votes, heard), stands_out(_drawn(heard, MOST_TESTED))
    placed &= ~np.isnan(positions[:, 0])
    if start is not None:
        positions = _turned_to(start.positions, positions, placed=placed)
    positions = _scaled(positions, placed)
    found = camps.find_camps(
        positions,
        placed,
        wanted=wanted or (MOST_CAMPS if spread[0] > STANDS_OUT else 1),
        exact=wanted is not None,
        former=start.camps if start is not None and wanted is None else None,
    )
    return Axis(
        positions=positions,
        placed=placed,
        independent=own,
        camps=found,
        model=factor.fit(votes, start=start.model.as_start() if start is not None else None),
        spread=spread,
    )


def place(votes: VoteTable, heard: VoteTable) -> Floats:
    """Every reader's position, shape (readers, 2).

    The singular vectors of x = (v - comment's mean) / sqrt((n_reader + 3)(n_comment + 3)), by
    which a busy reader or comment weighs no more than its share; far better on sparse
    histories than mean-imputed components (common-ground research, section 3). `heard` are
    the votes that make the axis.
    """
    positions = np.full((votes.readers, DIMENSIONS), np.nan)
    if min(votes.readers, votes.comments) <= DIMENSIONS or heard.count == 0:
        return positions
    values, directions = _strongest(_residuals(heard, heard.value), DIMENSIONS, tolerance=1e-7)
    if values[0] > np.finfo(float).eps:
        voted = votes.votes_of_readers() > 0
        positions[voted] = (_residuals(votes, votes.value) @ directions.T)[voted]
    return positions


def stands_out(votes: VoteTable) -> tuple[float, float]:
    """The two largest singular values by the most that chance makes of the same votes.

    Above 1, readers are divided: chance shuffles the votes among each comment's readers
    (J. Horn, "A rationale and test for the number of factors in factor analysis",
    Psychometrika 30, 1965).
    """
    if min(votes.readers, votes.comments) <= DIMENSIONS or votes.count == 0:
        return 0.0, 0.0
    generator = np.random.default_rng(_SEED)
    # A singular value is known to the square of the tolerance.
    values = _strongest(_residuals(votes, votes.value), DIMENSIONS, tolerance=1e-3)[0]
    by_chance = max(
        _strongest(_residuals(votes, _shuffled(votes, generator)), 1, tolerance=1e-3)[0][0]
        for _ in range(SHUFFLES)
    )
    first, second = (values / max(by_chance, np.finfo(float).tiny)).tolist()
    return float(first), float(second)


def _residuals(votes: VoteTable, values: NDArray[np.integer]) -> csr_matrix:
    size = votes.votes_on_comments()
    mean = np.bincount(votes.comment, values, votes.comments) / np.maximum(size, 1)
    weight = np.sqrt(
        (votes.votes_of_readers()[votes.reader] + SHRINKAGE) * (size[votes.comment] + SHRINKAGE)
    )
    left = (values - mean[votes.comment]) / weight
    return csr_matrix((left, (votes.reader, votes.comment)), shape=(votes.readers, votes.comments))


def _drawn(votes: VoteTable, most: int) -> VoteTable:
    """The votes of so many readers, drawn from all, that they are about `most`."""
    if votes.count <= most:
        return votes
    kept = np.random.default_rng(_SEED).random(votes.readers) < most / votes.count
    return votes.where(kept[votes.reader])


def _strongest(matrix: csr_matrix, number: int, *, tolerance: float) -> tuple[Floats, Floats]:
    """The largest singular values, and their directions among the comments, (number, comments)."""
    if matrix.nnz == 0 or not np.any(matrix.data):
        return np.zeros(number), np.zeros((number, matrix.shape[1]))
    start = np.random.default_rng(_SEED).standard_normal(min(matrix.shape))
    _left, values, right = svds(matrix, k=number, v0=start, tol=tolerance)
    order = np.argsort(-values)
    directions = right[order]
    # A singular vector's sign is free: the largest entry decides it.
    largest = directions[np.arange(number), np.abs(directions).argmax(1)]
    upright: Floats = directions * np.where(largest < 0, -1.0, 1.0)[:, None]
    return np.asarray(values[order], np.float64), upright


def _shuffled(votes: VoteTable, generator: np.random.Generator) -> NDArray[np.int8]:
    """Each comment's votes among those who cast them, in another order."""
    by_comment = np.argsort(votes.comment, kind="stable")
    mixed = np.lexsort((generator.random(votes.count), votes.comment))
    values = np.empty_like(votes.value)
    values[by_comment] = votes.value[mixed]
    return values


def _scaled(positions: Floats, placed: NDArray[np.bool_]) -> Floats:
    """With the standard deviation of the placed readers' first column for a unit."""
    scale = float(np.std(positions[placed, 0])) if placed.any() else 0.0
    return positions / scale if scale > 0 else positions


def _turned_to(former: Floats, positions: Floats, *, placed: NDArray[np.bool_]) -> Floats:
    """Turned and mirrored so that readers lie as near as can be to where they lay before."""
    known = placed & ~np.isnan(former).any(1) & ~np.isnan(positions).any(1)
    if known.sum() <= DIMENSIONS:
        return positions
    rotation, _scale = orthogonal_procrustes(positions[known], former[known])
    return positions @ rotation
