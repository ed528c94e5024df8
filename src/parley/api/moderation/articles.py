"""Whether an article takes comments, and how."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from parley import desk_access
from parley.actions import articles
from parley.api.moderation import schemas, shapes
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.permission import Permission

router = Router(tags=["moderation"])


@router.get(
    "/moderation/articles/{int:pk}",
    response=schemas.ArticleBrief,
    openapi_extra=needs(Permission.MANAGE_ARTICLES),
)
def known(request: HttpRequest, response: HttpResponse, *, pk: int) -> dict[str, Any]:
    """An article, and whether its discussion is open."""
    response["Cache-Control"] = "private, no-store"
    viewer = desk_viewer(request)
    row = desk_access.article_to_moderate(viewer, pk, right=Permission.MANAGE_ARTICLES)
    return shapes.article_brief(row)


@router.patch(
    "/moderation/articles/{int:pk}",
    response=schemas.ArticleBrief,
    openapi_extra=needs(Permission.MANAGE_ARTICLES),
)
def article(request: HttpRequest, pk: int, *, body: schemas.ArticleIn) -> dict[str, Any]:
    """Open a discussion, pre-moderate it, close it, or slow it down."""
    viewer = desk_viewer(request)
    row = desk_access.article_to_moderate(viewer, pk, right=Permission.MANAGE_ARTICLES)
    with transaction.atomic():
        # Both or neither.
        if body.state is not None:
            articles.set_state(viewer, row, state=body.state, now=timezone.now())
        if body.slow_seconds is not None:
            articles.set_slow(viewer, row, seconds=body.slow_seconds, now=timezone.now())
    return shapes.article_brief(row)
