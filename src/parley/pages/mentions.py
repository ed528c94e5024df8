"""Where readers speak of one of the staff."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from parley.actions import mentioning
from parley.models.newsroom import Mention
from parley.pages.context import masthead_of
from parley.pages.newsdesk import newsdesk_of

PAGE = 25


@never_cache
@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    """The comments that name the viewer, the latest first."""
    desk = newsdesk_of(request)
    found = Mention.objects.shown_to(desk.user, desk.site).select_related(
        "comment__author", "comment__article"
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "masthead": masthead_of(request, desk.site),
        "desk": desk,
        "page": page,
        "unread": any(mention.seen_at is None for mention in page),
    }
    return render(request, "parley/newsroom/mentions.html", context)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """The viewer has read those that the page showed; what came since stays unread."""
    desk = newsdesk_of(request)
    keys = [int(key) for key in request.POST.getlist("mention")[:PAGE] if _is_key(key)]
    mentioning.mark_seen(desk.user, desk.site, mentions=keys, now=timezone.now())
    return HttpResponseRedirect(reverse("newsroom-mentions") + desk.query)


def _is_key(value: str) -> bool:
    # Longer ones would not fit the database's integers.
    return value.isdecimal() and len(value) <= 18
