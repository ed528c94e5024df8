"""The factor model by SQL in DuckDB comes to the same numbers as by NumPy."""

import builtins
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from parley.engines import duckdb_engine
from parley.engines.duckdb_engine import DuckEngine
from parley.errors import Unavailable
from parley.ranking import factor, factor_sql
from parley.ranking.votes import VoteTable

EXACT = 1e-9


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with duckdb_engine.opened("512MB") as found:
        yield found


def votes_at_random(readers: int, comments: int, *, seed: int) -> VoteTable:
    """A third of all possible votes; the last reader and the last comment have none."""
    draw = np.random.default_rng(seed)
    reader, comment = np.nonzero(draw.random((readers - 1, comments - 1)) < 0.3)
    return VoteTable.of(
        reader, comment, value=draw.integers(-1, 2, len(reader)), readers=readers, comments=comments
    )


def load(engine: DuckEngine, votes: VoteTable) -> None:
    engine.load("votes", {"reader": votes.reader, "comment": votes.comment, "value": votes.value})


def by_number(engine: DuckEngine, table: str, size: int) -> tuple[Any, Any]:
    found = engine.columns(f"SELECT id, intercept, factor FROM {table}")
    intercept, factors = np.zeros(size), np.zeros(size)
    intercept[found["id"]], factors[found["id"]] = found["intercept"], found["factor"]
    return intercept, factors


@pytest.mark.parametrize(("readers", "comments"), [(300, 40), (2, 2), (30, 200)])
def test_it_comes_to_the_numbers_of_numpy(engine: DuckEngine, readers: int, comments: int) -> None:
    votes = votes_at_random(readers, comments, seed=readers)
    load(engine, votes)
    fit = factor_sql.fit(engine, readers=readers, comments=comments)
    expected = factor.fit(votes)
    intercept, factors = by_number(engine, factor_sql.READERS, readers)
    np.testing.assert_allclose(intercept, expected.reader_intercept, atol=EXACT, rtol=0)
    np.testing.assert_allclose(factors, expected.reader_factor, atol=EXACT, rtol=0)
    intercept, factors = by_number(engine, factor_sql.COMMENTS, comments)
    np.testing.assert_allclose(intercept, expected.comment_intercept, atol=EXACT, rtol=0)
    np.testing.assert_allclose(factors, expected.comment_factor, atol=EXACT, rtol=0)
    assert fit.mean == pytest.approx(expected.mean, abs=EXACT)
    assert fit.loss == pytest.approx(expected.loss, abs=EXACT)


def test_a_table_without_votes_has_nothing_to_fit(engine: DuckEngine) -> None:
    load(engine, VoteTable.of([], [], value=[]))
    assert factor_sql.fit(engine, readers=0, comments=0) == factor_sql.Fit(mean=0.0, loss=0.0)


def test_where_duckdb_is_not_installed_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "duckdb":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with (
        pytest.raises(Unavailable, match=r"pip install 'parley-comments\[scale\]'"),
        duckdb_engine.opened("1GB"),
    ):
        pass
