"""Asks the author to change a comment, which no reader sees until it was changed and read again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import (
    appeal_closing,
    auditing,
    hooking,
    moderating,
    notices,
    publishing,
    reporting,
)
from parley.actions.auditing import Deed
from parley.actions.hooking import Event
from parley.actions.moderating import Why
from parley.actions.notices import Told
from parley.actions.own_comments import refuse_own
from parley.actions.undo_window import told_after
from parley.errors import Conflict
from parley.models.comment import Comment, CommentState
from parley.models.decision import NoticeKind
from parley.models.hook import HookKind
from parley.models.permission import Permission
from parley.models.report import ReportOutcome
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome


def send_back(
    viewer: Viewer,
    comment: Comment,
    *,
    why: Why,
    now: datetime,
    seen: int | None = None,
    batch: str = "",
) -> Comment:
    """Withdraw the comment and tell its author what to change; once changed, it waits again.

    `seen` and `batch` as for `moderating.approve`. Raises BadField without a reason; Conflict
    where nobody can change it, when that was asked already, or when somebody has decided about
    it since.
    """
    viewer.require(Permission.DECIDE)
    why.check()
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refuse_own(viewer, row)
        moderating.refuse_stale(row, seen)
        _refuse_hopeless(row)
        before = moderating.state_of(row)
        made = moderating.record(viewer, row, outcome=Outcome.REVISE, why=why, now=now, batch=batch)
        reporting.settle(
            row, now, outcome=ReportOutcome.UPHELD, batch=batch, after=told_after(batch)
        )
        # To hear it would publish the very text that is to be changed.
        appeal_closing.close(row, now)
        step = -1 if row.state == CommentState.REJECTED else 0
        publishing.withdraw(row, CommentState.RETURNED, now=now)
        moderating.count_rejected(row, step)
        _tell(row, why, now=now, batch=batch)
        after = {"state": row.state, "decision": made.pk}
        deed = Deed(verb="send_back", of=row, before=before, after=after, batch=batch)
        auditing.write(viewer, deed, now=now)
    return row


def _tell(row: Comment, why: Why, *, now: datetime, batch: str) -> None:
    later = told_after(batch)
    told = Told(kind=NoticeKind.RETURNED, comment=row, text=why.note, batch=batch)
    notices.tell(row.author, told, now=now, after=later)
    decision = hooking.by_moderator(Outcome.REVISE, rule=why.rule)
    event = Event(kind=HookKind.RETURNED, comment=row, data=decision, batch=batch, after=later)
    hooking.tell(row.site_id, event, now=now)


def _refuse_hopeless(row: Comment) -> None:
    if row.state == CommentState.DELETED:
        raise Conflict(_("Its author has deleted this comment."))
    if row.state == CommentState.RETURNED:
        raise Conflict(_("Its author has already been asked to change this comment."))
    if row.author.user_id is None:
        raise Conflict(_("Nobody can change this comment: its author has no account here."))


def asked(comment: Comment) -> str:
    """What the author of a comment that was sent back is to change; "" for any other."""
    if comment.state != CommentState.RETURNED:
        return ""
    sent_back = comment.decisions.filter(outcome=Outcome.REVISE, by_machine=False)
    note: str | None = sent_back.values_list("note", flat=True).last()
    return note or ""
