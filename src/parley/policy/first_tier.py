"""The first tier of the abuse model: it judges every comment, and ships inside the package."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from parley.errors import ModelUnavailable
from parley.policy.convolution import WIDTH, Convolution, Heard
from parley.policy.disguise import Watched
from parley.policy.features import Token, tokens_of
from parley.policy.submission import Submission

FILE = "first_tier.npz"

# What the arrays of a file mean; one of another form is refused.
FORM = 4

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class FirstTier:
    """`curves` are Platt's slope and shift for each attribute; `version` names the content."""

    attributes: tuple[str, ...]
    network: Convolution
    curves: Array
    watched: Watched
    version: str

    def judge(self, submission: Submission) -> "Judged":
        tokens = tokens_of(submission, self.watched)
        heard = self.network.hear(tokens)
        scores = self.curves[:, 0] * heard.logits + self.curves[:, 1]
        return Judged(tokens, heard, heard.logits, 1 / (1 + np.exp(-scores)))


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What the tier made of one comment: a logit and a probability for each attribute."""

    tokens: Sequence[Token]
    heard: Heard
    logits: Array
    probabilities: Array

    def shares(self, column: int) -> list[float]:
        """What each token adds to the logit of an attribute."""
        shares = [0.0] * len(self.tokens)
        for owner, share in zip(self.heard.owners, self.heard.shares(column), strict=True):
            shares[owner] += float(share)
        return shares


def load_first_tier(data: bytes | None = None) -> FirstTier:
    """The model in the package, or in `data`. Raises ModelUnavailable."""
    try:
        raw = data if data is not None else _packaged()
        with np.load(BytesIO(raw), allow_pickle=False) as stored:
            return _read({name: stored[name] for name in stored.files}, raw)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as fault:
        raise ModelUnavailable(f"{FILE} of the policy cannot be read: {fault}") from fault


def _packaged() -> bytes:
    return files("parley.policy").joinpath("weights", FILE).read_bytes()


def _read(stored: Mapping[str, npt.NDArray[Any]], raw: bytes) -> FirstTier:
    """`Any`: NumPy knows the kind of an array's numbers only when it has read them."""
    attributes = tuple(_lines(stored["attributes"]))
    vectors = stored["vectors"].astype(np.float32) * stored["scales"]
    kernel, head = stored["kernel"], stored["head"]
    expected = (WIDTH * vectors.shape[1], len(attributes))
    if int(stored["form"]) != FORM or (kernel.shape[0], head.shape[1]) != expected:
        raise ValueError("its form is of another version of Parley")
    vocabulary = {piece: index for index, piece in enumerate(_lines(stored["vocabulary"]))}
    if len(vocabulary) != len(vectors):
        raise ValueError("its vocabulary is damaged")
    return FirstTier(
        attributes=attributes,
        network=Convolution(
            vocabulary=vocabulary,
            vectors=vectors,
            places=stored["places"],
            kernel=kernel,
            bias=stored["bias"],
            head=head,
            head_bias=stored["head_bias"],
        ),
        curves=stored["curves"],
        watched=Watched.of(_lines(stored["watched"]), _lines(stored["innocent"])),
        version="first-" + hashlib.sha256(raw).hexdigest()[:10],
    )


def _lines(stored: npt.NDArray[Any]) -> list[str]:
    """Words are kept as lines of UTF-8, since NumPy pads every text to the longest."""
    return stored.tobytes().decode().split("\n") if stored.size else []
