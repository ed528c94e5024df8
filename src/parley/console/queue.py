"""The queue: held and reported comments of a site, oldest first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from parley.console import card
from parley.console.desk import desk_of
from parley.console.forms import HOUSE_RULES, Period
from parley.models.comment import Comment

# As many as one reads at a sitting.
PAGE = 25


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision."""
    desk = desk_of(request)
    if desk.query and "site" not in request.GET:
        # The masthead goes by the address, so the address has to say which newspaper.
        return HttpResponseRedirect(request.path + desk.query)
    waiting = card.with_grounds(Comment.objects.waiting(desk.site))
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "page": page,
        "cards": card.cards_of(page),
        "house_rules": HOUSE_RULES,
        "periods": Period.choices,
        "now": timezone.now(),
    }
    return render(request, "parley/console/queue.html", context)
