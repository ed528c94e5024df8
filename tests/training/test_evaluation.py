"""The tables say what they measured, and whether that is enough."""

import importlib

import pytest

from training.evaluation.__main__ import TABLES
from training.evaluation.curves import auc
from training.evaluation.table import Row, Wish, as_markdown


def test_a_row_on_the_right_side_of_its_target_is_met() -> None:
    assert Row(measure="caught", value=0.9, target=0.9, data="text").met
    assert Row(measure="false alarms", value=0.1, target=0.1, wish=Wish.AT_MOST, data="text").met


def test_a_missed_target_is_printed_as_missed() -> None:
    rows = [
        Row(measure="caught", value=0.5, target=0.9, data="10 lines"),
        Row(measure="seen", value=0.5, data="10 lines"),
    ]
    lines = as_markdown("Abuse", rows).splitlines()
    assert lines[-2] == "| caught | 0.5 | ≥ 0.9 | MISSED | 10 lines |"
    assert lines[-1] == "| seen | 0.5 |  |  | 10 lines |"


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [([3, 4], [1, 2], 1.0), ([1, 2], [3, 4], 0.0), ([1], [1], 0.5), ([2, 4], [1, 3], 0.75)],
)
def test_the_area_is_how_often_a_positive_stands_above(
    positive: list[float], negative: list[float], area: float
) -> None:
    assert auc(positive, negative) == pytest.approx(area)


@pytest.mark.parametrize("name", TABLES.values())
def test_every_table_can_be_made(name: str) -> None:
    assert callable(importlib.import_module(f"training.evaluation.{name}").rows)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["privacy", "spam", "relevance"])
def test_no_target_of_these_is_missed(name: str) -> None:
    rows: list[Row] = importlib.import_module(f"training.evaluation.{name}").rows()
    assert [row for row in rows if row.met is False] == []
