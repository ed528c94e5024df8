"""Votes counted one by one in memory come to what counting them anew comes to."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.ranking.ground import (
    CampCounts,
    Footing,
    common_score,
    lower_bound,
    rates_of,
    stand_all,
)
from parley.ranking.online import LARGEST_READER, UNPLACED, OnlineGround

# Readers by their ids, and their camps.
CAMP_OF = {7: 0, 11: 1, 1 << 40: 0, LARGEST_READER: 1, 5: UNPLACED}
COMMENTS = [30, 20, 2]
THREAD_OF = [0, 0, 1]


def empty() -> OnlineGround:
    return OnlineGround.of(
        np.array(list(CAMP_OF), np.int64),
        np.array(list(CAMP_OF.values()), np.int8),
        comments=np.array(COMMENTS, np.int64),
        thread_of=np.array(THREAD_OF, np.int32),
        tally=np.zeros((3, 2, 6), np.int64),
    )


@dataclass(frozen=True)
class Cast:
    reader: int
    comment: int
    value: int | None


casts = st.lists(
    st.builds(
        Cast,
        reader=st.sampled_from(list(CAMP_OF)),
        comment=st.sampled_from(COMMENTS),
        value=st.sampled_from([1, 0, -1, None]),
    )
)


def by_chance(reader: int, comment: int) -> bool:
    return (reader + comment) % 2 == 0


def counted(said: dict[tuple[int, int], int], comment: int) -> tuple[CampCounts, ...]:
    """The counts of a comment by looking at every vote."""

    def of_camp(camp: int) -> CampCounts:
        votes = [
            (value, by_chance(reader, about))
            for (reader, about), value in said.items()
            if about == comment and CAMP_OF[reader] == camp
        ]
        shown = [value for value, chance in votes if chance]
        all_of_them = [value for value, _ in votes]
        return CampCounts(all_of_them.count(1), len(votes), shown.count(1), len(shown))

    return of_camp(0), of_camp(1)


@given(casts)
def test_counters_are_what_counting_every_vote_gives(made: list[Cast]) -> None:
    state = empty()
    said: dict[tuple[int, int], int] = {}
    for one in made:
        key = one.reader, one.comment
        before = said.pop(key, None)
        if one.value is not None:
            said[key] = one.value
        chance = by_chance(*key)
        state.cast(*key, before=before, after=one.value, by_chance=chance)
    for comment in COMMENTS:
        assert state.counts(comment) == counted(said, comment)


def test_a_vote_answers_with_where_the_comment_stands_then() -> None:
    state = empty()
    state.cast(11, 20, before=None, after=-1, by_chance=False)
    state.cast(11, 30, before=None, after=1, by_chance=False)
    moved = state.cast(7, 30, before=None, after=1, by_chance=True)
    bounds = lower_bound(1, 1, rate=2 / 3), lower_bound(1, 1, rate=2 / 4)
    assert moved == Footing(common_score(bounds), bounds, badge=False, conflicting=False)


@given(st.lists(st.lists(st.integers(0, 40), min_size=12, max_size=12), min_size=1, max_size=5))
def test_a_comment_stands_as_the_whole_thread_is_reckoned(counts: list[list[int]]) -> None:
    by_chance = np.array(counts, np.int32).reshape(-1, 2, 2, 3)[:, :, 0]
    found = np.array(counts, np.int32).reshape(-1, 2, 2, 3)[:, :, 1]
    tally = np.concatenate([by_chance + found, by_chance], axis=2)
    state = OnlineGround.of(
        np.zeros(0, np.int64),
        np.zeros(0, np.int8),
        comments=np.arange(len(tally)),
        thread_of=np.zeros(len(tally), np.int32),
        tally=tally,
    )
    whole = stand_all(tally, rates=rates_of(tally))
    for comment in range(len(tally)):
        footing = state.footing(comment)
        assert footing.score == pytest.approx(whole.score[comment], abs=1e-12)
        assert (footing.badge, footing.conflicting) == (
            whole.badge[comment],
            whole.conflicting[comment],
        )


def test_it_takes_over_the_counters_of_a_fit() -> None:
    tally = np.zeros((3, 2, 6), np.int64)
    tally[0, 1] = [200_000, 2, 3, 70_000, 1, 0]
    state = OnlineGround.of(
        np.array([7, 11], np.int64),
        np.array([0, 1], np.int8),
        comments=np.array(COMMENTS, np.int64),
        thread_of=np.array(THREAD_OF, np.int32),
        tally=tally,
    )
    assert state.counts(30) == (CampCounts(0, 0), CampCounts(200_000, 200_005, 70_000, 70_001))


def test_a_counter_goes_beyond_two_bytes_and_back() -> None:
    tally = np.zeros((3, 2, 6), np.int64)
    tally[0, 0, 0] = 65_535
    state = OnlineGround.of(
        np.array([7, 11], np.int64),
        np.array([0, 1], np.int8),
        comments=np.array(COMMENTS, np.int64),
        thread_of=np.array(THREAD_OF, np.int32),
        tally=tally,
    )
    state.cast(7, 30, before=None, after=1, by_chance=False)
    assert state.counts(30)[0] == CampCounts(65_536, 65_536)
    state.cast(7, 30, before=1, after=-1, by_chance=False)
    assert state.counts(30)[0] == CampCounts(65_535, 65_536)


@pytest.mark.parametrize("comment", [1, 25, 99])
def test_a_new_comment_begins_without_votes(comment: int) -> None:
    state = empty()
    state.cast(7, 30, before=None, after=1, by_chance=False)
    state.add(comment, 5)
    assert state.counts(comment) == (CampCounts(0, 0), CampCounts(0, 0))
    assert state.counts(30)[0] == CampCounts(1, 1)
    state.cast(7, comment, before=None, after=-1, by_chance=False)
    assert state.counts(comment)[0] == CampCounts(0, 1)


def test_a_comment_that_was_never_added_is_told() -> None:
    with pytest.raises(KeyError):
        empty().cast(7, 31, before=None, after=1, by_chance=False)


def test_a_comment_cannot_be_added_twice() -> None:
    with pytest.raises(ValueError, match="there already"):
        empty().add(30, 0)


@pytest.mark.parametrize("reader", [-1, LARGEST_READER + 1])
def test_an_id_that_has_no_room_is_refused(reader: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        OnlineGround.of(
            np.array([reader], np.int64),
            np.array([0], np.int8),
            comments=np.zeros(0, np.int64),
            thread_of=np.zeros(0, np.int32),
            tally=np.zeros((0, 2, 6), np.int64),
        )


def test_a_reader_takes_eight_bytes_and_a_comment_in_three_camps_forty_nine() -> None:
    state = OnlineGround.of(
        np.arange(1_000, dtype=np.int64),
        np.zeros(1_000, np.int8),
        comments=np.arange(100, dtype=np.int64),
        thread_of=np.zeros(100, np.int32),
        tally=np.zeros((100, 3, 6), np.int64),
    )
    assert state.nbytes == 1_000 * 8 + 100 * (8 + 4 + 1 + 3 * 6 * 2) + 3 * 2 * 8
