"""Reads plain tables of a foreign SQLite file, which may be damaged or made to harm."""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from parley.errors import BadInput
from parley.importers.export_file import BrokenOff, opened
from parley.importers.record import Damage

MAGIC = b"SQLite format 3\0"
# A value with more is no comment but an attempt on our memory.
MAX_VALUE = 16 * 1024 * 1024
_PLAIN_NAME = re.compile(r"\w{1,64}")
# Names, unlike texts, are decoded by the library itself.
_ERRORS = (sqlite3.Error, OverflowError, UnicodeDecodeError)
# What PRAGMA table_xinfo says of columns that are computed when they are read.
_COMPUTED = frozenset([2, 3])

Values = dict[str, Any]
"""A row by its columns: None, int, float, str or bytes."""


class Database:
    """An open file; only rows of tables are ever read, so no view, trigger or function runs."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self._replaced = 0
        connection.text_factory = self._text

    def tables(self) -> list[str]:
        return [name for name, kind, _sql in self._schema() if kind == "table"]

    def rows(self, table: str) -> Iterator[Values | Damage]:
        """Every row that can be read. Raises BadInput for what is no plain table.

        Behind a damaged page, SQLite reads no further; so it is asked from the other end, too.
        """
        columns = self._columns(table)
        last: list[int] = []
        error = yield from self._scan(table, columns, last=last, backwards=False)
        if not error:
            return
        yield Damage(f"Table {table} of {self._path.name} is damaged: {error}")
        yield from self._scan(table, columns, last=last, backwards=True)

    def damage(self) -> Iterator[Damage]:
        if self._replaced:
            yield Damage(
                f"{self._replaced} texts of {self._path.name} are not in UTF-8;"
                " “\ufffd” stands for what they have else."
            )

    def _text(self, data: bytes) -> str:
        text = data.decode("utf-8", "replace")
        self._replaced += "\ufffd" in text and b"\xef\xbf\xbd" not in data
        return text

    def _schema(self) -> list[tuple[str, str, str]]:
        try:
            found = self._connection.execute("SELECT name, type, sql FROM main.sqlite_master")
            return [(str(name), str(kind), str(sql)) for name, kind, sql in found]
        except _ERRORS as error:
            raise BadInput(f"{self._path.name} is a damaged database: {error}.") from error

    def _columns(self, table: str) -> list[str]:
        kinds = {
            name: "virtual table" if re.match(r"(?i)\s*create\s+virtual", sql) else kind
            for name, kind, sql in self._schema()
        }
        if kinds.get(table) != "table":
            raise BadInput(
                f"{self._path.name} has no table {table}, but a {kinds.get(table, 'database')}"
                " of other things."
            )
        try:
            found = self._connection.execute(f'PRAGMA main.table_xinfo("{table}")').fetchall()
        except _ERRORS as error:
            raise BadInput(f"{self._path.name} is a damaged database: {error}.") from error
        if any(column[6] in _COMPUTED for column in found):
            raise BadInput(f"Table {table} of {self._path.name} computes columns, as none does.")
        return [str(column[1]) for column in found if _PLAIN_NAME.fullmatch(str(column[1]))]

    def _scan(
        self, table: str, columns: list[str], *, last: list[int], backwards: bool
    ) -> Generator[Values, None, str]:
        """The rows from one end on, as far as they can be read; at last the error met, or "".

        The tree of a made-up file may lead to one page again and again; then rows do not ascend.
        """
        names = ", ".join(f'"{name}"' for name in ["_rowid_", *columns])
        order = "DESC" if backwards else "ASC"
        query = f'SELECT {names} FROM main."{table}" NOT INDEXED ORDER BY _rowid_ {order}'  # noqa: S608  (names of its own schema, which are words)
        before: int | None = None
        try:
            for rowid, *values in self._connection.execute(query):
                if before is not None and (rowid < before) != backwards:
                    return "its rows are out of order."
                if backwards and last and rowid <= last[-1]:
                    break
                before = rowid
                if not backwards:
                    last[:] = [rowid]
                yield dict(zip(columns, values, strict=True))
        except _ERRORS as error:
            return f"{error}."
        return ""


@contextmanager
def database(path: Path, told: Callable[[int], None]) -> Iterator[Database]:
    """The file, packed or not, opened so that nothing is written, not even beside it."""
    with _unpacked(path, told) as plain:
        uri = f"{plain.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            if hasattr(connection, "setlimit"):
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
            try:
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.execute("PRAGMA cell_size_check = ON")
            except _ERRORS as error:
                raise BadInput(f"{path.name} is a damaged database: {error}.") from error
            yield Database(connection, path)


def unwritten(path: Path) -> Iterator[Damage]:
    """Told of a file beside it that holds what the program has not yet written into it."""
    beside = path.with_name(f"{path.name}-wal")
    if beside.exists() and beside.stat().st_size:
        yield Damage(
            f"{beside.name} holds newer rows that {path.name} has not. Stop the program that writes"
            f' it, or copy it by: sqlite3 {path.name} ".backup copy.db"'
        )


@contextmanager
def _unpacked(path: Path, told: Callable[[int], None]) -> Iterator[Path]:
    with path.open("rb") as raw:
        packed = raw.read(len(MAGIC)) != MAGIC
    if not packed:
        yield path
        told(path.stat().st_size)
        return
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        try:
            with opened(path, told) as stream:
                shutil.copyfileobj(stream, file)
        except BrokenOff as broken:
            raise BadInput(f"{path.name}: {broken} Get it once more.") from broken
        file.flush()
        yield Path(file.name)
