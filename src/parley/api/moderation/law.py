"""The law's paperwork: notices, grievances and requests, statements, the transparency report."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from parley import desk_access
from parley.actions import legal_cases
from parley.actions.legal_cases import Verdict
from parley.actions.legal_reasons import statements_of
from parley.actions.transparency import PARTS, Report
from parley.actions.transparency_counts import Period
from parley.api.moderation import paper_schemas, schemas, tables
from parley.api.moderation.cursors import by_moment
from parley.api.moderation.reasons import why_of
from parley.api.moderation.scopes import desk_viewer, needs
from parley.errors import NotFound
from parley.models.legal import CaseOutcome, LegalCase
from parley.models.permission import Permission

router = Router(tags=["moderation"])


@router.get(
    "/moderation/cases",
    response=paper_schemas.CasesOut,
    openapi_extra=needs(Permission.HANDLE_LAW),
)
def cases(
    request: HttpRequest,
    response: HttpResponse,
    *,
    wanted: Query[paper_schemas.CaseFilter],
    paging: Query[schemas.Paging],
) -> dict[str, Any]:
    """What is open, the longest received first; authorities' requests with `law:register`."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.HANDLE_LAW)
    known = LegalCase.objects.visible_to(viewer.can(Permission.KEEP_REGISTER)).with_facts()
    rows = known.filter(site=viewer.site)
    rows = rows.exclude(outcome="") if wanted.settled else rows.filter(outcome="")
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind)
    page = by_moment(rows, paging, field="received_at", newest=wanted.settled)
    return {"cases": [_told(row) for row in page.rows], "next": page.next}


@router.get(
    "/moderation/cases/{int:pk}",
    response=paper_schemas.CaseOut,
    openapi_extra=needs(Permission.HANDLE_LAW),
)
def case(request: HttpRequest, response: HttpResponse, *, pk: int) -> dict[str, Any]:
    """One paper."""
    response["Cache-Control"] = "private, no-store"
    return _told(desk_access.legal_case(desk_viewer(request), pk))


@router.post(
    "/moderation/cases/{int:pk}/acknowledge",
    response=paper_schemas.CaseOut,
    openapi_extra=needs(Permission.HANDLE_LAW),
)
def acknowledge(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Tell the sender that a person looks into it; 409 when that was done."""
    viewer = desk_viewer(request)
    row = desk_access.legal_case(viewer, pk)
    return _told(legal_cases.acknowledge(viewer, row, now=timezone.now()))


@router.post(
    "/moderation/cases/{int:pk}/decide",
    response=paper_schemas.CaseOut,
    openapi_extra=needs(Permission.HANDLE_LAW),
)
def decide(request: HttpRequest, pk: int, *, body: paper_schemas.VerdictIn) -> dict[str, Any]:
    """Settle it and tell the sender; a comment that is removed needs `comments:decide` too."""
    viewer = desk_viewer(request)
    row = desk_access.legal_case(viewer, pk)
    why = None
    if body.outcome is CaseOutcome.REMOVED:
        why = why_of(viewer.site, note=body.note, rule=body.rule, legal_ground=body.legal_ground)
    verdict = Verdict(outcome=body.outcome, answer=body.answer, why=why, given=body.given)
    return _told(legal_cases.decide(viewer, row, verdict=verdict, now=timezone.now()))


@router.get(
    "/moderation/comments/{int:pk}/statements",
    response=paper_schemas.StatementsOut,
    openapi_extra=needs(Permission.HANDLE_LAW),
)
def statements(request: HttpRequest, response: HttpResponse, *, pk: int) -> dict[str, Any]:
    """The statements of reasons about a comment, the latest first."""
    response["Cache-Control"] = "private, no-store"
    row = desk_access.comment_to_moderate(desk_viewer(request), pk, right=Permission.HANDLE_LAW)
    return {"statements": statements_of(row, now=timezone.now())}


@router.get(
    "/moderation/transparency",
    response=paper_schemas.PartsOut,
    openapi_extra=needs(Permission.KEEP_REGISTER),
)
def parts(request: HttpRequest) -> dict[str, Any]:
    """The names of the parts of the transparency report."""
    desk_viewer(request).require(Permission.KEEP_REGISTER)
    return {"parts": list(PARTS)}


@router.get(
    "/moderation/transparency/{name}",
    openapi_extra=needs(Permission.KEEP_REGISTER, media="text/csv"),
)
def transparency(
    request: HttpRequest, name: str, *, days: Query[paper_schemas.Days]
) -> HttpResponse:
    """One part of the report about these days, as CSV."""
    viewer, now = desk_viewer(request), timezone.now()
    viewer.require(Permission.KEEP_REGISTER)
    if name not in PARTS:
        raise NotFound("The report has no such part.")
    period = Period(first=days.first, last=days.last)
    period.check()
    today = now.astimezone(viewer.site.zone).date()
    report = Report(site=viewer.site, period=period, today=today)
    return tables.csv_answer(PARTS[name](report), name=name)


def _told(case: LegalCase) -> dict[str, Any]:
    return {
        "id": case.pk,
        "kind": case.kind,
        "reference": case.reference,
        "comment": case.comment_id,
        "from_name": case.from_name,
        "from_email": case.from_email,
        "trusted_flagger": case.flagger.name if case.flagger else "",
        "ground": case.ground,
        "text": case.text,
        "facts": case.facts,
        "received_at": case.received_at,
        "acknowledged_at": case.acknowledged_at,
        "deadline": case.deadline,
        "assigned_to": case.assigned_to_id,
        "outcome": case.outcome,
        "answer": case.answer,
        "decided_at": case.decided_at,
        "decided_by": case.decided_by_id,
    }
