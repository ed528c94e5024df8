"""Our own vote on the language of a text in Latin letters: English, or which romanised one.

Linear in the runs of up to five letters that occur in it, of which `training/language.py`
has learnt how English each is, and how Hindi, Tamil and so on in Latin letters.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import regex

from parley.errors import ModelUnavailable

FILE = "language.npz"

# What the arrays of a file mean; one of another form is refused.
FORM = 1

# Of places for runs of letters, when English is asked for and when the romanised languages
# are told from each other.
PLACES, FEWER_PLACES = 1 << 17, 1 << 14
LONGEST_RUN = 5

# The language of a text shows in its first lines; the rest only costs time.
_READ = 1_000

# But for the single space between two words, which stays as it is.
_NOT_LETTERS = regex.compile(r"(?! [\p{Latin}\p{M}'])[^\p{Latin}\p{M}']+")

# Odd numbers of 32 bits without a pattern, as Murmur's hash has them
# (https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp).
_FIRST, _SECOND, _LAST = (np.uint32(each) for each in (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35))
_SHIFT = np.uint32(16)
_KEPT = np.uint32(32 - (PLACES.bit_length() - 1))


class Evidence(NamedTuple):
    """What speaks for English or against it: our own logit, the identifier's probabilities of
    English and of the likeliest other language, and the share of romanised grammar words.
    """

    own: float
    english: float
    other: float
    romanised: float


@dataclass(frozen=True, slots=True, eq=False)
class LanguageModel:
    """`english` of shape (PLACES,) and `romanised` of (FEWER_PLACES, codes) are in units of
    `scales`, and have shifts of their own. `mix` weighs the evidence, and ends with a shift.
    """

    english: npt.NDArray[np.int8]
    romanised: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float64]
    shift: float
    shifts: npt.NDArray[np.float64]
    codes: tuple[str, ...]
    mix: npt.NDArray[np.float64]

    def english_logit(self, text: str) -> float:
        """How English the letters are; 0 is undecided."""
        places = places_of(text)
        total = float(self.english[places].sum(dtype=np.int64))
        return total * float(self.scales[0]) * evenly(len(places)) + self.shift

    def weigh(self, evidence: Evidence) -> float:
        """A logit, above nothing for English."""
        return float(self.mix[:-1] @ np.array(evidence)) + float(self.mix[-1])

    def romanised_votes(self, text: str) -> dict[str, float]:
        """Probabilities by code ("hi-Latn"); what they lack to 1 is any other language."""
        places = places_of(text) & (FEWER_PLACES - 1)
        totals = self.romanised[places].sum(axis=0, dtype=np.int64)
        logits = totals * self.scales[1] * evenly(len(places)) + self.shifts
        # Of every other language the logit is nothing.
        most = max(0.0, float(logits.max()))
        odds = np.exp(logits - most)
        return dict(zip(self.codes, map(float, odds / (odds.sum() + np.exp(-most))), strict=True))


def evenly(count: int) -> float:
    """So that a long text is surer than a short one, but not by its length."""
    return float(max(1, count) ** -0.5)


@lru_cache(maxsize=32)
def places_of(text: str) -> npt.NDArray[np.int64]:
    """Where each run of letters has its weight; spaces count as letters."""
    said = _NOT_LETTERS.sub(" ", f" {text[:_READ]} ".lower().replace("’", "'"))
    letters = np.frombuffer(said.encode("utf-32-le"), dtype=np.uint32) * _FIRST
    runs, found = letters, list[npt.NDArray[np.uint32]]()
    for length in range(1, min(LONGEST_RUN, len(said))):
        runs = (runs[:-1] ^ (runs[:-1] >> _SHIFT)) * _SECOND + letters[length:]
        found.append(((runs ^ (runs >> _SHIFT)) * _LAST) >> _KEPT)
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)


def load_language_model(data: bytes | None = None) -> LanguageModel:
    """The model in the package, or in `data`. Raises ModelUnavailable."""
    try:
        raw = data if data is not None else _packaged()
        with np.load(BytesIO(raw), allow_pickle=False) as stored:
            model = LanguageModel(
                english=stored["english"],
                romanised=stored["romanised"],
                scales=stored["scales"],
                shift=float(stored["shift"]),
                shifts=stored["shifts"],
                codes=tuple(stored["codes"].tobytes().decode().split()),
                mix=stored["mix"],
            )
            if int(stored["form"]) != FORM or not _fits_together(model):
                raise ValueError("its form is of another version of Parley")
            return model
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as fault:
        raise ModelUnavailable(f"{FILE} of the policy cannot be read: {fault}") from fault


def _packaged() -> bytes:
    return files("parley.policy").joinpath("weights", FILE).read_bytes()


def _fits_together(model: LanguageModel) -> bool:
    columns = len(model.codes)
    return (
        model.english.shape == (PLACES,)
        and model.romanised.shape == (FEWER_PLACES, columns)
        and model.shifts.shape == (columns,)
        and model.mix.shape == (len(Evidence._fields) + 1,)
    )


# Read once, when the first text is judged.
language_model = lru_cache(maxsize=1)(load_language_model)
