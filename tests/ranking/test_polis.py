"""The whole of Polis' mathematics on tables of votes, odd ones among them."""

import warnings

import numpy as np
import pytest

from parley.ranking import polis
from parley.ranking.votes import DISAGREE, PASS, RESPECT, VoteTable


def _table(rows: list[list[int | None]], *, comments: int | None = None) -> VoteTable:
    """One row a reader, one column a comment; None where there is no vote."""
    cells = [
        (reader, comment, value)
        for reader, row in enumerate(rows)
        for comment, value in enumerate(row)
        if value is not None
    ]
    columns = zip(*cells, strict=True) if cells else ([], [], [])
    reader, comment, value = (list(column) for column in columns)
    return VoteTable.of(
        reader, comment, value=value, readers=len(rows), comments=comments or len(rows[0])
    )


def _two_camps() -> VoteTable:
    """Readers 0 to 8 respect comments 0 to 3 and 8, the ten others 4 to 8."""
    one = [RESPECT] * 4 + [DISAGREE] * 4 + [RESPECT]
    other = [DISAGREE] * 4 + [RESPECT] * 4 + [RESPECT]
    return _table(
        [*(_with_pass(one, at) for at in range(9)), *(_with_pass(other, at) for at in range(10))]
    )


def _with_pass(row: list[int], at: int) -> list[int | None]:
    return [PASS if comment == at % 9 else value for comment, value in enumerate(row)]


def test_what_both_camps_respect_has_the_highest_consensus() -> None:
    result = polis.analyse(_two_camps())
    assert result.groups.of_reader.tolist() == [1] * 9 + [0] * 10
    assert result.consensus.argmax() == 8
    # Nine of ten in the larger camp, eight of nine in the smaller.
    assert result.consensus[8] == pytest.approx((9 + 1) / (10 + 2) * (8 + 1) / (9 + 2))
    assert [one.comment for one in result.respected] == [8]
    assert result.disagreed == ()
    assert {one.comment for one in result.typical[1] if one.respected} >= {0, 1}


def test_groups_can_be_given() -> None:
    given = [0, 1, -1] * 6 + [0]
    result = polis.analyse(_two_camps(), groups=given)
    assert result.groups.of_reader.tolist() == given
    assert result.groups.sizes.tolist() == [7, 6]
    assert result.counts[0, 8].tolist() == [7, 0, 7]
    assert result.consensus[8] == pytest.approx(8 / 9 * 7 / 8)


def test_who_is_admitted_can_be_given() -> None:
    admitted = np.arange(19) != 3
    result = polis.analyse(_two_camps(), admitted=admitted)
    assert result.groups.of_reader[3] == -1
    assert result.counts[:, 0, 2].sum() == 18


def test_comments_left_out_still_have_their_consensus() -> None:
    result = polis.analyse(_two_camps(), moderated_out=[8, 700], meta=[0])
    assert result.space.components[:, [0, 8]].tolist() == [[0, 0], [0, 0]]
    assert result.consensus[8] > 0.5
    assert result.respected == ()
    assert 0 not in {one.comment for group in result.typical for one in group}


ODD_TABLES = {
    "no readers, no comments": _table([[]], comments=0).where(np.zeros(0, np.bool_)),
    "nothing at all": VoteTable.of([], [], value=[]),
    "no votes": _table([[None] * 4] * 5),
    "one reader": _table([[RESPECT, DISAGREE, PASS]]),
    "one comment": _table([[RESPECT], [DISAGREE], [PASS], [RESPECT]]),
    "one vote": _table([[RESPECT]]),
    "all pass": _table([[PASS] * 5] * 20),
    "all respect": _table([[RESPECT] * 5] * 20),
    "all disagree": _table([[DISAGREE] * 5] * 20),
    "identical readers": _table([[RESPECT, DISAGREE, PASS, None, RESPECT, None, DISAGREE]] * 20),
    "identical readers, many": _table([[RESPECT, DISAGREE] * 5] * 300),
}


@pytest.mark.parametrize("camps", [None, 0, 1, 2, 9])
@pytest.mark.parametrize("name", ODD_TABLES)
def test_an_odd_table_gives_numbers_and_no_warning(name: str, camps: int | None) -> None:
    table = ODD_TABLES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = polis.analyse(table, camps=camps)
    space = result.space
    for numbers in (space.centre, space.components, space.positions, result.consensus):
        assert np.isfinite(numbers).all()
    assert space.positions.shape == (table.readers, 2)
    assert result.consensus.shape == (table.comments,)


@pytest.mark.parametrize("name", [name for name in ODD_TABLES if name != "one comment"])
def test_readers_who_do_not_differ_are_in_no_groups(name: str) -> None:
    result = polis.analyse(ODD_TABLES[name])
    assert len(result.groups.sizes) == 0
    assert (result.groups.of_reader == -1).all()
    assert not result.consensus.any()


def test_a_reader_without_a_vote_stands_in_the_middle_and_in_no_group() -> None:
    table = _two_camps()
    wider = VoteTable.of(table.reader, table.comment, value=table.value, readers=25)
    result = polis.analyse(wider)
    assert result.space.positions[24].tolist() == [0, 0]
    assert result.groups.of_reader[19:].tolist() == [-1] * 6
    assert result.consensus == pytest.approx(polis.analyse(table).consensus)


def test_everything_respected_by_all_is_listed_even_without_groups() -> None:
    result = polis.analyse(ODD_TABLES["all respect"])
    assert [one.comment for one in result.respected] == [0, 1, 2, 3, 4]
