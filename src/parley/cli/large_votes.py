"""The factor model of a table of votes that NumPy has no room for, by way of DuckDB."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from parley.cli import vote_columns
from parley.cli.ground_models import bounds_of, none_yet, of_nothing
from parley.cli.ground_report import ANSWERS, Counted, Report
from parley.cli.vote_columns import Columns, Rows
from parley.engines import duckdb_engine, duckdb_factor, duckdb_votes
from parley.engines.duckdb_engine import DuckEngine
from parley.engines.duckdb_votes import Taken
from parley.errors import BadInput
from parley.ranking import factor_sql
from parley.ranking.factor_sides import SIDES
from parley.ranking.ground import COLUMNS
from parley.ranking.polis_consensus import group_aware_consensus

# NumPy takes 25 bytes a vote while it reads, and a sweep over so many some ten seconds.
MOST_FOR_NUMPY = 50_000_000
# The shortest row there is, "1,1,1" and its end; a smaller file needs no counting.
_SHORTEST_ROW = 6
_PIECE = 1 << 22
# What only DuckDB reads.
PARQUET, DATABASE = (".parquet",), (".duckdb", ".db")


def is_large(path: Path) -> bool:
    """Whether a file is one that only DuckDB can read, or has more rows than NumPy should."""
    if path.suffix in PARQUET + DATABASE:
        return True
    if path == Path("-") or not path.is_file():
        return False
    if path.suffix != ".gz" and path.stat().st_size < MOST_FOR_NUMPY * _SHORTEST_ROW:
        return False
    with vote_columns.opened(path) as stream:
        rows = sum(piece.count(b"\n") for piece in iter(lambda: stream.read(_PIECE), b""))
    return rows > MOST_FOR_NUMPY


@contextmanager
def by_factor(path: Path, *, memory: str, tell: Callable[[str], None]) -> Iterator[Report]:
    """As `ground_models.by_factor`, while the engine is open; `tell` hears the remarks."""
    if path == Path("-"):
        raise BadInput("DuckDB reads a file, not standard input.")
    with duckdb_engine.opened(memory) as engine:
        source, columns = _source(engine, path)
        taken = duckdb_votes.take(engine, source, columns=columns)
        if taken.repeated:
            tell(
                f"{taken.repeated} votes were cast again on the same comment: the last vote counts."
            )
        if not taken.votes:
            yield of_nothing("factor")
            return
        fit = factor_sql.fit(engine, readers=taken.readers, comments=taken.comments)
        yield _report(engine, taken, fit=fit)


def _source(engine: DuckEngine, path: Path) -> tuple[str, dict[str, str]]:
    """What stands after FROM, and what its columns are called."""
    if path.suffix in PARQUET + DATABASE:
        is_table = path.suffix in DATABASE
        source = (
            duckdb_votes.database_source(engine, path)
            if is_table
            else duckdb_votes.parquet_source(path)
        )
        names = duckdb_votes.columns_of(engine, source)
        return source, _roles(vote_columns.of_votes(names), names)
    with vote_columns.opened(path) as stream:
        rows = Rows(stream)
    columns = vote_columns.of_votes(rows.header)
    source = duckdb_votes.csv_source(path, len(rows.header), separator=rows.separator)
    return source, _roles(columns, [f"c{number}" for number in range(len(rows.header))])


def _roles(columns: Columns, names: list[str]) -> dict[str, str]:
    places = {
        duckdb_votes.READER: columns.reader,
        duckdb_votes.COMMENT: columns.comment,
        duckdb_votes.VALUE: columns.value,
        duckdb_votes.MOMENT: columns.moment,
        duckdb_votes.HISTORY: columns.history,
    }
    return {role: names[place] for role, place in places.items() if place is not None}


def _report(engine: DuckEngine, taken: Taken, *, fit: factor_sql.Fit) -> Report:
    found = duckdb_factor.comments(engine)
    names = [str(name) for name in found["name"].tolist()]
    counts = np.zeros((len(names), SIDES, COLUMNS), np.int32)
    for side in range(SIDES):
        for column in range(ANSWERS):
            counts[:, side, column] = found[f"side{side}_{column}"]
    everyone = np.stack([found[f"all_{column}"] for column in range(ANSWERS)], axis=1)
    seen = counts[:, :, :ANSWERS].sum(axis=2, dtype=np.int64)
    by_side = np.stack([counts[:, :, 0], counts[:, :, 1], seen], axis=-1).transpose(1, 0, 2)
    counted = Counted(
        comments=names,
        everyone=everyone.astype(np.int64),
        counts=counts,
        consensus=group_aware_consensus(by_side),
    )
    return Report(
        model="factor",
        counted=counted,
        listed=np.flatnonzero(everyone.sum(axis=1)),
        score=found["intercept"],
        badge=np.zeros(len(names), np.bool_),
        bounds=bounds_of(counted),
        readers=taken.readers,
        placed=duckdb_factor.placed(engine),
        places=(
            (name, [factor, intercept], side)
            for name, factor, intercept, side in duckdb_factor.readers(engine)
        ),
        message=none_yet(counted),
        more={
            "camp_names": None,
            "mean": fit.mean,
            "loss": fit.loss,
            "factors": dict(zip(names, found["factor"].tolist(), strict=True)),
        },
    )
