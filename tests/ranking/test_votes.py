"""Tables of votes."""

import numpy as np

from parley.ranking.votes import VoteTable, number


def test_of_several_votes_on_a_comment_the_last_counts() -> None:
    votes = VoteTable.of([0, 1, 0], [0, 0, 0], value=[1, 1, -1])
    assert votes.reader.tolist() == [1, 0]
    assert votes.value.tolist() == [1, -1]


def test_readers_and_comments_are_counted_with_those_who_have_no_vote() -> None:
    votes = VoteTable.of([0], [1], value=[0], readers=3, comments=4)
    assert votes.votes_of_readers().tolist() == [1, 0, 0]
    assert votes.votes_on_comments().tolist() == [0, 1, 0, 0]


def test_an_empty_table_has_nobody() -> None:
    votes = VoteTable.of([], [], value=[])
    assert (votes.count, votes.readers, votes.comments) == (0, 0, 0)


def test_a_part_keeps_its_numbers() -> None:
    votes = VoteTable.of([0, 1], [0, 1], value=[1, -1], by_chance=[True, False])
    part = votes.where(votes.by_chance)
    assert (part.reader.tolist(), part.readers, part.comments) == ([0], 2, 2)


def test_names_are_numbered_as_they_come() -> None:
    numbers, names = number(["நண்பர்", "b", "நண்பர்"])
    assert numbers.tolist() == [0, 1, 0]
    assert names == ["நண்பர்", "b"]
    assert numbers.dtype == np.int32
