"""Brings tables of votes on the disk into DuckDB: ids numbered, of several votes the last."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parley.engines.duckdb_engine import DuckEngine
from parley.errors import BadInput, Unavailable

# What the columns of a source may be; the first three must be there.
READER, COMMENT, VALUE, MOMENT, HISTORY = "reader", "comment", "value", "moment", "history"
# The table that a DuckDB database has its votes in.
TABLE = "votes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many there are; `repeated` votes came before a reader's last."""

    votes: int
    readers: int
    comments: int
    repeated: int


def csv_source(path: Path, columns: int, *, separator: str) -> str:
    """A CSV file with a header, whose columns become c0, c1, …; as what stands after FROM."""
    types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(columns))
    return (
        f"read_csv({_text(str(path))}, delim={_text(separator)}, quote='\"', escape='\"',"
        f" header=true, columns={{{types}}}, auto_detect=false)"
    )


def parquet_source(path: Path) -> str:
    """A Parquet file, as what stands after FROM."""
    return f"read_parquet({_text(str(path))})"


def database_source(engine: DuckEngine, path: Path) -> str:
    """The table of votes of a DuckDB database, as what stands after FROM."""
    with _told():
        engine.run(f"ATTACH {_text(str(path))} AS given (READ_ONLY)")
    return f"given.{TABLE}"


def columns_of(engine: DuckEngine, source: str) -> list[str]:
    """The names of a source's columns."""
    with _told():
        return [str(name) for name, *_ in engine.rows(f"DESCRIBE SELECT * FROM {source}")]


def take(engine: DuckEngine, source: str, *, columns: Mapping[str, str]) -> Taken:
    """Makes the tables votes, readers_named and comments_named (id, name) of a source.

    `columns` says how the source calls READER, COMMENT, VALUE, MOMENT and HISTORY. Raises
    BadInput for what cannot be read.
    """
    with _told():
        engine.keep("raw", _raw(source, columns))
        _check(engine)
        for kind in (READER, COMMENT):
            engine.keep(f"{kind}s_named", _named(engine, kind))
        engine.keep("votes", _LAST)
        votes, repeated = engine.row("SELECT COUNT(*), COALESCE(SUM(before), 0) FROM votes")
        readers, comments = (
            engine.row(f"SELECT COUNT(*) FROM {kind}s_named")[0] for kind in (READER, COMMENT)
        )
        engine.run("DROP TABLE raw")
    return Taken(
        votes=int(votes), readers=int(readers), comments=int(comments), repeated=int(repeated)
    )


def _raw(source: str, columns: Mapping[str, str]) -> str:
    """The columns that are read, each row with its place: in time, then in the table."""
    text = {role: f"CAST({_name(column)} AS VARCHAR)" for role, column in columns.items()}
    value = f"""CASE WHEN TRIM({text[VALUE]}) IN ('1', '1.0', '+1') THEN 1
      WHEN TRIM({text[VALUE]}) IN ('0', '0.0') THEN 0
      WHEN TRIM({text[VALUE]}) IN ('-1', '-1.0') THEN -1 END"""
    place = "row_number() OVER ()"
    if MOMENT in text:
        seconds = f"EPOCH(TRY_CAST({text[MOMENT]} AS TIMESTAMPTZ))"
        place = f"ROW(COALESCE(TRY_CAST({text[MOMENT]} AS DOUBLE), {seconds}, 0), {place})"
    history = f"COALESCE({text[HISTORY]} IN ('1', 'true'), FALSE)" if HISTORY in text else "FALSE"
    return f"""SELECT {text[READER]} AS reader, {text[COMMENT]} AS comment,
      CAST({value} AS TINYINT) AS value, {history} AS history, {place} AS place,
      CASE WHEN ({value}) IS NULL THEN {text[VALUE]} END AS told,
      row_number() OVER () AS row
    FROM {source}"""


# Of a reader's votes on a comment the last.
_LAST = """
SELECT reader, comment, MAX_BY(value, place) AS value, MAX_BY(history, place) AS history,
  COUNT(*) - 1 AS before
FROM (
  SELECT readers_named.id AS reader, comments_named.id AS comment, value, history, place
  FROM raw JOIN readers_named ON readers_named.name = raw.reader
    JOIN comments_named ON comments_named.name = raw.comment
) numbered GROUP BY reader, comment"""


def _check(engine: DuckEngine) -> None:
    wrong = engine.rows(
        """SELECT row, value IS NULL, COALESCE(told, '') FROM raw
        WHERE value IS NULL OR TRIM(COALESCE(reader, '')) = '' OR TRIM(COALESCE(comment, '')) = ''
        ORDER BY row LIMIT 1"""
    )
    for row, is_vote, told in wrong:
        fault = f"the vote “{told}” is none of 1, 0 and -1" if is_vote else "an id is empty"
        raise BadInput(f"Row {row}: {fault}.")


def _named(engine: DuckEngine, kind: str) -> str:
    """The ids of one kind by their number, in the same order that NumPy's table has."""
    numbers = engine.row(f"SELECT BOOL_AND(REGEXP_FULL_MATCH({kind}, '[0-9]{{1,18}}')) FROM raw")
    order = "CAST(name AS BIGINT), LENGTH(name)" if numbers[0] else "name"
    return f"""SELECT CAST(row_number() OVER (ORDER BY {order}) - 1 AS INTEGER) AS id, name
    FROM (SELECT DISTINCT {kind} AS name FROM raw) names"""


def _name(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'


def _text(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


@contextmanager
def _told() -> Iterator[None]:
    """DuckDB's faults as ours: what it cannot read, and what it has no memory for."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise Unavailable("DuckDB needs more memory than --memory allows.") from error
    except duckdb.Error as error:
        raise BadInput(str(error).strip().splitlines()[0]) from error
