"""Real votes with the groups that Polis has published for them (openData, CC BY 4.0)."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.ground_real import read
from parley.ranking.votes import VoteTable


def conversation(shared: Path, name: str) -> tuple[VoteTable, NDArray[np.int8]]:
    """The votes, and each reader's published group, -1 for none."""
    return read(shared / "data" / "votes" / name / "participants-votes.csv")
