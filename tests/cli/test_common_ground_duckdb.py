"""`parley common-ground --engine duckdb`: the same numbers, of tables on the disk."""

import gzip
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from tests.cli.vote_tables import HEADER, NONE_YET, answer, run


def nearly(found: Any, expected: Any) -> None:
    """The same but for the last bits of numbers."""
    if isinstance(expected, float):
        assert found == pytest.approx(expected, abs=1e-9)
    elif isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for key, value in expected.items():
            nearly(found[key], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            nearly(one, other)
    else:
        assert found == expected


@pytest.fixture
def irregular(tmp_path: Path) -> Path:
    """Votes at random, of some readers several on a comment, in no order of time."""
    draw = np.random.default_rng(3)
    rows = draw.permutation(
        [
            f"{draw.integers(1000)},{reader},“{comment}”,{draw.integers(-1, 2)},{draw.integers(2)}"
            for reader in range(60)
            for comment in draw.integers(0, 40, draw.integers(1, 30))
        ]
    )
    file = tmp_path / "irregular.csv"
    file.write_text("\n".join(["timestamp,pid,tid,vote,history", *rows]), encoding="utf-8")
    return file


def test_duckdb_comes_to_the_same(irregular: Path) -> None:
    by_numpy = answer(irregular, "--model", "factor", "--engine", "numpy")
    nearly(answer(irregular, "--model", "factor", "--engine", "duckdb"), by_numpy)


def test_duckdb_reads_a_packed_table_parquet_and_a_database(
    irregular: Path, tmp_path: Path
) -> None:
    expected = answer(irregular, "--model", "factor")
    packed, parquet, database = (tmp_path / f"v.{end}" for end in ("csv.gz", "parquet", "duckdb"))
    packed.write_bytes(gzip.compress(irregular.read_bytes()))
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"CREATE TABLE votes AS FROM read_csv('{irregular}')")
        connection.execute(f"COPY votes TO '{parquet}'")
    nearly(answer(packed, "--model", "factor", "--engine", "duckdb"), expected)
    nearly(answer(parquet, "--model", "factor"), expected)
    nearly(answer(database, "--model", "factor"), expected)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (f"{HEADER}\na,1,1\na,2,NaN\n", "Row 2: the vote “NaN” is none of 1, 0 and -1."),
        (f"{HEADER}\na,1,\n", "Row 1: the vote “” is none of 1, 0 and -1."),
        (f"{HEADER}\n,1,1\n", "Row 1: an id is empty."),
        (f"{HEADER}\na,1\n", "CSV Error on Line: 2"),
        ("a,b\n1,2\n", "it lacks voter-id, comment-id, vote"),
    ],
)
def test_what_duckdb_cannot_read_is_told(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "votes.csv").write_text(content)
    result = run(tmp_path / "votes.csv", "--model", "factor", "--engine", "duckdb")
    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr


def test_what_is_no_database_and_no_parquet_is_told(tmp_path: Path) -> None:
    for name in ("votes.parquet", "votes.duckdb"):
        (tmp_path / name).write_text("no such thing")
        result = run(tmp_path / name, "--model", "factor")
        assert (result.exit_code, result.stdout) == (2, "")


def test_duckdb_finds_nothing_in_a_table_without_votes(tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_text(f"{HEADER}\n")
    found = answer(tmp_path / "votes.csv", "--model", "factor", "--engine", "duckdb")
    assert (found["comments_scored"], found["message"]) == ([], NONE_YET)


def test_duckdb_computes_the_factor_model_alone(divided: Path) -> None:
    assert run(divided, "--engine", "duckdb").exit_code == 2


def test_the_factor_model_has_two_sides(divided: Path) -> None:
    assert run(divided, "--model", "factor", "--camps", "3").exit_code == 2


def test_a_size_of_memory_that_is_none_is_refused(divided: Path) -> None:
    result = run(divided, "--memory", "much'; DROP")
    assert result.exit_code == 2
    assert "write it like 4GB" in result.stderr
