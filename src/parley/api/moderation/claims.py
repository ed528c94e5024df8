"""Claims of older comments: what waits for a moderator, and the decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from parley import desk_access
from parley.actions import claim_requests
from parley.api.moderation import paper_schemas, schemas
from parley.api.moderation.cursors import by_moment
from parley.api.moderation.scopes import desk_viewer, needs
from parley.errors import NotFound
from parley.models.claim import Claim
from parley.models.permission import Permission

router = Router(tags=["moderation"])


@router.get(
    "/moderation/claims",
    response=paper_schemas.ClaimsOut,
    openapi_extra=needs(Permission.MANAGE_CLAIMS),
)
def claims(
    request: HttpRequest,
    response: HttpResponse,
    *,
    wanted: Query[paper_schemas.ClaimFilter],
    paging: Query[schemas.Paging],
) -> dict[str, Any]:
    """What was asked or is disputed, the longest first."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.MANAGE_CLAIMS)
    rows = waiting = Claim.objects.waiting(viewer.site)
    if wanted.settled:
        rows = Claim.objects.filter(site=viewer.site).exclude(pk__in=waiting.values("pk"))
    page = by_moment(rows, paging, field="asked_at", newest=wanted.settled)
    return {"claims": [_told(row) for row in page.rows], "next": page.next}


@router.get(
    "/moderation/claims/{int:pk}",
    response=paper_schemas.ClaimOut,
    openapi_extra=needs(Permission.MANAGE_CLAIMS),
)
def claim(request: HttpRequest, response: HttpResponse, *, pk: int) -> dict[str, Any]:
    """One claim."""
    response["Cache-Control"] = "private, no-store"
    return _told(desk_access.claim_to_moderate(desk_viewer(request), pk))


@router.post(
    "/moderation/claims/{int:pk}/grant",
    response=paper_schemas.GrantedOut,
    openapi_extra=needs(Permission.MANAGE_CLAIMS),
)
def grant(request: HttpRequest, pk: int, *, body: paper_schemas.GrantIn) -> dict[str, Any]:
    """Give the reader these imported authors; one of another site, and none is given."""
    viewer = desk_viewer(request)
    row = desk_access.claim_to_moderate(viewer, pk)
    authors = desk_access.imported_authors(viewer, body.authors)
    if len(authors) != len(set(body.authors)):
        raise NotFound("There is no such imported author.")
    made = claim_requests.grant(viewer, row, authors=authors, note=body.note, now=timezone.now())
    return {"claims": [_told(each) for each in made]}


@router.post(
    "/moderation/claims/{int:pk}/refuse",
    response=paper_schemas.ClaimOut,
    openapi_extra=needs(Permission.MANAGE_CLAIMS),
)
def refuse(request: HttpRequest, pk: int, *, body: paper_schemas.ReasonIn) -> dict[str, Any]:
    """Leave the comments what they are, and tell the reader why."""
    viewer = desk_viewer(request)
    row = desk_access.claim_to_moderate(viewer, pk)
    return _told(claim_requests.refuse(viewer, row, reason=body.reason, now=timezone.now()))


@router.post(
    "/moderation/claims/{int:pk}/reverse",
    response=paper_schemas.ClaimOut,
    openapi_extra=needs(Permission.MANAGE_CLAIMS),
)
def take_back(request: HttpRequest, pk: int, *, body: paper_schemas.ReasonIn) -> dict[str, Any]:
    """Take back what was granted, and tell the reader why; 409 where it is not in force."""
    viewer = desk_viewer(request)
    row = desk_access.claim_to_moderate(viewer, pk)
    claim_requests.reverse(viewer, row, reason=body.reason, now=timezone.now())
    return _told(desk_access.claim_to_moderate(viewer, pk))


@router.post(
    "/moderation/claims/{int:pk}/uphold",
    response=paper_schemas.ClaimOut,
    openapi_extra=needs(Permission.MANAGE_CLAIMS),
)
def uphold(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Leave a disputed claim as it is."""
    viewer = desk_viewer(request)
    row = desk_access.claim_to_moderate(viewer, pk)
    return _told(claim_requests.uphold(viewer, row))


def _told(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.pk,
        "state": claim.state,
        "basis": claim.basis,
        "user": claim.user_id,
        "author": claim.author_id,
        "claimed_name": claim.claimed_name,
        "evidence": claim.evidence,
        "asked_at": claim.asked_at,
        "decided_at": claim.decided_at,
        "decided_by": claim.decided_by_id,
        "note": claim.note,
        "full_rights_at": claim.full_rights_at,
        "disputed_at": claim.disputed_at,
        "reversed_at": claim.reversed_at,
        "reversal_note": claim.reversal_note,
    }
