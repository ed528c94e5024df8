"""Files of weights that a person can read: a name and a number on each line."""

from collections.abc import Mapping
from pathlib import Path

from parley.errors import ModelUnavailable

FOLDER = Path(__file__).parent / "weights"


def read(file: Path) -> Mapping[str, float]:
    """By name; lines that begin with "#" are remarks. Raises ModelUnavailable."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        pairs = (line.split("\t") for line in lines if not line.startswith("#"))
        weights = {name: float(weight) for name, weight in pairs}
    except (OSError, ValueError) as fault:
        raise ModelUnavailable(f"{file} cannot be read: {fault}") from fault
    if not weights:
        raise ModelUnavailable(f"{file} is empty.")
    return weights
