"""What `make eval` measures on text that never trained anything meets its targets."""

import importlib

import pytest

from training.evaluation.table import Row


@pytest.mark.shared
@pytest.mark.parametrize("table", ["privacy", "spam", "relevance"])
def test_no_target_is_missed(table: str) -> None:
    rows: list[Row] = importlib.import_module(f"training.evaluation.{table}").rows()
    assert [row for row in rows if row.met is False] == []
