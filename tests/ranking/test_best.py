"""The best of a discussion."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from parley.ranking.best import best_of

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    id: int
    respect: int = 0
    disagree: int = 0
    picked: bool = False
    common_ground: bool = False
    ground: float | None = None
    created_at: datetime = NOW


def best(*said: Said, most: int = 3, ground: bool = False) -> list[int]:
    return [one.id for one in best_of(said, most, ground=ground)]


def test_the_editor_s_picks_come_first_whatever_readers_say() -> None:
    assert best(Said(1, respect=50), Said(2, disagree=4, picked=True)) == [2, 1]


def test_of_the_picks_the_most_respected_comes_first() -> None:
    assert best(Said(1, respect=1, picked=True), Said(2, respect=9, picked=True)) == [2, 1]


def test_then_come_those_whose_respect_is_most_credible() -> None:
    assert best(Said(1, respect=9, disagree=1), Said(2, respect=9), Said(3, respect=90)) == [
        3,
        2,
        1,
    ]


@pytest.mark.parametrize(("respect", "disagree"), [(0, 0), (3, 0), (6, 4), (40, 40)])
def test_nothing_weak_is_shown(respect: int, disagree: int) -> None:
    assert best(Said(1, respect=respect, disagree=disagree)) == []


def test_four_who_respect_it_are_enough() -> None:
    assert best(Said(1, respect=4)) == [1]


def test_there_are_never_more_than_asked_for() -> None:
    assert len(best(*(Said(number, respect=9) for number in range(9)), most=2)) == 2


def test_common_ground_is_good_enough_and_orders_where_there_is_enough_of_it() -> None:
    common = Said(1, respect=2, common_ground=True, ground=0.8)
    assert best(Said(2, respect=90, ground=0.2), common, ground=True) == [1, 2]
    assert best(Said(2, respect=90, ground=0.2), common, ground=False) == [2]
