"""Whether an article takes comments, and how."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from parley import access
from parley.actions import articles
from parley.api.moderation import schemas, shapes
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.permission import Permission

router = Router(tags=["moderation"])


@router.patch(
    "/moderation/articles/{int:pk}",
    response=schemas.ArticleBrief,
    openapi_extra=needs(Permission.MANAGE_ARTICLES),
)
def article(request: HttpRequest, pk: int, *, body: schemas.ArticleIn) -> dict[str, Any]:
    """Open a discussion, pre-moderate it, or close it."""
    viewer = desk_viewer(request)
    row = access.article_for(viewer, pk, right=Permission.MANAGE_ARTICLES)
    done = articles.set_state(viewer, row, state=body.state, now=timezone.now())
    return shapes.article_brief(done)
