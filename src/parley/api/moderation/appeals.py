"""Appeals of authors: those that are open, those that were heard, and hearing one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from parley import desk_access
from parley.actions import appealing
from parley.api.moderation import deed_schemas, schemas
from parley.api.moderation.cursors import by_moment
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.appeal import Appeal
from parley.models.permission import Permission

router = Router(tags=["moderation"])


@router.get(
    "/moderation/appeals",
    response=deed_schemas.AppealsOut,
    openapi_extra=needs(Permission.SETTLE_APPEALS),
)
def appeals(
    request: HttpRequest,
    response: HttpResponse,
    *,
    paging: Query[schemas.Paging],
    heard: bool = False,
) -> dict[str, Any]:
    """Appeals, the most pressing first: open ones, or those that are over."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.SETTLE_APPEALS)
    rows = Appeal.objects.filter(site=viewer.site)
    rows = rows.exclude(outcome="") if heard else rows.filter(outcome="")
    page = by_moment(rows, paging, field="due_at")
    return {"appeals": [_told(row) for row in page.rows], "next": page.next}


@router.post(
    "/moderation/appeals/{int:pk}/hear",
    response=deed_schemas.AppealOut,
    openapi_extra=needs(Permission.SETTLE_APPEALS),
)
def hear(request: HttpRequest, pk: int, *, body: deed_schemas.HearIn) -> dict[str, Any]:
    """Decide about an appeal; not for who decided first."""
    viewer = desk_viewer(request)
    heard = desk_access.appeal_to_hear(viewer, pk)
    done = appealing.hear(viewer, heard, grant=body.grant, reason=body.reason, now=timezone.now())
    return _told(done)


def _told(appeal: Appeal) -> dict[str, Any]:
    return {
        "id": appeal.pk,
        "comment": appeal.comment_id,
        "decision": appeal.decision_id,
        "text": appeal.text,
        "opened_at": appeal.opened_at,
        "due_at": appeal.due_at,
        "outcome": appeal.outcome,
        "reason": appeal.reason,
        "decided_at": appeal.decided_at,
        "decided_by": appeal.decided_by_id,
    }
