"""The opinion of a network that others trained on the comments of Jigsaw's competition.

Conversation AI published 160,000 comments of Wikipedia's talk pages with what raters called
them (CC0); the package `tox-block` (MIT) holds a recurrent network that was trained on them.
Its opinion stands in where our corpora say nothing of an attribute. Only its weights and its
list of words are read, here with NumPy; nothing of it ships.
"""

import pickle
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.policy.decision import Attribute
from training.examples import LEARNT

# In the order of its outputs.
ATTRIBUTES = (
    Attribute.TOXICITY,
    Attribute.SEVERE_TOXICITY,
    Attribute.PROFANITY,
    Attribute.THREAT,
    Attribute.INSULT,
    Attribute.IDENTITY_ATTACK,
)

_WORDS, _LONGEST, _UNITS = 20_000, 100, 50
_BATCH = 1_000
_MARKS = str.maketrans(dict.fromkeys('!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', " "))

Array = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float32]


def filled_in(targets: Array, texts: Sequence[str]) -> Array:
    """`targets` of shape (texts, attributes) with an opinion wherever a label is unknown (NaN)."""
    opinions = opinions_of(texts)
    filled = targets.copy()
    for column, attribute in enumerate(ATTRIBUTES):
        place = LEARNT.index(attribute)
        unknown = np.isnan(filled[:, place])
        filled[unknown, place] = opinions[unknown, column]
    return filled


def opinions_of(texts: Sequence[str]) -> Array:
    """Probabilities of shape (texts, ATTRIBUTES)."""
    # What trains has it; the tests, which bring weights of their own, do not.
    import h5py  # noqa: PLC0415

    folder = _folder()
    index = _word_index(folder / "encoder_0.1.2.pkl")
    with h5py.File(folder / "lstm_model_0.1.2.h5") as file:
        weights = {name: file[f"model_weights/{name}:0"][:] for name in _names()}
    batches = [
        _logits(weights, np.array([_places(text, index) for text in texts[start : start + _BATCH]]))
        for start in range(0, len(texts), _BATCH)
    ]
    return np.asarray(1 / (1 + np.exp(-np.concatenate(batches))), np.float64)


def _folder() -> Path:
    spec = find_spec("tox_block")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("Install its weights: pip install --no-deps tox-block==0.1.2")
    return Path(spec.submodule_search_locations[0]) / "trained_models"


def _names() -> list[str]:
    layers = ["dense/dense", "dense_1/dense_1"]
    names = ["embedding/embedding/embeddings"]
    names += [f"{layer}/{part}" for layer in layers for part in ("kernel", "bias")]
    for way in ("forward", "backward"):
        layer = f"bidirectional/bidirectional/{way}_lstm"
        names += [f"{layer}/{part}" for part in ("kernel", "recurrent_kernel", "bias")]
    return names


def _places(text: str, index: dict[str, int]) -> list[int]:
    """Its words as numbers, the last hundred, with zeros in front."""
    places = [index.get(word, 0) for word in text.lower().translate(_MARKS).split()]
    known = [place for place in places if 0 < place < _WORDS][-_LONGEST:]
    return [0] * (_LONGEST - len(known)) + known


def _logits(weights: dict[str, Weights], places: npt.NDArray[np.int64]) -> Weights:
    words = weights["embedding/embedding/embeddings"][places]
    heard = np.hstack(
        [
            _strongest(weights, "forward", words),
            _strongest(weights, "backward", words[:, ::-1]),
        ]
    )
    hidden = heard @ weights["dense/dense/kernel"] + weights["dense/dense/bias"]
    return np.asarray(
        np.maximum(hidden, 0) @ weights["dense_1/dense_1/kernel"] + weights["dense_1/dense_1/bias"]
    )


def _strongest(weights: dict[str, Weights], way: str, words: Weights) -> Weights:
    """A long short-term memory as Keras computes it, and its strongest state of all places."""
    layer = f"bidirectional/bidirectional/{way}_lstm"
    kernel, bias = weights[f"{layer}/kernel"], weights[f"{layer}/bias"]
    recurrent = weights[f"{layer}/recurrent_kernel"]
    state = np.zeros((len(words), _UNITS), np.float32)
    memory = state.copy()
    strongest = np.full_like(state, -np.inf)
    for place in range(words.shape[1]):
        gates = words[:, place] @ kernel + state @ recurrent + bias
        let_in, keep, new, out = np.split(gates, 4, axis=1)
        memory = _gate(keep) * memory + _gate(let_in) * np.tanh(new)
        state = _gate(out) * np.tanh(memory)
        strongest = np.maximum(strongest, state)
    return strongest


def _gate(values: Weights) -> Weights:
    """Keras' sigmoid of straight lines."""
    return np.clip(0.2 * values + 0.5, 0, 1)


class _Bare:
    """Stands in for the classes of a pickle of which only the fields are wanted."""


class _Fields(pickle.Unpickler):
    """Makes nothing but plain containers of a pickle, so that reading one runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        if name in {"TokenSequencer", "Tokenizer"}:
            return _Bare
        plain = {"OrderedDict": OrderedDict, "defaultdict": defaultdict, "int": int}
        if name in plain and module in {"collections", "builtins"}:
            return plain[name]
        raise pickle.UnpicklingError(f"{module}.{name} has no place among words.")


def _word_index(path: Path) -> dict[str, int]:
    with path.open("rb") as file:
        index: dict[str, int] = _Fields(file).load().tokenizer.word_index
    return index
