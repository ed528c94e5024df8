"""A wave of spam: the switch that has everything wait, and says on each page that it does."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from parley.actions import waving
from parley.console.desk import Desk, desk_of
from parley.destinations import next_of
from parley.errors import Conflict
from parley.models.permission import Permission

SPANS = (
    ("30", gettext_lazy("30 minutes")),
    ("60", gettext_lazy("1 hour")),
    ("180", gettext_lazy("3 hours")),
    ("720", gettext_lazy("12 hours")),
    ("1440", gettext_lazy("24 hours")),
)


class WaveForm(forms.Form):
    """For how long, in minutes."""

    minutes = forms.ChoiceField(choices=SPANS, initial="60", label=gettext_lazy("For how long"))


@require_safe
def wave(request: HttpRequest) -> HttpResponse:
    """The switch by itself, for those who may not see the other rules."""
    desk = desk_of(request)
    desk.viewer.require(Permission.DECIDE)
    return render(request, "parley/console/wave.html", {"desk": desk, "wave_form": WaveForm()})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Turns it on, or on for longer."""
    desk = desk_of(request)
    desk.viewer.require(Permission.DECIDE)
    form = WaveForm(request.POST)
    if form.is_valid():
        span = timedelta(minutes=int(form.cleaned_data["minutes"]))
        waving.begin(desk.viewer, span=span, now=timezone.now())
        messages.success(request, _("From now on every comment waits."))
    else:
        messages.error(request, _("Please choose for how long."))
    return _back(request, desk)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Turns it off at once."""
    desk = desk_of(request)
    try:
        waving.end(desk.viewer, now=timezone.now())
        messages.success(request, _("Comments appear again. What was held waits in the queue."))
    except Conflict as error:
        messages.error(request, error.detail)
    return _back(request, desk)


def _back(request: HttpRequest, desk: Desk) -> HttpResponse:
    """To where the form says, which is a page of ours, or to the switch."""
    return HttpResponseRedirect(next_of(request) or reverse("moderate-wave") + desk.query)
