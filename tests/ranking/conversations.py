"""Real votes with the groups that Polis has published for them (openData, CC BY 4.0)."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parley.ranking.votes import VoteTable


def conversation(shared: Path, name: str) -> tuple[VoteTable, NDArray[np.int64]]:
    """The votes, and each reader's published group, -1 for none."""
    file = shared / "data" / "votes" / name / "participants-votes.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = [column for column in rows[0] if column.isdecimal()]
    cast = [
        (reader, comment, int(float(row[column])))
        for reader, row in enumerate(rows)
        for comment, column in enumerate(columns)
        if row[column]
    ]
    reader, comment, value = zip(*cast, strict=True)
    groups = np.array([int(row["group-id"]) if row["group-id"] else -1 for row in rows])
    table = VoteTable.of(reader, comment, value=value, readers=len(rows), comments=len(columns))
    return table, groups
