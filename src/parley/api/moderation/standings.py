"""What moderators do about an author: warn, trust, have read first, note, and ban."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from parley import desk_access
from parley.actions import banning, standing
from parley.api.moderation import deed_schemas, schemas, shapes
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.author import Author
from parley.models.permission import Permission
from parley.models.viewer import Viewer

router = Router(tags=["moderation"])


@router.post(
    "/moderation/authors/{int:pk}/warn",
    response={204: None},
    openapi_extra=needs(Permission.MANAGE_AUTHORS),
)
def warn(request: HttpRequest, pk: int, *, body: deed_schemas.WarnIn) -> Status[None]:
    """Tell an author something; it changes nothing else."""
    viewer, row = _asked(request, pk)
    standing.warn(viewer, row, text=body.text, now=timezone.now())
    return Status(204, None)


@router.post(
    "/moderation/authors/{int:pk}/trust",
    response=schemas.AuthorRecord,
    openapi_extra=needs(Permission.MANAGE_AUTHORS),
)
def trust(request: HttpRequest, pk: int, *, body: deed_schemas.TrustIn) -> dict[str, Any]:
    """Spare an author what only might be wrong, or no longer."""
    viewer, row = _asked(request, pk)
    done = standing.set_trusted(viewer, row, trusted=body.trusted, now=timezone.now())
    return shapes.author_record(viewer, done)


@router.post(
    "/moderation/authors/{int:pk}/premoderate",
    response=schemas.AuthorRecord,
    openapi_extra=needs(Permission.MANAGE_AUTHORS),
)
def premoderate(
    request: HttpRequest, pk: int, *, body: deed_schemas.PremoderateIn
) -> dict[str, Any]:
    """Have every comment of an author wait, or no longer."""
    viewer, row = _asked(request, pk)
    done = standing.set_premoderated(
        viewer, row, premoderated=body.premoderated, now=timezone.now()
    )
    return shapes.author_record(viewer, done)


@router.post(
    "/moderation/authors/{int:pk}/note",
    response={204: None},
    openapi_extra=needs(Permission.MANAGE_AUTHORS),
)
def note(request: HttpRequest, pk: int, *, body: deed_schemas.WarnIn) -> Status[None]:
    """Leave something for the other moderators, of which its author may have the words."""
    viewer, row = _asked(request, pk)
    standing.note(viewer, row, text=body.text, now=timezone.now())
    return Status(204, None)


@router.post(
    "/moderation/authors/{int:pk}/ban",
    response=deed_schemas.BanOut,
    openapi_extra=needs(Permission.BAN),
)
def ban(request: HttpRequest, pk: int, *, body: deed_schemas.BanIn) -> Any:
    """Keep an author out: the account, the e-mail domain, or where they write from."""
    viewer, row = _asked(request, pk, right=Permission.BAN)
    terms = banning.Terms(
        kind=body.kind,
        until=body.until,
        reason=body.reason,
        confirmed_accounts=body.confirmed_accounts,
    )
    return banning.ban(viewer, row, terms=terms, now=timezone.now())


@router.post(
    "/moderation/authors/{int:pk}/unban",
    response={204: None},
    openapi_extra=needs(Permission.BAN),
)
def unban(request: HttpRequest, pk: int) -> Status[None]:
    """Lift every ban on an author; 409 where there is none."""
    viewer, row = _asked(request, pk, right=Permission.BAN)
    banning.lift_all(viewer, row, now=timezone.now())
    return Status(204, None)


def _asked(
    request: HttpRequest, pk: int, *, right: Permission = Permission.MANAGE_AUTHORS
) -> tuple[Viewer, Author]:
    viewer = desk_viewer(request)
    return viewer, desk_access.author_to_moderate(viewer, pk, right=right)
