"""The opinion of others' network: its files run nothing, and it is computed as Keras does."""

import importlib
import math
import pickle
import sys
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pytest

from training.examples import LEARNT
from training.jigsaw import ATTRIBUTES, filled_in, opinions_of

UNITS = 50
# What the weights below make of a foul word: each output counts the state in its own way.
STATE = 0.5 * math.tanh(0.5 * math.tanh(2.0))
OUTPUTS = np.array([4.0, 3.0, 2.0, 1.0, -1.0, -2.0])
INDEX = {"foul": 1, "kind": 2, "rare": 20_000}


class Tokenizer:
    def __init__(self, word_index: dict[str, int]) -> None:
        self.word_index = word_index


class TokenSequencer:
    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer


class File:
    """Stands in for h5py's, which is not in `make setup`: the same arrays in NumPy's form."""

    def __init__(self, path: Path) -> None:
        self._arrays = np.load(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._arrays.close()

    def __getitem__(self, name: str) -> npt.NDArray[np.float32]:
        return np.asarray(self._arrays[name.removeprefix("model_weights/")])


def weights() -> dict[str, npt.NDArray[np.float64]]:
    """Gates that are half open, and a memory that hears only of the foul word."""
    hears = np.zeros((1, 4 * UNITS))
    hears[0, 2 * UNITS : 3 * UNITS] = 1
    named: dict[str, npt.NDArray[np.float64]] = {
        "embedding/embedding/embeddings:0": np.array([[0.0], [2.0], [0.0]]),
        "dense/dense/kernel:0": np.full((2 * UNITS, 1), 1 / (2 * UNITS)),
        "dense/dense/bias:0": np.zeros(1),
        "dense_1/dense_1/kernel:0": OUTPUTS[None, :],
        "dense_1/dense_1/bias:0": np.full(6, -1.0),
    }
    for way in ("forward", "backward"):
        layer = f"bidirectional/bidirectional/{way}_lstm"
        named[f"{layer}/kernel:0"] = hears
        named[f"{layer}/recurrent_kernel:0"] = np.zeros((UNITS, 4 * UNITS))
        named[f"{layer}/bias:0"] = np.zeros(4 * UNITS)
    return named


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package as of the network's, installed; its list of words."""
    h5py = ModuleType("h5py")
    h5py.File = File  # type: ignore[attr-defined] # made here
    monkeypatch.setitem(sys.modules, "h5py", h5py)
    folder = tmp_path / "tox_block" / "trained_models"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    with (folder / "lstm_model_0.1.2.h5").open("wb") as file:
        np.savez(file, **weights())  # type: ignore[arg-type] # NumPy's own stub forbids it
    path = folder / "encoder_0.1.2.pkl"
    path.write_bytes(pickle.dumps(TokenSequencer(Tokenizer(INDEX))))
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    return path


def chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("text", ["foul", "FOUL!", "kind foul kind", "unknown foul", "foul rare"])
def test_its_opinion_is_computed_from_the_words_that_it_knows(text: str) -> None:
    (opinion,) = opinions_of([text])
    assert opinion == pytest.approx([chance(STATE * each - 1) for each in OUTPUTS], abs=1e-6)


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("text", ["", "kind", "Who knows?", "foul " + "kind " * 100])
def test_it_hears_the_last_hundred_words_and_nothing_else(text: str) -> None:
    (opinion,) = opinions_of([text])
    assert opinion == pytest.approx([chance(-1.0)] * len(ATTRIBUTES), abs=1e-6)


@pytest.mark.usefixtures("words")
def test_only_unknown_labels_are_filled_in() -> None:
    targets = np.array([[0.25] * len(LEARNT), [math.nan] * len(LEARNT)])
    known, unknown = filled_in(targets, ["foul", "foul"])
    assert known.tolist() == targets[0].tolist()
    told = {
        attribute: value
        for attribute, value in zip(LEARNT, unknown, strict=True)
        if not math.isnan(value)
    }
    opinion = [chance(STATE * each - 1) for each in OUTPUTS]
    assert told == pytest.approx(dict(zip(ATTRIBUTES, opinion, strict=True)), abs=1e-6)


class Harmful:
    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (Path("it_ran"),))


def test_its_list_of_words_cannot_run_anything(
    words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words.write_bytes(pickle.dumps(Harmful()))
    with pytest.raises(pickle.UnpicklingError):
        opinions_of(["foul"])
    assert not Path("it_ran").exists()


def test_where_it_is_not_installed_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "h5py", ModuleType("h5py"))
    monkeypatch.setattr(sys, "path", [])
    importlib.invalidate_caches()
    with pytest.raises(SystemExit, match="tox-block"):
        opinions_of(["foul"])
