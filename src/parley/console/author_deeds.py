"""What moderators do about an author by the buttons of their page: each a form, and an answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parley import desk_access
from parley.actions import banning, moderating, standing
from parley.console.deeds import TOLD, answered, found, problem, wants_json
from parley.console.forms import Period, SuspendForm
from parley.errors import BadField, Conflict, NotFound
from parley.models.author import Author
from parley.models.ban import BanKind
from parley.models.viewer import Viewer


class Asked(NamedTuple):
    """What the form is about, and what was filled in."""

    author: Author
    given: Mapping[str, str]


AuthorDeed = Callable[[Viewer, Asked], str]


@require_POST
def warn(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_warn)


@require_POST
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_suspend)


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_lift)


@require_POST
def trust(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_trust)


@require_POST
def untrust(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_untrust)


@require_POST
def premoderate(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_premoderate)


@require_POST
def unpremoderate(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_unpremoderate)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_note)


@require_POST
def unban(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_author(request, pk, do=_unban)


@require_POST
def ban(request: HttpRequest, pk: int) -> HttpResponse:
    """At once where it meets one account; otherwise only after its reach was shown."""
    given = request.POST.dict()
    if given.get("kind", "account") == BanKind.ACCOUNT or _confirmed(given) is not None:
        return _to_author(request, pk, do=_ban)
    if wants_json(request):
        return _to_author(request, pk, do=_ask)
    desk = found(request)
    if isinstance(desk, HttpResponse):
        return desk
    author = desk_access.author_to_moderate(desk.viewer, pk)
    page = reverse("moderate-author", args=[author.pk]) + desk.query
    try:
        reach = banning.reach(desk.viewer, author, kind=given.get("kind", ""))
        _until(given, timezone.now())
    except TOLD:
        # Says why, and goes back.
        return answered(request, lambda: _ban(desk.viewer, Asked(author, given)), page=page)
    context = {"desk": desk, "author": author, "reach": reach, "given": given, "back": page}
    return render(request, "parley/console/ban.html", context)


def _to_author(request: HttpRequest, pk: int, *, do: AuthorDeed) -> HttpResponse:
    desk = found(request)
    if isinstance(desk, HttpResponse):
        return desk
    try:
        author = desk_access.author_to_moderate(desk.viewer, pk)
    except NotFound as absent:
        if wants_json(request):
            return problem(absent)
        raise
    page = reverse("moderate-author", args=[author.pk]) + desk.query
    asked = Asked(author, request.POST.dict())
    return answered(request, lambda: do(desk.viewer, asked), page=page)


def _warn(viewer: Viewer, asked: Asked) -> str:
    standing.warn(viewer, asked.author, text=asked.given.get("text", ""), now=timezone.now())
    return _("The author was told.")


def _suspend(viewer: Viewer, asked: Asked) -> str:
    form, now = SuspendForm(asked.given), timezone.now()
    if not form.is_valid():
        raise BadField("period", _("Say for how long and why; nothing was changed."))
    until = Period(form.cleaned_data["period"]).until(now)
    reason = form.cleaned_data["reason"]
    moderating.suspend(viewer, asked.author, until=until, reason=reason, now=now)
    return _("Suspended. The author was told why.")


def _lift(viewer: Viewer, asked: Asked) -> str:
    moderating.lift_suspension(viewer, asked.author, now=timezone.now())
    return _("The author may write again, and was told so.")


def _trust(viewer: Viewer, asked: Asked) -> str:
    standing.set_trusted(viewer, asked.author, trusted=True, now=timezone.now())
    return _("Trusted: what only might be wrong does not hold their comments.")


def _untrust(viewer: Viewer, asked: Asked) -> str:
    standing.set_trusted(viewer, asked.author, trusted=False, now=timezone.now())
    return _("Trusted no more.")


def _premoderate(viewer: Viewer, asked: Asked) -> str:
    standing.set_premoderated(viewer, asked.author, premoderated=True, now=timezone.now())
    return _("Whatever they write waits for a moderator now.")


def _unpremoderate(viewer: Viewer, asked: Asked) -> str:
    standing.set_premoderated(viewer, asked.author, premoderated=False, now=timezone.now())
    return _("What they write does not wait any more.")


def _note(viewer: Viewer, asked: Asked) -> str:
    standing.note(viewer, asked.author, text=asked.given.get("text", ""), now=timezone.now())
    return _("Noted, for moderators alone.")


def _ban(viewer: Viewer, asked: Asked) -> str:
    now = timezone.now()
    terms = banning.Terms(
        kind=asked.given.get("kind", "account"),
        until=_until(asked.given, now),
        reason=asked.given.get("reason", ""),
        confirmed_accounts=_confirmed(asked.given),
    )
    banning.ban(viewer, asked.author, terms=terms, now=now)
    return _("Banned. The author was told why.")


def _ask(viewer: Viewer, asked: Asked) -> str:
    reach = banning.reach(viewer, asked.author, kind=asked.given.get("kind", ""))
    raise Conflict(banning.to_confirm(reach))


def _unban(viewer: Viewer, asked: Asked) -> str:
    """The ban that is named, or all that were made because of the author."""
    named = asked.given.get("ban", "")
    only = _number(named)
    if named and only is None:
        raise BadField("ban", _("There is no such ban; nothing was changed."))
    banning.lift_all(viewer, asked.author, now=timezone.now(), only=only)
    return _("They may take part again, and were told so.")


def _confirmed(given: Mapping[str, str]) -> int | None:
    """How many accounts whoever bans was told of."""
    return _number(given.get("confirmed_accounts", ""))


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) <= 18 else None


def _until(given: Mapping[str, str], now: datetime) -> datetime | None:
    """None for good. Raises BadField."""
    period = given.get("period", "")
    if period not in Period.values:
        raise BadField("period", _("Say for how long and why; nothing was changed."))
    return None if period == Period.FOREVER else Period(period).until(now)
