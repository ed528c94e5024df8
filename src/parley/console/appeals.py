"""Appeals at the desk: what authors ask to have decided anew, and by when."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parley import desk_access
from parley.actions import appealing
from parley.actions.verdicts import outcome_name
from parley.console.comment import decide
from parley.console.desk import desk_of
from parley.models.appeal import Appeal
from parley.models.comment import Comment, CommentState
from parley.models.permission import Permission
from parley.models.rule_names import rule_name
from parley.snapshots import moments

PAGE = 25
# Enough to see what a comment has led to.
REPLIES = 5


@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """Those that wait, the most pressing first; `?heard=1`, what was decided, the latest first."""
    desk = desk_of(request)
    desk.viewer.require(Permission.SETTLE_APPEALS)
    now, heard = timezone.now(), request.GET.get("heard") == "1"
    found = Appeal.objects.open(desk.site)
    if heard:
        settled = Appeal.objects.filter(site=desk.site).exclude(outcome="")
        found = settled.order_by("-decided_at", "-pk")
    found = found.select_related("comment__article", "decision__decided_by", "decided_by", "user")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "page": page,
        "heard": heard,
        "chosen": urlencode(
            ({"site": desk.site.domain} if desk.query else {}) | ({"heard": "1"} if heard else {})
        ),
        "rows": [
            {
                "appeal": entry,
                "day": moments.printed_day(entry.due_at, desk.site.zone),
                "overdue": not entry.outcome and entry.due_at < now,
                "own": entry.decision.decided_by == desk.viewer.user,
            }
            for entry in page
        ],
        "overdue": Appeal.objects.overdue(desk.site, now).count(),
        "alone": appealing.is_alone(desk.viewer),
    }
    return render(request, "parley/console/appeals.html", context)


@require_safe
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal, with all that it is about."""
    desk = desk_of(request)
    entry = desk_access.appeal_to_hear(desk.viewer, pk)
    replies = Comment.objects.filter(parent=entry.comment_id, state=CommentState.PUBLISHED)
    place = Q(due_at=entry.due_at)
    waiting = Appeal.objects.open(desk.site).values_list("pk", flat=True)
    earlier = waiting.filter(Q(due_at__lt=entry.due_at) | place & Q(pk__lt=entry.pk))
    later = waiting.filter(Q(due_at__gt=entry.due_at) | place & Q(pk__gt=entry.pk))
    context = {
        "before": earlier.last(),
        "after": later.first(),
        "desk": desk,
        "appeal": entry,
        "comment": entry.comment,
        "decision": entry.decision,
        "outcome": outcome_name(entry.decision.outcome),
        "rule": rule_name(entry.decision.rule),
        "replies": replies.select_related("author").order_by("created_at", "pk")[:REPLIES],
        "day": moments.printed_day(entry.due_at, desk.site.zone),
        "overdue": not entry.outcome and entry.due_at < timezone.now(),
        "may_not": appealing.may_not_hear(desk.viewer, entry),
        "longest": appealing.LONGEST_REASON,
    }
    return render(request, "parley/console/appeal.html", context)


@require_POST
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the comment after all, or let the decision stand; the author is told why."""
    desk = desk_of(request)
    entry = desk_access.appeal_to_hear(desk.viewer, pk)
    grant, reason = request.POST.get("outcome") == "grant", request.POST.get("reason", "")
    if grant or request.POST.get("outcome") == "keep":
        decide(
            request,
            lambda: appealing.hear(
                desk.viewer, entry, grant=grant, reason=reason, now=timezone.now()
            ),
            done=_("Heard. The author was told why."),
        )
    return HttpResponseRedirect(reverse("moderate-appeal", args=[entry.pk]) + desk.query)
