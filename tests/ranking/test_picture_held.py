"""Parts of a former picture stand in the new one."""

from typing import Any

from parley.ranking.picture_held import comparable, with_held, with_map_of


def picture(gaps: dict[int, int], *, readers: int = 60, camps: int = 2) -> dict[str, Any]:
    comments = [{"id": pk, "left": 50, "right": 50 + gap, "gap": gap} for pk, gap in gaps.items()]
    return {
        "version": 1, "camps": camps, "readers": readers, "height": 0.6, "step": 0.1,
        "cells": [{"readers": readers}], "apart": 0, "votes": 9, "comments": comments,
        "agreed": [], "divides": [pk for pk, gap in gaps.items() if gap >= 30], "unrespected": [],
    }  # fmt: skip


def ids(found: dict[str, Any] | None) -> list[int]:
    assert found is not None
    return [one["id"] for one in found["comments"]]


def test_a_held_comment_has_its_former_numbers_in_their_order() -> None:
    found = with_held(picture({1: 2, 2: 3}), picture({2: 40, 1: 50}), held={1})
    assert ids(found) == [2, 1]
    assert found is not None
    assert found["divides"] == [1]


def test_one_that_the_former_picture_had_not_is_left_out() -> None:
    assert ids(with_held(picture({1: 2, 2: 3}), picture({2: 3}), held={1})) == [2]
    assert ids(with_held(picture({1: 2, 2: 3}), None, held={1})) == [2]


def test_one_that_the_new_picture_would_not_have_stays() -> None:
    assert ids(with_held(picture({2: 3}), picture({1: 2, 2: 3}), held={1})) == [1, 2]


def test_nothing_is_kept_of_a_picture_of_other_camps() -> None:
    former = picture({1: 2}, camps=3)
    assert not comparable(picture({1: 2}), former)
    assert with_held(picture({1: 2}), former, held={1}) is None


def test_the_map_of_readers_is_kept_whole() -> None:
    found = with_map_of(picture({1: 2}, readers=61), picture({2: 3}))
    assert (found["readers"], found["cells"]) == (60, [{"readers": 60}])
    assert ids(found) == [1]
