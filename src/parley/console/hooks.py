"""Hooks on the desk: where events are told, what became of each, and who judges outside."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parley import desk_access
from parley.actions import delivering, hook_settings, outside_settings
from parley.console.comment import decide
from parley.console.desk import Desk, desk_of
from parley.console.hook_forms import (
    ChangedTargetForm,
    KindsForm,
    OutsideForm,
    TargetForm,
    as_it_is,
    wanted_of,
)
from parley.errors import BadField, Conflict
from parley.models.hook import Delivery, DeliveryState, Hook, HookForm, OutsidePhase
from parley.models.permission import Permission
from parley.snapshots import moments

PAGE = 25
# How long what was given up is kept, and so the longest that one can reach back.
REPLAYED = timedelta(days=30)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    """All of them; POST adds one, and shows its secret this once."""
    desk = _desk(request)
    if request.method != "POST":
        return _page(request, desk)
    target, kinds = TargetForm(request.POST), KindsForm(request.POST)
    if not (target.is_valid() and kinds.is_valid()):
        return _page(request, desk, form=target, kinds=kinds)
    try:
        made, secret = hook_settings.add(desk.viewer, wanted_of(target, kinds), now=timezone.now())
    except BadField as error:
        target.add_error(error.field, error.detail)
        return _page(request, desk, form=target, kinds=kinds)
    except Conflict as error:
        messages.warning(request, error.detail)
        return HttpResponseRedirect(reverse("moderate-hooks") + desk.query)
    return _page(request, desk, made=made, secret=secret)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    """One hook with its deliveries; POST changes it."""
    desk = _desk(request)
    row = desk_access.hook_to_manage(desk.viewer, pk)
    if request.method != "POST":
        return _hook_page(request, desk, row=row)
    target, kinds = ChangedTargetForm(request.POST), KindsForm(request.POST)
    if not (target.is_valid() and kinds.is_valid()):
        return _hook_page(request, desk, row=row, form=target, kinds=kinds)
    wanted = wanted_of(target, kinds, form=HookForm(row.form))
    try:
        hook_settings.change(desk.viewer, row, wanted=wanted, now=timezone.now())
    except BadField as error:
        target.add_error(error.field, error.detail)
        return _hook_page(request, desk, row=row, form=target, kinds=kinds)
    messages.success(request, _("Changed."))
    return _back(desk, row)


@never_cache
@require_POST
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown this once."""
    desk = _desk(request)
    row = desk_access.hook_to_manage(desk.viewer, pk)
    try:
        secret = hook_settings.roll(desk.viewer, row, now=timezone.now())
    except Conflict as error:
        messages.warning(request, error.detail)
        return _back(desk, row)
    return _hook_page(request, desk, row=row, secret=secret)


@require_POST
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell it again, from now on."""
    return _done(request, pk, act=hook_settings.enable, said=_("Turned on."))


@require_POST
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell it nothing more."""
    return _done(request, pk, act=hook_settings.disable, said=_("Turned off."))


@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it told that this is a test."""
    return _done(
        request, pk, act=hook_settings.try_out, said=_("A test is on its way; reload this page.")
    )


@require_POST
def replay_dead(request: HttpRequest, pk: int) -> HttpResponse:
    """Attempt anew all that was given up since a day."""
    desk = _desk(request)
    row = desk_access.hook_to_manage(desk.viewer, pk)
    now = timezone.now()
    days = request.POST.get("days", "")
    since = now - min(timedelta(days=int(days[:4])), REPLAYED) if days.isdecimal() else None
    if since is None:
        messages.error(request, _("Say since when."))
        return _back(desk, row)
    try:
        count = hook_settings.replay_dead(desk.viewer, row, since=since, now=now)
    except Conflict as error:
        messages.warning(request, error.detail)
    else:
        said = ngettext("%(n)d is sent again.", "%(n)d are sent again.", count)
        messages.success(request, said % {"n": count})
    return _back(desk, row)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """For good, with its deliveries."""
    desk = _desk(request)
    row = desk_access.hook_to_manage(desk.viewer, pk)
    hook_settings.remove(desk.viewer, row, now=timezone.now())
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse("moderate-hooks") + desk.query)


@never_cache
@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery, exactly as it is sent."""
    desk = _desk(request)
    row = desk_access.delivery_to_manage(desk.viewer, pk)
    context = {
        "desk": desk,
        "row": _row(desk, row),
        "delivery": row,
        "body": delivering.body_of(row).decode(),
    }
    return render(request, "parley/console/delivery.html", context)


@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Attempt one anew."""
    desk = _desk(request)
    row = desk_access.delivery_to_manage(desk.viewer, pk)
    decide(
        request,
        lambda: hook_settings.replay(desk.viewer, row, now=timezone.now()),
        done=_("It is sent again."),
    )
    return HttpResponseRedirect(reverse("moderate-delivery", args=[row.pk]) + desk.query)


@never_cache
@require_POST
def outside(request: HttpRequest) -> HttpResponse:
    """Set up the outside phase; a new one's secret is shown this once."""
    desk = _desk(request)
    form = OutsideForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, outside_form=form)
    try:
        secret = outside_settings.set_phase(desk.viewer, form.wanted(), now=timezone.now())
    except BadField as error:
        form.add_error(error.field, error.detail)
        return _page(request, desk, outside_form=form)
    if secret:
        return _page(request, desk, outside_secret=secret)
    messages.success(request, _("Changed."))
    return HttpResponseRedirect(reverse("moderate-hooks") + desk.query + "#outside")


@never_cache
@require_POST
def roll_outside(request: HttpRequest) -> HttpResponse:
    """A new secret for the outside phase, shown this once."""
    desk = _desk(request)
    phase = desk_access.outside_phase(desk.viewer)
    secret = outside_settings.roll(desk.viewer, phase, now=timezone.now())
    return _page(request, desk, outside_secret=secret)


@require_POST
def remove_outside(request: HttpRequest) -> HttpResponse:
    """Ask nobody any more."""
    desk = _desk(request)
    outside_settings.remove(desk.viewer, desk_access.outside_phase(desk.viewer), now=timezone.now())
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse("moderate-hooks") + desk.query)


def _desk(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    desk.viewer.require(Permission.MANAGE_HOOKS)
    return desk


def _done(request: HttpRequest, pk: int, *, act: Callable[..., object], said: str) -> HttpResponse:
    desk = _desk(request)
    row = desk_access.hook_to_manage(desk.viewer, pk)
    decide(request, lambda: act(desk.viewer, row, now=timezone.now()), done=said)
    return _back(desk, row)


def _back(desk: Desk, row: Hook) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("moderate-hook", args=[row.pk]) + desk.query)


def _page(request: HttpRequest, desk: Desk, **shown: Any) -> HttpResponse:
    """`shown` is what a request adds: the context of a template is free."""
    phase = OutsidePhase.objects.filter(site=desk.site).first()
    failed_at = phase.last_failed_at if phase else None
    context = {
        "desk": desk,
        "hooks": Hook.objects.filter(site=desk.site),
        "form": TargetForm(),
        "kinds": KindsForm(),
        "phase": phase,
        "phase_failed_at": failed_at and moments.printed(failed_at, desk.site.zone),
        "outside_form": OutsideForm(OutsideForm.of(phase)),
    }
    wrong = any(form.errors for name, form in shown.items() if name.endswith(("form", "kinds")))
    return render(
        request, "parley/console/hooks.html", context | shown, status=422 if wrong else 200
    )


def _hook_page(request: HttpRequest, desk: Desk, *, row: Hook, **shown: Any) -> HttpResponse:
    form, kinds = as_it_is(row)
    state = request.GET.get("state", "")
    found = row.deliveries.order_by("-created_at", "-pk")
    if state in DeliveryState.values:
        found = found.filter(state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "hook": row,
        "form": form,
        "kinds": kinds,
        "page": page,
        "rows": [_row(desk, each) for each in page],
        "state": state,
        "filter": _filter(desk, state),
        "states": DeliveryState.choices,
        "disabled_at": row.disabled_at and moments.printed(row.disabled_at, desk.site.zone),
        "unconfirmed": row.form == HookForm.MAIL and not hook_settings.is_confirmed(row),
        "former_until": _still(desk, row.former_until),
    }
    wrong = any(form.errors for name, form in shown.items() if name in {"form", "kinds"})
    return render(
        request, "parley/console/hook.html", context | shown, status=422 if wrong else 200
    )


def _filter(desk: Desk, state: str) -> str:
    """What the links of further pages carry."""
    site = desk.query.removeprefix("?")
    return "&".join(part for part in (site, f"state={state}" if state else "") if part)


def _still(desk: Desk, moment: datetime | None) -> str:
    """A moment to come, as people read it; "" for none."""
    if moment is None or moment <= timezone.now():
        return ""
    return moments.printed(moment, desk.site.zone)


def _row(desk: Desk, row: Delivery) -> dict[str, Any]:
    """A delivery with its moments as people read them."""
    zone = desk.site.zone
    rest = row.hook.resting_until
    if row.next_at is not None and rest is not None:
        row.next_at = max(row.next_at, rest)
    told = {
        name: getattr(row, name) and moments.printed(getattr(row, name), zone)
        for name in ("created_at", "next_at", "settled_at")
    }
    return {"delivery": row, **told}
