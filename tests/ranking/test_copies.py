"""Accounts that got their votes from one list."""

import numpy as np

from parley.ranking.copies import copied
from parley.ranking.votes import VoteTable

READERS, COMMENTS, EACH = 400, 4_000, 15
LIST = 12


def site(rng: np.random.Generator, *, copies: int, changed: int = 1) -> VoteTable:
    """Readers with votes of their own, the first and the last ones with those of one list."""
    reader = np.repeat(np.arange(READERS), EACH)
    comment = rng.integers(0, COMMENTS, (READERS, EACH))
    value = rng.integers(-1, 2, (READERS, EACH))
    comment[READERS - copies :, changed:] = comment[0, changed:]
    value[READERS - copies :, changed:] = value[0, changed:]
    return VoteTable.of(
        reader, comment.ravel(), value=value.ravel(), readers=READERS, comments=COMMENTS
    )


def test_copies_count_once() -> None:
    found = copied(site(np.random.default_rng(1), copies=LIST))
    assert np.flatnonzero(found).tolist() == list(range(READERS - LIST, READERS))


def test_copies_with_a_third_of_their_own_are_still_copies() -> None:
    found = copied(site(np.random.default_rng(1), copies=LIST, changed=EACH // 3))
    assert found[READERS - LIST :].all()
    assert found.sum() == LIST


def test_readers_of_the_same_small_discussion_are_no_copies() -> None:
    discussion = np.arange(COMMENTS)
    table = site(np.random.default_rng(1), copies=LIST)
    discussion[np.unique(table.comment[table.reader == READERS - 1])] = COMMENTS
    assert not copied(table, discussion=discussion).any()


def test_agreement_on_what_everybody_votes_on_is_no_copy() -> None:
    reader, comment = np.divmod(np.arange(50 * 20), 20)
    everyone = VoteTable.of(reader, comment, value=np.ones(len(reader), np.int8))
    assert not copied(everyone).any()


def test_a_site_without_votes_has_no_copies() -> None:
    assert copied(VoteTable.of([], [], value=[], readers=3, comments=2)).tolist() == [False] * 3
