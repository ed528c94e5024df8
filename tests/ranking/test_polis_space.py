"""Polis' opinion space: places of readers, worked out by hand where it can be done."""

import numpy as np
import pytest

from parley.ranking.polis_space import admitted_readers, fit_space
from parley.ranking.votes import DISAGREE, PASS, RESPECT, VoteTable

# Of the votes below, the matrix of squares is [[4, 2], [2, 2]]: its first eigenvector is the
# golden ratio to one.
GOLDEN = (1 + np.sqrt(5)) / 2
LENGTH = np.sqrt(GOLDEN**2 + 1)


def _two_sides(*further: tuple[int, int, int]) -> VoteTable:
    """Readers 0 and 1 answer both comments, each the opposite; 2 and 3 only the first."""
    votes = [
        (0, 0, RESPECT),
        (0, 1, RESPECT),
        (1, 0, DISAGREE),
        (1, 1, DISAGREE),
        (2, 0, RESPECT),
        (3, 0, DISAGREE),
        *further,
    ]
    reader, comment, value = zip(*votes, strict=True)
    return VoteTable.of(reader, comment, value=value)


def _at_random(readers: int, comments: int, *, share: float) -> VoteTable:
    chance = np.random.default_rng(5)
    reader, comment = np.nonzero(chance.random((readers, comments)) < share)
    return VoteTable.of(
        reader,
        comment,
        value=chance.integers(-1, 2, len(reader)),
        readers=readers,
        comments=comments,
    )


def test_the_first_component_is_the_direction_in_which_votes_differ_most() -> None:
    space = fit_space(_two_sides())
    assert space.centre == pytest.approx([0, 0])
    assert space.components[0] == pytest.approx(np.array([GOLDEN, 1]) / LENGTH)
    assert space.components[1] == pytest.approx(np.array([-1, GOLDEN]) / LENGTH)


def test_the_largest_entry_of_a_component_is_positive() -> None:
    components = fit_space(_two_sides()).components
    assert all(row[np.abs(row).argmax()] > 0 for row in components)


def test_a_missing_vote_is_neither_for_nor_against_and_the_rest_weighs_more() -> None:
    positions = fit_space(_two_sides()).positions[:, 0]
    both, one = (GOLDEN + 1) / LENGTH, GOLDEN / LENGTH * np.sqrt(2)
    assert positions == pytest.approx([both, -both, one, -one])


def test_the_centre_is_the_mean_of_the_votes_cast_with_passes_as_zero() -> None:
    table = VoteTable.of([0, 1, 2, 0], [0, 0, 0, 1], value=[RESPECT, RESPECT, PASS, DISAGREE])
    assert fit_space(table).centre == pytest.approx([2 / 3, -1])


def test_a_comment_left_out_is_a_column_of_zeros_that_all_have_seen() -> None:
    space = fit_space(_two_sides((0, 2, RESPECT)), left_out=[2])
    assert space.centre[2] == 0
    assert space.components[:, 2] == pytest.approx([0, 0])
    assert space.positions[0, 0] == pytest.approx((GOLDEN + 1) / LENGTH * np.sqrt(3 / 3))
    assert space.positions[2, 0] == pytest.approx(GOLDEN / LENGTH * np.sqrt(3 / 2))


def test_a_comment_nobody_voted_on_changes_nothing() -> None:
    table = _two_sides()
    wider = VoteTable.of(table.reader, table.comment, value=table.value, comments=5)
    assert fit_space(wider, left_out=[4]).positions == pytest.approx(fit_space(table).positions)


def test_a_comment_stands_where_a_reader_would_who_respects_only_it() -> None:
    space = fit_space(_two_sides())
    assert space.comment_positions[0] == pytest.approx(space.components[:, 0] * np.sqrt(2))
    assert space.extremity == pytest.approx([np.sqrt(2), np.sqrt(2)])


def test_votes_of_one_dimension_have_no_second_component() -> None:
    table = VoteTable.of([0, 0, 1, 1], [0, 1, 0, 1], value=[1, 1, -1, -1])
    space = fit_space(table)
    assert space.components == pytest.approx(np.array([[1, 1], [0, 0]]) / np.sqrt(2))
    assert space.positions == pytest.approx(np.array([[np.sqrt(2), 0], [-np.sqrt(2), 0]]))


@pytest.mark.parametrize(
    ("readers", "comments"), [(320, 240), (240, 320), (300, 25), (25, 300), (300, 60), (60, 300)]
)
def test_components_are_those_of_the_filled_matrix(readers: int, comments: int) -> None:
    table = _at_random(readers, comments, share=0.3)
    space = fit_space(table)
    filled = np.tile(space.centre, (readers, 1))
    filled[table.reader, table.comment] = table.value
    expected = np.linalg.svd(filled - filled.mean(axis=0))[2][:2]
    assert np.abs((space.components * expected).sum(axis=1)) == pytest.approx([1, 1], abs=1e-12)


def _opposite(readers: int, comments: int) -> VoteTable:
    """Two camps that answer everything the other way round: votes of one dimension."""
    reader, comment = np.indices((readers, comments)).reshape(2, -1)
    value = np.where(reader < readers // 3, RESPECT, DISAGREE)
    return VoteTable.of(reader, comment, value=value)


@pytest.mark.parametrize("table", [_at_random(320, 240, share=0.3), _opposite(300, 250)])
def test_the_same_votes_always_give_the_same_space(table: VoteTable) -> None:
    assert np.array_equal(fit_space(table).positions, fit_space(table).positions)


def test_readers_with_seven_votes_are_admitted() -> None:
    table = VoteTable.of(
        [*np.repeat(np.arange(15), 7), *[15] * 6],
        [*np.tile(np.arange(7), 15), *range(6)],
        value=np.ones(111, np.int8),
        comments=9,
    )
    assert admitted_readers(table).tolist() == [True] * 15 + [False]


def test_of_few_readers_the_fifteen_most_active_are_admitted() -> None:
    votes_of = [1] * 10 + [2] * 10
    reader = np.repeat(np.arange(20), votes_of)
    comment = np.concatenate([np.arange(count) for count in votes_of])
    table = VoteTable.of([*reader, *[20] * 8], [*comment, *range(8)], value=[1] * 38, readers=22)
    # Reader 20 with eight votes, all ten with two, and of those with one the first four.
    expected = [0, 1, 2, 3, *range(10, 21)]
    assert np.flatnonzero(admitted_readers(table)).tolist() == expected
