"""What waits for a moderator, and the complaints of readers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from parley.api.moderation import schemas, shapes
from parley.api.moderation.cursors import Page, by_moment, read
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.decision import Decision
from parley.models.permission import Permission
from parley.models.queue import Waiting, Wanted
from parley.models.report import Report
from parley.models.viewer import Viewer
from parley.policy.risk import Risk

router = Router(tags=["moderation"])


@router.get(
    "/moderation/queue",
    response=schemas.QueueOut,
    openapi_extra=needs(Permission.READ_QUEUE),
)
def queue(
    request: HttpRequest,
    response: HttpResponse,
    *,
    wanted: Query[schemas.QueueFilter],
    paging: Query[schemas.Paging],
) -> dict[str, Any]:
    """What waits, the greatest risk first and of one risk the oldest."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.READ_QUEUE)
    newest = Decision.objects.filter(comment=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows = (
        _filtered(viewer, wanted)
        .select_related("comment__author", "article")
        .annotate(seen=Subquery(newest))
    )
    place = read(paging.cursor, (int, datetime, int))
    if place is not None:
        rows = rows.filter(_after(place))
    page = Page[Any](
        rows, paging.limit, place=lambda entry: (entry.risk, entry.since, entry.comment_id)
    )
    return {
        "entries": [
            {
                "comment": shapes.comment_brief(entry.comment),
                "article": shapes.article_brief(entry.article),
                "waits": shapes.waits(entry),
                "seen": entry.seen or 0,
            }
            for entry in page.rows
        ],
        "next": page.next,
    }


@router.get(
    "/moderation/queue/counts",
    response=schemas.CountsOut,
    openapi_extra=needs(Permission.READ_QUEUE),
)
def counts(
    request: HttpRequest, response: HttpResponse, *, wanted: Query[schemas.QueueFilter]
) -> dict[str, Any]:
    """How much waits, of what is asked for."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.READ_QUEUE)
    risks = {f"risk_{risk}": Count("pk", filter=Q(risk=risk)) for risk in Risk}
    found = (
        _filtered(viewer, wanted)
        .order_by()
        .aggregate(
            waiting=Count("pk"),
            held=Count("pk", filter=Q(held=True)),
            reported=Count("pk", filter=Q(reports__gt=0)),
            escalated=Count("pk", filter=Q(escalated=True)),
            oldest_since=Min("since"),
            **risks,
        )
    )
    return {**found, "by_risk": [found[name] for name in risks]}


@router.get(
    "/moderation/reports",
    response=schemas.ReportsOut,
    openapi_extra=needs(Permission.READ_QUEUE),
)
def reports(
    request: HttpRequest,
    response: HttpResponse,
    *,
    paging: Query[schemas.Paging],
    settled: bool = False,
) -> dict[str, Any]:
    """Readers' complaints, oldest first: those that are open, or those that were settled."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.READ_QUEUE)
    rows = Report.objects.filter(site=viewer.site, settled_at__isnull=not settled)
    page = by_moment(rows, paging, field="created_at")
    return {"reports": [shapes.report_brief(row) for row in page.rows], "next": page.next}


def _filtered(viewer: Viewer, asked: schemas.QueueFilter) -> "QuerySet[Waiting]":
    """The queue of the site, as far as it is asked for."""
    wanted = Wanted(
        risk=asked.risk,
        held=asked.held,
        reported=asked.reported,
        escalated=asked.escalated,
        new_author=asked.new_author,
        assigned=asked.assigned,
        rule=asked.rule or "",
        attribute=asked.attribute or "",
        score=asked.score,
        language=asked.language,
        section=asked.section,
        source=asked.source,
        article=asked.article,
        author=asked.author,
        words=asked.q,
    )
    rows: QuerySet[Waiting] = Waiting.objects.of_site(viewer.site).wanted(
        wanted, viewer.require(Permission.READ_QUEUE).pk
    )
    return rows


def _after(place: Sequence[Any]) -> Q:
    """Rows behind this one, in the order of the queue."""
    risk, since, comment = place
    behind = Q(since__gt=since) | Q(since=since, comment_id__gt=comment)
    return Q(risk__lt=risk) | (Q(risk=risk) & behind)
