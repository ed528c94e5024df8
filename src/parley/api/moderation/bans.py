"""Bans that are in force on a site, and lifting one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from parley import desk_access
from parley.actions import banning
from parley.api.moderation import deed_schemas, schemas, shapes
from parley.api.moderation.cursors import by_moment
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.ban import Ban
from parley.models.permission import Permission

router = Router(tags=["moderation"])


@router.get(
    "/moderation/bans",
    response=deed_schemas.BansOut,
    openapi_extra=needs(Permission.BAN),
)
def bans(
    request: HttpRequest, response: HttpResponse, *, paging: Query[schemas.Paging]
) -> dict[str, Any]:
    """Those in force, the newest first."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.BAN)
    rows = Ban.objects.in_force(viewer.site, timezone.now()).select_related("author")
    page = by_moment(rows, paging, field="made_at", newest=True)
    return {"bans": [shapes.ban_brief(row) for row in page.rows], "next": page.next}


@router.post(
    "/moderation/bans/{int:pk}/lift",
    response=schemas.BanBrief,
    openapi_extra=needs(Permission.BAN),
)
def lift(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Let them take part again; 409 where it is over already."""
    viewer = desk_viewer(request)
    row = desk_access.ban_to_lift(viewer, pk)
    return shapes.ban_brief(banning.lift(viewer, row, now=timezone.now()))
