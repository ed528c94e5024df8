"""Blind review at the desk: one comment at a time, and nothing of what became of it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parley import desk_access
from parley.actions import reviewing
from parley.console.comment import decide
from parley.console.desk import desk_of
from parley.console.forms import HOUSE_RULES

# In digits; a sample's own number is less than two to the 63rd.
LONGEST_NUMBER = 18


@never_cache
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The next comment to say something about; `?after=` skips one."""
    desk, now = desk_of(request), timezone.now()
    after = request.GET.get("after", "")[:LONGEST_NUMBER]
    shown = reviewing.next_one(desk.viewer, now=now, after=int(after) if after.isdecimal() else 0)
    context = {
        "desk": desk,
        "shown": shown,
        "left": reviewing.open_to(desk.viewer, now=now).count(),
        "house_rules": HOUSE_RULES,
    }
    return render(request, "parley/console/reviews.html", context)


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the reviewer would have decided, and go on to the next."""
    desk = desk_of(request)
    sample = desk_access.sample_to_review(desk.viewer, pk)
    outcome, rule = request.POST.get("outcome", ""), request.POST.get("rule", "")
    decide(
        request,
        lambda: reviewing.review(
            desk.viewer, sample, outcome=outcome, rule=rule, now=timezone.now()
        ),
        done=_("Thank you. Here is the next one."),
    )
    return HttpResponseRedirect(reverse("moderate-reviews") + desk.query)
