"""Makes probabilities of a model's logits, as a newspaper's comments would have them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from training.examples import LEARNT, Example

Array = npt.NDArray[np.float64]

# What share of the fit each source has, for each of its examples. The corpora were
# gathered for their abuse; comments under news are mostly harmless.
_SHARES = {"own": 0.4, "civil": 0.7, "talk": 1.5, "tweets": 0.2, "posts": 0.1, "bots": 0.3}


def curves(examples: Sequence[Example], logits: Array) -> Array:
    """Platt's two numbers for each attribute, shape (attributes, 2): slope and shift.

    `logits` must come from models that had not seen the example. A probability is
    1 / (1 + exp(-(slope * logit + shift))). Platt (1999), with soft labels.
    """
    shares = np.array([_SHARES.get(example.source, 1.0) for example in examples])
    return np.array(
        [
            _platt(
                logits[:, column],
                np.array([example.labels.get(attribute, np.nan) for example in examples]),
                shares,
            )
            for column, attribute in enumerate(LEARNT)
        ]
    )


def _platt(logits: Array, labels: Array, shares: Array) -> Array:
    known = ~np.isnan(labels)
    x, y, w = logits[known], labels[known], shares[known]

    def loss(curve: Array) -> float:
        scores = curve[0] * x + curve[1]
        return float((w * (np.logaddexp(0, scores) - y * scores)).sum() / w.sum())

    return np.asarray(minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x)


def probabilities(logits: Array, curve: Array) -> Array:
    return np.asarray(expit(curve[:, 0] * logits + curve[:, 1]))
