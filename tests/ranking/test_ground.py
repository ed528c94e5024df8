"""Common ground: bounds, scores, conflicts and the badge."""

from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import beta

from parley.ranking import ground
from parley.ranking.ground import CampCounts, Footing, lower_bound, stand, stand_all, tally
from parley.ranking.table import analyse
from parley.ranking.votes import VoteTable
from tests.ranking.conversations import conversation
from tests.ranking.sites import site_of

HALF = (0.5, 0.5)


def both(respect: int, seen: int, *, by_chance: tuple[int, int] = (2, 2)) -> list[CampCounts]:
    """Two camps that have voted alike."""
    return [CampCounts(respect, seen, *by_chance)] * 2


def test_a_bound_is_the_tenth_percentile_with_the_camps_own_rate_for_a_prior() -> None:
    # 6 of 8 and four votes of prior at .8 × .5: Beta(6 + 1.6, 2 + 2.4).
    assert lower_bound(6, 8) == pytest.approx(beta(7.6, 4.4).ppf(0.1))
    assert lower_bound(6, 8, rate=0.75) == pytest.approx(beta(8.4, 3.6).ppf(0.1))


def test_more_votes_of_the_same_kind_make_a_bound_more_certain() -> None:
    assert lower_bound(3, 4) < lower_bound(30, 40) < lower_bound(300, 400) < 0.75


def test_the_score_is_the_geometric_mean_of_the_bounds() -> None:
    found = stand([CampCounts(8, 10), CampCounts(2, 10)], rates=HALF, audited=False)
    assert found.score == pytest.approx(sqrt(lower_bound(8, 10) * lower_bound(2, 10)))


def test_a_camp_weighs_the_same_however_large_it_is() -> None:
    """A comment of the larger camp, loved by hundreds, stands below what both respect."""
    partisan = stand([CampCounts(480, 500), CampCounts(2, 40)], rates=HALF, audited=False)
    common = stand([CampCounts(20, 28), CampCounts(20, 28)], rates=HALF, audited=False)
    assert (common.score or 0) > 2 * (partisan.score or 0)


def test_a_pass_counts_as_seen() -> None:
    votes = VoteTable.of([0, 1, 2], [0, 0, 0], value=[1, 0, -1], by_chance=[True, True, False])
    counted = tally(votes, np.array([0, 0, 1], np.int8), camps=2)
    assert counted.tolist() == [[[1, 0, 1, 1, 0, 1], [0, 1, 0, 0, 0, 0]]]


def test_who_is_in_no_camp_does_not_count() -> None:
    votes = VoteTable.of([0, 1], [0, 0], value=[1, 1])
    assert tally(votes, np.array([0, -1], np.int8), camps=2)[0, :, 0].tolist() == [1, 0]


def test_a_badge_needs_the_respect_of_every_camp() -> None:
    assert stand(both(9, 10), rates=HALF).badge
    one_sided = [CampCounts(9, 10, 2, 2), CampCounts(5, 10, 2, 2)]
    assert not stand(one_sided, rates=HALF).badge


def test_a_badge_needs_five_votes_of_every_camp() -> None:
    assert stand(both(5, 5), rates=(1, 1)).badge
    assert not stand([CampCounts(5, 5, 2, 2), CampCounts(4, 4, 2, 2)], rates=(1, 1)).badge


def test_a_badge_needs_three_votes_by_chance_where_chance_is_recorded() -> None:
    few = both(9, 10, by_chance=(1, 1))
    assert not stand(few, rates=HALF).badge
    assert stand(few, rates=HALF, audited=False).badge


def test_a_badge_is_kept_a_little_longer_than_it_is_earned() -> None:
    between = both(8, 11)
    assert ground.BADGE_KEPT < lower_bound(8, 11) < ground.BADGE_EARNED
    assert not stand(between, rates=HALF).badge
    assert stand(between, rates=HALF, had_badge=True).badge


def test_of_one_camp_there_is_no_score_and_no_badge() -> None:
    assert stand([CampCounts(90, 100, 9, 10)], rates=(0.5,)) == Footing(
        None, (lower_bound(90, 100),), badge=False, conflicting=False
    )


def test_where_those_who_found_it_disagree_with_those_who_were_shown_it_the_latter_count() -> None:
    sent = [CampCounts(52, 60, 2, 10), CampCounts(52, 60, 2, 10)]
    found = stand(sent, rates=HALF)
    assert found.conflicting
    assert not found.badge
    assert found.bounds == (lower_bound(2, 10), lower_bound(2, 10))


def test_a_crowd_for_a_good_comment_does_not_sink_it() -> None:
    """The conflict of a brigade that wants to trigger a penalty: there is none."""
    sent = [CampCounts(209, 210, 8, 10), CampCounts(209, 210, 8, 10)]
    found = stand(sent, rates=HALF)
    assert found.conflicting
    assert found.bounds == (lower_bound(8, 10), lower_bound(8, 10))


def test_those_who_are_of_one_mind_are_no_conflict_however_few_were_asked() -> None:
    assert not stand([CampCounts(42, 42, 4, 4), CampCounts(41, 41, 4, 4)], rates=HALF).conflicting


def test_three_who_were_asked_hardly_contradict_those_who_found_it() -> None:
    """1 of 3 against 30 of 38: apart by .46, drawn together by .29, and chance gives .43."""
    assert not stand([CampCounts(16, 21, 1, 2), CampCounts(15, 20, 0, 1)], rates=HALF).conflicting
    assert stand([CampCounts(16, 21, 0, 2), CampCounts(30, 37, 1, 5)], rates=HALF).conflicting


def test_two_votes_by_chance_tell_nothing() -> None:
    assert not stand([CampCounts(40, 42, 0, 1), CampCounts(40, 42, 0, 1)], rates=HALF).conflicting
    assert stand([CampCounts(40, 42, 0, 2), CampCounts(40, 42, 0, 1)], rates=HALF).conflicting


def test_rates_are_those_of_the_discussion() -> None:
    tallies = np.zeros((2, 2, 6), np.int32)
    tallies[:, 0, :3] = [[3, 1, 0], [0, 0, 1]]
    assert ground.rates_of(tallies).tolist() == [(3 + 1) / (5 + 2), 0.5]


def test_there_is_enough_with_two_camps_thirty_readers_and_five_comments_of_ten_votes() -> None:
    tallies = np.zeros((20, 2, 6), np.int32)
    tallies[:5, :, 0] = 5
    assert ground.enough(tallies, placed=30)
    assert not ground.enough(tallies, placed=29)
    assert not ground.enough(tallies[1:], placed=30)
    assert not ground.enough(tallies[:, :1] * 2, placed=30)


counts = arrays(
    np.int32, st.tuples(st.just(12), st.integers(2, 4), st.just(6)), elements=st.integers(0, 40)
)


@given(counts, st.booleans())
def test_a_whole_thread_stands_as_its_comments_do_one_by_one(
    drawn: np.ndarray[tuple[int, ...], np.dtype[np.int32]], audited: bool
) -> None:
    tallies = drawn.copy()
    tallies[:, :, :3] += tallies[:, :, 3:]
    rates = ground.rates_of(tallies)
    together = stand_all(tallies, rates=rates, audited=audited)
    for number, row in enumerate(tallies.tolist()):
        camps = [CampCounts(one[0], sum(one[:3]), one[3], sum(one[3:])) for one in row]
        single = stand(camps, rates=rates.tolist(), audited=audited)
        assert together.score[number] == pytest.approx(single.score, abs=1e-12)
        assert together.bounds[number] == pytest.approx(single.bounds, abs=1e-12)
        assert together.badge[number] == single.badge
        assert together.conflicting[number] == single.conflicting


@given(st.permutations(range(4)))
def test_the_names_of_the_camps_do_not_matter(order: list[int]) -> None:
    camps = [CampCounts(9, 10), CampCounts(3, 9), CampCounts(5, 5), CampCounts(0, 4)]
    rates = [0.5, 0.4, 0.7, 0.2]
    mixed = stand([camps[i] for i in order], rates=[rates[i] for i in order], audited=False)
    plain = stand(camps, rates=rates, audited=False)
    assert mixed.score == pytest.approx(plain.score)


@given(st.permutations(range(8)), st.permutations(range(4)))
def test_neither_the_order_of_votes_nor_the_numbers_of_readers_matter(
    order: list[int], number: list[int]
) -> None:
    reader, comment = np.array([0, 1, 2, 3, 0, 1, 2, 3]), np.array([0, 0, 0, 0, 1, 1, 1, 1])
    value = np.array([1, 1, -1, 0, 1, -1, 0, -1])
    camp, named = np.array([0, 0, 1, -1], np.int8), np.array(number)
    renamed = np.empty_like(camp)
    renamed[named] = camp
    mixed = VoteTable.of(named[reader[order]], comment[order], value=value[order])
    plain = tally(VoteTable.of(reader, comment, value=value), camp, camps=2)
    assert tally(mixed, renamed, camps=2).tolist() == plain.tolist()
    assert plain[:, :, :3].tolist() == [[[2, 0, 0], [0, 1, 0]], [[1, 1, 0], [0, 0, 1]]]


def test_what_both_camps_respect_comes_before_what_the_larger_one_loves() -> None:
    votes, _camp = site_of((0.8, 0.2), readers=600)
    found = analyse(votes)
    best = np.argsort(-found.footings.score)[:12]
    assert found.enough
    assert set(best.tolist()) == set(range(0, 60, 5))
    assert found.footings.badge[::5].all()
    assert found.footings.badge.sum() == 12


def test_history_on_other_comments_says_who_stands_where() -> None:
    votes, _camp = site_of((0.5, 0.5), readers=600, votes_each=24)
    thread = votes.comment < 20
    little = votes.where(thread & (np.random.default_rng(1).random(votes.count) < 0.4))
    alone = analyse(replace(little, comments=20))
    helped = analyse(replace(little, comments=20), history=votes.where(~thread))
    assert (alone.of_reader >= 0).mean() < 0.5
    assert (helped.of_reader >= 0).mean() > 0.95
    assert set(np.argsort(-helped.footings.score)[:4].tolist()) == {0, 5, 10, 15}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "votes",
    [
        VoteTable.of([], [], value=[]),
        VoteTable.of([0], [0], value=[1]),
        VoteTable.of([0, 1], [0, 0], value=[0, 0]),
        VoteTable.of(range(50), [0] * 50, value=[1] * 50),
    ],
    ids=["none", "one", "passes", "single"],
)
def test_poor_tables_have_no_common_ground(votes: VoteTable) -> None:
    found = analyse(votes)
    assert not found.enough
    assert not found.footings.badge.any()


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["15-per-hour-seattle", "football-concussions", "brexit-consensus", "vtaiwan.uberx"]
)
def test_no_badge_is_given_that_a_published_group_would_deny(shared: Path, name: str) -> None:
    votes, group = conversation(shared, name)
    badges = analyse(votes).footings.badge
    seen = tally(votes, group.astype(np.int8), camps=int(group.max()) + 1)
    share = seen[:, :, 0] / np.maximum(seen[:, :, :3].sum(2), 1)
    assert not badges[(share < 0.5).any(1)].any()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["15-per-hour-seattle", "football-concussions"])
def test_where_there_is_no_common_ground_none_is_claimed(shared: Path, name: str) -> None:
    votes, _group = conversation(shared, name)
    assert not analyse(votes).footings.badge.any()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["brexit-consensus", "vtaiwan.uberx"])
def test_where_there_is_common_ground_it_is_found(shared: Path, name: str) -> None:
    votes, _group = conversation(shared, name)
    assert analyse(votes).footings.badge.sum() >= 10
