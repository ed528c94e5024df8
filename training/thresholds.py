"""How a model would decide at several thresholds, on comments that it was not trained on.

What the default thresholds are chosen by, so that the held-out text stays unseen.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from parley.policy.decision import Attribute
from parley.policy.site_rules import DEFAULT_THRESHOLDS
from training.examples import LEARNT, Example

Array = npt.NDArray[np.float64]

_FACTORS = (0.4, 0.55, 0.7, 0.85, 1.0, 1.15)
_HARMLESS, _RUDE = 0.1, 0.5
_SOURCES = ("own", "civil", "talk", "prose")


def show(examples: Sequence[Example], probabilities: Array) -> None:
    """Prints shares told for rude and for harmless comments, as the thresholds are scaled."""
    groups = [
        np.array([each.source == source and is_one(each) for each in examples])
        for source in _SOURCES
        for is_one in (_is_rude, _is_harmless)
    ]
    columns = [f"{source} {kind}" for source in _SOURCES for kind in ("rude", "clean")]
    print(f"{'threshold of':16} {'times':>5}", *(f"{column:>11}" for column in columns))
    for name in ("all", *LEARNT):
        for factor in _FACTORS:
            scaled = {
                attribute: threshold * (factor if name in {"all", attribute} else 1)
                for attribute, threshold in DEFAULT_THRESHOLDS.items()
            }
            told = _told(probabilities, scaled)
            shares = [f"{told[group].mean():.1%}" if group.any() else "" for group in groups]
            print(f"{name:16} {factor:5.2f}", *(f"{share:>11}" for share in shares))


def _told(probabilities: Array, thresholds: Mapping[Attribute, float]) -> npt.NDArray[np.bool_]:
    limits = np.array([thresholds[attribute] for attribute in LEARNT])
    return np.asarray((probabilities >= limits).any(axis=1))


def _is_rude(example: Example) -> bool:
    """Friendly swearing is not."""
    return any(
        value >= _RUDE
        for attribute, value in example.labels.items()
        if attribute != Attribute.PROFANITY
    )


def _is_harmless(example: Example) -> bool:
    return bool(example.labels) and max(example.labels.values()) <= _HARMLESS
