"""The settings of a site's desk, by section, each with the JSON Schema of what it takes."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Router

from parley.actions import desk_settings
from parley.api.moderation import site_schemas
from parley.api.moderation.scopes import desk_viewer, needs
from parley.errors import NotFound
from parley.models.desk_settings import DeskSection
from parley.models.permission import Permission
from parley.models.sections.every import SECTIONS
from parley.models.site import Site

router = Router(tags=["moderation"])


@router.get(
    "/moderation/settings",
    response=site_schemas.SectionsOut,
    openapi_extra=needs(Permission.SET_SITE),
)
def settings(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Every section, with what is set in it."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.SET_SITE)
    return {"sections": [_told(kind, viewer.site) for kind in SECTIONS]}


@router.get(
    "/moderation/settings/{name}",
    response=site_schemas.SectionOut,
    openapi_extra=needs(Permission.SET_SITE),
)
def section(request: HttpRequest, response: HttpResponse, *, name: str) -> dict[str, Any]:
    """One section."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.SET_SITE)
    return _told(_kind(name), viewer.site)


@router.put(
    "/moderation/settings/{name}",
    response=site_schemas.SectionOut,
    openapi_extra=needs(Permission.SET_SITE, sent={"second_factor": False}),
)
def set_section(request: HttpRequest, name: str, *, body: Body[dict[str, Any]]) -> dict[str, Any]:
    """Set one section, from now on; what is left out has its default again."""
    viewer = desk_viewer(request)
    viewer.require(Permission.SET_SITE)
    kind = _kind(name)
    desk_settings.set_section(viewer, kind.read(body), now=timezone.now())
    return _told(kind, viewer.site)


def _kind(name: str) -> type[DeskSection]:
    kind = next((each for each in SECTIONS if each.name == name), None)
    if kind is None:
        raise NotFound(f"There is no such section. There are: {', '.join(_names())}.")
    return kind


def _names() -> list[str]:
    return [each.name for each in SECTIONS]


def _told(kind: type[DeskSection], site: Site) -> dict[str, Any]:
    # Titles are texts to be translated, which no JSON is.
    described = json.loads(json.dumps(kind.model_json_schema(), cls=DjangoJSONEncoder))
    return {
        "name": kind.name,
        "title": _(str(kind.title)),
        "about": _(str(kind.about)) if kind.about else "",
        "values": kind.of(site).model_dump(mode="json"),
        "described": described,
    }
