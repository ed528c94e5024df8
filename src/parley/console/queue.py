"""The queue: what waits on a site, the greatest risk first, given to one moderator at a time."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parley.actions import leasing, own_comments, saving_views
from parley.actions.leasing import Hand
from parley.console import card, filters
from parley.console.background import MICROSECONDS
from parley.console.desk import Desk, desk_of
from parley.console.filters import RULE_CHOICES, QueueFilter
from parley.console.forms import HOUSE_RULES, Period
from parley.console.phrases import phrases
from parley.models.permission import Permission
from parley.models.queue import SavedView, Waiting, WaitingQuerySet
from parley.policy.risk import Risk
from parley.snapshots import tickets
from parley.snapshots.tickets import Ticket

# As many as one sees through at once, and leaves something to colleagues.
PAGE = 15
_MOST_PAGE = 10_000


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, as far as nobody else has it in hand."""
    desk = desk_of(request)
    desk.viewer.require(Permission.READ_QUEUE)
    if desk.query and "site" not in request.GET:
        # The masthead goes by the address, so the address has to say which newspaper.
        return HttpResponseRedirect(request.path + desk.query)
    query = filters.tidied(request.GET)
    if query != request.GET.urlencode():
        return HttpResponseRedirect(request.path + ("?" + query if query else ""))
    chosen, page = QueueFilter(request.GET), _page_of(request.GET)
    chosen.offer(desk.site)
    hand = _take(desk, _entries(desk, chosen), count=PAGE, start=(page - 1) * PAGE)
    user = desk.viewer.require_user()
    numbers = filters.counts(desk.site, user, now=timezone.now())
    context = _context(desk, hand) | {
        "nothing": None if hand.given else _nothing(desk, chosen),
        "filter": chosen,
        "query": query,
        "here": _without_page(request.GET),
        "page": page,
        "more": len(hand.given) == PAGE,
        "counts": _counted(numbers),
        "views": _views(desk),
        "phrases": phrases(),
    }
    return render(request, "parley/console/queue.html", context)


@require_POST
def more(request: HttpRequest) -> HttpResponse:
    """Further cards, before they are needed, or only urgent ones; what the page holds is renewed,
    and drawn anew where it asks for that as `fresh`."""
    desk = desk_of(request)
    chosen = QueueFilter(request.GET)
    held, fresh = _keys(request.POST.get("held", "")), _keys(request.POST.get("fresh", ""))
    asked = request.POST.get("count", "")
    count = min(int(asked), PAGE) if _is_key(asked) else 0
    entries = _entries(desk, chosen)
    if request.POST.get("urgent"):
        entries = entries.filter(risk=Risk.URGENT)
    hand = _take(desk, entries, count=count, held=held)
    kept = set(fresh).intersection(held).difference(hand.gone)
    nothing = None if hand.given or len(held) > len(hand.gone) else _nothing(desk, chosen)
    context = _context(desk, hand) | {
        "hand": hand,
        "renewed": card.cards_by_key(sorted(kept)),
        "nothing": nothing,
        "filter": chosen,
        "query": filters.tidied(request.GET),
        "page": 1,
    }
    return render(request, "parley/console/more.html", context)


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """How many wait of each kind, for a page that is open."""
    desk = desk_of(request)
    user = desk.viewer.require(Permission.READ_QUEUE)
    response = JsonResponse(filters.counts(desk.site, user, now=timezone.now()))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def ticket(request: HttpRequest) -> HttpResponse:
    """Opens the stream of this desk."""
    desk = desk_of(request)
    user = desk.viewer.require(Permission.READ_QUEUE)
    return JsonResponse({"ticket": tickets.issue(Ticket(desk.site.pk, user.pk))})


def _entries(desk: Desk, chosen: QueueFilter) -> WaitingQuerySet:
    user = desk.viewer.require(Permission.READ_QUEUE)
    return chosen.apply(Waiting.objects.of_site(desk.site), user)


def _nothing(desk: Desk, chosen: QueueFilter) -> dict[str, int]:
    """Why no card is shown: how many wait that the filter would show, and how many in all; what
    the moderator wrote waits for others."""
    user = desk.viewer.require(Permission.READ_QUEUE)
    found, everything = (
        own_comments.left_to(entries, user=user, site=desk.site).count()
        for entries in (_entries(desk, chosen), Waiting.objects.of_site(desk.site))
    )
    return {"found": found, "all": everything}


def _take(
    desk: Desk,
    entries: WaitingQuerySet,
    *,
    count: int,
    start: int = 0,
    held: list[int] | None = None,
) -> Hand:
    return leasing.take(
        desk.viewer, entries, count=count, now=timezone.now(), held=held or (), start=start
    )


def _context(desk: Desk, hand: Hand) -> dict[str, Any]:
    """What cards need."""
    return {
        "desk": desk,
        "cards": card.cards_by_key(hand.given),
        "house_rules": HOUSE_RULES,
        "periods": Period.choices,
        "now": timezone.now(),
        # A moment as the script can keep it and give it back exactly.
        "until": round(hand.until.timestamp() * MICROSECONDS),
    }


def _counted(found: dict[str, int]) -> list[tuple[str, str, str, int]]:
    """Each kind as a link: its name among the counts, its query, its title and its number."""
    kinds = [
        ("all", "", _("All")),
        ("reported", "reported=on", _("Reported")),
        ("new", "new=on", _("New authors")),
        ("escalated", "escalated=on", _("Escalated")),
        ("mine", "mine=on", _("Mine")),
        *((f"rule={rule}", f"rule={rule}", str(title)) for rule, title in RULE_CHOICES),
    ]
    return [(name, query, title, found[name]) for name, query, title in kinds]


def _views(desk: Desk) -> list[tuple[SavedView, bool]]:
    """Each, and whether the viewer may rename and remove it."""
    user = desk.viewer.require_user()
    found = SavedView.objects.filter(Q(user=None) | Q(user=user), site=desk.site)
    return [(view, saving_views.may_change(desk.viewer, view)) for view in found]


def _without_page(given: QueryDict) -> str:
    kept = given.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _page_of(given: QueryDict) -> int:
    asked = given.get("page", "")
    return min(max(int(asked), 1), _MOST_PAGE) if _is_key(asked) else 1


def _keys(text: str) -> list[int]:
    return [int(pk) for pk in text.split(",") if _is_key(pk)]


def _is_key(text: str) -> bool:
    """Whether it is a whole number that a row may have."""
    return text.isascii() and text.isdecimal() and len(text) < 19
