"""One author on the moderator's desk: what they wrote, and whether they may go on."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parley import access
from parley.actions import moderating
from parley.console.comment import decide
from parley.console.desk import Desk, desk_of
from parley.console.forms import Period, SuspendForm
from parley.importers.record import FOREVER
from parley.models.author import Author

PAGE = 25


@require_safe
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's comments, newest first, whatever became of them."""
    desk = desk_of(request)
    row = access.author_to_moderate(desk.viewer, pk)
    comments = row.comments.select_related("article").order_by("-created_at", "-pk")
    now = timezone.now()
    # A claimed author writes nothing more; the reader does, and is the one to suspend.
    claimed = row.source and Author.objects.writing_as(desk.site, row.user).first()
    writer = claimed or row
    context = {
        "desk": desk,
        "author": row,
        "writer": writer,
        "suspended": writer.suspended_at(now),
        "claims": row.claims.select_related("user").order_by("-asked_at", "-pk"),
        "source_data": source_data_of(row),
        "for_ever": writer.suspended_until == FOREVER,
        "page": Paginator(comments, PAGE).get_page(request.GET.get("page")),
        "periods": Period.choices,
        "now": now,
    }
    return render(request, "parley/console/author.html", context)


def source_data_of(author: Author) -> list[tuple[str, str]]:
    """What the source knew and Parley has no place for, a line each."""
    return [(name, str(value)) for name, value in sorted(author.source_data.items())]


@require_POST
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the author from writing for a while, and tell them why."""
    desk = desk_of(request)
    row = access.author_to_moderate(desk.viewer, pk)
    form = SuspendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say for how long and why; nothing was changed."))
        return _back(desk, row)
    now = timezone.now()
    until = Period(form.cleaned_data["period"]).until(now)
    reason = form.cleaned_data["reason"]
    decide(
        request,
        lambda: moderating.suspend(desk.viewer, row, until=until, reason=reason, now=now),
        done=_("Suspended. The author was told why."),
    )
    return _back(desk, row)


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the author write again."""
    desk = desk_of(request)
    row = access.author_to_moderate(desk.viewer, pk)
    decide(
        request,
        lambda: moderating.lift_suspension(desk.viewer, row, now=timezone.now()),
        done=_("The author may write again, and was told so."),
    )
    return _back(desk, row)


def _back(desk: Desk, row: Author) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("moderate-author", args=[row.pk]) + desk.query)
