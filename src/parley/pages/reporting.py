"""Complaining about a comment, by a plain form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley import access
from parley.actions import reporting
from parley.errors import ParleyError
from parley.models.report import ReportReason
from parley.models.sections.law import DigitalServices
from parley.pages.comment import visit_of
from parley.pages.context import masthead_of
from parley.pages.discussion import permalink


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, article_id: int, *, pk: int) -> HttpResponse:
    """Say what is wrong with a comment; a moderator will look at it. Raises SignInNeeded."""
    viewer = visit_of(request, article_id, pk=pk).viewer
    if viewer.user is None and DigitalServices.of(viewer.site).notices:
        # Whoever has no account may still say that a comment is illegal.
        return HttpResponseRedirect(reverse("report-illegal", args=[article_id, pk]))
    viewer.require_user()
    row = access.published_comment(viewer, pk)
    fault = None
    reason, detail = request.POST.get("reason", ""), request.POST.get("detail", "")
    if request.method == "POST":
        try:
            reporting.report_comment(viewer, row, reason=reason, detail=detail, now=timezone.now())
        except ParleyError as refusal:
            # What was typed is nowhere else: an error page would lose it.
            fault = refusal
        else:
            messages.success(request, _("Thank you. A moderator will look at it."))
            return HttpResponseRedirect(permalink(row))
    context = {
        "masthead": masthead_of(request, row.site),
        "comment": row,
        "reasons": ReportReason.choices,
        "reason": reason,
        "detail": detail,
        "longest": reporting.LONGEST_DETAIL,
        "fault": fault,
        "permalink": permalink(row),
    }
    status = fault.status if fault else 200
    return render(request, "parley/report.html", context, status=status)
