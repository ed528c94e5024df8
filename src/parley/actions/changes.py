"""Tells the change feed, in the transaction that makes the change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.outbox import Change, ChangeKind
from parley.snapshots import relay


def announce(
    article: Article,
    kind: ChangeKind,
    *,
    now: datetime,
    comment: Comment | None = None,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Record one change that readers can see; to be called inside a transaction."""
    Article.objects.filter(pk=article.pk).update(rev=F("rev") + 1)
    Change.objects.create(
        site_id=article.site_id,
        article_id=article.pk,
        comment_id=comment.pk if comment else None,
        kind=kind,
        payload=dict(payload or {}),
        created_at=now,
    )
    transaction.on_commit(relay.wake)


def announce_all(
    article: Article, kind: ChangeKind, *, comments: Sequence[int], now: datetime
) -> None:
    """The same change of many comments of one article, in the order given."""
    Article.objects.filter(pk=article.pk).update(rev=F("rev") + 1)
    Change.objects.bulk_create(
        Change(
            site_id=article.site_id,
            article_id=article.pk,
            comment_id=pk,
            kind=kind,
            created_at=now,
        )
        for pk in comments
    )
    transaction.on_commit(relay.wake)


def announce_queue(
    site_id: int,
    *,
    now: datetime,
    entered: Collection[int] = (),
    left: Collection[int] = (),
    changed: Collection[int] = (),
    urgent: Collection[int] = (),
) -> None:
    """Tell the desk which comments wait from now on, and which no longer or otherwise, and which
    of them are urgent; to be called inside a transaction. It is of no article, so that no
    reader's stream tells it."""
    lists = {"entered": entered, "left": left, "changed": changed, "urgent": urgent}
    payload = {name: list(pks) for name, pks in lists.items() if pks}
    if not payload:
        return
    Change.objects.create(
        site_id=site_id, article_id=0, kind=ChangeKind.QUEUE, payload=payload, created_at=now
    )
    transaction.on_commit(relay.wake)
