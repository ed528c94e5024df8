"""Runs the SQL of the rules in Spark, for tables that are too large for one machine."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Rows that go to the cluster at a time, so that the driver's memory does not hold them twice.
PIECE = 1 << 20


class SparkEngine:
    """An `Engine` over a Spark session that has the table of votes (reader, comment, value).

    What is kept is a view whose rows were computed and stored once; without that every sweep
    would begin with the first. Spark drops the former rows when nothing needs them.
    """

    def __init__(self, session: "SparkSession") -> None:
        self._session = session

    def load(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        size = len(next(iter(columns.values())))
        schema = ", ".join(f"{column} {_type(values)}" for column, values in columns.items())
        whole = self._session.createDataFrame([], schema)
        for start in range(0, size, PIECE):
            piece = [values[start : start + PIECE].tolist() for values in columns.values()]
            rows = list(zip(*piece, strict=True))
            whole = whole.union(self._session.createDataFrame(rows, schema))
        whole.localCheckpoint().createOrReplaceTempView(name)

    def keep(self, name: str, select: str) -> None:
        self._session.sql(select).localCheckpoint().createOrReplaceTempView(name)

    def row(self, select: str) -> Sequence[Any]:
        [found] = self._session.sql(select).collect()
        return tuple(found)


def _type(values: NDArray[Any]) -> str:
    return "DOUBLE" if np.issubdtype(values.dtype, np.floating) else "BIGINT"
