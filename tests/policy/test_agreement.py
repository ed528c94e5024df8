"""Agreement and intervals, against values that were worked out by hand or published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.agreement import agreed, alpha
from parley.ranking.wilson import wilson

# Krippendorff's first example (2011, section A): two observers, ten articles.
MEG = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0)
OWEN = (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)


def test_alpha_is_that_of_the_published_example() -> None:
    assert alpha(list(zip(MEG, OWEN, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_pairs_that_agree_are_counted() -> None:
    assert agreed(zip(MEG, OWEN, strict=True)) == (6, 10)


def test_units_may_have_any_number_of_judgements() -> None:
    # By hand: coincidences o(p, r) = 2 * 2 / 2 + 0 = 2 both ways together 2; margins p 4, r 1.
    # alpha = 1 - (5 - 1) * 2 / (25 - 17) = 0.
    assert alpha(["ppr", "pp", "r"]) == pytest.approx(0.0)


def test_full_agreement_is_one() -> None:
    assert alpha(["pp", "rr", "ppp"]) == 1.0


def test_contradiction_is_below_zero() -> None:
    # By hand: 1 - (4 - 1) * 4 / (16 - 8) = -0.5.
    assert alpha(["pr", "rp"]) == pytest.approx(-0.5)


@pytest.mark.parametrize("units", [[], ["p"], ["pp", "pp"]])
def test_where_chance_cannot_be_told_there_is_no_alpha(units: list[str]) -> None:
    assert alpha(units) is None


@given(st.lists(st.text("pr", max_size=5)))
def test_alpha_is_at_most_one(units: list[str]) -> None:
    found = alpha(units)
    assert found is None or found <= 1.0 + 1e-9


def test_the_interval_is_wilsons() -> None:
    # 1 of 10, by the formula on paper: centre 0.2110, margin 0.1932.
    assert wilson(1, 10) == pytest.approx((0.0179, 0.4042), abs=0.0005)
    # 0 of 10: from 0 to z² / (n + z²).
    assert wilson(0, 10) == pytest.approx((0.0, 3.8416 / 13.8416))


def test_of_nothing_anything_may_be_true() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_of_none_and_of_all_it_ends_there_exactly() -> None:
    assert {wilson(0, total).low for total in range(1, 200)} == {0.0}
    assert {wilson(total, total).high for total in range(1, 200)} == {1.0}


@given(st.integers(1, 10_000), st.data())
def test_the_interval_holds_the_share(total: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, total))
    low, high = wilson(found, total)
    assert 0 <= low <= found / total + 1e-9
    assert found / total - 1e-9 <= high <= 1
