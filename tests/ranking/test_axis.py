"""Readers' places, and the camps that they fall apart into."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from parley.ranking.axis import Axis, fit_axis
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
