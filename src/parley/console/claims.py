"""Claims of older comments on the moderator's desk: who asks for whose, and the decision."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parley import desk_access
from parley.actions import claim_requests
from parley.console import histories
from parley.console.comment import decide
from parley.console.desk import Desk, desk_of
from parley.models.claim import Claim, ClaimState
from parley.models.search import words_in

PAGE = 25


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """What waits, what is disputed, and everything that was decided."""
    desk = desk_of(request)
    known = Claim.objects.select_related("user", "author", "decided_by")
    waiting = known.waiting(desk.site)
    decided = known.filter(site=desk.site).exclude(pk__in=waiting.values("pk"))
    page = Paginator(decided.order_by("-decided_at", "-pk"), PAGE)
    context = {
        "desk": desk,
        "asked": known.asked(desk.site),
        "disputed": known.disputed(desk.site),
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "parley/console/claims.html", context)


@require_safe
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: the reader's history beside the histories of those who may be meant."""
    desk = desk_of(request)
    row = desk_access.claim_to_moderate(desk.viewer, pk)
    words = words_in(request.GET.get("q", row.claimed_name), most=claim_requests.LONGEST_NAME)
    is_open = row.state == ClaimState.ASKED
    context = {
        "desk": desk,
        "claim": row,
        "reader": histories.reader_of(row),
        "words": words,
        "open": is_open,
        "candidates": histories.candidates(row, words) if is_open else [],
        "most": histories.CANDIDATES,
        "longest": claim_requests.LONGEST_REASON,
        "now": timezone.now(),
    }
    return render(request, "parley/console/claim.html", context)


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the reader the authors that were ticked, all in one decision."""
    desk, row = _asked_about(request, pk)
    ticked = [int(each) for each in request.POST.getlist("author") if each.isdecimal()]
    authors = desk_access.imported_authors(desk.viewer, ticked)
    return _done(
        request,
        row,
        act=lambda: claim_requests.grant(
            desk.viewer, row, authors=authors, note=_words(request), now=timezone.now()
        ),
        said=_("Granted. The reader was told, and so was the old address."),
    )


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the comments what they are, and tell the reader why."""
    desk, row = _asked_about(request, pk)
    return _done(
        request,
        row,
        act=lambda: claim_requests.refuse(
            desk.viewer, row, reason=_words(request), now=timezone.now()
        ),
        said=_("Refused. The reader was told why."),
    )


@require_POST
def reverse_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was granted, by whomever, and tell the reader why."""
    desk, row = _asked_about(request, pk)
    return _done(
        request,
        row,
        act=lambda: claim_requests.reverse(
            desk.viewer, row, reason=_words(request), now=timezone.now()
        ),
        said=_("Taken back. The reader was told why."),
    )


@require_POST
def uphold(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a disputed claim as it is."""
    desk, row = _asked_about(request, pk)
    return _done(
        request,
        row,
        act=lambda: claim_requests.uphold(desk.viewer, row),
        said=_("It stays as it is."),
    )


def _asked_about(request: HttpRequest, pk: int) -> tuple[Desk, Claim]:
    desk = desk_of(request)
    return desk, desk_access.claim_to_moderate(desk.viewer, pk)


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip()[: claim_requests.LONGEST_REASON]


def _done(
    request: HttpRequest, row: Claim, *, act: Callable[[], object], said: str
) -> HttpResponseRedirect:
    decide(request, act, done=said)
    where = reverse("moderate-claim", args=[row.pk])
    return HttpResponseRedirect(where + desk_of(request).query)
