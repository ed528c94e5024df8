"""Threads made from real conversations, judged by the groups that Polis has published."""

from functools import cache
from pathlib import Path

import pytest

from bench.ground_real import Judged, judged, read

AGREED = "brexit-consensus", "vtaiwan.uberx"
DIVIDED = "15-per-hour-seattle", "football-concussions"

pytestmark = pytest.mark.shared


@cache
def found(shared: Path, name: str) -> Judged:
    return judged(*read(shared / "data" / "votes" / name / "participants-votes.csv"))


@pytest.mark.parametrize("name", DIVIDED)
def test_where_groups_share_nothing_no_badge_is_wrong(shared: Path, name: str) -> None:
    assert found(shared, name).wrong == 0


def test_elsewhere_one_badge_in_ten_is_wrong_at_most(shared: Path) -> None:
    results = [found(shared, name) for name in AGREED]
    assert sum(one.badges for one in results) >= 40
    assert sum(one.wrong for one in results) <= 0.1 * sum(one.badges for one in results)


@pytest.mark.parametrize("name", AGREED + DIVIDED)
def test_the_worst_group_is_served_as_well_as_by_most_respected(shared: Path, name: str) -> None:
    orders = found(shared, name).orders
    assert orders["common ground"][0] >= orders["Wilson"][0] - 0.03
    assert orders["common ground"][0] >= orders["most liked"][0]
