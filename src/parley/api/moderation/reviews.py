"""Blind review: one comment at a time, and nothing of what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from parley import desk_access
from parley.actions import reviewing
from parley.api.moderation import deed_schemas, shapes
from parley.api.moderation.scopes import desk_viewer, needs
from parley.models.permission import Permission

router = Router(tags=["moderation"])


@router.get(
    "/moderation/reviews/next",
    response=deed_schemas.NextReviewOut,
    openapi_extra=needs(Permission.REVIEW),
)
def next_one(
    request: HttpRequest, response: HttpResponse, *, asked: Query[deed_schemas.AfterIn]
) -> dict[str, Any]:
    """What to say something about, as it was when it was decided about; null when all is done."""
    response["Cache-Control"] = "private, no-store"
    viewer, now = desk_viewer(request), timezone.now()
    found = reviewing.next_one(viewer, now=now, after=asked.after)
    left = reviewing.open_to(viewer, now=now).count()
    if found is None:
        return {"review": None, "left": left}
    comment = found.sample.comment
    parent = comment.parent
    return {
        "review": {
            "id": found.sample.pk,
            "text": found.text,
            "answers": parent.text if parent else None,
            "article": shapes.article_brief(comment.article),
        },
        "left": left,
    }


@router.post(
    "/moderation/reviews/{int:pk}/give",
    response={204: None},
    openapi_extra=needs(Permission.REVIEW),
)
def give(request: HttpRequest, pk: int, *, body: deed_schemas.ReviewIn) -> Status[None]:
    """Say what one would have decided, and if it is to reject, by which rule."""
    viewer = desk_viewer(request)
    sample = desk_access.sample_to_review(viewer, pk)
    reviewing.review(viewer, sample, outcome=body.outcome, rule=body.rule or "", now=timezone.now())
    return Status(204, None)
