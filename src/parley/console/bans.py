"""The bans of a site that are in force, each to be lifted."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from parley.console.desk import desk_of
from parley.models.ban import Ban
from parley.models.permission import Permission

PAGE = 50


@require_safe
def bans(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    desk = desk_of(request)
    desk.viewer.require(Permission.BAN)
    found = Ban.objects.in_force(desk.site, timezone.now()).select_related("author", "made_by")
    page = Paginator(found.order_by("-made_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "parley/console/bans.html", {"desk": desk, "page": page})
