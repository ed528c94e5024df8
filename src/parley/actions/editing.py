"""Lets an author change a comment for a while, and delete it at any time."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import (
    appeal_closing,
    banning,
    changes,
    copies,
    hooking,
    mentioning,
    posting,
    publishing,
    queueing,
    redacting,
    reporting,
)
from parley.actions.hooking import Event
from parley.actions.posting import Draft, Posted
from parley.errors import ClaimTooNew, Conflict, EditWindowOver
from parley.models.claim import Claim
from parley.models.comment import Comment, CommentState, Revision
from parley.models.hook import HookKind
from parley.models.outbox import ChangeKind
from parley.models.viewer import Viewer
from parley.policy import decision as policy
from parley.policy.messages import reason
from parley.snapshots import moments

EDITABLE = (CommentState.PUBLISHED, CommentState.HELD, CommentState.RETURNED)
# What a moderator has sent back can be changed at any time; whoever asks is told of a day.
RETURNED_WINDOW = timedelta(days=1)


def edit_until(comment: Comment, now: datetime) -> datetime | None:
    """Until when its author may change the comment; None when it cannot be changed."""
    if comment.state not in EDITABLE:
        return None
    if comment.state == CommentState.RETURNED:
        return now + RETURNED_WINDOW
    # Or what was hidden would be back, and nobody told.
    if comment.redactions.all():
        return None
    return comment.created_at + comment.site.edit_window


def edit_comment(
    viewer: Viewer, comment: Comment, *, text: str, now: datetime, send_to_moderator: bool = False
) -> Posted:
    """Replace the text after judging it anew; the old one is kept as a revision.

    What was held stays held, whatever the new text: a moderator is to look at it. So it is of
    what one has sent back, which waits again.
    Raises Suspended, EditWindowOver, ClaimTooNew.
    """
    banning.refuse(viewer, now)
    refuse_new_claim(comment, now)
    until = edit_until(comment, now)
    if until is None or now >= until:
        raise EditWindowOver(_why_not(comment))
    draft = Draft(
        text=text,
        article=comment.article,
        parent=comment.parent,
        send_to_moderator=send_to_moderator,
    )
    decision, state = posting.conclude(viewer, draft, now=now, edited=comment)
    if state is None:
        return Posted(comment=None, decision=decision)
    html = redacting.drawn(text, comment.redactions.all(), site=comment.site)
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        if edit_until(row, now) is None:
            raise Conflict(_("This comment has been decided about in the meantime."))
        decision = _of_what_waits(row, decision)
        _replace_text(row, text, html=html, now=now)
        copies.remember(row)
        recorded = posting.record(row, decision, now=now)
        _stand(row, state, now=now)
        queueing.keep(row, now, language=decision.language)
        hooking.tell_judged(row, HookKind.EDITED, judged=recorded, now=now)
    return Posted(comment=row, decision=decision)


def _of_what_waits(row: Comment, decision: policy.Decision) -> policy.Decision:
    """What becomes of the change: it is published only where the comment was public."""
    if row.state == CommentState.PUBLISHED or decision.outcome != policy.Outcome.PUBLISH:
        return decision
    waits = reason("held_before_change", row.site.site_rules)
    return replace(decision, outcome=policy.Outcome.HOLD, reasons=(waits, *decision.reasons))


def _stand(row: Comment, state: CommentState, *, now: datetime) -> None:
    """Where it stands after the edit: what was public may have to wait, nothing else comes up."""
    waits = state == CommentState.HELD or row.state == CommentState.RETURNED
    if waits and row.state != CommentState.HELD:
        publishing.withdraw(row, CommentState.HELD, now=now)
    elif row.state == CommentState.PUBLISHED:
        hooking.forget(row)
        mentioning.note(row, now)
        changes.announce(row.article, ChangeKind.UPDATE, now=now, comment=row)


def _why_not(comment: Comment) -> str:
    if comment.redactions.all():
        return _("A moderator has hidden something personal in it, so it can only be deleted.")
    return _("Comments can be edited only for a short while after posting.")


def delete_comment(comment: Comment, now: datetime) -> None:
    """Empty the comment for good; replies stay, below a stub. Deleting twice is once.

    Raises ClaimTooNew.
    """
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refuse_new_claim(row, now)
        if row.state == CommentState.DELETED:
            return
        row.text = row.html = row.source_text = ""
        row.source_data = {}
        row.save(update_fields=["text", "html", "source_text", "source_data"])
        row.revisions.all().delete()
        row.redactions.all().delete()
        copies.forget(row)
        reporting.settle(row, now)
        appeal_closing.close(row, now)
        appeal_closing.forget([row.pk])
        publishing.withdraw(row, CommentState.DELETED, now=now)
        queueing.keep(row, now)
        hooking.tell(row.site_id, Event(kind=HookKind.DELETED, comment=row), now=now)


def full_rights_at(comment: Comment, now: datetime) -> datetime | None:
    """When an older comment that was claimed lately can be changed; None for any other."""
    if not comment.author.source:
        return None
    fresh = Claim.objects.fresh(now).filter(author=comment.author_id)
    moment: datetime | None = fresh.values_list("full_rights_at", flat=True).first()
    return moment


def refuse_new_claim(comment: Comment, now: datetime) -> None:
    """Raises ClaimTooNew while the true author may still say that it was not them."""
    moment = full_rights_at(comment, now)
    if moment is not None:
        raise ClaimTooNew(
            moment,
            _("You can change or delete this older comment from %(moment)s on.")
            % {"moment": moments.printed(moment, comment.site.zone)},
        )


def _replace_text(row: Comment, text: str, *, html: str, now: datetime) -> None:
    Revision.objects.create(
        comment=row, text=row.text, replaced_at=now, replaced_by=row.author.user
    )
    row.text, row.html, row.edited_at = text, html, now
    row.save(update_fields=["text", "html", "edited_at"])
