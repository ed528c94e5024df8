"""A wave of spam: whether one is under way, and the switch that has everything wait."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from parley.actions import waving
from parley.api.moderation import site_schemas
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.permission import Permission
from parley.models.viewer import Viewer

router = Router(tags=["moderation"])


@router.get(
    "/moderation/wave",
    response=site_schemas.WaveOut,
    openapi_extra=needs(Permission.DECIDE),
)
def wave(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Until when every comment waits, and whether there is far more spam than usual."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.DECIDE)
    return _told(viewer)


@router.post(
    "/moderation/wave/begin",
    response=site_schemas.WaveOut,
    openapi_extra=needs(Permission.DECIDE),
)
def begin(request: HttpRequest, body: site_schemas.WaveIn) -> dict[str, Any]:
    """Have every comment wait for so long; it ends by itself."""
    viewer = desk_viewer(request)
    waving.begin(viewer, span=timedelta(minutes=body.minutes), now=timezone.now())
    return _told(viewer)


@router.post(
    "/moderation/wave/end",
    response=site_schemas.WaveOut,
    openapi_extra=needs(Permission.DECIDE),
)
def end(request: HttpRequest) -> dict[str, Any]:
    """Let comments appear again; 409 where none is under way."""
    viewer = desk_viewer(request)
    waving.end(viewer, now=timezone.now())
    return _told(viewer)


def _told(viewer: Viewer) -> dict[str, Any]:
    now = timezone.now()
    found, surge = waving.under_way(viewer.site, now), waving.surge(viewer.site, now)
    return {
        "until": found.until if found else None,
        "by": found.by if found else "",
        "surge": {"count": surge.count, "usual": surge.usual} if surge else None,
    }
