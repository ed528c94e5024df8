"""Writes what a training has found into the files that ship with the policy."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.policy import first_tier
from parley.policy.convolution import Convolution
from parley.policy.disguise import Watched
from training.examples import LEARNT

FOLDER = Path(first_tier.__file__).parent / "weights"

# A zip file keeps the time of its members, and the same training makes the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_first_tier(
    network: Convolution, curves: npt.NDArray[np.float64], watched: Watched
) -> Path:
    """The vectors, which are most of it, become one byte a number."""
    scales = np.abs(network.vectors).max(axis=0) / 127
    return write(
        FOLDER / first_tier.FILE,
        {
            "form": np.array(first_tier.FORM),
            "attributes": packed(LEARNT),
            "vocabulary": packed(network.vocabulary),
            "vectors": np.rint(network.vectors / scales).astype(np.int8),
            "scales": scales.astype(np.float32),
            "places": network.places,
            "kernel": network.kernel,
            "bias": network.bias,
            "head": network.head,
            "head_bias": network.head_bias,
            "curves": curves.astype(np.float32),
            "watched": packed(watched.words),
            "innocent": packed(sorted(watched.innocent)),
        },
    )


def write(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> Path:
    """An .npz that is the same byte for byte whenever it is written; arrays of any numbers."""
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        for name, array in arrays.items():
            member = BytesIO()
            np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
            information = zipfile.ZipInfo(f"{name}.npy", _NO_TIME)
            file.writestr(information, member.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return path


def packed(words: Iterable[str]) -> npt.NDArray[np.uint8]:
    """As lines of UTF-8, since NumPy pads every text to the longest."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
