"""Trains what tells a full sentence from a fragment: `python -m training.fragments`.

Needs nothing beside Parley itself and takes a minute. The threshold is the one at which so
few of the full sentences are taken for fragments by models that have not seen them (four
folds); the treebank's development part is only reported on.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from parley.policy.fragments import FILE, PLACES, features, pieces, place_of
from training.treebank import Kind, Sentence, sentences
from training.weights_file import FOLDER, write

# Of a hundred full sentences, about one may be taken for a fragment.
KEPT = 0.99

# Rarer words are known by their endings, as those of any other text must be.
LEAST_SEEN, LEAST_FREQUENT = 3, 8
FOLDS, ROUNDS, RATE, RIDGE = 4, 12, 0.3, 1e-4
WEIGHT_OF_FRAGMENTS = 3.0

Array = npt.NDArray[np.float64]


def main() -> None:
    known = [each for each in sentences("train") if each.kind is not Kind.OTHER]
    words, verbs, frequent = _lexicon(list(sentences("train")))
    table = dict(zip(words, verbs, strict=True))
    often = frozenset(words[:frequent])
    rows = [
        np.array(sorted({place_of(name) for name in features(each.text, table, frequent=often)}))
        for each in known
    ]
    aim = np.array([each.kind is Kind.FRAGMENT for each in known], dtype=np.float64)
    unseen = np.zeros(len(rows))
    fold = np.arange(len(rows)) % FOLDS
    for number in range(FOLDS):
        weights = _fit([rows[i] for i in np.flatnonzero(fold != number)], aim[fold != number])
        for i in np.flatnonzero(fold == number):
            unseen[i] = weights[rows[i]].sum()
    threshold = float(np.quantile(unseen[aim == 0], KEPT))
    print(f"unseen: kept {KEPT:.1%}, found {(unseen[aim == 1] > threshold).mean():.1%}")
    weights = _fit(rows, aim)
    scale = float(np.abs(weights).max() / 127)
    write(
        FOLDER / FILE,
        {
            "words": np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
            "verbs": np.array(verbs, dtype=np.uint8),
            "frequent": np.array(frequent),
            "weights": np.rint(weights / scale).astype(np.int8),
            "scale": np.array(scale),
            "threshold": np.array(threshold),
        },
    )


def _lexicon(bank: Sequence[Sentence]) -> tuple[list[str], list[int], int]:
    """Words by frequency, in fifths how often each is a finite verb, how many are frequent."""
    seen, finite = Counter[str](), Counter[str]()
    for sentence in bank:
        for word in sentence.words:
            for form in pieces(word.form)[-1:]:
                seen[form] += 1
                finite[form] += word.is_finite
    words = [word for word, _ in sorted(seen.items(), key=lambda each: (-each[1], each[0]))]
    words = [word for word in words if seen[word] >= LEAST_SEEN and word.isascii()]
    frequent = sum(seen[word] >= LEAST_FREQUENT for word in words)
    # Verbs that are known by another form only: their own may come in any text.
    lemmas = {word.lemma for each in bank for word in each.words if word.tag == "VERB"}
    words += sorted(each for each in lemmas - set(words) if each.isascii() and each.islower())
    fifths = [min(4, int(5 * (finite[word] + 0.3) / (seen[word] + 1.5))) for word in words]
    return words, fifths, frequent


def _fit(rows: Sequence[npt.NDArray[np.int64]], aim: Array) -> Array:
    """Logistic regression by AdaGrad, one example at a time; the same from one seed."""
    random = np.random.default_rng(0)
    weights, slopes = np.zeros(PLACES), np.full(PLACES, 1e-6)
    for _ in range(ROUNDS):
        for row in random.permutation(len(rows)):
            places = rows[row]
            total = np.clip(weights[places].sum(), -30, 30)
            error = 1 / (1 + np.exp(-total)) - aim[row]
            slope = error * (WEIGHT_OF_FRAGMENTS if aim[row] else 1) + RIDGE * weights[places]
            slopes[places] += slope**2
            weights[places] -= RATE * slope / np.sqrt(slopes[places])
    return weights


if __name__ == "__main__":
    main()
