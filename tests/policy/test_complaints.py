"""What complaints count: by the record of each reader, and of readers who belong together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.complaints import Complaint, Heard, Terms, heard, weight_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TERMS = Terms(together=timedelta(hours=1), new=timedelta(days=7))


def complaint(reader: int, **fields: object) -> Complaint:
    """By somebody who has been here for a year, and is like nobody else."""
    plain = Complaint(
        reader=reader, weight=1.0, at=NOW, made_at=NOW - timedelta(days=365 + 2 * reader)
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def newcomer(reader: int, **fields: object) -> Complaint:
    made_at = NOW - timedelta(days=1, hours=3 * reader)
    return complaint(reader, weight=0.25, made_at=made_at, **fields)


@pytest.mark.parametrize(
    ("upheld", "dismissed", "weight"),
    [(0, 0, 1.0), (4, 0, 1.5), (0, 4, 0.5), (3, 3, 1.0), (0, 1_000, 0.1)],
)
def test_a_record_makes_the_weight(upheld: int, dismissed: int, weight: float) -> None:
    assert weight_of(upheld, dismissed, new=False) == pytest.approx(weight)


def test_a_new_account_counts_a_quarter() -> None:
    assert weight_of(0, 0, new=True) == 0.25


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.booleans())
def test_a_weight_stays_in_its_bounds(upheld: int, dismissed: int, new: bool) -> None:
    assert 0.1 <= weight_of(upheld, dismissed, new=new) <= 2.0


@given(st.integers(0, 500), st.integers(0, 500))
def test_being_right_once_more_never_weighs_less(upheld: int, dismissed: int) -> None:
    before = weight_of(upheld, dismissed, new=False)
    assert weight_of(upheld + 1, dismissed, new=False) >= before
    assert weight_of(upheld, dismissed + 1, new=False) <= before


def test_readers_who_have_nothing_in_common_all_count() -> None:
    assert heard([complaint(each) for each in range(5)], TERMS) == Heard(5, 5.0)


def test_of_one_address_the_heaviest_counts() -> None:
    shared = frozenset({"d1"})
    found = heard(
        [complaint(1, addresses=shared), complaint(2, addresses=shared, weight=1.5)], TERMS
    )
    assert found == Heard(1, 1.5)


def test_a_good_record_does_not_make_two_of_one_address() -> None:
    shared = frozenset({"d1"})
    pair = [complaint(each, addresses=shared, proven=True) for each in (1, 2)]
    assert heard(pair, TERMS).readers == 1


def test_who_has_complained_in_vain_together_counts_once() -> None:
    assert heard([complaint(1, partners={2}), complaint(2, partners={1})], TERMS).readers == 1


def test_accounts_made_in_the_same_hour_count_once() -> None:
    made_at = NOW - timedelta(days=30)
    made = [complaint(each, made_at=made_at + timedelta(minutes=each)) for each in range(30)]
    assert heard(made, TERMS).readers == 1


def test_of_accounts_that_are_old_the_hour_says_nothing() -> None:
    made_at = NOW - timedelta(days=200)
    assert heard([complaint(1, made_at=made_at), complaint(2, made_at=made_at)], TERMS).readers == 2


def test_new_accounts_that_come_in_the_same_hour_count_once() -> None:
    came = [newcomer(each, at=NOW + timedelta(seconds=20 * each)) for each in range(30)]
    assert heard(came, TERMS) == Heard(1, 0.25)


def test_readers_who_were_right_before_may_come_in_the_same_hour() -> None:
    came = [newcomer(each, proven=True) for each in range(3)]
    assert heard(came, TERMS).readers == 3


def test_a_third_reader_joins_two_others() -> None:
    found = heard(
        [
            complaint(1, addresses=frozenset({"d1"})),
            complaint(2, addresses=frozenset({"d1", "d2"})),
            complaint(3, addresses=frozenset({"d2"})),
        ],
        TERMS,
    )
    assert found.readers == 1
