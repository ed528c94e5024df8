"""The factor model by SQL in Spark comes to the same numbers as by NumPy; where it is installed."""

import os
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from parley.engines.spark_engine import SparkEngine
from parley.ranking import factor, factor_sql
from parley.ranking.votes import VoteTable

pyspark = pytest.importorskip("pyspark", reason="Spark is not installed")

EXACT = 1e-9
# Enough for the numbers to be compared; each sweep is four of Spark's jobs.
SWEEPS = 3


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    # Spark's own processes talk over this machine's loopback.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("parley")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    yield found
    found.stop()


def test_it_comes_to_the_numbers_of_numpy(session: Any) -> None:
    draw = np.random.default_rng(7)
    readers, comments = 80, 30
    reader, comment = np.nonzero(draw.random((readers, comments)) < 0.3)
    values = draw.integers(-1, 2, len(reader))
    votes = VoteTable.of(reader, comment, value=values, readers=readers, comments=comments)
    engine = SparkEngine(session)
    engine.load("votes", {"reader": votes.reader, "comment": votes.comment, "value": votes.value})
    fit = factor_sql.fit(engine, readers=readers, comments=comments, sweeps=SWEEPS)
    expected = factor.fit(votes, sweeps=SWEEPS)
    assert fit.mean == pytest.approx(expected.mean, abs=EXACT)
    assert fit.loss == pytest.approx(expected.loss, abs=EXACT)
    for table, intercepts, factors in (
        (factor_sql.READERS, expected.reader_intercept, expected.reader_factor),
        (factor_sql.COMMENTS, expected.comment_intercept, expected.comment_factor),
    ):
        found = session.sql(f"SELECT id, intercept, factor FROM {table}").collect()
        number = [row.id for row in found]
        np.testing.assert_allclose([r.intercept for r in found], intercepts[number], atol=EXACT)
        np.testing.assert_allclose([r.factor for r in found], factors[number], atol=EXACT)
