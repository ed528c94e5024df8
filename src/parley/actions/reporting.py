"""Takes readers' complaints about comments, settles them, and tells readers what came of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parley.actions import (
    auditing,
    banning,
    hooking,
    limits,
    notices,
    publishing,
    queueing,
    weighing_reports,
)
from parley.actions.auditing import Deed
from parley.actions.hooking import Event
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.comment import Comment, CommentState
from parley.models.decision import BY_REPORTS, Decision, Notice, NoticeKind
from parley.models.hook import HookKind
from parley.models.report import READERS, REPORTED, Report, ReportOutcome, ReportReason
from parley.models.sections.reports import Reports
from parley.models.user import User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome, Severity

LONGEST_DETAIL = 2_000
_SETTLED = (CommentState.REJECTED, CommentState.RETURNED, CommentState.DELETED)


def report_comment(
    viewer: Viewer, comment: Comment, *, reason: str, detail: str, now: datetime
) -> Report:
    """Complain about a comment, once; a second complaint answers with the first.

    Enough of them take the comment out of sight until a moderator has read it
    (`weighing_reports`). Raises SignInNeeded, BadField, NotAllowed for one's own comment, Conflict
    for one that nobody sees any more.
    """
    user = viewer.require_user()
    _check(reason, detail)
    if comment.author.user_id == user.pk:
        raise NotAllowed(_("You cannot report your own comment. You may delete it."))
    banning.refuse(viewer, now)
    banning.refuse_newcomer(viewer, now)
    limits.may_report(viewer, now)
    weight = weighing_reports.weight_for(user, viewer.site, now=now)
    with transaction.atomic():
        # Reports that come at once are counted one after the other.
        row = Comment.objects.locked(comment.pk)
        _refuse_unseen(row, user)
        report, made = Report.objects.get_or_create(
            comment=row,
            reporter=user,
            defaults={
                "site_id": row.site_id,
                "reason": reason,
                "detail": detail,
                "weight": weight,
                "created_at": now,
            },
        )
        if made:
            Comment.objects.filter(pk=row.pk).update(open_reports=F("open_reports") + 1)
            if row.state == CommentState.PUBLISHED and weighing_reports.enough_to_hold(row):
                _hold(row, now)
            queueing.keep(row, now)
            _tell_hooks(row, reason, now=now)
    return report


def _refuse_unseen(row: Comment, user: User) -> None:
    """A moderator may have taken it down in this moment: nobody would ever settle the report.
    What is held has still to be decided about, and the report with it."""
    if row.state in _SETTLED and not row.reports.filter(reporter=user).exists():
        raise Conflict(_("This comment is not shown any more, so there is nothing to report."))


def _check(reason: str, detail: str) -> None:
    if reason not in ReportReason.values:
        raise BadField("reason", f"Give one of: {', '.join(ReportReason.values)}.")
    if len(detail) > LONGEST_DETAIL:
        raise BadField("detail", f"Keep it below {LONGEST_DETAIL} characters.")


def settle(
    comment: Comment,
    now: datetime,
    *,
    outcome: str = "",
    batch: str = "",
    after: timedelta = notices.AT_ONCE,
) -> None:
    """A decision about the comment answers every open complaint; inside a transaction.

    `outcome` is a `ReportOutcome`, or "" where nobody has judged: its author deleted it.
    Who complained is told `after` so long, unless the decision's `batch` was undone until then.
    """
    unsettled = comment.reports.filter(settled_at=None)
    if outcome and Reports.of(comment.site).answer:
        readers = unsettled.exclude(reporter=None)
        answers = [
            _answer(report, report.reporter, outcome=outcome)
            for report in readers.select_related("reporter")
            if report.reporter is not None
        ]
        notices.leave_all(answers, batch=batch, at=now + after)
        readers.update(answered_at=now + after)
    unsettled.update(settled_at=now, outcome=outcome)
    Comment.objects.filter(pk=comment.pk).update(open_reports=0)
    comment.open_reports = 0


def reopen(comment: Comment, reports: Iterable[int]) -> None:
    """The decision that settled these was taken back; inside a transaction. Notices of it are
    withdrawn with the others of its batch."""
    rows = comment.reports.filter(pk__in=list(reports))
    rows.update(settled_at=None, outcome="", answered_at=None)
    comment.open_reports = comment.reports.filter(settled_at=None).count()
    comment.save(update_fields=["open_reports"])


def _tell_hooks(row: Comment, reason: str, *, now: datetime) -> None:
    """Neither who complained nor what they wrote: that is for moderators."""
    event = Event(kind=HookKind.REPORTED, comment=row, data={"report": {"reason": reason}})
    hooking.tell(row.site_id, event, now=now)


def _hold(row: Comment, now: datetime) -> None:
    """Out of sight until a moderator has read it; what the policy said of it stays beside."""
    publishing.withdraw(row, CommentState.HELD, now=now)
    judged = row.decisions.filter(by_machine=True).last()
    advice = judged.reasons if judged and judged.outcome == Outcome.PUBLISH else []
    held = Decision.objects.create(
        site_id=row.site_id,
        comment=row,
        outcome=Outcome.HOLD,
        reasons=[_reported(), *advice],
        scores=judged.scores if judged else {},
        policy_version=BY_REPORTS,
        model_version=judged.model_version if judged else "",
        created_at=now,
    )
    hooking.tell_judged(row, HookKind.HELD, judged=held, now=now)
    deed = Deed(
        verb="hold",
        of=row,
        before={"state": CommentState.PUBLISHED},
        after={"state": CommentState.HELD},
        why=REPORTED,
    )
    auditing.write_for_machine(row.site, deed, via="policy", now=now)


def _reported() -> dict[str, Any]:
    """A stored reason as the policy's own are, under a rule of its own."""
    return {
        "rule": READERS,
        "code": REPORTED,
        "message": _("Several readers reported this comment, so a moderator will read it."),
        "start": None,
        "end": None,
        "suggestion": None,
        "severity": Severity.HOLD,
    }


def _answer(report: Report, reader: User, *, outcome: str) -> Notice:
    found = {
        ReportOutcome.UPHELD: _("A moderator has read it and agrees with you. It is not shown."),
        ReportOutcome.DISMISSED: _("A moderator has read it: it keeps to our rules, and stays."),
    }[ReportOutcome(outcome)]
    complaint = _("Your report: “%(reason)s”.") % {"reason": report.get_reason_display()}
    return Notice(
        site_id=report.site_id,
        user=reader,
        kind=NoticeKind.REPORT_ANSWERED,
        comment_id=report.comment_id,
        text=f"{complaint} {found}",
    )
