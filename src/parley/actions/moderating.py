"""What a moderator decides about comments and their authors, and tells them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from parley.actions import (
    appeal_closing,
    auditing,
    authors,
    hooking,
    notices,
    publishing,
    queueing,
    reporting,
    sampling,
)
from parley.actions.auditing import Deed
from parley.actions.hooking import Event
from parley.actions.notices import Told
from parley.actions.own_comments import refuse_own
from parley.actions.undo_window import told_after
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision, NoticeKind
from parley.models.hook import HookKind
from parley.models.permission import Permission
from parley.models.queue import Waiting
from parley.models.report import ReportOutcome
from parley.models.user import Role
from parley.models.viewer import Viewer, role_of
from parley.policy.decision import Outcome, Rule

# Of the column.
LONGEST_GROUND = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a comment is refused: `note` is what its author is told, `rule` the house rule and
    `legal_ground` the law that it breaks; either may be ""."""

    note: str
    rule: str = ""
    legal_ground: str = ""

    def check(self) -> None:
        """Raises BadField where the author would not learn why."""
        if not self.note.strip():
            raise BadField("note", _("Say why, so that the author can be told."))
        if self.rule and self.rule not in tuple(Rule):
            raise BadField("rule", _("There is no such house rule."))
        if len(self.legal_ground) > LONGEST_GROUND:
            raise BadField("legal_ground", _("Name the law in at most 120 characters."))


def approve(
    viewer: Viewer,
    comment: Comment,
    *,
    now: datetime,
    seen: int | None = None,
    batch: str = "",
    answer: Told | None = None,
) -> Comment:
    """Publish a held or rejected comment, or dismiss the reports of a public one.

    `seen` is `last_decision` as the moderator was shown it; None decides regardless. `batch`
    names what can be undone together (`actions.deciding`); "" is for good. `answer` is what
    the author is told of the publication in place of the usual.
    Raises Conflict when there is nothing left to decide, or more than was seen.
    """
    viewer.require(Permission.DECIDE)
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refuse_own(viewer, row)
        refuse_stale(row, seen)
        if row.state == CommentState.DELETED:
            raise Conflict(_("Its author has deleted this comment."))
        if not row.text:
            raise Conflict(_("Its text was erased when the time to keep it was over."))
        if row.state == CommentState.PUBLISHED and not _is_open(row):
            raise Conflict(_("This comment has already been approved."))
        before = state_of(row)
        record(viewer, row, outcome=Outcome.PUBLISH, why=None, now=now, batch=batch)
        _answer_reports(row, ReportOutcome.DISMISSED, now=now, batch=batch)
        if row.state != CommentState.PUBLISHED:
            step = -1 if row.state == CommentState.REJECTED else 0
            publishing.publish(row, now)
            count_rejected(row, step)
            appeal_closing.close(row, now)
            usual = Told(kind=NoticeKind.APPROVED, comment=row, batch=batch)
            _tell(row, answer or usual, now=now)
            _tell_hooks(row, HookKind.PUBLISHED, why=None, now=now, batch=batch)
        _audit(viewer, Deed(verb="approve", of=row, before=before, batch=batch), now=now)
    return row


def reject(
    viewer: Viewer,
    comment: Comment,
    *,
    why: Why,
    now: datetime,
    seen: int | None = None,
    batch: str = "",
) -> Comment:
    """Refuse a held comment or remove a public one; `why` is told to its author.

    `seen` and `batch` as for `approve`. Raises BadField without a reason, Conflict when it was
    already rejected or deleted, or decided about since.
    """
    viewer.require(Permission.DECIDE)
    why.check()
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refuse_own(viewer, row)
        refuse_stale(row, seen)
        if row.state == CommentState.DELETED:
            raise Conflict(_("Its author has deleted this comment."))
        if row.state == CommentState.REJECTED:
            raise Conflict(_("This comment has already been rejected."))
        public, before = row.state == CommentState.PUBLISHED, state_of(row)
        made = record(viewer, row, outcome=Outcome.REJECT, why=why, now=now, batch=batch)
        _answer_reports(row, ReportOutcome.UPHELD, now=now, batch=batch)
        publishing.withdraw(row, CommentState.REJECTED, now=now)
        count_rejected(row, 1)
        kind = NoticeKind.REMOVED if public else NoticeKind.REJECTED
        _tell(row, Told(kind=kind, comment=row, text=why.note, batch=batch), now=now)
        told = HookKind.REMOVED if public else HookKind.REJECTED
        _tell_hooks(row, told, why=why, now=now, batch=batch)
        after = {"decision": made.pk}
        deed = Deed(verb="reject", of=row, before=before, after=after, batch=batch)
        _audit(viewer, deed, now=now)
    return row


def suspend(
    viewer: Viewer, author: Author, *, until: datetime, reason: str, now: datetime
) -> Author:
    """Keep an author from writing until a moment. Raises BadField, NotAllowed for staff.

    Of an imported author who was claimed, it is the reader who is kept from writing.
    """
    viewer.require(Permission.MANAGE_AUTHORS)
    if until <= now:
        raise BadField("until", _("The suspension must end in the future."))
    if not reason.strip():
        raise BadField("reason", _("Say why, so that the author can be told."))
    if author.user is not None and role_of(author.user, viewer.site) != Role.READER:
        raise NotAllowed(_("Staff cannot be suspended; take their role away first."))
    with transaction.atomic():
        author = authors.who_writes(author)
        before = _suspension_of(author)
        author.suspended_until, author.suspension_reason = until, reason
        author.save(update_fields=["suspended_until", "suspension_reason"])
        told = notices.tell(author, Told(kind=NoticeKind.SUSPENDED, text=reason), now=now)
        event = Event(kind=HookKind.SUSPENDED, author=author, data={"until": until.isoformat()})
        hooking.tell(viewer.site, event, now=now)
        after = _suspension_of(author) | ({"notice": told.pk} if told else {})
        deed = Deed(verb="suspend", of=author, before=before, after=after)
        auditing.write(viewer, deed, now=now)
    return author


def lift_suspension(viewer: Viewer, author: Author, *, now: datetime) -> Author:
    """Let an author write again. Raises Conflict when they may already."""
    viewer.require(Permission.MANAGE_AUTHORS)
    author = authors.who_writes(author)
    if not author.suspended_at(now):
        raise Conflict(_("This author is not suspended."))
    with transaction.atomic():
        before = _suspension_of(author)
        author.suspended_until, author.suspension_reason = None, ""
        author.save(update_fields=["suspended_until", "suspension_reason"])
        notices.tell(author, Told(kind=NoticeKind.RESTORED), now=now)
        auditing.write(viewer, Deed(verb="lift_suspension", of=author, before=before), now=now)
    return author


def _suspension_of(author: Author) -> dict[str, Any]:
    until = author.suspended_until
    return {"until": until.isoformat() if until else None}


def last_decision(comment: Comment) -> int:
    """The id of the latest decision about the comment, by policy or person; 0 for none."""
    return max((decision.pk for decision in comment.decisions.all()), default=0)


def state_of(row: Comment) -> dict[str, Any]:
    """What a decision changes of a comment, so that the audit tells it and undoing finds it."""
    entry = Waiting.objects.filter(pk=row.pk).first()
    return {
        "state": row.state,
        "reports": list(row.reports.filter(settled_at=None).values_list("pk", flat=True)),
        "appeals": appeal_closing.open_ones(row),
        "waiting": entry
        and {
            "since": entry.since.isoformat(),
            "language": entry.language,
            "escalated": entry.escalated,
            "assigned_to": entry.assigned_to_id,
        },
    }


def _is_open(row: Comment) -> bool:
    """Whether a published comment still waits for somebody's decision."""
    return row.open_reports > 0 or Waiting.objects.filter(pk=row.pk).exists()


def refuse_stale(row: Comment, seen: int | None) -> None:
    """Two moderators may read the same queue, and an edit changes what was judged."""
    if seen is not None and last_decision(row) != seen:
        raise Conflict(
            _("Somebody decided about this comment, or its author changed it, while you read it.")
        )


def count_rejected(row: Comment, step: int) -> None:
    """After the comment was moved: authors are locked after comments (`actions.publishing`).

    What an import brought as rejected was never counted.
    """
    counted = Greatest(F("rejected_count") + step, Value(0))
    Author.objects.filter(pk=row.author_id).update(rejected_count=counted)


def record(
    viewer: Viewer, row: Comment, *, outcome: Outcome, why: Why | None, now: datetime, batch: str
) -> Decision:
    decision: Decision = Decision.objects.create(
        site_id=row.site_id,
        comment=row,
        outcome=outcome,
        decided_by=viewer.user,
        by_machine=False,
        note=why.note if why else "",
        rule=why.rule if why else "",
        legal_ground=why.legal_ground if why else "",
        batch=batch,
        waited=queueing.release(row, now),
        created_at=now,
    )
    sampling.draw(decision, row.site, now=now)
    return decision


def _answer_reports(row: Comment, outcome: ReportOutcome, *, now: datetime, batch: str) -> None:
    reporting.settle(row, now, outcome=outcome, batch=batch, after=told_after(batch))


def _tell(row: Comment, told: Told, *, now: datetime) -> None:
    notices.tell(row.author, told, now=now, after=told_after(told.batch))


def _tell_hooks(
    row: Comment, kind: HookKind, *, why: Why | None, now: datetime, batch: str
) -> None:
    """Only after it cannot be undone any more, as its author."""
    outcome = Outcome.REJECT if why else Outcome.PUBLISH
    rule, ground = (why.rule, why.legal_ground) if why else ("", "")
    event = Event(
        kind=kind,
        comment=row,
        data=hooking.by_moderator(outcome, rule=rule, legal_ground=ground),
        batch=batch,
        after=told_after(batch),
    )
    hooking.tell(row.site_id, event, now=now)


def _audit(viewer: Viewer, deed: Deed, *, now: datetime) -> None:
    state = {"state": deed.of.state}  # type: ignore[attr-defined]  # A comment.
    auditing.write(viewer, replace(deed, after={**state, **deed.after}), now=now)
