"""Where readers stand to each other: their places on one plane, and their camps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from parley.ranking import camps
from parley.ranking.camps import Camps
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
DIMENSIONS = 2
# Every vote is foretold once, from the others but those of its own fifth.
PARTS = 5
# How much better than chance a dimension must foretell unseen votes: in standard errors, and
# as a correlation, since on a large site the least difference is certain. On simulated sites of
# 300 to 5,000 readers in one camp it was at most 4.1 and .07 among few, 3.0 and .03 among 1,000
# or more; in two camps at least 5 and .1; with a third of 15%, 3 to 24 and .03 to .13.
SURE, CORRELATED = 4.5, 0.03
# From this part of the first column's deviation on, how easily readers give respect tells them
# apart as much as what they give it to. Where all give it alike, chance makes it .4 to .65.
WIDE = 0.8
# Rounds after which intercepts by turns no longer move a place.
_ROUNDS = 2
# Only its being the same each time matters.
_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """`positions` has shape (readers, 2), NaN where a reader has no vote that tells; the first
    column is the axis proper, and one unit of it the standard deviation of the placed readers.

    `placed` says who has votes enough. `independent` says whose votes are their own; others
    are in no camp. `dimensions` (0 to 2) is how many of the columns say more than chance would.
    """

    positions: Floats
    placed: NDArray[np.bool_]
    independent: NDArray[np.bool_]
    camps: Camps
    dimensions: int = 0


def fit_axis(
    votes: VoteTable,
    *,
    start: Axis | None = None,
    independent: NDArray[np.bool_] | None = None,
    wanted: int | None = None,
) -> Axis:
    """Places the readers by the votes of a site, or of a table that stands for itself.

    `start` is the former fit, in the present reader numbers (NaN positions and
    camp -1 for the new). `independent` (one a reader) leaves out the others from
    all camps. `wanted` fixes the number of camps.
    """
    own = np.ones(votes.readers, np.bool_) if independent is None else independent
    placed = own & (votes.votes_of_readers() >= PLACED_VOTES)
    heard = _heard(votes, placed)
    positions, dimensions, of_opinion = _plane(votes, heard, placed=placed)
    placed &= ~np.isnan(positions[:, 0])
    if start is not None:
        positions = _turned_to(start.positions, positions, placed=placed, dimensions=dimensions)
    positions = _scaled(positions, placed)
    found = camps.find_camps(
        # What is chance divides nobody.
        positions * (np.arange(DIMENSIONS) < max(dimensions, 1)),
        placed,
        wanted=wanted or 1 + dimensions,
        exact=wanted is not None,
        former=start.camps if start is not None and wanted is None else None,
        reach=_reach(votes, heard) if of_opinion else None,
    )
    return Axis(
        positions=positions,
        placed=placed,
        independent=own,
        camps=found,
        dimensions=dimensions,
    )


def _heard(votes: VoteTable, placed: NDArray[np.bool_]) -> VoteTable:
    """The votes that make the axis: neither those who are not independent nor those who said
    little may bend it."""
    theirs = votes.where(placed[votes.reader])
    heard = theirs.where(theirs.votes_on_comments()[theirs.comment] >= HEARD_VOTES)
    return _drawn(heard, MOST_HEARD)


def _drawn(votes: VoteTable, most: int) -> VoteTable:
    """The votes of so many readers, drawn from all, that they are about `most`."""
    if votes.count <= most:
        return votes
    kept = np.random.default_rng(_SEED).random(votes.readers) < most / votes.count
    return votes.where(kept[votes.reader])


def place(votes: VoteTable, heard: VoteTable) -> Floats:
    """Every reader's two columns of opinion, and their lenience: shape (readers, 3); NaN
    without a vote on what was heard.

    The singular vectors of x = residual / sqrt((n_reader + 3)(n_comment + 3)), by which a busy
    reader or comment weighs no more than its share; far better on sparse histories than
    mean-imputed components (common-ground research, section 3). The residual is what the
    comment's and the reader's own intercept leave: without the latter the axis of simulated
    sites was who gives respect easily, not what readers disagree about, and the camps those.
    Lenience is that by itself: the same sum without the reader's intercept, with a direction
    that is the same for all votes. `heard` are the votes that make the axis.
    """
    if not _tells(heard):
        return np.full((votes.readers, DIMENSIONS + 1), np.nan)
    comment, reader = _intercepts(heard)
    directions = _strongest(_weighted(heard, comment, reader=reader), tolerance=1e-7)
    on_heard = votes.where((heard.votes_on_comments() > 0)[votes.comment])
    reader = _reader_intercepts(on_heard, comment)
    size = heard.votes_on_comments()
    opinion = _weighted(on_heard, comment, reader=reader, on_comments=size) @ directions.T
    bare = _weighted(on_heard, comment, reader=np.zeros_like(reader), on_comments=size)
    even = np.sqrt(size / size.sum())
    columns = np.column_stack([opinion, bare @ even])
    columns[on_heard.votes_of_readers() == 0] = np.nan
    return columns


def _plane(
    votes: VoteTable, heard: VoteTable, *, placed: NDArray[np.bool_]
) -> tuple[Floats, int, bool]:
    """The two columns that make the plane, how many of them count, and if both are opinions.

    Where lenience is as wide as the first opinion, it takes the place of the second: those who
    respect little of anything then are a camp as well. It takes an opinion that divides to
    begin with: who is merely sparing with respect is no other camp. Lenience is a scale, on
    which camps are cut rather than found.
    """
    columns = place(votes, heard)
    told = told_dimensions(_drawn(heard, MOST_TESTED))
    known = columns[placed & ~np.isnan(columns[:, 0])]
    if told and np.std(known[:, DIMENSIONS]) >= WIDE * np.std(known[:, 0]):
        return columns[:, [0, DIMENSIONS]], DIMENSIONS, False
    return columns[:, :DIMENSIONS], told, True


def told_dimensions(heard: VoteTable) -> int:
    """How many dimensions, from the first on, foretell votes that did not make them.

    Cross-validation: with a fifth of the votes held back, position · direction is what each of
    them should be. In the sum over all fifths, residual · forecast has the standard error
    sqrt(Σ (residual · forecast)²) where there is nothing to foretell.
    """
    if not _tells(heard):
        return 0
    part = _parts(heard)
    folds = [_foretold(heard.where(part != one), heard.where(part == one)) for one in range(PARTS)]
    left = np.concatenate([residual for residual, _forecast in folds])
    forecasts = np.concatenate([forecast for _residual, forecast in folds])
    told = 0
    for forecast in forecasts.T:
        products = left * forecast
        # The norms instead of deviations: both have a mean of about nothing.
        size = np.sqrt((left**2).sum() * (forecast**2).sum())
        sure = products.sum() > SURE * np.sqrt((products**2).sum())
        if not (sure and products.sum() > CORRELATED * size):
            break
        told += 1
    return told


def _tells(heard: VoteTable) -> bool:
    """Whether there is anything to place readers by."""
    return heard.count > 0 and min(heard.readers, heard.comments) > DIMENSIONS


def _parts(votes: VoteTable) -> NDArray[np.int64]:
    """A fifth for each vote, drawn, and the same in whatever order the votes come."""
    part = np.empty(votes.count, np.int64)
    drawn = np.random.default_rng(_SEED).integers(0, PARTS, votes.count)
    part[np.lexsort((votes.comment, votes.reader))] = drawn
    return part


def _foretold(known: VoteTable, unseen: VoteTable) -> tuple[Floats, Floats]:
    """The residuals of unseen votes, and what each dimension makes of them, (votes, 2)."""
    comment, reader = _intercepts(known)
    matrix = _weighted(known, comment, reader=reader)
    directions = _strongest(matrix, tolerance=1e-3)
    of_reader = known.votes_of_readers()[:, None] + SHRINKAGE
    of_comment = known.votes_on_comments()[:, None] + SHRINKAGE
    positions = matrix @ directions.T / np.sqrt(of_reader)
    meanings = directions.T / np.sqrt(of_comment)
    left = unseen.value - comment[unseen.comment] - reader[unseen.reader]
    return left, positions[unseen.reader] * meanings[unseen.comment]


def _reach(votes: VoteTable, heard: VoteTable) -> Floats:
    """What a reader's position grows by with n votes that all say the same: n / sqrt(n + 3)."""
    on_heard = votes.where((heard.votes_on_comments() > 0)[votes.comment])
    size = on_heard.votes_of_readers()
    return np.asarray(size / np.sqrt(size + SHRINKAGE), np.float64)


def _intercepts(votes: VoteTable) -> tuple[Floats, Floats]:
    """What comments get and readers give on average, by turns; shapes (comments,), (readers,)."""
    size = np.maximum(votes.votes_on_comments(), 1)
    reader = np.zeros(votes.readers)
    comment = np.bincount(votes.comment, votes.value, votes.comments) / size
    for _ in range(_ROUNDS):
        reader = _reader_intercepts(votes, comment)
        left = votes.value - reader[votes.reader]
        comment = np.bincount(votes.comment, left, votes.comments) / size
    return comment, reader


def _reader_intercepts(votes: VoteTable, comment: Floats) -> Floats:
    left = votes.value - comment[votes.comment]
    total = np.bincount(votes.reader, left, votes.readers)
    return np.asarray(total / (votes.votes_of_readers() + SHRINKAGE), np.float64)


def _weighted(
    votes: VoteTable,
    comment: Floats,
    *,
    reader: Floats,
    on_comments: NDArray[np.int64] | None = None,
) -> csr_matrix:
    """The residuals, by the square roots of how many votes readers and comments have."""
    size = votes.votes_on_comments() if on_comments is None else on_comments
    of_reader = votes.votes_of_readers()[votes.reader] + SHRINKAGE
    left = votes.value - comment[votes.comment] - reader[votes.reader]
    left /= np.sqrt(of_reader * (size[votes.comment] + SHRINKAGE))
    return csr_matrix((left, (votes.reader, votes.comment)), shape=(votes.readers, votes.comments))


def _strongest(matrix: csr_matrix, *, tolerance: float) -> Floats:
    """The directions, among the comments, of the two largest singular values: (2, comments)."""
    if matrix.nnz == 0 or not np.any(matrix.data):
        return np.zeros((DIMENSIONS, matrix.shape[1]))
    start = np.random.default_rng(_SEED).standard_normal(min(matrix.shape))
    _left, values, right = svds(matrix, k=DIMENSIONS, v0=start, tol=tolerance)
    directions = right[np.argsort(-values)]
    # A singular vector's sign is free: the largest entry decides it.
    largest = directions[np.arange(DIMENSIONS), np.abs(directions).argmax(1)]
    return np.asarray(directions * np.where(largest < 0, -1.0, 1.0)[:, None], np.float64)


def _scaled(positions: Floats, placed: NDArray[np.bool_]) -> Floats:
    """With the standard deviation of the placed readers' first column for a unit."""
    scale = float(np.std(positions[placed, 0])) if placed.any() else 0.0
    return positions / scale if scale > 0 else positions


def _turned_to(
    former: Floats, positions: Floats, *, placed: NDArray[np.bool_], dimensions: int
) -> Floats:
    """Turned and mirrored so that readers lie as near as can be to where they lay before."""
    known = placed & ~np.isnan(former).any(1) & ~np.isnan(positions).any(1)
    if known.sum() <= DIMENSIONS:
        return positions
    if dimensions < DIMENSIONS:
        # To turn would mix the axis with what is chance.
        same = (positions[known] * former[known]).sum(0) >= 0
        return positions * np.where(same, 1.0, -1.0)
    rotation, _scale = orthogonal_procrustes(positions[known], former[known])
    return positions @ rotation
