"""Counts readers' respect for a comment, their disagreement, and that they cannot say."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parley.actions import banning, changes, drawing, grounding, limits
from parley.actions.grounding import Turn
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.outbox import ChangeKind
from parley.models.user import User
from parley.models.viewer import Viewer
from parley.models.vote import Vote
from parley.ranking.votes import DISAGREE, PASS, RESPECT

# The counter on the comment that each value of a vote moves.
COUNTERS = {RESPECT: "respect", DISAGREE: "disagree"}
KNOWN = (RESPECT, DISAGREE, PASS)


def cast_vote(viewer: Viewer, comment: Comment, *, value: int | None, now: datetime) -> Comment:
    """Set the viewer's vote to 1, -1 or 0, a pass, or take it back with None; the new counts.

    Raises SignInNeeded, NotAllowed for one's own comment, BadField, Conflict.
    """
    user = viewer.require_user()
    if value is not None and value not in KNOWN:
        raise BadField("value", 'A vote is 1, -1, 0 or "pass".')
    if comment.author.user_id == user.pk:
        raise NotAllowed(_("You cannot vote on your own comment."))
    banning.refuse(viewer, now)
    banning.refuse_newcomer(viewer, now)
    limits.may_vote(viewer, now)
    with transaction.atomic():
        row = Comment.objects.select_for_update().get(pk=comment.pk)
        if row.state != CommentState.PUBLISHED or row.article_id != comment.article_id:
            raise Conflict(_("This comment is no longer there."))
        vote = Vote.objects.filter(comment=row, user=user).first()
        before, last_at = (vote.value, vote.cast_at) if vote else (None, None)
        if before == value:
            return row
        by_chance = _store(user, comment, vote=vote, value=value, now=now)
        turn = Turn(
            reader=user.pk, before=before, after=value, by_chance=by_chance, last_at=last_at
        )
        _count(comment.article, row, before=before, after=value, now=now)
        # After the article, which is locked by then, as `actions.publishing` says.
        grounding.follow(user, comment, turn=turn, row=row, now=now)
    return row


def _store(
    user: User, comment: Comment, *, vote: Vote | None, value: int | None, now: datetime
) -> bool:
    """Answers whether it came by chance. A vote that changes came by what it first came by:
    what was drawn may be found again."""
    if vote is None:
        vote = Vote(
            site_id=comment.site_id,
            article_id=comment.article_id,
            comment=comment,
            user=user,
            by_chance=drawing.met_by_chance(user, comment, now=now),
        )
    if value is None:
        vote.delete()
    else:
        vote.value, vote.cast_at = value, now
        vote.save()
    return vote.by_chance


def _count(
    article: Article, row: Comment, *, before: int | None, after: int | None, now: datetime
) -> None:
    """Move the counters, and tell readers. A pass has none: nobody sees that it came."""
    steps = {COUNTERS[value]: step for value, step in ((before, -1), (after, 1)) if value}
    if not steps:
        return
    Comment.objects.filter(pk=row.pk).update(
        **{counter: F(counter) + step for counter, step in steps.items()}
    )
    row.refresh_from_db(fields=list(COUNTERS.values()))
    changes.announce(
        article,
        ChangeKind.COUNTS,
        now=now,
        comment=row,
        payload={"respect": row.respect, "disagree": row.disagree},
    )
