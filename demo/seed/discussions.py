"""Stores one discussion at a stroke, and brings all counters in line at the end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from demo.seed import judgements
from demo.seed.judgements import SECOND_THOUGHT, Written
from demo.seed.threads import Remark, Thread
from demo.seed.timing import moments
from demo.seed.voters import voters
from demo.seed.voting import Ballot, ballots
from parley import markup
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import User
from parley.models.vote import Vote


def write(
    article: Article,
    thread: Thread,
    *,
    users: Mapping[str, User],
    authors: Mapping[str, Author],
    now: datetime,
) -> None:
    """Store the whole discussion of an article that has none yet."""
    seed, remarks = article.publisher_id, thread.remarks
    times = moments(thread, start=article.published_at or now, now=now, seed=seed)
    written = [
        Written(
            remark=remark, comment=_comment(article, remark, author=authors[remark.who], time=time)
        )
        for remark, time in zip(remarks, times, strict=True)
    ]
    _store(written)
    cast = ballots(remarks, voters(), axis=thread.axis, seed=seed)
    Vote.objects.bulk_create(_votes(written, cast, users=users, now=now), batch_size=500)
    judgements.record(written, users, now=now)


def _comment(article: Article, remark: Remark, *, author: Author, time: datetime) -> Comment:
    text = "" if remark.deleted else remark.text
    return Comment(
        site_id=article.site_id,
        article=article,
        author=author,
        depth=remark.depth,
        text=text,
        html=markup.render(text),
        state=_state(remark),
        picked=remark.picked,
        created_at=time,
        edited_at=time + SECOND_THOUGHT if remark.was else None,
    )


def _state(remark: Remark) -> CommentState:
    if remark.deleted:
        return CommentState.DELETED
    if remark.rejected:
        return CommentState.REJECTED
    return CommentState.HELD if remark.held else CommentState.PUBLISHED


def _store(written: Sequence[Written]) -> None:
    """Level by level, since a reply needs the key of what it replies to."""
    for depth in range(max(one.remark.depth for one in written) + 1):
        level = [one for one in written if one.remark.depth == depth]
        for one in level:
            parent = one.remark.parent
            one.comment.parent = None if parent is None else written[parent].comment
        Comment.objects.bulk_create([one.comment for one in level], batch_size=100)


def _votes(
    written: Sequence[Written],
    cast: Iterator[Ballot],
    *,
    users: Mapping[str, User],
    now: datetime,
) -> Iterator[Vote]:
    times = [one.comment.created_at for one in written]
    first, last = min(times), max(times)
    for ballot in cast:
        comment = written[ballot.remark].comment
        arrived = first + (last - first) * ballot.arrival
        found = comment.created_at <= arrived
        cast_at = arrived + ballot.stay if found else comment.created_at + ballot.after
        yield Vote(
            site_id=comment.site_id,
            article_id=comment.article_id,
            comment=comment,
            user=users[ballot.who],
            value=ballot.value,
            by_chance=ballot.by_chance and found,
            cast_at=min(cast_at, now),
        )


def count(site: Site) -> None:
    """Bring every counter of the site in line with its rows."""
    public = Comment.objects.filter(state=CommentState.PUBLISHED)
    rejected = Comment.objects.filter(state=CommentState.REJECTED)
    Comment.objects.filter(site=site).update(
        respect=_how_many(Vote.objects.filter(value=1), "comment"),
        disagree=_how_many(Vote.objects.filter(value=-1), "comment"),
        open_reports=_how_many(Report.objects.filter(settled_at=None), "comment"),
        replies=_how_many(public, "parent"),
    )
    Author.objects.filter(site=site).update(
        published_count=_how_many(public, "author"), rejected_count=_how_many(rejected, "author")
    )
    newest = public.filter(article=OuterRef("pk")).order_by("-created_at").values("created_at")
    Article.objects.filter(site=site).update(
        comment_count=_how_many(public, "article"),
        last_comment_at=Subquery(newest[:1]),
        rev=F("rev") + 1,
    )


def _how_many(rows: QuerySet[Any], of: str) -> Coalesce:
    """The number of rows whose foreign key `of` is the updated one."""
    counted = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), Value(0))
