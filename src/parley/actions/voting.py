"""Counts readers' respect for a comment, and their disagreement."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parley.actions import changes, limits
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.comment import Comment, CommentState
from parley.models.outbox import ChangeKind
from parley.models.viewer import Viewer
from parley.models.vote import Vote

# The counter on the comment that each value of a vote moves.
COUNTERS = {1: "respect", -1: "disagree"}


def cast_vote(viewer: Viewer, comment: Comment, *, value: int, now: datetime) -> Comment:
    """Set the viewer's vote to 1 or -1, or take it back with 0; answers the new counts.

    Raises SignInNeeded, NotAllowed for one's own comment, BadField, Conflict.
    """
    user = viewer.require_user()
    if value not in {1, 0, -1}:
        raise BadField("value", "A vote is 1, 0 or -1.")
    if comment.author.user_id == user.pk:
        raise NotAllowed(_("You cannot vote on your own comment."))
    limits.may_vote(viewer, now)
    with transaction.atomic():
        row = Comment.objects.select_for_update().get(pk=comment.pk)
        if row.state != CommentState.PUBLISHED:
            raise Conflict(_("This comment is no longer there."))
        before = Vote.objects.filter(comment=row, user=user).first()
        if (before.value if before else 0) == value:
            return row
        _store(viewer, row, before=before, value=value, now=now)
        _move_counters(row, before.value if before else 0, after=value)
        row.refresh_from_db(fields=["respect", "disagree"])
        changes.announce(
            comment.article,
            ChangeKind.COUNTS,
            now=now,
            comment=row,
            payload={"respect": row.respect, "disagree": row.disagree},
        )
    return row


def _store(viewer: Viewer, row: Comment, *, before: Vote | None, value: int, now: datetime) -> None:
    if value == 0 and before is not None:
        before.delete()
        return
    Vote.objects.update_or_create(
        comment=row,
        user=viewer.user,
        defaults={
            "site_id": row.site_id,
            "article_id": row.article_id,
            "value": value,
            "cast_at": now,
        },
    )


def _move_counters(row: Comment, before: int, *, after: int) -> None:
    steps = {}
    if before:
        steps[COUNTERS[before]] = F(COUNTERS[before]) - 1
    if after:
        steps[COUNTERS[after]] = F(COUNTERS[after]) + 1
    Comment.objects.filter(pk=row.pk).update(**steps)
