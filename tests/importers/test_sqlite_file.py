"""Tables of a foreign database are read as far as they can be, and nothing of it is run."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from parley.errors import BadInput
from parley.importers.record import Damage
from parley.importers.sqlite_file import database, unwritten

PAGE = 4096
ROWS = 1_000


def made(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


def rows(path: Path, table: str = "t") -> list[dict[str, Any] | Damage]:
    with database(path, lambda _count: None) as file:
        return [*file.rows(table), *file.damage()]


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = made(tmp_path / "a.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
    with closing(sqlite3.connect(path)) as connection, connection:
        values = [(number, f"Text {number} " + "x" * 100) for number in range(1, ROWS + 1)]
        connection.executemany("INSERT INTO t VALUES (?, ?)", values)
    return path


def test_rows_come_by_their_columns_in_order(large: Path) -> None:
    found = rows(large)
    assert len(found) == ROWS
    assert found[0] == {"id": 1, "text": "Text 1 " + "x" * 100}


def test_a_packed_file_is_unpacked(large: Path, tmp_path: Path) -> None:
    packed = tmp_path / "a.db.gz"
    packed.write_bytes(gzip.compress(large.read_bytes()))
    assert len(rows(packed)) == ROWS


def test_nothing_is_written_beside_it(large: Path) -> None:
    before = sorted(large.parent.iterdir())
    rows(large)
    assert sorted(large.parent.iterdir()) == before


def test_around_a_damaged_page_everything_is_read(large: Path) -> None:
    data = bytearray(large.read_bytes())
    middle = len(data) // PAGE // 2 * PAGE
    data[middle : middle + PAGE] = b"\xff" * PAGE
    large.write_bytes(data)
    found = rows(large)
    [told] = [row for row in found if isinstance(row, Damage)]
    ids = [row["id"] for row in found if isinstance(row, dict)]
    assert told.detail.startswith("Table t of a.db is damaged: ")
    assert len(set(ids)) == len(ids)
    assert ROWS - 60 < len(ids) < ROWS
    assert {1, ROWS} <= set(ids)


def test_a_tree_that_leads_in_circles_ends(large: Path) -> None:
    data = bytearray(large.read_bytes())
    root = data[PAGE : 2 * PAGE]
    assert root[0] == 5
    first = int.from_bytes(root[12:14], "big")
    child = root[first : first + 4]
    for place in range(12, 12 + 2 * int.from_bytes(root[3:5], "big"), 2):
        cell = int.from_bytes(root[place : place + 2], "big")
        root[cell : cell + 4] = child
    data[PAGE : 2 * PAGE] = root
    large.write_bytes(data)
    found = rows(large)
    assert len(found) < ROWS
    assert any(isinstance(row, Damage) for row in found)


def test_a_file_cut_anywhere_raises_nothing_else(large: Path) -> None:
    whole = large.read_bytes()
    for size in range(16, len(whole), 3_001):
        large.write_bytes(whole[:size])
        try:
            found = rows(large)
        except BadInput:
            continue
        assert all(isinstance(row, Damage) or row["text"][:4] == "Text" for row in found)


def test_a_view_is_no_table(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE VIEW t AS SELECT randomblob(1000000000) AS text")
    with pytest.raises(BadInput, match="has no table t, but a view"):
        rows(path)


def test_a_virtual_table_is_no_table(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE VIRTUAL TABLE t USING fts5(text)")
    with pytest.raises(BadInput, match="has no table t, but a virtual table"):
        rows(path)


def test_computed_columns_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (a, text AS (hex(zeroblob(900000000))))")
    with pytest.raises(BadInput, match="computes columns"):
        rows(path)


def test_text_that_is_none_is_told(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE t (text)",
                "INSERT INTO t VALUES (CAST(x'636166e9' AS TEXT))")  # fmt: skip
    [row, told] = rows(path)
    assert row == {"text": "caf\ufffd"}
    assert told == Damage(
        "1 texts of a.db are not in UTF-8; “\ufffd” stands for what they have else."
    )


def test_a_file_that_only_begins_like_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)
    with pytest.raises(BadInput, match="damaged database"):
        rows(path)


def test_newer_rows_beside_it_are_told(large: Path) -> None:
    assert list(unwritten(large)) == []
    large.with_name("a.db-wal").write_bytes(b"x")
    [told] = unwritten(large)
    assert "a.db-wal holds newer rows" in told.detail


def test_a_schema_that_is_no_text_is_damage(large: Path) -> None:
    data = large.read_bytes()
    large.write_bytes(data.replace(b"CREATE TABLE t", b"CREATE TABLE \xff"))
    with pytest.raises(BadInput):
        rows(large)
