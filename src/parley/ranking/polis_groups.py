"""Polis' groups: readers pooled into base clusters, and these into two to five groups.

As the Polis server does it (compdemocracy/polis, `math/src/polismath/math/clusters.clj` and
`conversation.clj`), but from several fixed starts rather than from the previous result, so that
the same votes always give the same groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from parley.ranking.silhouette import silhouette

# `conversation.clj`, :base-k and :max-k, and max-k-fn: one more group for each dozen clusters.
BASE_CLUSTERS, MOST_GROUPS, CLUSTERS_A_GROUP = 100, 5, 12
FEWEST_GROUPS = 2
# `clusters.clj`, kmeans, :max-iters; pools need not be exact.
BASE_ROUNDS = 20
# More than any start has been seen to need.
GROUP_ROUNDS = 100
# Starts drawn as k-means++ draws them, beside two without chance; always the same.
DRAWN_STARTS, START_SEED = 30, 2012
# Positions nearer to each other than this are one; sums of the same votes may differ in rounding.
POSITION_DIGITS = 9
# Solutions whose sums of squares differ by less are the same.
INERTIA_DIGITS = 9
# Of whose distances to all centres memory holds the table.
POINTS_AT_ONCE = 10_000
# How many solutions for base clusters are tried on the readers themselves.
SETTLED_STARTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """`of_reader` (readers,) is a number from 0, or -1 for those in none; `centres` (n, 2);
    `sizes` (n,) counts readers. Base clusters have the same shape."""

    of_reader: NDArray[np.int32]
    centres: NDArray[np.float64]
    sizes: NDArray[np.int64]


def no_groups(readers: int) -> Groups:
    """Nobody in any."""
    return Groups(
        of_reader=np.full(readers, -1, np.int32),
        centres=np.zeros((0, 2)),
        sizes=np.zeros(0, np.int64),
    )


def given_groups(positions: NDArray[np.float64], of_reader: NDArray[np.int32]) -> Groups:
    """Groups somebody else found, with the means of their readers' positions as centres."""
    members = of_reader >= 0
    count = int(of_reader.max(initial=-1)) + 1
    labels = of_reader[members].astype(np.int64)
    return Groups(
        of_reader=of_reader,
        centres=_centres(positions[members], labels, count=count),
        sizes=np.bincount(labels, minlength=count),
    )


def base_clusters(positions: NDArray[np.float64], admitted: NDArray[np.bool_]) -> Groups:
    """Admitted readers pooled by k-means into at most 100.

    One for each distinct position if there are no more of them; else k-means starts from every
    so manieth position from left to right. Polis starts from the positions it meets first.
    """
    members = np.flatnonzero(admitted)
    points = positions[members]
    first = np.unique(points.round(POSITION_DIGITS), axis=0, return_index=True)[1]
    evenly = np.linspace(0, len(first) - 1, BASE_CLUSTERS).round().astype(np.intp)
    many = len(first) > BASE_CLUSTERS
    centres = points[first[evenly] if many else np.sort(first)]
    if not len(centres):
        return no_groups(len(positions))
    labels = nearest(points, centres)
    if many:
        for _ in range(BASE_ROUNDS):
            centres = _centres(points, labels, count=len(centres))
            previous, labels = labels, nearest(points, centres)
            if np.array_equal(previous, labels):
                break
    # Clusters that lost all their readers are dropped; the others keep their order.
    labels = np.unique(labels, return_inverse=True)[1]
    of_reader = np.full(len(positions), -1, np.int32)
    of_reader[members] = labels
    sizes = np.bincount(labels)
    return Groups(
        of_reader=of_reader, centres=_centres(points, labels, count=len(sizes)), sizes=sizes
    )


def find_groups(
    positions: NDArray[np.float64], base: Groups, *, camps: int | None = None
) -> Groups:
    """Readers in `camps` groups, or in as many as give the best silhouette.

    Tried are 2 to min(5, 2 + n/12) for n base clusters; there are never more groups than base
    clusters, and none where all readers stand in the same place. The largest group is the first.

    Where base clusters pool readers, Polis leaves it at groups of base clusters, which depend on
    how readers happen to be pooled; here the readers then move to the nearest group until none
    does, so that the sum of squared distances is least for readers.
    """
    clusters = len(base.sizes)
    if clusters < FEWEST_GROUPS or (camps is not None and camps < 1):
        return no_groups(len(base.of_reader))
    most = min(MOST_GROUPS, FEWEST_GROUPS + clusters // CLUSTERS_A_GROUP, clusters)
    tried = range(FEWEST_GROUPS, most + 1) if camps is None else [min(camps, clusters)]
    found = _solutions(base.centres, base.sizes, tried=tried)
    distances = cdist(base.centres, base.centres)
    best = max(
        found,
        key=lambda one: silhouette(
            distances, _nearest_few(base.centres, one[0])[0], weights=base.sizes
        ),
    )
    members = np.flatnonzero(base.of_reader >= 0)
    labels = _settled(positions[members], best)
    of_reader = np.full(len(positions), -1, np.int32)
    of_reader[members] = _largest_first(labels)
    return given_groups(positions, of_reader)


def nearest(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.int64]:
    """The number of the centre nearest to each point; shape (points,)."""
    parts = np.array_split(points, len(points) // POINTS_AT_ONCE + 1)
    return np.concatenate([cdist(part, centres, "sqeuclidean").argmin(axis=1) for part in parts])


def _solutions(
    points: NDArray[np.float64], weights: NDArray[np.int64], *, tried: Sequence[int]
) -> list[list[NDArray[np.float64]]]:
    """For each number of groups the centres k-means comes to from several starts, the best
    first, each once.

    The best has the least sum of squared distances, each times the weight of its point. All run
    at the same time: with so few points, a round costs little more for many than for one.
    """
    starts = _starts(points, weights, groups=max(tried))
    centres = np.tile(starts, (len(tried), 1, 1))
    wanted = np.repeat(tried, len(starts))
    labels, _ = _nearest_of_each(points, centres, wanted=wanted)
    moving = np.arange(len(centres))
    weighted = np.vstack([weights, weights * points.T])
    for _ in range(GROUP_ROUNDS):
        centres[moving] = _means(weighted, labels[moving], before=centres[moving])
        now, _ = _nearest_of_each(points, centres[moving], wanted=wanted[moving])
        moved = (now != labels[moving]).any(axis=1)
        labels[moving], moving = now, moving[moved]
        if not len(moving):
            break
    _, gaps = _nearest_of_each(points, centres, wanted=wanted)
    inertia = (gaps @ weights).round(INERTIA_DIGITS)
    return [
        [
            centres[wanted == groups][start, :groups]
            for start in np.unique(inertia[wanted == groups], return_index=True)[1]
        ]
        for groups in tried
    ]


def _settled(points: NDArray[np.float64], starts: list[NDArray[np.float64]]) -> NDArray[np.int64]:
    """The labels of points after k-means from the first few of these centres, at its best."""
    least, best = np.inf, np.zeros(len(points), np.int64)
    for start in starts[:SETTLED_STARTS]:
        centres = start
        labels, inertia = _nearest_few(points, centres)
        for _ in range(GROUP_ROUNDS):
            centres = _centres(points, labels, count=len(centres))
            previous, (labels, inertia) = labels, _nearest_few(points, centres)
            if np.array_equal(previous, labels):
                break
        # Equal but for rounding: the first stays.
        if inertia < least * (1 - 10.0**-INERTIA_DIGITS):
            least, best = inertia, labels
    return best


def _nearest_few(
    points: NDArray[np.float64], centres: NDArray[np.float64]
) -> tuple[NDArray[np.int64], float]:
    """The nearest of few centres, and the sum of squared distances."""
    labels, gaps = _least(cdist(centres, points, "sqeuclidean"))
    return labels, float(gaps.sum())


def _nearest_of_each(
    points: NDArray[np.float64], centres: NDArray[np.float64], *, wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Which of each start's first `wanted` centres is nearest to each point, and the squared
    distance to it, as |p|² - 2pc + |c|²; both of shape (starts, points)."""
    starts, most = centres.shape[:2]
    first = centres.swapaxes(0, 1)
    lengths = (first**2).sum(axis=2)
    lengths[np.arange(most)[:, None] >= wanted] = np.inf
    products = (first.reshape(-1, 2) @ points.T).reshape(most, starts, -1)
    labels, gaps = _least(lengths[:, :, None] - 2 * products)
    return labels, gaps + (points**2).sum(axis=1)


def _least(gaps: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Where along the first axis the least is, and the least. There are few groups: one after
    the other is several times faster than `argmin`."""
    least, labels = gaps[0], np.zeros(gaps.shape[1:], np.int64)
    for group in range(1, len(gaps)):
        labels[gaps[group] < least] = group
        least = np.minimum(least, gaps[group])
    return labels, least


def _means(
    weighted: NDArray[np.float64], labels: NDArray[np.int64], *, before: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The means of each start's groups (starts, groups, 2); those without points stay.

    `weighted` (3, points) holds the weights and the positions times them.
    """
    starts, groups = before.shape[:2]
    cells = (labels + np.arange(starts)[:, None] * groups).ravel()
    sums = [
        np.bincount(cells, weights=np.tile(row, starts), minlength=starts * groups)
        for row in weighted
    ]
    total, *coordinates = (row.reshape(starts, groups) for row in sums)
    means = np.stack(coordinates, axis=2) / np.maximum(total, 1)[:, :, None]
    return np.where(total[:, :, None] > 0, means, before)


def _starts(
    points: NDArray[np.float64], weights: NDArray[np.int64], *, groups: int
) -> NDArray[np.float64]:
    """Centres to start from, shape (starts, groups, 2): the first points as Polis takes them,
    the farthest from each other, and some drawn (k-means++, Arthur and Vassilvitskii 2007).

    The first few of a start's centres are a start for fewer groups.
    """
    chance = np.random.default_rng(START_SEED)
    distances = cdist(points, points, "sqeuclidean")
    drawn = chance.choice(len(points), DRAWN_STARTS, p=weights / weights.sum())
    chosen = np.concatenate([[int(weights.argmax())], drawn])[:, None]
    gap = distances[chosen[:, 0]]
    for _ in range(groups - 1):
        # The farthest from those before; or one drawn with a chance that grows with the square
        # of its distance and its weight.
        sums = np.cumsum(gap[1:] * weights, axis=1)
        aims = chance.random((DRAWN_STARTS, 1)) * sums[:, -1:]
        following = np.append(gap[0].argmax(), (sums <= aims).sum(axis=1))
        following = np.minimum(following, len(points) - 1)
        chosen = np.column_stack([chosen, following])
        gap = np.minimum(gap, distances[following])
    return np.asarray(points[np.vstack([np.arange(groups), chosen])], np.float64)


def _centres(
    points: NDArray[np.float64], labels: NDArray[np.int64], *, count: int
) -> NDArray[np.float64]:
    """The means of the points of each label; of labels without any the origin."""
    sizes = np.maximum(np.bincount(labels, minlength=count), 1)
    sums = [np.bincount(labels, weights=axis, minlength=count) for axis in points.T]
    return np.asarray(np.stack(sums, axis=1) / sizes[:, None], np.float64)


def _largest_first(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same groups numbered by size, empty ones dropped."""
    _, labels, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    return np.argsort(np.argsort(-sizes, kind="stable"))[labels]
