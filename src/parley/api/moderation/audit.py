"""The audit, for administrators: who did what on the desk, when and why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from parley.actions import told_words
from parley.api.moderation import schemas
from parley.api.moderation.cursors import by_moment
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.audit import AuditEntry
from parley.models.permission import Permission

router = Router(tags=["moderation"])


@router.get(
    "/moderation/audit",
    response=schemas.AuditPage,
    openapi_extra=needs(Permission.READ_AUDIT),
)
def audit(
    request: HttpRequest,
    response: HttpResponse,
    *,
    wanted: Query[schemas.AuditFilter],
    paging: Query[schemas.Paging],
) -> dict[str, Any]:
    """Every deed on the site, newest first."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.READ_AUDIT)
    named = {
        "verb": wanted.verb or None,
        "kind": wanted.kind or None,
        "object_id": wanted.object,
        "actor_id": wanted.actor,
        "batch": wanted.batch or None,
    }
    rows = AuditEntry.objects.filter(
        site_id=viewer.site.pk,
        **{name: value for name, value in named.items() if value is not None},
    )
    page = by_moment(rows, paging, field="at", newest=True)
    told = told_words.of_entries(page.rows)
    for entry in page.rows:
        entry.why = entry.why or told.get(entry.pk, "")
    return {"entries": page.rows, "next": page.next}
