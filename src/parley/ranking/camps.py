"""Readers who usually vote alike: how many camps there are, and who is in which."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from parley.ranking.silhouette import silhouette

Floats = NDArray[np.float64]

# Smaller ones are rather chance than a camp; and whose few votes would decide over all others.
LEAST_SHARE = 0.08
# What one camp more must add to the silhouette; the third of 55, 30 and 15% of readers added
# .007 to .06 in simulation, cutting one of two in half took .08 and more away.
SILHOUETTE_GAIN = 0.005
# A silhouette compares everybody with everybody; so many tell it to two digits.
SILHOUETTE_POINTS = 1_500
# A number of camps changes only after so many fits in a row have found the new one, as Polis does.
FITS_THAT_AGREE = 4
# Of several beginnings the best; k-means may end in a poor one.
_BEGINNINGS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Camps:
    """`centres` has shape (count, 2); `of_reader` (int8) is each reader's camp, or -1.

    `candidate` is another number of camps that the last `agreed` fits have found. One camp
    says that there are no two: nothing divides the readers that chance would not.
    """

    count: int
    centres: Floats
    of_reader: NDArray[np.int8]
    candidate: int = 0
    agreed: int = 0


def find_camps(
    positions: Floats,
    placed: NDArray[np.bool_],
    *,
    wanted: int,
    exact: bool = False,
    former: Camps | None = None,
) -> Camps:
    """The placed readers in as many camps, at most `wanted`, as they fall apart into.

    `positions` has shape (readers, 2). `exact` asks for neither more nor fewer. With a
    `former` division its number of camps stays until four fits in a row have found another,
    and its camps keep their numbers.
    """
    points = positions[placed]
    found = _divided(points, wanted, former=former, exact=exact)
    candidate = agreed = 0
    if former is not None and len(found[1]) != former.count:
        candidate = len(found[1])
        agreed = former.agreed + 1 if candidate == former.candidate else 1
        if agreed < FITS_THAT_AGREE:
            found = _divided(points, former.count, former=former, exact=True)
        else:
            candidate = agreed = 0
    labels, centres = found
    of_reader = np.full(len(positions), -1, np.int8)
    of_reader[placed] = labels
    camps = Camps(
        count=len(centres), centres=centres, of_reader=of_reader, candidate=candidate, agreed=agreed
    )
    return camps if former is None else _named_as(former, camps)


def given_camps(positions: Floats, labels: NDArray[np.integer]) -> Camps:
    """Camps that somebody else has found; -1 is no camp."""
    of_reader = labels.astype(np.int8)
    count = int(of_reader.max(initial=-1)) + 1
    return Camps(
        count=count, centres=_middles(positions, of_reader, count=count), of_reader=of_reader
    )


_Division = tuple[NDArray[np.int8], Floats]


def _divided(points: Floats, wanted: int, *, former: Camps | None, exact: bool) -> _Division:
    """The camp of each point, and the centres, shape (camps, 2)."""
    whole = points.mean(0, keepdims=True) if len(points) else np.zeros((1, 2))
    best: _Division = np.zeros(len(points), np.int8), whole
    reached = -np.inf
    for count in range(wanted if exact else 2, wanted + 1):
        if not 2 <= count <= len(np.unique(points, axis=0)):
            continue
        labels = _k_means(points, count, former=former)
        sizes = np.bincount(labels, minlength=count)
        if not exact and sizes.min() < LEAST_SHARE * len(points):
            continue
        shape = _clearness(points, labels)
        if shape >= reached + SILHOUETTE_GAIN:
            best, reached = _left_to_right(points, labels, count=count), shape
    return best


def _clearness(points: Floats, labels: NDArray[np.int32]) -> float:
    """The silhouette, of 1,500 points drawn from all where there are more."""
    if len(points) > SILHOUETTE_POINTS:
        drawn = np.random.default_rng(0).choice(len(points), SILHOUETTE_POINTS, replace=False)
        points, labels = points[drawn], labels[drawn]
    return silhouette(cdist(points, points), labels.astype(np.int64))


def _k_means(points: Floats, count: int, *, former: Camps | None) -> NDArray[np.int32]:
    """The division with the least inertia (S. Lloyd, "Least squares quantization", 1982), from
    the former centres alone where there are as many, so that camps move no more than readers."""
    if former is not None and former.count == count:
        _centres, labels = kmeans2(points, former.centres, minit="matrix")
        if len(np.unique(labels)) == count:
            return labels
    tries = [
        kmeans2(points, count, minit="++", rng=np.random.default_rng(seed))
        for seed in range(_BEGINNINGS)
    ]
    _centres, labels = min(tries, key=lambda found: ((points - found[0][found[1]]) ** 2).sum())
    return labels


def _left_to_right(
    points: Floats, labels: NDArray[np.integer], *, count: int
) -> tuple[NDArray[np.int8], Floats]:
    """Camps numbered by their place on the first axis."""
    centres = _middles(points, labels, count=count)
    order = np.argsort(centres[:, 0], kind="stable")
    number = np.empty(count, np.int8)
    number[order] = np.arange(count)
    return number[labels], centres[order]


def _middles(points: Floats, labels: NDArray[np.integer], *, count: int) -> Floats:
    return np.array(
        [
            points[labels == camp].mean(0) if (labels == camp).any() else np.zeros(2)
            for camp in range(count)
        ]
    ).reshape(count, 2)


def _named_as(former: Camps, found: Camps) -> Camps:
    """The camps with the numbers that their readers had before."""
    if former.count != found.count:
        return found
    shared = (former.of_reader >= 0) & (found.of_reader >= 0)
    common = np.zeros((found.count, found.count), np.int64)
    np.add.at(common, (found.of_reader[shared], former.of_reader[shared]), 1)
    new, old = linear_sum_assignment(-common)
    number = np.empty(found.count, np.int8)
    number[new] = old
    centres = np.empty_like(found.centres)
    centres[number] = found.centres
    of_reader = np.where(found.of_reader >= 0, number[found.of_reader], -1).astype(np.int8)
    return Camps(
        count=found.count,
        centres=centres,
        of_reader=of_reader,
        candidate=found.candidate,
        agreed=found.agreed,
    )
