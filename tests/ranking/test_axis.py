"""Readers' places, and the camps that they fall apart into."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from parley.ranking.axis import Axis, fit_axis, told_dimensions
from parley.ranking.camps import FITS_THAT_AGREE, Camps, find_camps, given_camps
from parley.ranking.votes import VoteTable
from tests.ranking.conversations import conversation
from tests.ranking.sites import agreement, site_of


@pytest.mark.parametrize("shares", [(0.6, 0.4), (0.85, 0.15), (0.5, 0.3, 0.2)])
def test_camps_are_found_as_many_as_there_are(shares: tuple[float, ...]) -> None:
    votes, camp = site_of(shares, readers=800)
    axis = fit_axis(votes)
    assert axis.camps.count == len(shares)
    assert agreement(axis.camps.of_reader, camp) > 0.95


@pytest.mark.parametrize("seed", range(3))
def test_readers_whom_nothing_divides_are_one_camp(seed: int) -> None:
    votes, _camp = site_of((1.0,), readers=800, seed=seed)
    assert fit_axis(votes).camps.count == 1


@pytest.mark.parametrize("seed", range(3))
def test_readers_who_differ_only_in_how_easily_they_respect_are_one_camp(seed: int) -> None:
    votes, _camp = site_of((1.0,), readers=800, lenience=1.2, seed=seed)
    assert fit_axis(votes).camps.count == 1


def test_a_small_camp_is_found_among_readers_who_respect_more_or_less_easily() -> None:
    votes, camp = site_of((0.85, 0.15), readers=800, lenience=1.0)
    of_reader = fit_axis(votes).camps.of_reader
    own = np.bincount(of_reader[camp == 1]).argmax()
    assert np.mean(of_reader[camp == 1] == own) > 0.9
    assert np.mean(camp[of_reader == own] == 1) > 0.9


def test_in_a_divided_site_those_who_respect_little_are_a_camp_as_well() -> None:
    votes, _camp = site_of((0.6, 0.4), readers=800, lenience=2.5)
    axis = fit_axis(votes)
    assert (axis.camps.count, axis.dimensions) == (3, 2)
    respects = [np.mean(votes.value[axis.camps.of_reader[votes.reader] == one]) for one in range(3)]
    assert max(respects) - min(respects) > 0.5


def lean(votes: VoteTable, sides: list[np.ndarray[tuple[int], np.dtype[np.int64]]]) -> VoteTable:
    """The same readers and comments, the n-th side deciding every n-th comment."""
    side = np.array(sides)[votes.comment % len(sides), votes.reader]
    noise = np.random.default_rng(5).random(votes.count) < 0.15
    sign = np.where(votes.comment // len(sides) % 2 == 0, 1, -1) * np.where(side == 1, 1, -1)
    return replace(votes, value=np.where(noise, -sign, sign).astype(np.int8))


@pytest.mark.parametrize("questions", [1, 2])
def test_as_many_dimensions_count_as_there_are_questions_that_divide(questions: int) -> None:
    votes, _camp = site_of((1.0,), readers=600)
    chance = np.random.default_rng(9)
    sides = [chance.integers(0, 2, votes.readers) for _ in range(questions)]
    assert told_dimensions(lean(votes, sides)) == questions


@pytest.mark.parametrize("seed", range(5))
def test_votes_by_the_toss_of_a_coin_have_no_dimension(seed: int) -> None:
    votes, _camp = site_of((1.0,), readers=200)
    tossed = np.random.default_rng(seed).choice([-1, 0, 1], votes.count).astype(np.int8)
    assert told_dimensions(replace(votes, value=tossed)) == 0


def test_votes_in_another_order_make_the_same_axis() -> None:
    votes, _camp = site_of((0.5, 0.3, 0.2))
    order = np.random.default_rng(3).permutation(votes.count)
    mixed = VoteTable.of(votes.reader[order], votes.comment[order], value=votes.value[order])
    ours, theirs = fit_axis(votes), fit_axis(mixed)
    assert theirs.positions == pytest.approx(ours.positions, abs=1e-8)
    assert theirs.dimensions == ours.dimensions
    assert (theirs.camps.of_reader == ours.camps.of_reader).all()


def test_three_camps_that_are_far_less_clear_than_two_are_not_made() -> None:
    points = np.repeat([[-1.0, 0], [1.0, 0]], 50, axis=0)
    points[:, 1] = np.tile(np.linspace(-0.2, 0.2, 50), 2)
    assert find_camps(points, np.ones(100, np.bool_), wanted=3).count == 2


def test_of_three_camps_each_has_the_size_that_it_has() -> None:
    chance = np.random.default_rng(4)
    camp = np.repeat([0, 1, 2], [700, 180, 120])
    middles = np.array([[0.0, 0], [2.2, 0], [0, 2.2]])
    points = middles[camp] + chance.normal(0, 0.8, (1_000, 2))
    placed = np.ones(1_000, np.bool_)
    equal = find_camps(points, placed, wanted=3).of_reader
    sized = find_camps(points, placed, wanted=3, reach=np.ones(1_000)).of_reader
    own = np.bincount(sized[camp == 2]).argmax()
    assert np.sum(sized == own) == pytest.approx(120, abs=20)
    assert agreement(sized, camp) > agreement(equal, camp) + 0.01


def test_a_third_camp_of_fewer_than_fifty_readers_is_none() -> None:
    middles = np.array([[0.0, 0], [6, 0], [3, 9]])

    def count(third: int) -> int:
        camp = np.repeat([0, 1, 2], [120, 120, third])
        points = middles[camp] + np.random.default_rng(4).normal(0, 0.5, (len(camp), 2))
        return find_camps(points, np.ones(len(camp), np.bool_), wanted=3).count

    assert [count(49), count(50)] == [2, 3]


def test_who_has_cast_too_few_votes_is_in_no_camp() -> None:
    votes, _camp = site_of((0.6, 0.4))
    newcomer = votes.where((votes.reader != 0) | (np.cumsum(votes.reader == 0) <= 7))
    axis = fit_axis(newcomer)
    assert axis.camps.of_reader[0] == -1
    assert (axis.camps.of_reader[1:] >= 0).all()


def test_who_is_not_independent_is_in_no_camp_and_does_not_bend_the_axis() -> None:
    votes, camp = site_of((0.6, 0.4))
    own = np.arange(votes.readers) >= 40
    axis = fit_axis(votes, independent=own)
    assert (axis.camps.of_reader[~own] == -1).all()
    spoiled = replace(votes, value=np.where(own[votes.reader], votes.value, 1).astype(np.int8))
    same = fit_axis(spoiled, independent=own)
    assert agreement(same.camps.of_reader[own], camp[own]) > 0.95


def test_readers_in_another_order_are_in_the_same_camps() -> None:
    votes, _camp = site_of((0.6, 0.4))
    order = np.random.default_rng(3).permutation(votes.readers)
    other = VoteTable.of(order[votes.reader], votes.comment, value=votes.value)
    ours, theirs = fit_axis(votes).camps.of_reader, fit_axis(other).camps.of_reader[order]
    assert max(np.mean(ours == theirs), np.mean(ours != theirs)) > 0.98


def test_the_next_fit_leaves_readers_where_they_were() -> None:
    votes, _camp = site_of((0.6, 0.4))
    first = fit_axis(votes)
    mirrored = replace(
        first,
        positions=first.positions * (-1, 1),
        camps=replace(first.camps, of_reader=(1 - first.camps.of_reader).astype(np.int8)),
    )
    second = fit_axis(votes, start=mirrored)
    assert np.corrcoef(second.positions[:, 0], mirrored.positions[:, 0])[0, 1] > 0.999
    assert (second.camps.of_reader == mirrored.camps.of_reader).all()


def test_one_unit_is_the_spread_of_the_placed_readers() -> None:
    votes, _camp = site_of((0.6, 0.4))
    assert np.std(fit_axis(votes).positions[:, 0]) == pytest.approx(1)


def test_another_number_of_camps_needs_several_fits_in_a_row() -> None:
    votes, _camp = site_of((0.5, 0.3, 0.2), readers=800)
    axis = fit_axis(votes)
    before = given_camps(axis.positions, np.minimum(axis.camps.of_reader, 1))
    counts = []
    for _ in range(FITS_THAT_AGREE):
        axis = fit_axis(votes, start=replace(axis, camps=before))
        before = axis.camps
        counts.append(before.count)
    assert counts == [2] * (FITS_THAT_AGREE - 1) + [3]


def test_a_camp_that_is_too_small_is_none() -> None:
    points = np.array([[-1.0, 0]] * 95 + [[9.0, 0]] * 5) + np.arange(100)[:, None] * 1e-4
    assert find_camps(points, np.ones(100, np.bool_), wanted=2).count == 1


def test_given_camps_are_taken_as_they_are() -> None:
    camps = given_camps(np.array([[0.0, 0], [2, 2], [4, 4]]), np.array([0, 0, -1]))
    assert (camps.count, camps.centres.tolist(), camps.of_reader.tolist()) == (
        1,
        [[1.0, 1.0]],
        [0, 0, -1],
    )


def test_a_given_camp_lies_in_the_middle_of_those_who_have_a_place() -> None:
    camps = given_camps(np.array([[1.0, 3], [np.nan, np.nan]]), np.array([0, 0]))
    assert camps.centres.tolist() == [[1.0, 3.0]]


def poor_tables() -> list[VoteTable]:
    everybody = [(reader, comment) for reader in range(40) for comment in range(12)]
    reader, comment = (np.array(column) for column in zip(*everybody, strict=True))
    return [
        VoteTable.of([], [], value=[]),
        VoteTable.of([0] * 9, range(9), value=[1, -1] * 4 + [1]),
        VoteTable.of(range(40), [0] * 40, value=[1, -1] * 20),
        VoteTable.of(reader, comment, value=np.ones_like(reader)),
        VoteTable.of(reader, comment, value=np.zeros_like(reader)),
    ]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("votes", poor_tables(), ids=["none", "one", "single", "agree", "pass"])
def test_poor_tables_have_no_two_camps(votes: VoteTable) -> None:
    axis: Axis = fit_axis(votes)
    camps: Camps = axis.camps
    assert camps.count == 1
    assert len(camps.of_reader) == votes.readers


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "alike"), [("15-per-hour-seattle", 0.93), ("vtaiwan.uberx", 0.93)]
)
def test_camps_of_real_votes_are_nearly_those_published(
    shared: Path, name: str, alike: float
) -> None:
    votes, group = conversation(shared, name)
    camp = fit_axis(votes).camps.of_reader
    both = (camp >= 0) & (group >= 0)
    assert agreement(camp[both], group[both]) > alike
