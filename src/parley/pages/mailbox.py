"""Where the owner of an address says whether a newspaper may send mail there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parley.actions import mailboxes
from parley.models.mailbox import Mailbox
from parley.pages.context import masthead_of


# The link alone proves who may, and mail programs stop mail by it without a session (RFC 8058).
# It changes nothing by itself: programs that look for viruses follow links.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in a mail; no account is needed."""
    found = mailboxes.mailbox_behind(token)
    if request.method == "POST":
        return _answered(request, found)
    context = {
        "masthead": masthead_of(request, found.site),
        "mailbox": found,
        "gets_mail": mailboxes.may_get(found),
    }
    return render(request, "parley/mailbox.html", context)


def _answered(request: HttpRequest, found: Mailbox) -> HttpResponse:
    """What people are told after their button, and mail programs at once: a redirect would be
    no success to them."""
    act, now = request.POST.get("act"), timezone.now()
    if act == "confirm":
        mailboxes.confirm(found, now)
        messages.success(request, _("Thank you. Mail will be sent to you."))
        return HttpResponseRedirect(request.path)
    mailboxes.stop(found, now)
    stopped = _("Nothing will be sent to you any more.")
    if not act:
        return HttpResponse(stopped, content_type="text/plain; charset=utf-8")
    messages.success(request, stopped)
    return HttpResponseRedirect(request.path)
