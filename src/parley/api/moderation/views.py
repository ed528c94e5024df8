"""Saved views of the queue: the filters that somebody has kept under a name."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router

from parley.api.moderation import site_schemas
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.permission import Permission
from parley.models.queue import SavedView

router = Router(tags=["moderation"])


@router.get(
    "/moderation/views",
    response=site_schemas.ViewsOut,
    openapi_extra=needs(Permission.READ_QUEUE),
)
def views(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """One's own and everybody's, by name."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    user = viewer.require(Permission.READ_QUEUE)
    found = SavedView.objects.filter(Q(user=None) | Q(user=user), site=viewer.site)
    return {
        "views": [
            {
                "id": view.pk,
                "name": view.name,
                "query": view.query,
                "shared": view.user_id is None,
                "created_at": view.created_at,
            }
            for view in found.order_by("name", "pk")
        ]
    }
