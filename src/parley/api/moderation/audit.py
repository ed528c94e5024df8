"""The audit, for administrators: who did what on the desk, when and why."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from parley.actions import told_words
from parley.api.moderation import schemas
from parley.api.moderation.cursors import Page, read
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
    place = read(paging.cursor, (datetime, int))
    if place is not None:
        moment, pk = place
        rows = rows.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=pk))
    page = Page[AuditEntry](
        rows.order_by("-at", "-pk"), paging.limit, place=lambda entry: (entry.at, entry.pk)
    )
    told = told_words.of_entries(page.rows)
    for entry in page.rows:
        entry.why = entry.why or told.get(entry.pk, "")
    return {"entries": page.rows, "next": page.next}
