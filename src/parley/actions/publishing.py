"""Brings a comment before readers and takes it away again, with every counter.

Every action locks rows in one order, so that no two can wait for each other: comments,
a reply before what it answers; then their author; then the article; then what is known of
common ground on it.
"""

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest

from parley.actions import changes, mentioning
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.outbox import ChangeKind


def publish(comment: Comment, now: datetime) -> None:
    """Make a new or held comment public; inside the caller's transaction."""
    comment.state = CommentState.PUBLISHED
    comment.save(update_fields=["state"])
    _count(comment, 1)
    Article.objects.filter(pk=comment.article_id).update(
        last_comment_at=Greatest(
            Coalesce(F("last_comment_at"), Value(comment.created_at)), Value(comment.created_at)
        )
    )
    mentioning.note(comment, now)
    changes.announce(comment.article, ChangeKind.COMMENT, now=now, comment=comment)


def withdraw(comment: Comment, state: CommentState, *, now: datetime) -> None:
    """Take a comment out of readers' sight, or change where an unseen one stands."""
    was_public = comment.state == CommentState.PUBLISHED
    comment.state = state
    comment.save(update_fields=["state"])
    if was_public:
        _count(comment, -1)
        changes.announce(comment.article, ChangeKind.REMOVE, now=now, comment=comment)


def _count(comment: Comment, step: int) -> None:
    if comment.parent_id is not None:
        Comment.objects.filter(pk=comment.parent_id).update(replies=F("replies") + step)
    Author.objects.filter(pk=comment.author_id).update(published_count=F("published_count") + step)
    Article.objects.filter(pk=comment.article_id).update(comment_count=F("comment_count") + step)
