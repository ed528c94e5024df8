"""Measures of a score against what is true."""

import numpy as np
import numpy.typing as npt


def auc(positive: npt.ArrayLike, negative: npt.ArrayLike) -> float:
    """Area under the ROC curve: how often a positive scores above a negative, ties by half.

    By ranks (Mann and Whitney 1947). NaN where either is empty.
    """
    above, below = np.asarray(positive, dtype=float), np.asarray(negative, dtype=float)
    if not above.size or not below.size:
        return float("nan")
    scores = np.concatenate([above, below])
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[: above.size].sum() / above.size - (above.size + 1) / 2) / below.size)
