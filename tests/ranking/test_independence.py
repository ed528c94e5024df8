"""Whose votes count for common ground: small discussions, and what a brigade looks like there."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from parley.ranking import independence
from parley.ranking.independence import DAY, FAST_SECONDS, FAST_VOTES
from parley.ranking.votes import RESPECT, VoteTable

COMMENTS = 80
READERS = 400
EACH = 6
TARGET = 7
BRIGADE = 40
MINUTE, HOUR = 60.0, 3_600.0
LASTS = 2 * DAY


@dataclass
class Made:
    """A discussion, column by column; it is opened at 0."""

    reader: list[int] = field(default_factory=list)
    comment: list[int] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    joined: list[float] = field(default_factory=list)

    def joins(self, when: float) -> int:
        self.joined.append(when)
        return len(self.joined) - 1

    def votes(self, reader: int, comment: int, *, at: float) -> None:
        self.reader.append(reader)
        self.comment.append(comment)
        self.at.append(at)

    def table(self) -> VoteTable:
        return VoteTable.of(
            self.reader,
            self.comment,
            value=np.full(len(self.reader), RESPECT),
            readers=len(self.joined),
            comments=COMMENTS,
        )

    def counted(self) -> NDArray[np.bool_]:
        return independence.counted(
            self.table(), cast_at=np.array(self.at), joined=np.array(self.joined), opened=0.0
        )


def honest(rng: np.random.Generator) -> Made:
    """400 readers who joined over three years vote on six comments each, over two days."""
    made = Made()
    for _ in range(READERS):
        reader = made.joins(-rng.uniform(1, 1_000) * DAY)
        came = rng.uniform(0, LASTS)
        for place, comment in enumerate(rng.choice(COMMENTS, EACH, replace=False)):
            made.votes(reader, int(comment), at=came + place * MINUTE)
    return made


def test_the_votes_of_readers_who_came_by_themselves_count() -> None:
    assert honest(np.random.default_rng(1)).counted().all()


def test_an_account_newer_than_the_discussion_does_not_count() -> None:
    made = honest(np.random.default_rng(1))
    made.votes(made.joins(HOUR), TARGET, at=2 * HOUR)
    counted = made.counted()
    assert counted[:-1].all()
    assert not counted[-1]


def test_who_votes_faster_than_anybody_reads_does_not_count() -> None:
    made = honest(np.random.default_rng(1))
    reader, before = made.joins(-DAY), len(made.at)
    for comment in range(FAST_VOTES + 1):
        made.votes(reader, comment, at=HOUR + 0.9 * comment * FAST_SECONDS / FAST_VOTES)
    counted = made.counted()
    assert counted[:before].all()
    assert not counted[before:].any()


def test_who_votes_as_fast_as_one_can_read_counts() -> None:
    made = honest(np.random.default_rng(1))
    reader = made.joins(-DAY)
    for comment in range(COMMENTS):
        made.votes(reader, comment, at=HOUR + comment * FAST_SECONDS / FAST_VOTES)
    assert made.counted().all()


def test_many_who_came_for_one_comment_alone_do_not_count_there() -> None:
    rng = np.random.default_rng(1)
    made = honest(rng)
    for _ in range(BRIGADE):
        made.votes(made.joins(-rng.uniform(1, 1_000) * DAY), TARGET, at=rng.uniform(0, LASTS))
    counted = made.counted()
    assert counted[:-BRIGADE].all()
    assert not counted[-BRIGADE:].any()


def test_one_who_voted_on_one_comment_alone_counts() -> None:
    made = honest(np.random.default_rng(1))
    made.votes(made.joins(-DAY), TARGET, at=HOUR)
    assert made.counted().all()


def test_a_discussion_in_which_everybody_votes_once_keeps_its_votes() -> None:
    rng = np.random.default_rng(1)
    made = Made()
    for _ in range(READERS):
        reader = made.joins(-rng.uniform(1, 1_000) * DAY)
        made.votes(reader, int(rng.integers(COMMENTS)), at=rng.uniform(0, LASTS))
    assert made.counted().all()


def busy_brigade(rng: np.random.Generator, *, together: bool, sent: bool) -> Made:
    """The honest, and a brigade whose accounts vote on five other comments as well."""
    made = honest(rng)
    for _ in range(BRIGADE):
        reader = made.joins(-(30 if together else rng.uniform(1, 1_000)) * DAY + 1)
        made.votes(reader, TARGET, at=10 * HOUR if sent else rng.uniform(0, LASTS))
        others = rng.choice(np.setdiff1d(np.arange(COMMENTS), [TARGET]), EACH - 1, replace=False)
        for comment in others:
            made.votes(reader, int(comment), at=rng.uniform(0, LASTS))
    return made


def on_target(made: Made) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which votes on the target count: the honest ones, and the brigade's."""
    counted, table = made.counted(), made.table()
    aimed, theirs = table.comment == TARGET, table.reader >= READERS
    return counted[aimed & ~theirs], counted[aimed & theirs]


def test_accounts_made_on_one_day_do_not_count_where_they_meet() -> None:
    honest_votes, theirs = on_target(
        busy_brigade(np.random.default_rng(1), together=True, sent=False)
    )
    assert honest_votes.all()
    assert not theirs.any()


def test_those_who_were_imported_without_an_account_were_not_made_together() -> None:
    made = busy_brigade(np.random.default_rng(1), together=True, sent=False)
    made.joined[READERS:] = [-np.inf] * BRIGADE
    assert made.counted().all()


def test_accounts_made_on_one_day_count_where_they_do_not_meet() -> None:
    made = busy_brigade(np.random.default_rng(1), together=True, sent=False)
    counted = made.counted()
    assert counted[made.table().comment != TARGET].mean() > 0.99


def test_votes_cast_while_a_comment_is_sent_voters_do_not_count() -> None:
    honest_votes, theirs = on_target(
        busy_brigade(np.random.default_rng(1), together=False, sent=True)
    )
    assert not theirs.any()
    assert honest_votes.mean() > 0.5


def not_yet(made: Made) -> list[int]:
    """Readers who have not voted on the target."""
    have = {r for r, c in zip(made.reader, made.comment, strict=True) if c == TARGET}
    return [reader for reader in range(READERS) if reader not in have]


def test_a_comment_that_is_popular_all_the_time_keeps_its_votes() -> None:
    rng = np.random.default_rng(1)
    made = honest(rng)
    for reader in not_yet(made):
        made.votes(reader, TARGET, at=rng.uniform(0, LASTS))
    assert made.counted().all()


def test_crowds_sent_again_and_again_cannot_have_a_comment_emptied() -> None:
    made = honest(np.random.default_rng(1))
    before = len(made.at)
    for place, reader in enumerate(not_yet(made)):
        made.votes(reader, TARGET, at=place // 20 * LASTS / 16)
    honest_votes = np.array(made.comment[:before]) == TARGET
    assert made.counted()[:before][honest_votes].mean() > 0.3


def test_nothing_counts_in_a_discussion_without_votes() -> None:
    assert Made().counted().tolist() == []


def test_only_the_first_day_of_a_reader_is_by_chance() -> None:
    votes = VoteTable.of(
        [0, 0, 1], [0, 1, 1], value=[1, 1, 1], by_chance=[True, True, True], readers=2
    )
    told = independence.with_chance_of_first_day(votes, cast_at=np.array([HOUR, DAY + HOUR, DAY]))
    assert told.by_chance.tolist() == [True, False, True]


def test_what_was_not_by_chance_does_not_become_so() -> None:
    votes = VoteTable.of([0], [0], value=[1], by_chance=[False])
    told = independence.with_chance_of_first_day(votes, cast_at=np.array([HOUR]))
    assert not told.by_chance.any()
