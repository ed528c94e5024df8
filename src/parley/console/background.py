"""What the desk's script sends in the background: decisions, their undoing, and what is left."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Literal, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parley.actions import deciding, leasing, moderating
from parley.actions.deciding import Choice
from parley.actions.moderating import LONGEST_GROUND, Why
from parley.console.desk import desk_of
from parley.console.forms import LONGEST_NOTE, RejectForm
from parley.errors import BadField, BadInput, ParleyError
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.queue import Waiting
from parley.policy.decision import Outcome

MICROSECONDS = 1_000_000

View = Callable[[HttpRequest], HttpResponse]
Body = TypeVar("Body", bound=BaseModel)


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Chosen(_Sent):
    """A comment, and the last decision about it that its card showed."""

    comment: int = Field(ge=1, lt=2**63)
    seen: int = Field(ge=0, lt=2**63)


class Decide(_Sent):
    """`key` is the browser's own name for this decision, so that sending it twice is one."""

    comments: list[Chosen] = Field(min_length=1, max_length=deciding.MOST)
    outcome: Literal["publish", "reject"]
    rule: str = Field("", max_length=16)
    note: str = Field("", max_length=LONGEST_NOTE)
    legal_ground: str = Field("", max_length=LONGEST_GROUND)
    key: str = Field("", pattern=r"^([0-9a-f]{32})?$")

    def why(self) -> Why | None:
        """Raises BadField."""
        if self.outcome == "publish":
            return None
        given = {"rule": self.rule, "words": self.note, "legal_ground": self.legal_ground}
        form = RejectForm(given)
        if not form.is_valid():
            raise BadField(next(iter(form.errors)), _("This reason could not be read."))
        why = form.why()
        why.check()
        return why


class Undo(_Sent):
    batch: str = Field(max_length=32)


class GiveBack(_Sent):
    """`until` is the end of the leases as the page knows it, in microseconds since 1970."""

    comments: list[int] = Field(max_length=deciding.MOST)
    until: int = Field(ge=0, lt=2**53)


def in_background(view: View) -> View:
    """Faults become problem documents: no page is loaded that could show another."""

    @require_POST
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            response = view(request)
        except ParleyError as error:
            response = JsonResponse(
                error.as_problem(),
                status=error.status,
                content_type="application/problem+json",
                headers=error.headers(),
            )
        response["Cache-Control"] = "no-store"
        return response

    return answered


@in_background
def decide(request: HttpRequest) -> HttpResponse:
    """Decide about all of them in one go."""
    desk, sent = desk_of(request), _read(Decide, request)
    done = deciding.decide(
        desk.viewer,
        [Choice(chosen.comment, chosen.seen) for chosen in sent.comments],
        outcome=Outcome(sent.outcome),
        why=sent.why(),
        now=timezone.now(),
        key=sent.key,
    )
    answer = {
        "batch": done.batch,
        "decided": done.decided,
        "stale": [{"comment": pk, "why": why} for pk, why in _told(done.stale)],
    }
    return JsonResponse(answer)


@in_background
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last decision back; its comments are in the moderator's hand again."""
    desk, sent = desk_of(request), _read(Undo, request)
    now = timezone.now()
    done = deciding.undo(desk.viewer, sent.batch, now=now)
    entries = Waiting.objects.of_site(desk.site).filter(pk__in=done.decided)
    leasing.take(desk.viewer, entries, count=len(done.decided), now=now)
    rows = Comment.objects.filter(pk__in=done.decided).prefetch_related("decisions")
    undone = [{"comment": row.pk, "seen": moderating.last_decision(row)} for row in rows]
    stale = [{"comment": pk, "why": why} for pk, why in _told(done.stale)]
    return JsonResponse({"undone": undone, "stale": stale})


@in_background
def give_back(request: HttpRequest) -> HttpResponse:
    """The moderator leaves the queue; others may have what was in hand."""
    desk, sent = desk_of(request), _read(GiveBack, request)
    until = datetime.fromtimestamp(sent.until / MICROSECONDS, tz=UTC)
    leasing.give_back(desk.viewer, sent.comments, until=until)
    return JsonResponse({})


def _read(kind: type[Body], request: HttpRequest) -> Body:
    """Raises BadInput."""
    try:
        return kind.model_validate_json(request.body)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{field}: {first['msg']}") from error


def _told(stale: tuple[int, ...]) -> list[tuple[int, str]]:
    """Why each was left alone, by what happened to it last."""
    rows = Comment.objects.filter(pk__in=stale)
    decisions: Any = Decision.objects.filter(comment__in=stale, by_machine=False)
    last = {row.comment_id: row for row in decisions.select_related("decided_by")}
    return [(row.pk, _why(row, last.get(row.pk))) for row in rows]


def _why(row: Comment, last: Decision | None) -> str:
    if last is None or last.undone_at is not None:
        return _("Its author changed it while you read it.")
    who = last.decided_by.display_name if last.decided_by else _("Somebody")
    state = row.get_state_display()
    return _("%(who)s decided about it while you read it: %(state)s.") % {
        "who": who,
        "state": state,
    }
