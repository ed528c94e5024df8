"""Judging, posting, editing, deleting, voting on and reporting comments."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status

from parley import access
from parley.actions import articles, editing, posting, reporting, voting
from parley.actions.posting import Draft, Posted
from parley.api import schemas
from parley.errors import BadField, PolicyRefused
from parley.models.comment import Comment, CommentState
from parley.models.permission import Permission
from parley.ranking.votes import PASS
from parley.snapshots import fragment, render
from parley.snapshots.writers import NOBODY, writers_of_article

router = Router(tags=["comments"])

# The API's word for a pass: its 0 is no vote at all.
CANNOT_SAY: Final = "pass"


@router.post("/check", response=schemas.DecisionOut)
def check(request: HttpRequest, body: schemas.CheckIn) -> dict[str, Any]:
    """Say what the house policy thinks of a text; nothing is stored."""
    viewer, article = access.place_of(
        request, body.article, url=body.url, publisher_id=body.article_id
    )
    parent = access.published_comment(viewer, body.parent) if body.parent else None
    draft = Draft(text=body.text, article=article, parent=parent)
    edited = access.own_comment(viewer, body.editing) if body.editing else None
    if edited is not None:
        # Judged in its place, as the edit will be, whatever else was named.
        draft = replace(draft, article=edited.article, parent=edited.parent)
    decision = posting.advise(
        viewer, draft, now=timezone.now(), address=access.address_of(request), edited=edited
    )
    return decision.as_dict()


@router.post(
    "/comments", response={201: schemas.PostedOut, 202: schemas.PostedOut, 200: schemas.PostedOut}
)
def post(request: HttpRequest, body: schemas.CommentIn) -> Status[dict[str, Any]]:
    """Post a comment: 201 published, 202 waits for a moderator, 422 with the decision."""
    viewer, article = access.place_of(
        request, body.article, url=body.url, publisher_id=body.article_id
    )
    viewer.require_user(Permission.ANSWER_AS_STAFF)
    now = timezone.now()
    if article is None:
        if not body.url:
            raise BadField("url", "Say which article: send its url or its article.")
        article = articles.article_for(body.url, body.article_id, now=now)
    parent = access.published_comment(viewer, body.parent_id) if body.parent_id else None
    if parent is not None and parent.article_id != article.pk:
        raise BadField("parent_id", "The parent belongs to another article.")
    draft = Draft(
        text=body.text,
        article=article,
        parent=parent,
        idempotency_key=body.idempotency_key,
        send_to_moderator=body.send_to_moderator,
    )
    return _answer(posting.post_comment(viewer, draft, now=now), published=201)


@router.patch("/comments/{int:pk}", response={200: schemas.PostedOut, 202: schemas.PostedOut})
def edit(request: HttpRequest, pk: int, *, body: schemas.CommentEdit) -> Status[dict[str, Any]]:
    """Change one's comment while the edit window is open; judged anew."""
    viewer = access.viewer_of(request, access.site_of_comment(pk))
    comment = access.own_comment(viewer, pk)
    posted = editing.edit_comment(
        viewer,
        comment,
        text=body.text,
        now=timezone.now(),
        send_to_moderator=body.send_to_moderator,
    )
    return _answer(posted, published=200)


@router.delete("/comments/{int:pk}", response={204: None})
def delete(request: HttpRequest, pk: int) -> Status[None]:
    """Delete one's comment; its replies stay below a stub."""
    viewer = access.viewer_of(request, access.site_of_comment(pk))
    editing.delete_comment(access.own_comment(viewer, pk), timezone.now())
    return Status(204, None)


@router.post("/comments/{int:pk}/vote", response=schemas.VoteOut)
def vote(request: HttpRequest, pk: int, *, body: schemas.VoteIn) -> dict[str, Any]:
    """Respect a comment (1), disagree (-1), say that one cannot say, or take the vote back (0)."""
    viewer = access.viewer_of(request, access.site_of_comment(pk))
    viewer.require_user()
    comment = access.published_comment(viewer, pk)
    value = PASS if body.value == CANNOT_SAY else body.value or None
    counted = voting.cast_vote(viewer, comment, value=value, now=timezone.now())
    return {"respect": counted.respect, "disagree": counted.disagree, "value": body.value}


@router.post("/comments/{int:pk}/report", response={201: schemas.ReportOut})
def report(request: HttpRequest, pk: int, *, body: schemas.ReportIn) -> Status[Any]:
    """Complain about a comment to the moderators."""
    viewer = access.viewer_of(request, access.site_of_comment(pk))
    viewer.require_user()
    comment = access.published_comment(viewer, pk)
    made = reporting.report_comment(
        viewer, comment, reason=body.reason, detail=body.detail, now=timezone.now()
    )
    return Status(201, made)


@router.get("/comments/{int:pk}.html", include_in_schema=True)
def comment_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment as the thread's fragment shows it; one's own waiting ones too."""
    viewer = access.viewer_of(request, access.site_of_comment(pk))
    comment = access.visible_comment(viewer, pk)
    writers = writers_of_article(comment.article)
    response = HttpResponse(fragment.comment_html(comment, writers=writers))
    response["Cache-Control"] = "private, no-store"
    return response


def vote_out(value: int) -> int | str:
    """A stored vote in the words of the API."""
    return CANNOT_SAY if value == PASS else value


def comment_out(comment: Comment, *, writers: Collection[int] = NOBODY) -> dict[str, Any]:
    """The comment object for its author: the public one, and where it stands."""
    return {**render.comment_object(comment, writers=writers), "state": comment.state}


def _answer(posted: Posted, *, published: int) -> Status[dict[str, Any]]:
    decision = posted.decision.as_dict()
    if posted.comment is None:
        raise PolicyRefused(decision)
    status = published if posted.comment.state == CommentState.PUBLISHED else 202
    shown = comment_out(posted.comment, writers=writers_of_article(posted.comment.article))
    return Status(status, {"comment": shown, "decision": decision})
