"""More text to learn from: variations of comments, and comments that are longer.

A small network learns what a larger one thinks of text much like the labelled, which is
dearer to write than to vary: words give way to their neighbours, are left out, and comments are
spliced, with no labels (Jiao et al. 2020, "TinyBERT", section 3.2; Yun et al. 2019, "CutMix").
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from training.examples import Example

SEED = 0

# Our own text says most in the fewest words, so each line of it is varied more often.
TIMES = {"own": 4, "civil": 1, "talk": 1, "bots": 1}

_REPLACED, _LEFT_OUT = 0.15, 0.05
_SPLICED = 0.3
_NEIGHBOURS = 8
_LEAST_LETTERS = 3

# Lines with several fillings weigh less each, and are taken less often.
_AMONG_CALM, _MOST_CALM = 0.5, 3

# What is calm: minded by next to nobody, and of a few sentences. None that a calibration would
# meet again, where it would have seen it called abuse with its neighbours.
_HARMLESS, _MOST_CALM_WORDS = 0.1, 40
_CALIBRATING = 6
_READERS = frozenset({"own", "talk", "civil"})
_WORD = re.compile(r"[A-Za-z]+")
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def variations(examples: Sequence[Example], base: Path) -> Iterator[Example]:
    """The same in every run. `base` holds the vectors that tell which words are neighbours."""
    random = Random(SEED)
    near = _neighbours(base)
    varied = [each for each in examples for _ in range(TIMES.get(each.source, 0))]
    for example in varied:
        text = _with_other_words(example.text, near, random)
        if random.random() < _SPLICED:
            text = _spliced(text, random.choice(varied).text, random)
        origin = example.origin or example.text
        yield replace(example, text=text, labels={}, source="varied", weight=0.5, origin=origin)


def among_calm_words(examples: Sequence[Example]) -> Iterator[Example]:
    """Our own lines between others that nobody minds; what they are is what they were.

    So that a model neither needs a comment to be short nor hears abuse in length, nor calm in
    the tone of what stands beside it: harmless lines are treated like the others. As often
    prose as what readers wrote. The same in every run.
    """
    random = Random(SEED)
    calm = [each for each in examples if _is_calm(each)]
    prose = [each.text for each in calm if each.source == "prose"]
    remarks = [each.text for each in calm if each.source in _READERS]
    for example in examples:
        if example.source != "own" or random.random() >= _AMONG_CALM * example.weight:
            continue
        written = random.choice([prose, remarks])
        around = [random.choice(written) for _ in range(random.randint(1, _MOST_CALM))]
        before = random.randint(0, len(around))
        text = " ".join([*around[:before], example.text, *around[before:]])
        origin = example.origin or example.text
        yield replace(example, text=text, weight=1.0, origin=origin)


def _is_calm(example: Example) -> bool:
    return (
        bool(example.labels)
        and max(example.labels.values()) <= _HARMLESS
        and len(example.text.split()) <= _MOST_CALM_WORDS
        and not example.is_left_out(_CALIBRATING)
    )


def _with_other_words(text: str, near: Mapping[str, Sequence[str]], random: Random) -> str:
    def other(found: re.Match[str]) -> str:
        word, chance = found[0], random.random()
        if chance < _LEFT_OUT:
            return ""
        choices = near.get(word.lower(), ()) if chance < _LEFT_OUT + _REPLACED else ()
        if not choices:
            return word
        chosen = random.choice(choices)
        return chosen.capitalize() if word[0].isupper() else chosen

    return " ".join(_WORD.sub(other, text).split())


def _spliced(text: str, other: str, random: Random) -> str:
    """Some sentences of one, then some of the other; or the other way round."""
    parts = [_part(text, random), _part(other, random)]
    random.shuffle(parts)
    return " ".join(parts)


def _part(text: str, random: Random) -> str:
    sentences = _SENTENCES.split(text)
    start = random.randrange(len(sentences))
    return " ".join(sentences[start : start + 2])


@cache
def _neighbours(base: Path) -> Mapping[str, Sequence[str]]:
    """For each whole word among the encoder's pieces, the words nearest to it by cosine."""
    # What trains has it; the tests that vary a text with tables of their own do not.
    from safetensors.numpy import load_file  # noqa: PLC0415

    pieces = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    places = [
        place
        for place, piece in enumerate(pieces)
        if len(piece) >= _LEAST_LETTERS and _WORD.fullmatch(piece)
    ]
    table = load_file(base / "model.safetensors")["embeddings.word_embeddings.weight"][places]
    table = table - table.mean(0)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    words = [pieces[place] for place in places]
    return {
        word: [words[other] for other in others]
        for word, others in zip(words, _nearest(table), strict=True)
    }


def _nearest(table: npt.NDArray[np.float32]) -> Iterator[list[int]]:
    for start in range(0, len(table), 1_000):
        alike = table[start : start + 1_000] @ table.T
        alike[np.arange(len(alike)), np.arange(start, start + len(alike))] = -1
        yield from np.argpartition(-alike, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS].tolist()
