"""Brings a comment before readers and takes it away again, with every counter.

Every action locks rows in one order, so that no two can wait for each other: comments,
a reply before what it answers; then their author; then the article; then what is known of
common ground on it.
"""

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest

from parley.actions import changes, hooking, mentioning
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.outbox import ChangeKind

# What stands first is read first, which more could not be.
MOST_PINNED = 3


def publish(comment: Comment, now: datetime) -> None:
    """Make a new or held comment public; inside the caller's transaction."""
    comment.state = CommentState.PUBLISHED
    comment.save(update_fields=["state"])
    _count(comment, 1)
    _unpin_one_too_many(comment)
    Article.objects.filter(pk=comment.article_id).update(
        last_comment_at=Greatest(
            Coalesce(F("last_comment_at"), Value(comment.created_at)), Value(comment.created_at)
        )
    )
    mentioning.note(comment, now)
    changes.announce(comment.article, ChangeKind.COMMENT, now=now, comment=comment)


def withdraw(comment: Comment, state: CommentState, *, now: datetime) -> None:
    """Take a comment out of readers' sight, or change where an unseen one stands.

    What hooks were told of it, or are yet to be told, holds its words no longer.
    """
    was_public = comment.state == CommentState.PUBLISHED
    comment.state = state
    comment.save(update_fields=["state"])
    if was_public:
        _count(comment, -1)
        hooking.forget(comment)
        changes.announce(comment.article, ChangeKind.REMOVE, now=now, comment=comment)


def pinned_on(article: int) -> int:
    """How many stand first there; while the article's row is locked, no other comes to them."""
    return Comment.objects.filter(
        article_id=article, pinned=True, state=CommentState.PUBLISHED
    ).count()


def _unpin_one_too_many(comment: Comment) -> None:
    """Others may have been pinned in the place of one that was out of sight; the article has
    just been counted on, and is locked by that."""
    if comment.pinned and pinned_on(comment.article_id) > MOST_PINNED:
        comment.pinned = False
        comment.save(update_fields=["pinned"])


def _count(comment: Comment, step: int) -> None:
    if comment.parent_id is not None:
        Comment.objects.filter(pk=comment.parent_id).update(replies=F("replies") + step)
    Author.objects.filter(pk=comment.author_id).update(published_count=F("published_count") + step)
    Article.objects.filter(pk=comment.article_id).update(comment_count=F("comment_count") + step)
