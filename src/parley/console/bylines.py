"""Under which names the staff write articles: the list, and the form for one more."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parley import desk_access
from parley.actions import bylines
from parley.console.comment import decide
from parley.console.desk import Desk, desk_of
from parley.models.newsroom import Byline
from parley.models.permission import Permission


class BylineForm(forms.Form):
    """Who, and under which name."""

    user = forms.IntegerField(min_value=1)
    name = forms.CharField(max_length=bylines.LONGEST_NAME)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """All bylines of the site, with what else could be one; adds one."""
    desk = desk_of(request)
    desk.viewer.require(Permission.SET_SITE)
    if request.method == "POST":
        return _added(request, desk)
    rows = Byline.objects.filter(site=desk.site).select_related("user")
    context = {
        "desk": desk,
        "bylines": rows.order_by("user__display_name", "name", "pk"),
        "staff": bylines.staff_of(desk.site),
        "suggestions": bylines.suggested(desk.site),
        "longest": bylines.LONGEST_NAME,
    }
    return render(request, "parley/console/bylines.html", context)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one away."""
    desk = desk_of(request)
    row = desk_access.byline_of_site(desk.viewer, pk)
    decide(
        request,
        lambda: bylines.remove(desk.viewer, row, now=timezone.now()),
        done=_("Removed."),
    )
    return _back(desk)


def _added(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = BylineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose somebody and write a name; nothing was changed."))
        return _back(desk)
    given = form.cleaned_data
    decide(
        request,
        lambda: bylines.add(desk.viewer, given["user"], name=given["name"], now=timezone.now()),
        done=_("Added."),
    )
    return _back(desk)


def _back(desk: Desk) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("moderate-bylines") + desk.query)
