"""Makes the weights by which advertising is told: `python -m training.spam`.

A logistic regression over the features of `parley.policy.spam_features`. The loss is convex
and starts from nothing, so the same texts give the same weights.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.policy import spam
from parley.policy.spam_features import features
from training import labelled_lines
from training.evaluation import reference_data

# Of ten parts of the texts of others this many train; the evaluation reads the rest.
TRAINING_PARTS = 7

# What a word must have been seen in to be a feature: fewer teach only the text at hand.
_LEAST_TEXTS = 3

# Of all weight, what each source has. Ours are comments, which text messages are not; the
# comments of others are there for how people write when they sell nothing.
_SHARES = {"own": 0.45, "sms": 0.10, "civil": 0.25, "wikipedia": 0.20}

# The share of advertising that the probabilities are calibrated for: that of a newspaper
# which nobody has moderated yet.
_PRIOR = 0.2

# Of five tried, by what five-fold cross-validation on the training texts said of each.
_PENALTY = 3e-5
_STEPS = 600
_RATE = 0.05
# Below this a weight changes no decision, and only lengthens the file.
_LEAST_WEIGHT = 0.04

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    spam: bool
    source: str


def part_of(text: str) -> int:
    """0 to 9, always the same for a text."""
    return hashlib.sha256(text.encode()).digest()[0] * 10 // 256


def others(*, training: bool) -> list[Labelled]:
    """Texts of others: the parts that train, or those that never do."""
    messages = [
        Labelled(row["text"], row["spam"] == 1, "sms") for row in reference_data.records("sms")
    ]
    civil = [Labelled(row["text"], False, "civil") for row in reference_data.records("train-civil")]
    wikipedia = [
        Labelled(row["text"], False, "wikipedia")
        for row in reference_data.records("train-wikipedia")
    ]
    return [
        each
        for each in (*messages, *civil, *wikipedia)
        if (part_of(each.text) < TRAINING_PARTS) is training
    ]


def own(name: str) -> list[Labelled]:
    return [Labelled(line, label == "spam", "own") for label, line in labelled_lines.read(name)]


def main() -> None:
    texts = [*own("spam"), *others(training=True)]
    weights = fitted(texts)
    spam.FILE.parent.mkdir(exist_ok=True)
    spam.FILE.write_text(as_file(weights, count=len(texts)), encoding="utf-8")
    size = spam.FILE.stat().st_size / 1000
    print(f"{len(weights) - 1} weights from {len(texts)} texts, {size:.0f} kB, in {spam.FILE}.")


def fitted(texts: Sequence[Labelled]) -> dict[str, float]:
    """A weight for every feature, and the one that every text has."""
    found = [features(each.text) for each in texts]
    vocabulary = _vocabulary(found)
    matrix = _Matrix.of(found, vocabulary)
    weights = _minimised(
        matrix, spam=np.array([each.spam for each in texts], float), shares=_weighed(texts)
    )
    named = dict(zip((*vocabulary, spam.ALWAYS), weights.tolist(), strict=True))
    return {name: weight for name, weight in named.items() if abs(weight) >= _LEAST_WEIGHT}


def as_file(weights: dict[str, float], *, count: int) -> str:
    """What speaks for advertising first. Rounded, so that every machine writes the same."""
    rows = sorted(weights.items(), key=lambda pair: (-round(pair[1], 2), pair[0]))
    lines = [
        f"# Made by training/spam.py from {count} texts.",
        *(f"{name}\t{weight:.2f}" for name, weight in rows),
    ]
    return "\n".join(lines) + "\n"


def _vocabulary(found: Iterable[set[str]]) -> list[str]:
    texts = Counter(name for each in found for name in each)
    return sorted(name for name, count in texts.items() if count >= _LEAST_TEXTS)


def _weighed(texts: Sequence[Labelled]) -> Array:
    """How much each text counts: sources by their shares, and spam by its prior in the end."""
    sources = Counter(each.source for each in texts)
    weights = np.array([_SHARES[each.source] / sources[each.source] for each in texts])
    is_spam = np.array([each.spam for each in texts])
    for chosen, share in ((is_spam, _PRIOR), (~is_spam, 1 - _PRIOR)):
        weights[chosen] *= share / weights[chosen].sum()
    return weights


@dataclass(frozen=True, slots=True)
class _Matrix:
    """A row a text, with the places of its features; the last column is one everywhere."""

    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    shape: tuple[int, int]

    @classmethod
    def of(cls, found: Sequence[set[str]], vocabulary: Sequence[str]) -> "_Matrix":
        place = {name: number for number, name in enumerate(vocabulary)}
        columns = [
            [*(place[name] for name in sorted(each) if name in place), len(vocabulary)]
            for each in found
        ]
        return cls(
            rows=np.repeat(np.arange(len(found)), [len(each) for each in columns]),
            columns=np.array([column for each in columns for column in each]),
            shape=(len(found), len(vocabulary) + 1),
        )

    def times(self, weights: Array) -> Array:
        return np.bincount(self.rows, weights[self.columns], self.shape[0]).astype(np.float64)

    def turned_times(self, values: Array) -> Array:
        return np.bincount(self.columns, values[self.rows], self.shape[1]).astype(np.float64)


def _minimised(matrix: _Matrix, *, spam: Array, shares: Array) -> Array:
    """Weights of the least regularised log loss, by Adam (Kingma and Ba, 2015) on all texts."""
    weights, mean, square = (np.zeros(matrix.shape[1]) for _ in range(3))
    penalty = np.full(matrix.shape[1], _PENALTY)
    penalty[-1] = 0
    for step in range(1, _STEPS + 1):
        probability = 1 / (1 + np.exp(-matrix.times(weights)))
        slope = matrix.turned_times((probability - spam) * shares) + penalty * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        rate = _RATE * (1 - step / _STEPS)
        unbiased = mean / (1 - 0.9**step)
        weights = weights - rate * unbiased / (np.sqrt(square / (1 - 0.999**step)) + 1e-10)
    return weights


if __name__ == "__main__":
    main()
