"""Saved views of the queue: a filter under a name, made, renamed and removed on its page."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parley import desk_access
from parley.actions import saving_views
from parley.console.comment import decide
from parley.console.desk import Desk, desk_of
from parley.console.filters import QueueFilter, tidied


class ViewForm(forms.Form):
    """What to call the filter, and whether everybody is to have it."""

    name = forms.CharField(max_length=saving_views.LONGEST_NAME, required=False)
    query = forms.CharField(max_length=4_000, required=False)
    shared = forms.BooleanField(required=False)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the queue shows."""
    desk = desk_of(request)
    form = ViewForm(request.POST)
    form.is_valid()
    query = _kept(form.cleaned_data.get("query", ""))
    decide(
        request,
        lambda: saving_views.save(
            desk.viewer,
            name=form.cleaned_data.get("name", ""),
            query=query,
            shared=form.cleaned_data.get("shared", False),
            now=timezone.now(),
        ),
        done=_("The view is kept."),
    )
    return _back(desk, query)


@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Call one something else."""
    desk = desk_of(request)
    view = desk_access.saved_view(desk.viewer, pk)
    form = ViewForm(request.POST)
    form.is_valid()
    name = form.cleaned_data.get("name", "")
    decide(
        request,
        lambda: saving_views.rename(desk.viewer, view, name=name, now=timezone.now()),
        done=_("Renamed."),
    )
    return _back(desk, view.query)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one."""
    desk = desk_of(request)
    view = desk_access.saved_view(desk.viewer, pk)
    decide(
        request,
        lambda: saving_views.remove(desk.viewer, view, now=timezone.now()),
        done=_("The view is gone; the comments are where they were."),
    )
    return _back(desk, "")


def _kept(query: str) -> str:
    """Only what filters; the site is that of the view."""
    given = QueryDict(query, mutable=True)
    for name in set(given) - set(QueueFilter.base_fields):
        del given[name]
    return tidied(given)


def _back(desk: Desk, query: str) -> HttpResponseRedirect:
    parts = [part for part in (desk.query.removeprefix("?"), query) if part]
    return HttpResponseRedirect(reverse("moderate") + ("?" + "&".join(parts) if parts else ""))
