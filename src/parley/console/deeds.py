"""What the desk's buttons do, beside approving and rejecting: each a form, and an answer to it.

A form may name in `next` where to go on; whoever accepts JSON is told in JSON instead.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parley import access, desk_access
from parley.actions import assigning, deciding, moving, picking, redacting, returning
from parley.console.desk import Desk, desk_of
from parley.console.forms import RejectForm
from parley.destinations import next_of
from parley.errors import BadField, BadInput, Conflict, NotAllowed, NotFound, ParleyError
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.permission import Permission
from parley.models.user import Membership, Role, User
from parley.models.viewer import Viewer
from parley.policy import hiding

# Refusals that a moderator is told on the page they came from; nothing has been changed.
TOLD = (BadInput, Conflict, NotAllowed)


class Asked(NamedTuple):
    """What the form is about, and what was filled in."""

    comment: Comment
    given: Mapping[str, str]


class Undoable(NamedTuple):
    """What is said of a deed that can be undone for some seconds, by the name of its batch."""

    said: str
    batch: str


CommentDeed = Callable[[Viewer, Asked], str | Undoable]


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_send_back)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo what was just done; in the background, `console.background` does."""
    return _to_comment(request, pk, do=_take_back)


@require_POST
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_pick, least=Role.STAFF)


@require_POST
def unpick(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_unpick, least=Role.STAFF)


@require_POST
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_pin)


@require_POST
def unpin(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_unpin)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_move)


@require_POST
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_redact)


@require_POST
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_escalate)


@require_POST
def lower(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_lower)


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_assign)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_comment(request, pk, do=_release)


def answered(request: HttpRequest, do: Callable[[], str | Undoable], *, page: str) -> HttpResponse:
    """Does it and says so, or says why it was not done: as JSON, or on the page to go on to."""
    as_json = wants_json(request)
    try:
        done = do()
        said, batch = done if isinstance(done, Undoable) else (done, "")
    except TOLD as refusal:
        if as_json:
            return problem(refusal)
        messages.warning(request, refusal.detail or refusal.title)
    except NotFound as absent:
        if as_json:
            return problem(absent)
        raise
    else:
        if as_json:
            answer = {"done": said} | ({"batch": batch} if batch else {})
            return _json(answer, status=HTTPStatus.OK)
        messages.success(request, said)
    response = HttpResponseRedirect(next_of(request) or page)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def found(request: HttpRequest, least: Role = Role.MODERATOR) -> Desk | HttpResponse:
    """The desk, or the answer to a program that has no business there."""
    try:
        return desk_of(request, least=least)
    except ParleyError as refusal:
        if wants_json(request):
            return problem(refusal)
        raise


def problem(refusal: ParleyError) -> HttpResponse:
    """As the API answers (RFC 9457)."""
    response = _json(refusal.as_problem(), status=refusal.status)
    response["Content-Type"] = "application/problem+json"
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks, and not a browser's form."""
    return request.headers.get("Accept", "").split(",")[0].strip() == "application/json"


def _to_comment(
    request: HttpRequest, pk: int, *, do: CommentDeed, least: Role = Role.MODERATOR
) -> HttpResponse:
    desk = found(request, least)
    if isinstance(desk, HttpResponse):
        return desk
    right = Permission.PICK if least == Role.STAFF else Permission.READ_QUEUE
    try:
        row = desk_access.comment_to_moderate(desk.viewer, pk, right=right)
    except NotFound as absent:
        if wants_json(request):
            return problem(absent)
        raise
    page = reverse("moderate-comment", args=[row.pk]) + desk.query
    if not desk.viewer.can(Permission.READ_QUEUE):
        # Staff pick from here too, and have no such page.
        page = f"{reverse('newsroom-article', args=[row.article_id])}#comment-{row.pk}"
    asked = Asked(row, request.POST.dict())
    return answered(request, lambda: do(desk.viewer, asked), page=page)


def _send_back(viewer: Viewer, asked: Asked) -> Undoable:
    form = RejectForm(asked.given)
    if not form.is_valid():
        raise BadField("words", _("This reason could not be read; nothing was changed."))
    seen = int(asked.given["seen"]) if asked.given.get("seen", "").isdecimal() else None
    batch = secrets.token_hex(16)
    returning.send_back(
        viewer, asked.comment, why=form.why(), now=timezone.now(), seen=seen, batch=batch
    )
    return Undoable(_("Sent back. Its author is told what to change."), batch)


def _take_back(viewer: Viewer, asked: Asked) -> str:
    batch = asked.given.get("batch", "")[:32]
    try:
        done = deciding.undo(viewer, batch, now=timezone.now(), only=asked.comment)
    except NotFound as absent:
        raise Conflict(absent.detail) from absent
    if done.stale:
        raise Conflict(_("It was decided about or changed since; nothing was undone."))
    return _("Undone. It stands as before, and nobody was told.")


def _pick(viewer: Viewer, asked: Asked) -> str:
    picking.set_picked(viewer, asked.comment, picked=True, now=timezone.now())
    return _("Picked. Its author was told.")


def _unpick(viewer: Viewer, asked: Asked) -> str:
    picking.set_picked(viewer, asked.comment, picked=False, now=timezone.now())
    return _("No pick any more.")


def _pin(viewer: Viewer, asked: Asked) -> str:
    picking.set_pinned(viewer, asked.comment, pinned=True, now=timezone.now())
    return _("Pinned: it stands first.")


def _unpin(viewer: Viewer, asked: Asked) -> str:
    picking.set_pinned(viewer, asked.comment, pinned=False, now=timezone.now())
    return _("Pinned no more.")


def _move(viewer: Viewer, asked: Asked) -> str:
    to = _article(viewer, asked.given.get("to", "").strip())
    moving.move_out(viewer, asked.comment, to=to, now=timezone.now())
    return _("Moved, with its replies. Its author was told.")


def _redact(viewer: Viewer, asked: Asked) -> str:
    spans = _spans(asked.given.get("spans", ""))
    for words in asked.given.get("words", "").splitlines():
        here = hiding.places(asked.comment.text, words.strip())
        if words.strip() and not here:
            raise BadField("words", _("“%(words)s” is not in the comment.") % {"words": words})
        spans += here
    redacting.redact(
        viewer,
        asked.comment,
        spans=spans,
        why=asked.given.get("why", ""),
        now=timezone.now(),
        seen=asked.given.get("seen", ""),
    )
    return _("Hidden. Its author was told why.")


def _escalate(viewer: Viewer, asked: Asked) -> str:
    assigning.escalate(viewer, asked.comment, why=asked.given.get("why", ""), now=timezone.now())
    return _("It stands before everything else now.")


def _lower(viewer: Viewer, asked: Asked) -> str:
    assigning.lower(viewer, asked.comment, now=timezone.now())
    return _("It stands where its own risk puts it now.")


def _assign(viewer: Viewer, asked: Asked) -> str:
    to = _colleague(viewer, asked.given.get("to", ""))
    entry = assigning.assign(viewer, asked.comment, to=to, now=timezone.now())
    if to is None:
        return _("Whoever comes first decides about it.")
    if entry.escalated:
        said = _("%(name)s has it now. It is escalated, so that others are given it too.")
        return said % {"name": to.display_name}
    return _("%(name)s decides about it.") % {"name": to.display_name}


def _release(viewer: Viewer, asked: Asked) -> str:
    assigning.release(viewer, asked.comment)
    return _("Given back.")


def _article(viewer: Viewer, named: str) -> Article | None:
    """By Parley's number or the page's address; None where none is named. Raises BadField."""
    if not named:
        return None
    try:
        if named.isdecimal() and len(named) <= 18:
            return desk_access.article_to_moderate(viewer, int(named))
        article = access.find_article(viewer.site, named)
    except (NotFound, BadInput):
        article = None
    if article is None:
        raise BadField("to", _("There is no discussion at this address."))
    return article


def _colleague(viewer: Viewer, named: str) -> User | None:
    """By the account's number. Raises BadField for whoever does not moderate the site."""
    if not named:
        return None
    rows = Membership.objects.filter(
        site=viewer.site, role__in=(Role.MODERATOR, Role.ADMINISTRATOR)
    )
    if named.isdecimal() and len(named) <= 18:
        row = rows.select_related("user").filter(user=int(named)).first()
        if row is not None:
            return row.user
    raise BadField("to", _("There is no such moderator."))


def _spans(given: str) -> list[tuple[int, int]]:
    """From "3-9,12-20". Raises BadField."""
    spans: list[tuple[int, int]] = []
    for each in filter(None, (part.strip() for part in given.split(","))):
        start, _dash, end = each.partition("-")
        if not (start.isdecimal() and end.isdecimal()) or len(each) > 20:
            raise BadField("spans", _("Write places like 3-9, 12-20."))
        spans.append((int(start), int(end)))
    return spans


def _json(value: dict[str, Any], *, status: int) -> HttpResponse:  # Any: it is JSON
    response = HttpResponse(
        json.dumps(value, ensure_ascii=False), content_type="application/json", status=status
    )
    response["Cache-Control"] = "no-store"
    return response
