"""A discussion's picture tells what readers think together, and of none of them alone."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.ranking import picture
from parley.ranking.votes import VoteTable
from tests.ranking.pictures import composed, demo, table, two_camps


def whole(made: Any, **given: Any) -> dict[str, Any]:
    found = composed(made, **given)
    assert found is not None
    return found


def test_respect_is_told_in_whole_percent_at_both_ends() -> None:
    found = whole(two_camps(60, respect={0: (20, 25), 1: (30, 3)}))

    assert found["comments"] == [
        {"id": 101, "left": 67, "between": [], "right": 83, "gap": 16, "votes": 60},
        {"id": 102, "left": 100, "between": [], "right": 10, "gap": 90, "votes": 60},
    ]


def test_what_both_respect_and_what_only_one_does_are_told_apart() -> None:
    found = whole(two_camps(60, respect={0: (28, 27), 1: (28, 2), 2: (1, 2), 3: (15, 14)}))

    assert (found["agreed"], found["divides"], found["unrespected"]) == ([101], [102], [103])


def by_chance(votes: VoteTable, chance: Any) -> VoteTable:
    return VoteTable.of(
        votes.reader,
        votes.comment,
        value=votes.value,
        by_chance=chance,
        readers=votes.readers,
        comments=votes.comments,
    )


def test_a_crowd_that_finds_a_comment_does_not_make_it_common_ground() -> None:
    """Of the second comment, those who were shown it by chance think little."""
    votes, positions, camp = two_camps(80, respect={0: (40, 40), 1: (30, 30)})
    last = votes.reader % 40 >= 30
    found = whole((by_chance(votes, last), positions, camp))

    assert found["agreed"] == [101]
    assert next(one for one in found["comments"] if one["id"] == 102) == {
        "id": 102, "left": 0, "between": [], "right": 0, "gap": 0, "votes": 20,
    }  # fmt: skip


def test_what_nobody_was_shown_by_chance_is_not_common_ground_beside_what_was() -> None:
    votes, positions, camp = two_camps(60, respect={0: (28, 28), 1: (28, 28)})
    found = whole(
        (by_chance(votes, (votes.comment == 0) & (votes.reader % 3 == 0)), positions, camp)
    )

    assert found["agreed"] == [101]


def test_what_both_respect_does_not_divide_by_how_much() -> None:
    found = whole(two_camps(60, respect={0: (30, 17), 1: (13, 1), 2: (30, 14)}))
    assert found["divides"] == [103]


def test_a_pass_is_seen_and_not_respected() -> None:
    votes, positions, camp = two_camps(60, respect={0: (30, 30)})
    passing = VoteTable.of(
        votes.reader, votes.comment, value=np.where(votes.reader % 2, 0, 1), readers=60, comments=1
    )

    assert whole((passing, positions, camp))["comments"][0]["left"] == 50


def test_left_is_left_whatever_number_the_camp_has() -> None:
    votes, positions, camp = two_camps(60, respect={0: (30, 0)})

    assert whole((votes, positions, 1 - camp)) == whole((votes, positions, camp))


def test_a_comment_that_one_end_hardly_knows_is_left_out() -> None:
    votes, positions, camp = two_camps(60)
    few = votes.where((votes.comment == 0) | (camp[votes.reader] == 0) | (votes.reader < 34))

    assert [one["id"] for one in whole((few, positions, camp))["comments"]] == [101]


def test_no_list_names_what_is_not_among_the_comments() -> None:
    found = whole(demo(comments=400, readers=900))
    listed = {*found["agreed"], *found["divides"], *found["unrespected"]}

    assert len(found["comments"]) == picture.MOST_COMMENTS
    assert found["left_out"] == 200
    assert listed <= {one["id"] for one in found["comments"]}


def test_every_comment_that_is_shown_is_on_the_list_that_it_belongs_on() -> None:
    many = whole(demo(comments=400, readers=900))
    alone = [
        one["id"]
        for one in many["comments"]
        if one["gap"] >= 70 and min(one["left"], one["right"]) < 50
    ]
    assert len(many["divides"]) > picture.KEPT
    assert set(alone) <= set(many["divides"])


def test_with_three_camps_all_have_to_agree() -> None:
    values = {
        (reader, comment): -1 if comment and reader // 20 == 1 else 1
        for reader in range(60)
        for comment in (0, 1)
    }
    positions = np.column_stack([np.arange(60) / 30, np.zeros(60)])
    camp = (np.arange(60) // 20).astype(np.int8)
    found = whole((table(values, readers=60, comments=2), positions, camp), camps=3)

    assert found["agreed"] == [101]
    assert found["comments"][1] | {"votes": 60} == {
        "id": 102, "left": 100, "between": [0], "right": 100, "gap": 0, "votes": 60,
    }  # fmt: skip


def test_a_camp_that_is_not_here_does_not_agree() -> None:
    assert whole(two_camps(60), camps=3)["agreed"] == []


# --- nobody can be found in it ---


@given(st.integers(50, 140), st.integers(0, 2**32 - 1), st.sampled_from([1e-9, 1.0, 1e6]))
@settings(max_examples=60, deadline=None)
def test_no_cell_ever_holds_fewer_than_three(readers: int, seed: int, scale: float) -> None:
    votes, positions, camp = demo(seed, readers=readers, comments=30)
    found = composed((votes, positions * scale, camp))
    if found is None:
        return
    placed = sum(cell["readers"] for cell in found["cells"])

    assert all(cell["readers"] >= picture.LEAST_IN_CELL for cell in found["cells"])
    assert placed + found["apart"] == found["readers"]


def test_two_readers_far_from_all_others_are_not_drawn() -> None:
    votes, positions, camp = two_camps(100)
    positions[camp == 0] = [-1, -1]
    positions[camp == 1] = [1, -1]
    positions[:2] = [-1, 1]

    found = whole((votes, positions, camp))

    assert found["apart"] == 2
    assert sorted(cell["readers"] for cell in found["cells"]) == [48, 50]


def test_cells_lie_on_the_map_and_on_no_readers_own_place() -> None:
    found = whole(demo(readers=1_000))

    assert all(0 <= cell["x"] <= 1 and 0 <= cell["y"] <= found["height"] for cell in found["cells"])
    assert len({(cell["x"], cell["y"]) for cell in found["cells"]}) == len(found["cells"])


def test_the_same_picture_comes_of_the_same_readers_in_any_order() -> None:
    votes, positions, camp = demo()
    shuffled = np.random.default_rng(1).permutation(len(camp))
    place = np.argsort(shuffled)
    moved = VoteTable.of(
        place[votes.reader], votes.comment, value=votes.value, readers=300, comments=60
    )

    assert whole((moved, positions[shuffled], camp[shuffled])) == whole((votes, positions, camp))


def test_it_can_be_stored_as_json() -> None:
    found = whole(demo())
    assert json.loads(json.dumps(found, allow_nan=False)) == found


# --- where there is nothing to show ---


def test_below_fifty_readers_there_is_no_picture() -> None:
    assert composed(two_camps(48)) is None
    assert composed(two_camps(50)) is not None


def test_who_has_not_voted_here_does_not_count() -> None:
    votes, positions, camp = two_camps(60)
    assert composed((votes.where(votes.reader >= 20), positions, camp)) is None


def test_one_camp_makes_no_picture() -> None:
    votes, positions, camp = two_camps(60)
    assert composed((votes, positions, np.zeros_like(camp)), camps=1) is None
    assert composed((votes, positions, np.where(camp == 1, -1, 0))) is None


def test_no_votes_make_no_picture() -> None:
    nothing = VoteTable.of([], [], value=[])
    empty = picture.compose(
        nothing, np.zeros((0, 2)), of_reader=np.zeros(0, np.int8), camps=2, comment_ids=[]
    )
    assert empty is None


def test_readers_without_a_place_are_left_out() -> None:
    votes, positions, camp = two_camps(80)
    positions[:10] = np.nan
    positions[-10:, 1] = np.inf

    assert whole((votes, positions, camp))["readers"] == 60


def test_readers_who_all_stand_in_one_place_are_one_cell() -> None:
    votes, positions, camp = two_camps(60)
    found = whole((votes, np.zeros_like(positions), camp))

    assert [cell["readers"] for cell in found["cells"]] == [60]
    assert found["cells"][0]["side"] == "mixed"


def test_a_table_that_does_not_fit_its_readers_is_refused() -> None:
    votes, positions, camp = two_camps(60)
    with pytest.raises(ValueError, match="position"):
        composed((votes, positions[:-1], camp))
    with pytest.raises(ValueError, match="id"):
        picture.compose(votes, positions, of_reader=camp, camps=2, comment_ids=[1])
