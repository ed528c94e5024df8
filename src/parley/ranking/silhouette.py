"""How clearly a division of points divides them."""

import numpy as np
from numpy.typing import NDArray


def silhouette(
    distances: NDArray[np.float64],
    labels: NDArray[np.int64],
    *,
    weights: NDArray[np.int64] | None = None,
) -> float:
    """How clearly the points are apart, in -1..1: the mean of (b - a) / max(a, b).

    a is a point's mean distance to the others of its own group, b to the nearest other group; a
    point alone in its group counts 0 (Rousseeuw 1987; `clusters.clj`, silhouette). With
    `weights` each point stands for so many readers in its place; Polis counts every base cluster
    once, which lets the few far out decide.
    """
    weights = np.ones(len(labels), np.int64) if weights is None else weights
    members = np.eye(int(labels.max()) + 1)[labels] * weights[:, None]
    sizes = members.sum(axis=0)
    sums = distances @ members
    own = np.arange(len(labels)), labels
    others = sizes[labels] - 1
    within = sums[own] / np.maximum(others, 1)
    between = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    between[own] = np.inf
    apart = between.min(axis=1)
    known = (others > 0) & np.isfinite(apart) & (np.maximum(within, apart) > 0)
    gaps = np.where(known, apart, 1.0) - within
    values = np.where(known, gaps / np.maximum(within, np.where(known, apart, 1.0)), 0.0)
    return float(np.average(values, weights=weights))
