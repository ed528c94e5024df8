"""Orders of the conversations in a thread."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parley.ranking.respected import wilson_lower_bound
from parley.ranking.sorts import Sort, order_roots

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Root:
    id: int
    minute: int = 0
    respect: int = 0
    disagree: int = 0
    ground: float | None = None

    @property
    def created_at(self) -> datetime:
        return MORNING + timedelta(minutes=self.minute)


def ids(roots: list[Root], sort: Sort) -> list[int]:
    return [root.id for root in order_roots(roots, sort)]


def test_newest_stands_first() -> None:
    assert ids([Root(1, 5), Root(2, 9), Root(3, 7)], Sort.NEWEST) == [2, 3, 1]


def test_oldest_stands_first() -> None:
    assert ids([Root(1, 5), Root(2, 9), Root(3, 7)], Sort.OLDEST) == [1, 3, 2]


def test_comments_of_one_instant_stand_in_the_order_they_were_written() -> None:
    assert ids([Root(2), Root(1), Root(3)], Sort.OLDEST) == [1, 2, 3]
    assert ids([Root(2), Root(1), Root(3)], Sort.NEWEST) == [3, 2, 1]


def test_many_good_votes_outrank_one_perfect_vote() -> None:
    assert ids([Root(1, respect=1), Root(2, respect=90, disagree=10)], Sort.RESPECTED) == [2, 1]


def test_equally_respected_comments_stand_newest_first() -> None:
    assert ids([Root(1, 1, respect=4), Root(2, 2, respect=4)], Sort.RESPECTED) == [2, 1]


def test_a_comment_without_votes_stands_with_those_nobody_respects() -> None:
    assert ids([Root(1, 1), Root(2, 2, disagree=5), Root(3, 3, respect=1)], Sort.RESPECTED) == [
        3,
        2,
        1,
    ]


def test_what_the_camps_agree_on_stands_first() -> None:
    assert ids([Root(1, ground=0.2, respect=99), Root(2, ground=0.6), Root(3)], Sort.GROUND) == [
        2,
        1,
        3,
    ]


def test_equal_ground_is_ordered_by_respect_then_by_age() -> None:
    roots = [Root(1, 1), Root(2, 2), Root(3, 0, respect=3)]
    assert ids(roots, Sort.GROUND) == ids(roots, Sort.RESPECTED) == [3, 2, 1]


def test_the_read_path_orders_without_numpy() -> None:
    code = "import sys, parley.ranking.sorts; print('numpy' in sys.modules, 'scipy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False False\n"


def test_the_bound_agrees_with_wilsons_formula() -> None:
    # 8 of 10: the textbook interval at 95% is 0.490 to 0.943.
    assert round(wilson_lower_bound(8, 10), 3) == 0.490


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_bound_never_exceeds_the_share(positive: int, negative: int) -> None:
    total = positive + negative
    bound = wilson_lower_bound(positive, total)
    assert 0 <= bound <= (positive / total if total else 0) + 1e-12


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_one_more_respect_never_lowers_the_bound(positive: int, negative: int) -> None:
    total = positive + negative
    assert wilson_lower_bound(positive + 1, total + 1) >= wilson_lower_bound(positive, total)
