"""What moderators do with one comment, beside deciding about it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from parley import access, desk_access
from parley.actions import assigning, moving, newsroom, picking, redacting, returning
from parley.actions.moderating import Why
from parley.actions.posting import Draft
from parley.api.moderation import deed_schemas, schemas, shapes
from parley.api.moderation.scopes import desk_viewer, needs
from parley.errors import NotFound, PolicyRefused
from parley.models.comment import Comment, CommentState
from parley.models.permission import Permission
from parley.models.user import User
from parley.models.viewer import Viewer

router = Router(tags=["moderation"])


@router.post(
    "/moderation/comments/{int:pk}/return",
    response=schemas.CommentBrief,
    openapi_extra=needs(Permission.DECIDE),
)
def send_back(request: HttpRequest, pk: int, *, body: deed_schemas.ReturnIn) -> dict[str, Any]:
    """Ask the author for a change; the comment waits again when it was made."""
    viewer, row = _asked(request, pk, right=Permission.DECIDE)
    why = Why(note=body.note, rule=body.rule)
    done = returning.send_back(
        viewer, row, why=why, now=timezone.now(), seen=body.seen, batch=body.batch
    )
    return shapes.comment_brief(done)


@router.post(
    "/moderation/comments/{int:pk}/pick",
    response=schemas.CommentBrief,
    openapi_extra=needs(Permission.PICK),
)
def pick(request: HttpRequest, pk: int, *, body: deed_schemas.PickIn) -> dict[str, Any]:
    """Make it an editor's pick, or no longer."""
    viewer, row = _asked(request, pk, right=Permission.PICK)
    done = picking.set_picked(viewer, row, picked=body.picked, now=timezone.now())
    return shapes.comment_brief(done)


@router.post(
    "/moderation/comments/{int:pk}/pin",
    response=schemas.CommentBrief,
    openapi_extra=needs(Permission.DECIDE),
)
def pin(request: HttpRequest, pk: int, *, body: deed_schemas.PinIn) -> dict[str, Any]:
    """Have it stand first in its discussion, or no longer."""
    viewer, row = _asked(request, pk, right=Permission.DECIDE)
    done = picking.set_pinned(viewer, row, pinned=body.pinned, now=timezone.now())
    return shapes.comment_brief(done)


@router.post(
    "/moderation/comments/{int:pk}/move",
    response=schemas.CommentBrief,
    openapi_extra=needs(Permission.DECIDE),
)
def move(request: HttpRequest, pk: int, *, body: deed_schemas.MoveIn) -> dict[str, Any]:
    """Have it begin a conversation of its own, here or below another article."""
    viewer, row = _asked(request, pk, right=Permission.DECIDE)
    to = None
    if body.article is not None:
        to = desk_access.article_to_moderate(viewer, body.article, right=Permission.DECIDE)
    return shapes.comment_brief(moving.move_out(viewer, row, to=to, now=timezone.now()))


@router.post(
    "/moderation/comments/{int:pk}/redact",
    response=schemas.CommentBrief,
    openapi_extra=needs(Permission.REDACT),
)
def redact(request: HttpRequest, pk: int, *, body: deed_schemas.RedactIn) -> dict[str, Any]:
    """Hide personal data behind a mark; moderators keep both versions."""
    viewer, row = _asked(request, pk, right=Permission.REDACT)
    done = redacting.redact(
        viewer, row, spans=body.spans, why=body.why, now=timezone.now(), seen=body.seen
    )
    return shapes.comment_brief(done)


@router.post(
    "/moderation/comments/{int:pk}/escalate",
    response=schemas.Waits,
    openapi_extra=needs(Permission.DECIDE),
)
def escalate(request: HttpRequest, pk: int, *, body: deed_schemas.EscalateIn) -> dict[str, Any]:
    """Put it before all others, for any colleague."""
    viewer, row = _asked(request, pk, right=Permission.DECIDE)
    return shapes.waits(assigning.escalate(viewer, row, why=body.why, now=timezone.now()))


@router.post(
    "/moderation/comments/{int:pk}/assign",
    response=schemas.Waits,
    openapi_extra=needs(Permission.DECIDE),
)
def assign(request: HttpRequest, pk: int, *, body: deed_schemas.AssignIn) -> dict[str, Any]:
    """Give it to a colleague alone; null: to whoever comes first."""
    viewer, row = _asked(request, pk, right=Permission.DECIDE)
    to = _colleague(viewer, body.user) if body.user is not None else None
    return shapes.waits(assigning.assign(viewer, row, to=to, now=timezone.now()))


@router.post(
    "/moderation/comments/{int:pk}/answer",
    response={201: deed_schemas.AnsweredOut, 202: deed_schemas.AnsweredOut},
    openapi_extra=needs(Permission.ANSWER_AS_STAFF),
)
def answer(request: HttpRequest, pk: int, *, body: deed_schemas.AnswerIn) -> Status[dict[str, Any]]:
    """Reply as one of the staff: 201 published, 202 waits, 422 with the policy's decision."""
    viewer = desk_viewer(request)
    viewer.require(Permission.ANSWER_AS_STAFF)
    parent = access.published_comment(viewer, pk)
    draft = Draft(
        text=body.text,
        article=parent.article,
        parent=parent,
        idempotency_key=body.idempotency_key,
        send_to_moderator=body.send_to_moderator,
    )
    posted = newsroom.answer(viewer, draft, now=timezone.now())
    if posted.comment is None:
        raise PolicyRefused(posted.decision.as_dict())
    waits = posted.comment.state != CommentState.PUBLISHED
    told = {"id": posted.comment.pk, "state": posted.comment.state}
    return Status(202 if waits else 201, told)


def _asked(request: HttpRequest, pk: int, *, right: Permission) -> tuple[Viewer, Comment]:
    viewer = desk_viewer(request)
    return viewer, desk_access.comment_to_moderate(viewer, pk, right=right)


def _colleague(viewer: Viewer, pk: int) -> User:
    """Somebody of the site; of others nothing is told, not even that there is such an account."""
    user = User.objects.filter(pk=pk, memberships__site=viewer.site).first()
    if user is None:
        raise NotFound("There is no such moderator.")
    return user
