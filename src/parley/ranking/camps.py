"""Readers who usually vote alike: how many camps there are, and who is in which."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from parley.ranking.silhouette import silhouette

Floats = NDArray[np.float64]

# Smaller ones are rather chance than a camp; and whose few votes would decide over all others.
LEAST_SHARE = 0.08
# A camp beyond two that has fewer readers on the whole site is hardly heard in a discussion:
# its bounds would be what is supposed before any vote, and that would decide the order.
LEAST_READERS = 50
# How much less clear than two camps three may be: silhouettes favour few, and that there is
# more than one thing that divides is known before. In simulation a third of 15% changed it by
# -.04 to +.03; two camps cut into three, mostly by -.05 to -.3.
SILHOUETTE_LOSS = 0.05
# A silhouette compares everybody with everybody; so many tell it to two digits.
SILHOUETTE_POINTS = 1_500
# A number of camps changes only after so many fits in a row have found the new one, as Polis does.
FITS_THAT_AGREE = 4
# Rounds after which sizes stand still to a hundredth, in simulation.
MIXTURE_ROUNDS = 30
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
    reach: Floats | None = None,
) -> Camps:
    """The placed readers in as many camps, at most `wanted`, as they fall apart into.

    `positions` has shape (readers, 2). `exact` asks for neither more nor fewer. With a
    `former` division its number of camps stays until four fits in a row have found another,
    and its camps keep their numbers. `reach` (readers,) is how far out each reader's votes can
    bring them, where that differs.
    """
    points = _Points(positions[placed], None if reach is None else reach[placed])
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
    known = ~np.isnan(positions).any(1)
    centres = _middles(positions[known], of_reader[known], count=count)
    return Camps(count=count, centres=centres, of_reader=of_reader)


_Division = tuple[NDArray[np.int8], Floats]


class _Points(NamedTuple):
    """Where the placed readers are, shape (points, 2), and how far out they could be."""

    at: Floats
    reach: Floats | None


def _divided(points: _Points, wanted: int, *, former: Camps | None, exact: bool) -> _Division:
    """The camp of each point, and the centres, shape (camps, 2)."""
    at = points.at
    whole = at.mean(0, keepdims=True) if len(at) else np.zeros((1, 2))
    best: _Division = np.zeros(len(at), np.int8), whole
    reached = -np.inf
    for count in range(wanted if exact else 2, wanted + 1):
        if not 2 <= count <= len(np.unique(at, axis=0)):
            continue
        labels = _k_means(at, count, former=former)
        shape = _clearness(at, labels)
        if points.reach is not None and count > 2:
            labels = _of_any_size(at, labels, reach=points.reach)
        smallest = np.bincount(labels, minlength=count).min()
        if not exact and smallest < max(LEAST_SHARE * len(at), LEAST_READERS * (count > 2)):
            continue
        if shape >= reached - SILHOUETTE_LOSS:
            best, reached = _left_to_right(at, labels, count=count), shape
    return best


def _of_any_size(points: Floats, labels: NDArray[np.int32], *, reach: Floats) -> NDArray[np.int32]:
    """The camps of k-means, which likes them equally large, in the sizes that they have.

    A mixture of round normal distributions with one width (Dempster, Laird & Rubin, "Maximum
    likelihood from incomplete data via the EM algorithm", 1977), each camp with its share of
    the readers; a reader is expected at reach · the camp's middle. In simulation k-means took
    two readers of others into the third camp, of 15%, for three of its own, so that it seemed
    to respect what it does not. Of two camps the mixture was no better, and on real votes
    worse. Where it would make a camp too small, those of k-means stay.
    """
    least = LEAST_SHARE * len(labels)
    likely = np.eye(int(labels.max()) + 1)[labels]
    for _ in range(MIXTURE_ROUNDS):
        pull = likely * reach[:, None]
        middles = pull.T @ points / (pull.T @ reach)[:, None]
        away = cdist(points / reach[:, None], middles, "sqeuclidean") * reach[:, None] ** 2
        width = (likely * away).sum() / points.size
        if not width > 0:
            break
        logs = np.log(likely.mean(0)) - away / (2 * width)
        likely = np.exp(logs - logs.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        if likely.sum(0).min() < least:
            break
    found = likely.argmax(1).astype(np.int32)
    return found if np.bincount(found, minlength=likely.shape[1]).min() >= least else labels


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
