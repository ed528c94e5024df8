"""Who did what when at a newspaper in Kolkata: the hand-made days that figures are counted of."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from parley.actions import queueing
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.report import Report, ReportOutcome
from parley.models.site import Site
from parley.models.user import User
from parley.policy.decision import Outcome
from tests import factories

ZONE = "Asia/Kolkata"
# A Friday; the newspaper's day ends at 18:30 UTC.
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reason(rule: str, severity: str = "hold") -> dict[str, Any]:
    return {"rule": rule, "code": "any", "message": 'Like "rule": "spam".', "severity": severity}


def judged(
    comment: Comment, *rules: str, outcome: Outcome | None = None, **fields: Any
) -> Decision:
    """What the machine said of it when it was posted: held by these rules, or published."""
    return Decision.objects.create(
        site=comment.site,
        comment=comment,
        outcome=outcome or (Outcome.HOLD if rules else Outcome.PUBLISH),
        reasons=fields.pop("reasons", [reason(rule) for rule in rules]),
        created_at=fields.pop("created_at", comment.created_at),
        **fields,
    )


def decided(
    comment: Comment, outcome: Outcome, *, after: timedelta = HOUR, **fields: Any
) -> Decision:
    """What a person decided about it so long after it was posted."""
    return Decision.objects.create(
        site=comment.site,
        comment=comment,
        outcome=outcome,
        by_machine=False,
        waited=fields.pop("waited", int(after.total_seconds())),
        created_at=comment.created_at + after,
        **fields,
    )


def posted(
    article: Article, at: datetime, *rules: str, by: Author | None = None, **fields: Any
) -> Comment:
    """A comment that the machine held by these rules, or published without any."""
    state = fields.pop("state", CommentState.HELD if rules else CommentState.PUBLISHED)
    comment = factories.comment(article, by, state=state, created_at=at, **fields)
    judged(comment, *rules)
    queueing.keep(comment, at)
    return comment


def settled(comment: Comment, state: CommentState) -> Comment:
    """The comment where a decision has left it, out of the queue."""
    Comment.objects.filter(pk=comment.pk).update(state=state)
    comment.refresh_from_db()
    queueing.keep(comment, timezone.now())
    return comment


def approved(comment: Comment, **fields: Any) -> Comment:
    decided(comment, Outcome.PUBLISH, **fields)
    return settled(comment, CommentState.PUBLISHED)


def rejected(comment: Comment, **fields: Any) -> Comment:
    decided(comment, Outcome.REJECT, **fields)
    return settled(comment, CommentState.REJECTED)


def reported(comment: Comment, at: datetime, outcome: ReportOutcome | str = "") -> Report:
    return Report.objects.create(
        site=comment.site,
        comment=comment,
        reporter=factories.user(),
        reason="abuse",
        created_at=at,
        outcome=outcome,
        settled_at=at + HOUR if outcome else None,
    )


def week(site: Site, article: Article, moderator: User) -> dict[str, Comment]:
    """One comment of each fate, on Monday and Tuesday of the week of `NOW`."""
    monday = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    tuesday = monday + DAY
    by = {"decided_by": moderator}
    made = {
        "at once": posted(article, monday),
        "after a look": approved(posted(article, monday, "abuse"), **by),
        "removed": rejected(posted(article, tuesday), rule="personal", **by),
        "rejected": rejected(posted(article, tuesday, "abuse", "spam"), rule="spam", **by),
        "by machine": posted(article, tuesday, state=CommentState.REJECTED),
        "sent back": posted(article, tuesday, "sentences", state=CommentState.RETURNED),
        "waiting": posted(article, tuesday, "language"),
        "deleted": posted(article, tuesday, state=CommentState.DELETED),
    }
    Decision.objects.filter(comment=made["by machine"]).update(
        outcome=Outcome.REJECT, reasons=[reason("spam", "reject")]
    )
    return made
