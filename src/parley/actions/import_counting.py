"""Keeps the counters true beside an import, and mends those that a killed run left behind."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least

from parley.actions.import_names import PARLEY
from parley.actions.import_staging import Import
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.outbox import Change, ChangeKind
from parley.snapshots import relay


def recount_articles(task: Import, now: datetime) -> None:
    """Counters of the discussions that gained comments now, or in a run that was broken off."""
    for batch in task.staging.batches(
        "SELECT rowid, pk, EXISTS (SELECT 1 FROM comment WHERE comment.article = leader.id"
        " AND fate IN ('imported', 'stubbed')) FROM leader WHERE pk IS NOT NULL"
    ):
        miscounted = _miscounted(pk for _rowid, pk, gained in batch if not gained)
        for article in miscounted:
            # Only a killed run leaves such, so that all of the thread is counted again.
            replied = Comment.objects.filter(article=article, children__isnull=False)
            with transaction.atomic():
                recount_replies(replied.values_list("pk", flat=True).distinct())
        gained_here = [pk for _rowid, pk, gained in batch if gained]
        if changed := [*gained_here, *miscounted]:
            _recount(task, changed, now=now)


def recount_replies(comments: Iterable[int]) -> None:
    """Of comments that were here before, within the transaction that stores their replies."""
    keys = sorted(set(comments), reverse=True)
    if not keys:
        return
    # Replies first, as everybody locks them (`actions.publishing`): by falling key.
    list(Comment.objects.select_for_update().filter(pk__in=keys).order_by("-pk").values_list("pk"))
    answers = Comment.objects.filter(parent=OuterRef("pk"), state=CommentState.PUBLISHED)
    count = answers.order_by().values("parent").annotate(count=Count("pk")).values("count")
    Comment.objects.filter(pk__in=keys).update(replies=Coalesce(Subquery(count), 0))


def recount_authors(task: Import) -> None:
    """How many published comments each author of the file has, and since when they write.

    Parley's own exports tell the latter themselves.
    """
    count = _published("author").annotate(count=Count("pk")).values("count")
    written = Comment.objects.filter(author=OuterRef("pk")).order_by().values("author")
    first = written.annotate(first=Min("created_at")).values("first")
    since = Least(F("created_at"), Coalesce(Subquery(first), F("created_at")))
    more = {} if task.source == PARLEY else {"created_at": since}
    for batch in task.staging.batches("SELECT rowid, pk FROM author WHERE pk IS NOT NULL"):
        Author.objects.filter(pk__in=[pk for _rowid, pk in batch]).update(
            published_count=Coalesce(Subquery(count), 0), **more
        )


def _published(field: str) -> Any:  # Any: the manager is not typed
    """Published comments of the outer row, grouped into one."""
    published = Comment.objects.filter(**{field: OuterRef("pk")}, state=CommentState.PUBLISHED)
    return published.order_by().values(field)


def _miscounted(articles: Iterable[int]) -> list[int]:
    count = _published("article").annotate(count=Count("pk")).values("count")
    counted = Article.objects.filter(pk__in=list(articles)).annotate(
        published=Coalesce(Subquery(count), 0)
    )
    wrong = counted.exclude(comment_count=F("published"))
    return list(wrong.order_by("pk").values_list("pk", flat=True))


def _recount(task: Import, articles: list[int], *, now: datetime) -> None:
    count = _published("article").annotate(count=Count("pk")).values("count")
    last = _published("article").annotate(last=Max("created_at")).values("last")
    with transaction.atomic():
        rows = Article.objects.filter(pk__in=articles)
        list(rows.select_for_update().order_by("pk").values_list("pk"))
        rows.update(
            comment_count=Coalesce(Subquery(count), 0),
            last_comment_at=Subquery(last),
            rev=F("rev") + 1,
        )
        Change.objects.bulk_create(
            Change(site=task.site, article_id=pk, kind=ChangeKind.ARTICLE, created_at=now)
            for pk in sorted(articles)
        )
        transaction.on_commit(relay.wake)
