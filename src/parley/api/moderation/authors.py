"""Authors as moderators know them, and whether they may write."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from parley import desk_access
from parley.actions import moderating
from parley.api.moderation import schemas, shapes
from parley.api.moderation.cursors import Page, read
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.author import Author
from parley.models.permission import Permission
from parley.models.search import has_words, words_in

router = Router(tags=["moderation"])


@router.get(
    "/moderation/authors",
    response=schemas.AuthorsOut,
    openapi_extra=needs(Permission.READ_AUTHORS),
)
def authors(
    request: HttpRequest,
    response: HttpResponse,
    *,
    wanted: Query[schemas.AuthorFilter],
    paging: Query[schemas.Paging],
) -> dict[str, Any]:
    """Authors by name, the latest known first."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    viewer.require(Permission.READ_AUTHORS)
    rows = Author.objects.filter(site=viewer.site)
    words = words_in(wanted.q, most=schemas.LONGEST_NAME)
    if words:
        rows = rows.filter(has_words("display_name", words))
    place = read(paging.cursor, (int,))
    if place is not None:
        rows = rows.filter(pk__lt=place[0])
    page = Page[Author](rows.order_by("-pk"), paging.limit, place=lambda author: (author.pk,))
    return {"authors": [shapes.author_brief(row) for row in page.rows], "next": page.next}


@router.get(
    "/moderation/authors/{int:pk}",
    response=schemas.AuthorRecord,
    openapi_extra=needs(Permission.READ_AUTHORS),
)
def author(request: HttpRequest, response: HttpResponse, *, pk: int) -> dict[str, Any]:
    """An author's record, with the notes of moderators."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    return shapes.author_record(viewer, desk_access.author_to_moderate(viewer, pk))


@router.post(
    "/moderation/authors/{int:pk}/suspend",
    response=schemas.AuthorRecord,
    openapi_extra=needs(Permission.MANAGE_AUTHORS),
)
def suspend(request: HttpRequest, pk: int, *, body: schemas.SuspendIn) -> dict[str, Any]:
    """Keep an author from writing until a moment; they are told why."""
    viewer = desk_viewer(request)
    row = desk_access.author_to_moderate(viewer, pk, right=Permission.MANAGE_AUTHORS)
    done = moderating.suspend(viewer, row, until=body.until, reason=body.reason, now=timezone.now())
    return shapes.author_record(viewer, done)


@router.post(
    "/moderation/authors/{int:pk}/lift",
    response=schemas.AuthorRecord,
    openapi_extra=needs(Permission.MANAGE_AUTHORS),
)
def lift(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Let an author write again."""
    viewer = desk_viewer(request)
    row = desk_access.author_to_moderate(viewer, pk, right=Permission.MANAGE_AUTHORS)
    done = moderating.lift_suspension(viewer, row, now=timezone.now())
    return shapes.author_record(viewer, done)
