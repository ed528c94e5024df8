"""Reads votes as common ground counts them: by reader, whose camp only it may know."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from parley.models.article import Article
from parley.models.reader_axis import ReaderPlace
from parley.models.user import User
from parley.models.vote import Vote
from parley.ranking import ground, independence
from parley.ranking.picture import compose
from parley.ranking.votes import VoteTable

# The columns of a tally, in the order of the rules.
COLUMNS = (
    "respect",
    "disagree",
    "passed",
    "respect_by_chance",
    "disagree_by_chance",
    "passed_by_chance",
)
# SQLite takes a limited number of values in one query.
BATCH = 500
CHUNK = 2_000
NOWHERE = -1


class Cast(NamedTuple):
    """A vote: its id, its comment's, whose (`reader_key`), what, how it came, and when."""

    vote: int
    comment: int
    reader: int
    value: int
    by_chance: bool
    cast_at: datetime


def reader_key(user_id: int | None, author_id: int | None) -> int:
    """One number for whoever votes: users' ids, and imported authors' below zero."""
    return user_id if user_id is not None else -(author_id or 0)


def of_article(article: Article, comments: Iterable[int]) -> list[Cast]:
    """All votes on these comments of the article."""
    wanted = set(comments)
    return [cast for cast in _casts(Vote.objects.filter(article=article)) if cast.comment in wanted]


def of_comments(comments: Sequence[int]) -> list[Cast]:
    """All votes on these comments, few enough for one query."""
    return list(_casts(Vote.objects.filter(comment__in=comments)))


def _casts(votes: QuerySet[Vote]) -> Iterator[Cast]:
    columns = votes.values_list(
        "pk", "comment_id", "user_id", "author_id", "value", "by_chance", "cast_at"
    )
    for vote, comment, user, author, value, by_chance, cast_at in columns.iterator(CHUNK):
        yield Cast(vote, comment, reader_key(user, author), value, by_chance, cast_at)


class Judgement(NamedTuple):
    """The votes of a discussion that do not count at all, and those by chance that tell no more
    than if they had been chosen."""

    left_out: frozenset[int]
    chosen: frozenset[int]

    def applied(self, casts: Iterable[Cast]) -> list[Cast]:
        """The ones that count."""
        return [
            cast._replace(by_chance=cast.by_chance and cast.vote not in self.chosen)
            for cast in casts
            if cast.vote not in self.left_out
        ]


def judge(casts: Sequence[Cast], *, began: datetime) -> Judgement:
    """Which of all votes in a discussion are not independent of others. `began` is when it
    did."""
    votes, readers = table(casts, sorted({cast.comment for cast in casts}))
    cast_at = np.array([cast.cast_at.timestamp() for cast in casts])
    counted = independence.counted(
        votes, cast_at=cast_at, joined=_joined(readers), opened=began.timestamp()
    )
    telling = independence.with_chance_of_first_day(votes, cast_at=cast_at).by_chance
    pks = np.array([cast.vote for cast in casts], np.int64)
    return Judgement(
        left_out=frozenset(pks[~counted].tolist()),
        chosen=frozenset(pks[votes.by_chance & ~telling].tolist()),
    )


def table(casts: Sequence[Cast], comments: Sequence[int]) -> tuple[VoteTable, list[int]]:
    """The votes as the rules take them, and who the readers are by their numbers there."""
    number = {pk: place for place, pk in enumerate(comments)}
    readers, reader = np.unique(
        np.array([cast.reader for cast in casts], np.int64), return_inverse=True
    )
    votes = VoteTable(
        reader=reader.astype(np.int32),
        comment=np.array([number[cast.comment] for cast in casts], np.int32),
        value=np.array([cast.value for cast in casts], np.int8),
        by_chance=np.array([cast.by_chance for cast in casts], np.bool_),
        readers=len(readers),
        comments=len(comments),
    )
    return votes, readers.tolist()


def _joined(readers: Sequence[int]) -> NDArray[np.float64]:
    """When each came, in seconds. An imported person did so where nobody here can tell: long
    ago, and on a day of their own, for they were brought together and not made together."""
    found = {reader: reader * independence.DAY for reader in readers if reader < 0}
    users = [reader for reader in readers if reader > 0]
    for start in range(0, len(users), BATCH):
        rows = User.objects.filter(pk__in=users[start : start + BATCH])
        found.update(
            (pk, created_at.timestamp()) for pk, created_at in rows.values_list("pk", "created_at")
        )
    return np.array([found.get(reader, 0.0) for reader in readers])


class Camps:
    """The camps of a site's readers, looked up as they are needed."""

    def __init__(self, site_id: int, *, count: int) -> None:
        self.count = count
        self._site_id = site_id
        self._places: dict[int, tuple[int, float, float]] = {}

    def learn(self, readers: Iterable[int]) -> None:
        """Look up those that are not known yet."""
        unknown = sorted({reader for reader in readers if reader not in self._places})
        for start in range(0, len(unknown), BATCH):
            batch = unknown[start : start + BATCH]
            nowhere = (NOWHERE, float("nan"), float("nan"))
            self._places.update(dict.fromkeys(batch, nowhere))
            self._places.update(self._found(batch))

    def of(self, reader: int) -> int:
        """The camp of a reader, -1 for none."""
        return self._places[reader][0]

    def tally(self, casts: Sequence[Cast], comments: Sequence[int]) -> NDArray[np.int32]:
        """Shape (comments, camps, 6), of readers who are in a camp."""
        votes, readers = table(casts, comments)
        return ground.tally(votes, self._of_all(readers), camps=self.count)

    def picture(self, casts: Sequence[Cast], comments: Sequence[int]) -> dict[str, Any] | None:
        """What everybody may see of these votes; None where that would tell too much."""
        votes, readers = table(casts, comments)
        places = [self._places[reader][1:] for reader in readers]
        return compose(
            votes,
            np.array(places, np.float64).reshape(-1, 2),
            of_reader=self._of_all(readers),
            camps=self.count,
            comment_ids=comments,
        )

    def _of_all(self, readers: Sequence[int]) -> NDArray[np.int8]:
        return np.array([self.of(reader) for reader in readers], np.int8)

    def _found(self, readers: Sequence[int]) -> Iterator[tuple[int, tuple[int, float, float]]]:
        users = [reader for reader in readers if reader > 0]
        authors = [-reader for reader in readers if reader < 0]
        places = ReaderPlace.objects.filter(
            Q(user__in=users) | Q(author__in=authors), site=self._site_id
        )
        rows: Any = places.values_list("user_id", "author_id", "camp", "x", "y")
        for user, author, camp, x, y in rows:
            known = camp is not None and camp < self.count
            yield reader_key(user, author), (camp if known else NOWHERE, x, y)
