"""What was decided about a comment of one's own, and the form to appeal against it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley import access
from parley.actions import appealing
from parley.actions.verdicts import verdicts_of, with_verdicts
from parley.errors import BadField, Conflict, ParleyError
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.models.viewer import Viewer
from parley.pages.context import masthead_of
from parley.pages.discussion import permalink
from parley.snapshots import moments


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: HttpRequest, pk: int) -> HttpResponse:
    """Every decision, by which rule and by whom; an appeal, once. Raises SignInNeeded."""
    viewer = access.viewer_of(request, access.site_of_comment(pk))
    row = access.own_comment(viewer, pk)
    text, fault = request.POST.get("text", ""), None
    if request.method == "POST":
        try:
            appealing.appeal(viewer, row, text=text, now=timezone.now())
        except (BadField, Conflict) as refusal:
            # What was typed is nowhere else: an error page would lose it.
            fault = refusal
        else:
            messages.success(request, _("We have received your appeal."))
            return HttpResponseRedirect(request.path)
    context = _about(viewer, row) | {
        "masthead": masthead_of(request, row.site),
        "text": text,
        "fault": fault,
    }
    return render(request, "parley/me_decided.html", context, status=_status(fault))


def _about(viewer: Viewer, row: Comment) -> dict[str, Any]:
    now = timezone.now()
    comment = with_verdicts(Comment.objects.with_facts().filter(pk=row.pk)).get()
    hindrance = appealing.hindrance(comment, now)
    return {
        "comment": comment,
        "place": permalink(comment),
        "verdicts": verdicts_of(comment, now),
        "appeals": [_appeal(each, viewer.site) for each in comment.appeals.all()],
        "may_appeal": not hindrance,
        "hindrance": hindrance if comment.state == CommentState.REJECTED else "",
        "longest": appealing.LONGEST_TEXT,
    }


def _appeal(entry: Any, site: Site) -> dict[str, Any]:  # Any: the manager is not typed
    return {"appeal": entry, "day": moments.printed_day(entry.due_at, site.zone)}


def _status(fault: ParleyError | None) -> int:
    return fault.status if fault else 200
