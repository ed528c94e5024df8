"""One comment with all that speaks for or against it, and the decision about many."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from parley import desk_access
from parley.actions import deciding
from parley.actions.deciding import Choice, Decided
from parley.actions.moderating import last_decision
from parley.api.moderation import schemas, shapes
from parley.api.moderation.reasons import why_of
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.comment import Comment
from parley.models.permission import Permission
from parley.models.queue import Waiting
from parley.policy.decision import Outcome

router = Router(tags=["moderation"])

# A thread is read on its page; these tell what it is about.
_REPLIES = 20


@router.get(
    "/moderation/comments/{int:pk}",
    response=schemas.CommentDetail,
    openapi_extra=needs(Permission.READ_QUEUE),
)
def comment(request: HttpRequest, response: HttpResponse, *, pk: int) -> dict[str, Any]:
    """A comment, whatever became of it, with its reasons, reports, thread and author."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    row = desk_access.comment_to_moderate(viewer, pk)
    entry = Waiting.objects.filter(pk=row.pk).first()
    decisions = list(row.decisions.all())
    judged = [each for each in decisions if each.by_machine]
    replies = Comment.objects.filter(parent=row).select_related("author")
    return {
        "comment": shapes.comment_brief(row),
        "article": shapes.article_brief(row.article),
        "seen": last_decision(row),
        "waits": shapes.waits(entry) if entry else None,
        "reasons": judged[-1].reasons if judged else [],
        "scores": judged[-1].scores if judged else {},
        "decisions": [shapes.decision_brief(each) for each in decisions],
        "reports": [shapes.report_brief(each) for each in row.reports.order_by("pk")],
        "revisions": list(row.revisions.all()),
        "parent": shapes.comment_brief(row.parent) if row.parent else None,
        "replies": [
            shapes.comment_brief(each) for each in replies.order_by("created_at", "pk")[:_REPLIES]
        ],
        "author": shapes.author_record(viewer, row.author)
        if viewer.can(Permission.READ_AUTHORS)
        else None,
    }


@router.post(
    "/moderation/decide",
    response=schemas.DecidedOut,
    openapi_extra=needs(Permission.DECIDE),
)
def decide(request: HttpRequest, body: schemas.DecideIn) -> dict[str, Any]:
    """Publish or reject comments, in one transaction; one of another site, and none is."""
    viewer, why = desk_viewer(request), None
    if body.outcome == "reject":
        why = why_of(viewer.site, note=body.note, rule=body.rule, legal_ground=body.legal_ground)
    done = deciding.decide(
        viewer,
        [Choice(one.id, one.seen) for one in body.comments],
        outcome=Outcome(body.outcome),
        why=why,
        now=timezone.now(),
        key=body.key,
    )
    return _told(done)


@router.post(
    "/moderation/undo",
    response=schemas.DecidedOut,
    openapi_extra=needs(Permission.DECIDE),
)
def undo(request: HttpRequest, body: schemas.UndoIn) -> dict[str, Any]:
    """Take back one's own decision, for ten seconds; 404 when that was done."""
    return _told(deciding.undo(desk_viewer(request), body.batch, now=timezone.now()))


def _told(done: Decided) -> dict[str, Any]:
    return {"batch": done.batch, "decided": done.decided, "stale": done.stale}
