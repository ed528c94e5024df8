"""Trains our own vote on the language of a comment: `python -m training.language`.

Needs nothing beside Parley itself and takes a few minutes. What English is weighed against is
learnt from logits of models that have not seen the text (three folds). The part of lingua's
sentences that the evaluation reads, and the development part of the treebank, never train.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from parley.policy.language_model import (
    FEWER_PLACES,
    FILE,
    FORM,
    PLACES,
    Evidence,
    evenly,
    places_of,
)
from parley.policy.language_votes import english_evidence
from parley.policy.languages import sample_of
from training.corpora import readable
from training.evaluation.language import HELD_OUT
from training.evaluation.reference_data import records
from training.examples import share_of
from training.own_texts import training_texts
from training.romanised import training_lines
from training.treebank import sentences
from training.weights_file import FOLDER, write

# How much one text of a source counts. Single words are names as often as not, and of ours
# there are few.
WEIGHTS = {
    "sentences": 1.0, "english sentences": 3.0, "single-words": 0.15, "romanised": 4.0,
    "treebank": 0.7, "own": 1.0, "news": 0.5, "messages": 0.5,
}  # fmt: skip
NEWS = 8_000

# Comments of a few words are the hardest, so that pieces of longer ones train too.
PIECES = 1
PIECE = (3, 8)
WEIGHT_OF_A_PIECE = 0.6
WITH_NAMES = 0.5

ENGLISH = "en"
# Written in Latin letters, Hindi and Urdu are hardly two languages.
CODES = ("bn", "gu", "hi", "kn", "ml", "mr", "pa", "ta", "te")
ONE_LANGUAGE = {"ur": "hi"}

# Single words tell too little of the languages that they are only compared with.
LEAST_WEIGHT = 0.2

FOLDS, ROUNDS, BATCH, RATE, RATE_OF_SHIFT, SLOPE_AT_FIRST = 3, 8, 512, 0.15, 0.0005, 1e-4
STEPS_OF_MIX, RIDGE_OF_MIX = 60, 1e-2

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Known:
    """A text of known language; `whole` tells it from a piece. Folds split by `origin`."""

    text: str
    language: str
    weight: float
    origin: str
    whole: bool = True

    @property
    def fold(self) -> int:
        return int(share_of(self.origin) * 9973) % FOLDS


def main() -> None:
    known = [each for each in _with_pieces(list(_texts())) if len(places_of(each.text))]
    weights, shift = _fit_english(known, range(len(known)))
    mix = _mix(known)
    romanised, shifts = _fit_romanised(known)
    packed, scale = _in_bytes(weights)
    packed_romanised, scale_of_romanised = _in_bytes(romanised)
    path = write(
        FOLDER / FILE,
        {
            "form": np.array(FORM),
            "english": packed,
            "romanised": packed_romanised,
            "scales": np.array([scale, scale_of_romanised]),
            "shift": np.array(shift),
            "shifts": shifts,
            "codes": np.frombuffer(
                " ".join(f"{code}-Latn" for code in CODES).encode(), dtype=np.uint8
            ),
            "mix": mix,
        },
    )
    print(f"{path.name}: {path.stat().st_size:,} bytes; mix {np.round(mix, 2)}")


def _texts() -> Iterator[Known]:
    """Everything that trains, as the policy would read it, and half of it with its names."""
    random = Random(3)
    for text, language, source in _sources():
        sample = sample_of(text)
        yield Known(sample, language, WEIGHTS[source], text)
        if sample != text and random.random() < WITH_NAMES:
            yield Known(text, language, WEIGHT_OF_A_PIECE * WEIGHTS[source], text, whole=False)


def _sources() -> Iterator[tuple[str, str, str]]:
    """Text, language and source."""
    for row in records("language"):
        if share_of(row["text"]) >= HELD_OUT:
            source = "english sentences" if row["language"] == ENGLISH else row["kind"]
            yield row["text"], row["language"], source
    for language, text in training_lines():
        code = ONE_LANGUAGE.get(language, language)
        yield text, ENGLISH if code == ENGLISH else f"{code}-Latn", "romanised"
    for sentence in sentences("train"):
        yield sentence.text, ENGLISH, "treebank"
    for example in training_texts():
        yield example.text, ENGLISH, "own"
    for row in Random(1).sample(list(records("train-civil")), NEWS):
        yield readable(row["text"]), ENGLISH, "news"
    for row in records("sms"):
        if row["spam"] != 1:
            yield row["text"], ENGLISH, "messages"


def _with_pieces(texts: Sequence[Known]) -> Iterator[Known]:
    random = Random(2)
    for each in texts:
        yield each
        said = each.text.split()
        for _ in range(PIECES):
            length = random.randint(*PIECE)
            if len(said) > length + 1:
                start = random.randrange(len(said) - length)
                piece = " ".join(said[start : start + length])
                weight = WEIGHT_OF_A_PIECE * each.weight
                yield Known(piece, each.language, weight, each.origin, whole=False)


def _fit_english(known: Sequence[Known], chosen: Sequence[int]) -> tuple[Floats, float]:
    """How English the runs of letters are; a shift."""
    texts = [known[i] for i in chosen]
    weights, shifts = _fit(texts, (ENGLISH,), PLACES)
    return weights[:, 0], float(shifts[0])


def _fit_romanised(known: Sequence[Known]) -> tuple[Floats, Floats]:
    """Likewise for each of the romanised languages, against all others but English."""
    texts = [each for each in known if each.language != ENGLISH and each.weight >= LEAST_WEIGHT]
    return _fit(texts, tuple(f"{code}-Latn" for code in CODES), FEWER_PLACES)


def _fit(texts: Sequence[Known], languages: Sequence[str], places: int) -> tuple[Floats, Floats]:
    """Logistic regression by AdaGrad, a batch at a time; the same from one seed.

    Any other language has no column: its logit is nothing.
    """
    random = np.random.default_rng(0)
    found = [places_of(each.text) & (places - 1) for each in texts]
    aims = np.array([[float(each.language == name) for name in languages] for each in texts])
    counts = _balanced(texts, languages)
    weights, shifts = np.zeros((places, len(languages))), np.zeros(len(languages))
    slopes = np.full(weights.shape, SLOPE_AT_FIRST)
    for _ in range(ROUNDS):
        order = random.permutation(len(texts))
        for start in range(0, len(texts), BATCH):
            rows = order[start : start + BATCH]
            lengths = np.array([len(found[row]) for row in rows])
            where = np.concatenate([found[row] for row in rows])
            evened = lengths[:, None] ** -0.5
            sums = np.add.reduceat(weights[where], np.cumsum(lengths) - lengths)
            errors = (_chances(sums * evened + shifts) - aims[rows]) * counts[rows, None]
            spread = np.repeat(errors * evened, lengths, axis=0)
            for column in range(len(languages)):
                slope = np.bincount(where, spread[:, column], places)
                slopes[:, column] += slope**2
                weights[:, column] -= RATE * slope / np.sqrt(slopes[:, column])
            shifts -= RATE_OF_SHIFT * errors.sum(axis=0)
    return weights, shifts


def _chances(logits: Floats) -> Floats:
    """Of each column beside a last one that is left out, with a logit of nothing."""
    most = np.maximum(logits.max(axis=1, keepdims=True), 0)
    odds = np.exp(logits - most)
    return np.asarray(odds / (odds.sum(axis=1, keepdims=True) + np.exp(-most)))


def _balanced(texts: Sequence[Known], languages: Sequence[str]) -> Floats:
    """So that these languages count as much as all the others, and a text 1 in the mean."""
    counts = np.array([each.weight for each in texts])
    named = np.array([each.language in languages for each in texts])
    for side in (named, ~named):
        counts[side] *= len(texts) / 2 / counts[side].sum()
    return counts


def _mix(known: Sequence[Known]) -> Floats:
    """How much each piece of evidence counts, by Newton's steps; convex, so without a seed."""
    evidence, aims, counts = list[Evidence](), list[float](), list[float]()
    folds = np.array([each.fold for each in known])
    for fold in range(FOLDS):
        weights, shift = _fit_english(known, np.flatnonzero(folds != fold).tolist())
        for i in np.flatnonzero(folds == fold).tolist():
            each = known[i]
            if not each.whole or len(each.text.split()) < PIECE[0]:
                continue
            places = places_of(each.text)
            own = float(weights[places].sum()) * evenly(len(places)) + shift
            evidence.append(english_evidence(each.text, own))
            aims.append(_aim(each))
            counts.append(each.weight)
    rows = np.hstack([np.array(evidence), np.ones((len(evidence), 1))])
    aim, count = np.array(aims), np.array(counts)
    mix = np.zeros(rows.shape[1])
    for _ in range(STEPS_OF_MIX):
        chance = 1 / (1 + np.exp(-np.clip(rows @ mix, -30, 30)))
        slope = rows.T @ ((chance - aim) * count) + RIDGE_OF_MIX * mix
        curve = (rows * (chance * (1 - chance) * count)[:, None]).T @ rows
        mix -= np.linalg.solve(curve + RIDGE_OF_MIX * np.eye(len(mix)), slope)
    print(f"unseen: English refused {_share(rows @ mix < 0, aim == 1):.2%}, ", end="")
    print(f"others taken {_share(rows @ mix >= 0, aim == 0):.2%}")
    return mix


def _share(said: npt.NDArray[np.bool_], among: npt.NDArray[np.bool_]) -> float:
    return float(said[among].mean())


def _aim(each: Known) -> float:
    return float(each.language == ENGLISH)


def _in_bytes(weights: Floats) -> tuple[npt.NDArray[np.int8], float]:
    scale = float(np.abs(weights).max() / 127)
    return np.rint(weights / scale).astype(np.int8), scale


if __name__ == "__main__":
    main()
