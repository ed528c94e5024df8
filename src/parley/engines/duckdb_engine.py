"""Runs the SQL of the rules in DuckDB, inside this process and within a given memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from parley.errors import Unavailable

if TYPE_CHECKING:
    import duckdb

# Rows that a program takes at a time of an answer.
PIECE = 1 << 16


class DuckEngine:
    """An `Engine` over a database of its own on the disk; SQL beyond SELECTs goes to `run`."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self._connection = connection

    def load(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        given = dict(columns)  # noqa: F841  DuckDB reads it by its name.
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")

    def keep(self, name: str, select: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {select}")

    def row(self, select: str) -> Sequence[Any]:
        [found] = self._connection.execute(select).fetchall()
        return tuple(found)

    def rows(self, select: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT; nothing else may be asked while they are read."""
        answer = self._connection.execute(select)
        while piece := answer.fetchmany(PIECE):
            yield from piece

    def columns(self, select: str) -> dict[str, NDArray[Any]]:
        """The rows of a SELECT as one array a column."""
        return dict(self._connection.execute(select).fetchnumpy())

    def run(self, statement: str) -> None:
        """Any other statement."""
        self._connection.execute(statement)


@contextmanager
def opened(memory: str) -> Iterator[DuckEngine]:
    """An empty engine that takes `memory` ("4GB") and puts the rest on the disk for the time."""
    try:
        import duckdb
    except ImportError as error:
        raise Unavailable(
            "DuckDB is not installed. Install it by: pip install 'parley-comments[scale]'"
        ) from error
    with (
        TemporaryDirectory(prefix="parley-votes-") as folder,
        duckdb.connect(str(Path(folder) / "votes.duckdb")) as connection,
    ):
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute(f"SET temp_directory = '{folder}'")
        connection.execute("SET enable_progress_bar = false")
        yield DuckEngine(connection)
