"""Takes readers' complaints about comments, and settles them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parley.actions import banning, limits, queueing
from parley.errors import BadField, NotAllowed
from parley.models.comment import Comment
from parley.models.report import Report, ReportReason
from parley.models.viewer import Viewer

LONGEST_DETAIL = 2_000


def report_comment(
    viewer: Viewer, comment: Comment, *, reason: str, detail: str, now: datetime
) -> Report:
    """Complain about a comment, once; a second complaint answers with the first.

    Raises SignInNeeded, BadField, NotAllowed for one's own comment.
    """
    user = viewer.require_user()
    if reason not in ReportReason.values:
        raise BadField("reason", f"Give one of: {', '.join(ReportReason.values)}.")
    if len(detail) > LONGEST_DETAIL:
        raise BadField("detail", f"Keep it below {LONGEST_DETAIL} characters.")
    if comment.author.user_id == user.pk:
        raise NotAllowed(_("You cannot report your own comment. You may delete it."))
    banning.refuse(viewer, now)
    banning.refuse_newcomer(viewer, now)
    limits.may_report(viewer, now)
    with transaction.atomic():
        report, made = Report.objects.get_or_create(
            comment=comment,
            reporter=user,
            defaults={
                "site_id": comment.site_id,
                "reason": reason,
                "detail": detail,
                "created_at": now,
            },
        )
        if made:
            Comment.objects.filter(pk=comment.pk).update(open_reports=F("open_reports") + 1)
            queueing.keep(comment, now)
    return report


def settle(comment: Comment, now: datetime, *, outcome: str = "") -> None:
    """A decision about the comment answers every open complaint; inside a transaction.

    `outcome` is a `ReportOutcome`, or "" where nobody has judged: its author deleted it.
    """
    comment.reports.filter(settled_at=None).update(settled_at=now, outcome=outcome)
    Comment.objects.filter(pk=comment.pk).update(open_reports=0)
    comment.open_reports = 0


def reopen(comment: Comment, reports: Iterable[int]) -> None:
    """The decision that settled these was taken back; inside a transaction."""
    rows = comment.reports.filter(pk__in=list(reports))
    rows.update(settled_at=None, outcome="")
    comment.open_reports = comment.reports.filter(settled_at=None).count()
    comment.save(update_fields=["open_reports"])
