"""Says whom a waiting comment is given to: a colleague, whoever comes first, or all at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing, legal_cases, moderating, queueing
from parley.actions.auditing import Deed
from parley.actions.own_comments import has_colleague, refuse_own
from parley.errors import BadField, Conflict, NotFound
from parley.models.comment import Comment, CommentState
from parley.models.permission import Permission
from parley.models.queue import Waiting
from parley.models.user import RANK, Role, User
from parley.models.viewer import Viewer, role_of


def assign(viewer: Viewer, comment: Comment, *, to: User | None, now: datetime) -> Waiting:
    """Give it to the colleague alone; None: to whoever comes first. Others may still decide
    about it on its page, which says whose it is; what is escalated they are given all the same.

    Raises NotFound for somebody who does not moderate the site, Conflict for what does not wait
    or what they wrote themselves, NotAllowed for what the viewer wrote.
    """
    viewer.require(Permission.DECIDE)
    refuse_own(viewer, comment)
    if to is not None and RANK[role_of(to, viewer.site)] < RANK[Role.MODERATOR]:
        raise NotFound(_("There is no such moderator."))
    if to is not None and comment.author.user_id == to.pk and has_colleague(viewer.site, to):
        raise Conflict(_("They wrote it themselves. Give it to somebody else."))
    with transaction.atomic():
        entry = _locked(comment)
        before = {"assigned_to": entry.assigned_to_id}
        entry.assigned_to = to
        # Whoever had it in hand must not keep it from the one it is given to.
        entry.lease_by = entry.lease_until = None
        entry.save(update_fields=["assigned_to", "lease_by", "lease_until"])
        after = {"assigned_to": entry.assigned_to_id}
        deed = Deed(verb="assign", of=entry.comment, before=before, after=after)
        auditing.write(viewer, deed, now=now)
    return entry


def escalate(viewer: Viewer, comment: Comment, *, why: str, now: datetime) -> Waiting:
    """Put it before all others, for any colleague, though nobody has complained about it.

    Raises BadField without a reason; Conflict where that was done, or nobody sees the comment.
    """
    viewer.require(Permission.DECIDE)
    if not why.strip():
        raise BadField("why", _("Say why, so that your colleagues know what to look at."))
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        if row.state not in (CommentState.HELD, CommentState.PUBLISHED):
            raise Conflict(_("Readers do not see this comment, and it does not wait."))
        before = moderating.state_of(row)["waiting"]
        entry = queueing.enter(row, now)
        if entry.escalated:
            raise Conflict(_("A colleague has done so already."))
        entry.escalated, entry.assigned_to = True, None
        entry.lease_by = entry.lease_until = None
        entry.save(update_fields=["escalated", "assigned_to", "lease_by", "lease_until"])
        queueing.keep(row, now)
        after = moderating.state_of(row)["waiting"]
        deed = Deed(
            verb="escalate", of=row, before={"waiting": before}, after={"waiting": after}, why=why
        )
        auditing.write(viewer, deed, now=now)
    entry.refresh_from_db()
    return entry


def lower(viewer: Viewer, comment: Comment, *, now: datetime) -> None:
    """Take an escalation back, whosever it was: the comment stands where its own trouble puts
    it, or nowhere. Raises NotAllowed for one's own, Conflict for what is not escalated."""
    viewer.require(Permission.DECIDE)
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refuse_own(viewer, row)
        before = moderating.state_of(row)["waiting"]
        if not Waiting.objects.filter(pk=row.pk, escalated=True).update(escalated=False):
            raise Conflict(_("It does not stand before the others."))
        legal_cases.forget_escalating(row)
        queueing.keep(row, now)
        after = moderating.state_of(row)["waiting"]
        deed = Deed(verb="lower", of=row, before={"waiting": before}, after={"waiting": after})
        auditing.write(viewer, deed, now=now)


def release(viewer: Viewer, comment: Comment) -> None:
    """Give back what the viewer had in hand; of anybody else's nothing changes."""
    user = viewer.require(Permission.READ_QUEUE)
    Waiting.objects.filter(comment=comment, lease_by=user).update(lease_by=None, lease_until=None)


def _locked(comment: Comment) -> Waiting:
    # After the comment, as everybody locks them.
    Comment.objects.select_for_update().get(pk=comment.pk)
    entry = Waiting.objects.select_related("comment").filter(comment=comment).first()
    if entry is None:
        raise Conflict(_("This comment does not wait any more."))
    return entry
