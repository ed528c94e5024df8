"""Makes the first tier: `python -m training.first_tier BASE TEACHER`; see training/README.md.

Trains the convolution of `training.convolution` on the labels and on the transformer's
opinions, calibrates it on comments that it has not seen, and finds which words it minds, so
that those are looked for behind disguises.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from parley.policy.convolution import Convolution
from parley.policy.decision import Attribute
from parley.policy.disguise import Watched, disguises
from parley.policy.features import Token, tokens_of
from parley.policy.fold import fold
from parley.policy.submission import Submission
from training import calibration, convolution, thresholds
from training.evaluation.curves import auc
from training.examples import LEARNT, Example
from training.material import all_material
from training.weights_file import write_first_tier
from training.words import CURSES, SLURS

Array = npt.NDArray[np.float64]

# Our own text is a twentieth of the whole and teaches what the rest cannot.
WEIGHT_OF_OWN = 3.0

# A word is watched when it makes a harmless frame this much worse (in logits).
WATCHED_FROM = 1.5
LEAST_LETTERS = 3
LEAST_SEEN = 3
HARMLESS = 0.2

# Where people write as they do in newspapers.
CLEAN = {"own", "talk", "prose"}

# One in this many is left out of a first training, and calibrates the scores.
LEFT_OUT = 6

# Raters agreed on it; and fewer than these of a class say nothing.
MAJORITY = 0.5
FEWEST = 10

NOTHING = Watched.of(())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="Folder with the encoder's weights.")
    parser.add_argument("teacher", type=Path, help="The transformer's opinions (.npz).")
    arguments = parser.parse_args()
    examples = all_material(arguments.base)
    print(f"{len(examples)} examples")
    targets, weights = labels_of(examples)
    targets = taught(targets, np.load(arguments.teacher)["scores"])
    comments = [tokens_of(each.submission, NOTHING) for each in examples]
    left_out = np.array([each.is_left_out(LEFT_OUT) for each in examples])
    curves = _curves(arguments.base, examples, comments, (targets, weights), left_out)
    network = convolution.train(arguments.base, comments, targets, weights)
    watched = watched_words(examples, comments, network)
    print(f"{len(watched.known)} watched words, {len(watched.innocent)} innocent look-alikes")
    print(write_first_tier(network, curves, watched))


def labels_of(examples: Sequence[Example]) -> tuple[Array, Array]:
    """Targets of shape (examples, attributes), NaN where unknown, and a weight for each row."""
    targets = np.array(
        [[example.labels.get(each, np.nan) for each in LEARNT] for example in examples]
    )
    weights = np.array(
        [example.weight * (WEIGHT_OF_OWN if example.source == "own" else 1) for example in examples]
    )
    return targets, weights


def taught(targets: Array, teacher: Array) -> Array:
    """Half the label, half the teacher's opinion; the teacher alone where none is known."""
    mixed = np.where(np.isnan(targets), teacher, (targets + teacher) / 2)
    # Of severity the corpora say little, and so the teacher knows no more than they do.
    severe = LEARNT.index(Attribute.SEVERE_TOXICITY)
    mixed[:, severe] = targets[:, severe]
    return np.asarray(mixed)


def _curves(
    base: Path,
    examples: Sequence[Example],
    comments: Sequence[Sequence[Token]],
    labels: tuple[Array, Array],
    left_out: npt.NDArray[np.bool_],
) -> Array:
    """The calibration, from a training without the comments that are left out."""
    seen, unseen = np.flatnonzero(~left_out).tolist(), np.flatnonzero(left_out).tolist()
    unseen = [each for each in unseen if examples[each].labels]
    network = convolution.train(
        base, [comments[each] for each in seen], labels[0][seen], labels[1][seen]
    )
    logits = convolution.predicted(network, [comments[each] for each in unseen])
    rest = [examples[each] for each in unseen]
    report(rest, logits)
    curves = calibration.curves(rest, logits)
    thresholds.show(rest, calibration.probabilities(logits, curves))
    return curves


def report(examples: Sequence[Example], logits: Array) -> None:
    """How it judged what it had not seen: area under the curve, by source."""
    for column, attribute in enumerate(LEARNT):
        for source in sorted({example.source for example in examples}):
            rows = [
                (example.labels[attribute] >= MAJORITY, logits[row, column])
                for row, example in enumerate(examples)
                if example.source == source and attribute in example.labels
            ]
            positive = [logit for is_true, logit in rows if is_true]
            negative = [logit for is_true, logit in rows if not is_true]
            if min(len(positive), len(negative)) > FEWEST:
                area = auc(positive, negative)
                print(f"{attribute:16} {source:8} {area:.3f}  ({len(positive)} of {len(rows)})")


def watched_words(
    examples: Sequence[Example],
    comments: Sequence[Sequence[Token]],
    network: Convolution,
) -> Watched:
    """What the model minds, the likeliest first, and what only looks like it."""
    seen = Counter(word for each in comments for word in {token.text for token in each})
    words = sorted(
        word
        for word, count in seen.items()
        if count >= LEAST_SEEN and len(word) >= LEAST_LETTERS and word.isascii() and word.isalpha()
    )
    framed = [tokens_of(_framed(word), NOTHING) for word in ("person", *words)]
    logits = convolution.predicted(network, framed)
    worse = (logits[1:] - logits[0]).max(axis=1)
    minded = {word: float(by) for word, by in zip(words, worse, strict=True) if by >= WATCHED_FROM}
    for word in (*SLURS, *CURSES):
        if word.isalpha():
            minded.setdefault(word, WATCHED_FROM)
    likeliest = sorted(minded, key=lambda word: (-minded[word], word))
    return Watched.of(likeliest, _innocent(examples, Watched.of(likeliest)))


def _framed(word: str) -> Submission:
    text = f"He is a {word} and you know it."
    return Example(text=text, labels={}, source="frame").submission


def _innocent(examples: Sequence[Example], watched: Watched) -> Iterator[str]:
    """Letters alone that stand in harmless text and would be taken for a disguise."""
    for example in examples:
        if example.source not in CLEAN or example.labels[Attribute.TOXICITY] > HARMLESS:
            continue
        folded = fold(example.text)
        for start, end in disguises(example.text, watched):
            chunk = folded.text[start:end]
            if chunk.replace(" ", "").isalpha():
                yield chunk


if __name__ == "__main__":
    main()
