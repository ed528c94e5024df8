"""Moves the votes of an imported author to the reader who claims them, and back."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Value
from django.db.models.functions import Greatest

from parley.actions.voting import COUNTERS
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.user import User
from parley.models.vote import Vote

# SQLite takes a limited number of values in one query.
BATCH = 500

_Item = TypeVar("_Item")

# A vote as the author had it: comment, value, when it was cast, and the row that carries it
# on; None where the reader had voted on the comment already, and the brought one went.
Kept = tuple[int, int, str, int | None]


def lock(authors: Iterable[Author]) -> set[int]:
    """Lock what they voted on, and answer what that is: replies first, and before any author
    is locked (`actions.publishing`)."""
    votes = Vote.objects.filter(author__in=list(authors))
    comments = set(votes.values_list("comment_id", flat=True))
    _lock(comments)
    return comments


def are_among(comments: set[int], author: Author) -> bool:
    """Whether all that the author voted on is locked: while one waits for the author, another
    reader may have given votes back."""
    return comments.issuperset(author.votes_brought.values_list("comment_id", flat=True))


def move(author: Author, user: User) -> list[Kept]:
    """Make the author's votes the user's; the user's own vote on the same comment stays.

    Answers all of them as they were. After `lock`, inside a transaction.
    """
    doubled = set(
        Vote.objects.filter(user=user, comment__votes__author=author).values_list(
            "comment_id", flat=True
        )
    )
    brought = list(author.votes_brought.order_by("pk"))
    dropped = [vote for vote in brought if vote.comment_id in doubled]
    for batch in _batches(dropped):
        _count([(vote.comment_id, vote.value) for vote in batch], -1)
        Vote.objects.filter(pk__in=[vote.pk for vote in batch]).delete()
    author.votes_brought.update(user=user, author=None)
    return [
        (
            vote.comment_id,
            vote.value,
            vote.cast_at.isoformat(),
            None if vote.comment_id in doubled else vote.pk,
        )
        for vote in brought
    ]


def lock_kept(kept: Iterable[Kept]) -> None:
    """As `lock`, before they are moved back."""
    _lock(comment for comment, *_rest in kept)


def move_back(author: Author, user: User | None, *, kept: Iterable[Kept]) -> None:
    """Give the author every vote as it was. What the reader has changed since is the
    reader's own by now and stays beside. After `lock_kept`, inside a transaction."""
    for batch in _batches(list(kept)):
        carried = Vote.objects.filter(user=user, pk__in=[row for *_rest, row in batch if row])
        as_they_were = {vote.pk: (vote.value, vote.cast_at.isoformat()) for vote in carried}
        untouched = [
            row for _, value, at, row in batch if row and as_they_were.get(row) == (value, at)
        ]
        Vote.objects.filter(pk__in=untouched).update(user=None, author=author)
        _cast_again(author, [vote for vote in batch if vote[3] not in untouched])


def articles_of(kept: Iterable[Kept], *, only_dropped: bool = False) -> set[int]:
    """The articles of these comments, or of those whose counts the move has changed."""
    found: set[int] = set()
    for batch in _batches([one for one in kept if not (only_dropped and one[3])]):
        comments = Comment.objects.filter(pk__in=[comment for comment, *_rest in batch])
        found.update(comments.values_list("article_id", flat=True))
    return found


def _cast_again(author: Author, votes: list[Kept]) -> None:
    comments = Comment.objects.in_bulk([comment for comment, *_rest in votes])
    made = [
        Vote(
            site_id=comments[pk].site_id,
            article_id=comments[pk].article_id,
            comment_id=pk,
            author=author,
            value=value,
            cast_at=datetime.fromisoformat(at),
        )
        for pk, value, at, _row in votes
        if pk in comments
    ]
    Vote.objects.bulk_create(made)
    _count([(vote.comment_id, vote.value) for vote in made], 1)


def _count(votes: list[tuple[int, int]], step: int) -> None:
    for value, counter in COUNTERS.items():
        comments = Comment.objects.filter(pk__in=[pk for pk, given in votes if given == value])
        # A source's own sums may be smaller than the votes that it tells.
        comments.update(**{counter: Greatest(F(counter) + step, Value(0))})


def _lock(comments: Iterable[int]) -> None:
    for batch in _batches(sorted(set(comments), reverse=True)):
        rows = Comment.objects.select_for_update().filter(pk__in=batch).order_by("-pk")
        list(rows.values_list("pk"))


def _batches(items: list[_Item]) -> Iterable[list[_Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
