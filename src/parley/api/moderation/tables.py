"""Figures of a site by name, as JSON and as CSV."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from parley.actions.figures.period import Period
from parley.actions.figures.tables import TABLES, Asked, Table
from parley.api.moderation import paper_schemas
from parley.api.moderation.scopes import desk_viewer, needs
from parley.errors import BadField, NotFound
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.viewer import Viewer

router = Router(tags=["moderation"])


@router.get(
    "/moderation/figures",
    response=paper_schemas.NamesOut,
    openapi_extra=needs(Permission.READ_FIGURES),
)
def names(request: HttpRequest) -> dict[str, Any]:
    """Which figures there are."""
    desk_viewer(request).require(Permission.READ_FIGURES)
    return {"names": list(TABLES)}


@router.get(
    "/moderation/figures/{name}.csv",
    openapi_extra=needs(Permission.READ_FIGURES, media="text/csv"),
)
def file(request: HttpRequest, name: str, *, days: Query[paper_schemas.LatelyIn]) -> HttpResponse:
    """One figure for a spreadsheet."""
    table, _period = _asked(desk_viewer(request), name, days=days)
    return csv_answer(table.as_csv(), name=f"{name}.csv")


@router.get(
    "/moderation/figures/{name}",
    response=paper_schemas.FigureOut,
    by_alias=True,
    openapi_extra=needs(Permission.READ_FIGURES),
)
def figure(
    request: HttpRequest,
    response: HttpResponse,
    *,
    name: str,
    days: Query[paper_schemas.LatelyIn],
) -> dict[str, Any]:
    """One figure of these days."""
    response["Cache-Control"] = "private, no-store"
    table, period = _asked(desk_viewer(request), name, days=days)
    return {
        "name": name,
        "first": period.first,
        "last": period.last,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
    }


def csv_answer(text: str, *, name: str) -> HttpResponse:
    """A table as a file of this name."""
    return HttpResponse(
        text.encode(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _asked(viewer: Viewer, name: str, *, days: paper_schemas.LatelyIn) -> tuple[Table, Period]:
    viewer.require(Permission.READ_FIGURES)
    if name not in TABLES:
        raise NotFound("There is no such figure.")
    now = timezone.now()
    period = _period(viewer.site, days, now=now)
    return TABLES[name](Asked(site=viewer.site, period=period, now=now)), period


def _period(site: Site, days: paper_schemas.LatelyIn, *, now: datetime) -> Period:
    if days.first is None and days.last is None:
        return Period.lately(site, days.days, now=now)
    if days.first is None or days.last is None:
        raise BadField("from", "Give both days, like 2026-11-30.")
    return Period.between(site, first=days.first, last=days.last, now=now)
