"""What Polis makes of the votes of groups, by hand."""

from math import sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from parley.ranking.polis_consensus import (
    DISAGREEMENTS,
    RESPECTS,
    Typical,
    count_votes,
    group_aware_consensus,
    one_share_test,
    shared_answers,
    two_shares_test,
    typical_answers,
)
from parley.ranking.votes import DISAGREE, PASS, RESPECT, VoteTable


def _numbers(*values: int) -> NDArray[np.int64]:
    return np.array(values, np.int64)


def _shown(comments: int, *hidden: int) -> NDArray[np.bool_]:
    return np.isin(np.arange(comments), hidden)


def _typical(*groups: list[tuple[int, int, int]], hidden: int = -1) -> list[tuple[Typical, ...]]:
    counts = np.array(groups, np.int64)
    return list(typical_answers(counts, left_out=_shown(counts.shape[1], hidden)))


def test_votes_are_counted_by_group_with_passes_among_those_seen() -> None:
    table = VoteTable.of(
        [0, 1, 2, 3, 0], [0, 0, 0, 0, 1], value=[RESPECT, PASS, DISAGREE, RESPECT, DISAGREE]
    )
    counts = count_votes(table, np.array([0, 0, 1, -1]), groups=2)
    assert counts.tolist() == [[[1, 0, 2], [0, 1, 1]], [[0, 1, 1], [0, 0, 0]]]


def test_group_aware_consensus_multiplies_the_shares_of_all_groups() -> None:
    counts = np.array([[[3, 0, 4], [0, 0, 0]], [[1, 1, 6], [2, 0, 2]]])
    assert group_aware_consensus(counts) == pytest.approx([4 / 6 * 2 / 8, 1 / 2 * 3 / 4])


def test_without_groups_there_is_no_consensus() -> None:
    assert group_aware_consensus(np.zeros((0, 3, 3), np.int64)).tolist() == [0, 0, 0]


def test_a_share_is_tested_against_one_half() -> None:
    # 2 √4 (4/4 - 1/2) and 2 √9 (5/9 - 1/2).
    assert one_share_test(_numbers(3, 4), _numbers(3, 8)) == pytest.approx([2, 1 / 3])


def test_two_shares_are_tested_against_each_other() -> None:
    test = two_shares_test(
        _numbers(4, 2), _numbers(4, 2), other_votes=_numbers(0, 5), other_seen=_numbers(4, 5)
    )
    # 5/5 against 1/5, pooled 6/10; and where all agree, nothing.
    assert test == pytest.approx([0.8 / sqrt(0.6 * 0.4 * (1 / 5 + 1 / 5)), 0])


def test_shared_answers_are_sorted_by_share_times_its_test() -> None:
    counts = np.array([[9, 0, 10], [3, 0, 3], [99, 0, 110], [5, 0, 10], [3, 0, 3]])
    listed = shared_answers(counts, RESPECTS, left_out=_shown(5))
    assert [one.comment for one in listed] == [2, 0, 1, 4]
    assert listed[2].share == pytest.approx(4 / 5)
    assert listed[2].test == pytest.approx(2)
    assert (listed[2].votes, listed[2].seen) == (3, 3)


def test_a_smaller_share_of_many_votes_stands_before_all_of_a_few() -> None:
    # 4/5 times 2 against 71/102 times 2 √101 (71/101 - 1/2), which is 2.84.
    listed = shared_answers(np.array([[3, 0, 3], [70, 0, 100]]), RESPECTS, left_out=_shown(2))
    assert [one.comment for one in listed] == [1, 0]


def test_shared_answers_are_at_most_five_and_none_left_out() -> None:
    counts = np.array([[0, 30, 30]] * 8)
    listed = shared_answers(counts, DISAGREEMENTS, left_out=_shown(8, 1))
    assert [one.comment for one in listed] == [0, 2, 3, 4, 5]


def test_a_comment_is_typical_of_the_group_that_answers_it_otherwise() -> None:
    (first,), (second,) = _typical([(4, 0, 4)], [(0, 4, 4)])
    assert first.respected
    assert first.leading
    assert first.share == pytest.approx(5 / 6)
    assert first.share_test == pytest.approx(sqrt(5))
    assert first.ratio == pytest.approx(5)
    assert first.ratio_test == pytest.approx(0.8 / sqrt(0.24 * 0.4))
    assert (second.respected, second.leading) == (False, False)
    assert second.ratio == pytest.approx(5)


def test_typical_comments_that_the_group_respects_come_first() -> None:
    group = [(0, 9, 9), (7, 0, 9), (9, 0, 9)]
    others = [(9, 0, 9), (0, 9, 9), (0, 9, 9)]
    assert [(one.comment, one.respected) for one in _typical(group, others)[0]] == [
        (2, True),
        (1, True),
        (0, False),
    ]


def test_the_more_telling_of_typical_comments_comes_first() -> None:
    listed = _typical([(9, 0, 9), (7, 0, 9), (8, 0, 9)], [(0, 9, 9)] * 3)[0]
    assert [one.comment for one in listed] == [0, 2, 1]
    assert listed[1].weight > listed[2].weight


def test_what_all_respect_does_not_replace_what_the_group_does_more_than_others() -> None:
    listed = _typical([(7, 0, 9), (9, 0, 9)], [(0, 9, 9), (20, 0, 20)])[0]
    assert [one.comment for one in listed if one.leading] == [0]


def test_what_all_respect_leads_where_it_came_first_as_in_polis() -> None:
    listed = _typical([(9, 0, 9), (7, 0, 9)], [(20, 0, 20), (0, 9, 9)])[0]
    assert [one.comment for one in listed if one.leading] == [0]


def test_at_most_five_comments_are_typical() -> None:
    listed = _typical([(9, 0, 9)] * 7, [(0, 9, 9)] * 7)[0]
    assert [one.comment for one in listed] == [0, 1, 2, 3, 4]
    assert [one.leading for one in listed] == [True, False, False, False, False]


def test_if_none_qualifies_the_most_respected_stands_alone() -> None:
    listed = _typical([(3, 0, 3), (1, 1, 3)], [(3, 0, 3), (1, 1, 3)])[0]
    assert [(one.comment, one.leading) for one in listed] == [(0, True)]


def test_if_none_is_respected_either_the_most_different_stands_alone() -> None:
    listed = _typical([(0, 1, 2), (1, 1, 3)], [(1, 1, 3), (1, 1, 3)])[0]
    assert [(one.comment, one.respected, one.leading) for one in listed] == [(0, False, False)]


def test_comments_left_out_or_without_votes_are_not_typical() -> None:
    listed = _typical([(9, 0, 9), (0, 0, 0)], [(0, 9, 9), (0, 0, 0)], hidden=0)
    assert listed == [(), ()]
