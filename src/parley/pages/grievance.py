"""The grievance officer's form (India's IT Rules, 2021), and whom one can write to."""

from urllib.parse import parse_qs, urlsplit

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parley import access
from parley.actions import legal_cases
from parley.actions.legal_cases import Paper
from parley.errors import NotFound
from parley.models.comment import Comment
from parley.models.legal import CaseKind
from parley.models.sections.law import DigitalServices, ItRules
from parley.models.viewer import Viewer
from parley.pages.context import masthead_of
from parley.pages.legal_notice import TRAP, SenderForm, send, sender_of
from parley.pages.me import status_of


class GrievanceForm(SenderForm):
    """What one complains about, and where it stands if it is a comment."""

    text = forms.CharField(
        label=gettext_lazy("What is your grievance?"),
        max_length=legal_cases.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    link = forms.CharField(
        label=gettext_lazy("Link to the comment, if it is about one"),
        max_length=900,
        required=False,
        help_text=gettext_lazy("The time beside a comment is a link to it."),
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    field_order = ("text", "link", "from_name", "from_email")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grievance(request: HttpRequest) -> HttpResponse:
    """Who the officer is, and a form; the ticket number is told at once."""
    viewer = access.viewer_of(request, access.site_of(request))
    rules = ItRules.of(viewer.site)
    if not rules.grievances:
        raise NotFound
    form = GrievanceForm(request.POST or None, initial=sender_of(request))
    if request.method == "POST" and form.is_valid():
        answer = _taken(request, viewer, form=form)
        if answer is not None:
            return answer
    context = {
        "masthead": masthead_of(request, viewer.site),
        "site": viewer.site,
        "rules": rules,
        "form": form,
        "trap": TRAP,
    }
    return render(request, "parley/grievance.html", context, status=status_of(form))


def _taken(request: HttpRequest, viewer: Viewer, *, form: GrievanceForm) -> HttpResponse | None:
    """What follows once it is received; None with the errors in the form."""
    reference = ""
    if not request.POST.get(TRAP):
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="legal")
        if limited is not None:
            return limited
        link = form.cleaned_data["link"].strip()
        comment = _comment_at(viewer, link) if link else None
        if link and comment is None:
            form.add_error("link", _("This is not a link to a comment of this newspaper."))
            return None
        reference = send(viewer, _paper(form, comment), form=form)
        if not reference:
            return None
    said = _("Thank you. A person will look at it and answer.")
    if reference:
        said += " " + _("Your ticket number is %(reference)s.") % {"reference": reference}
    messages.success(request, said)
    return HttpResponseRedirect(request.get_full_path())


def _comment_at(viewer: Viewer, link: str) -> Comment | None:
    """The comment that a permalink leads to; None where it leads elsewhere."""
    try:
        number = parse_qs(urlsplit(link).query).get("comment", [""])[0]
        if not number.isdecimal() or len(number) > 18:
            return None
        return access.published_comment(viewer, int(number))
    except (NotFound, ValueError):
        return None


def _paper(form: GrievanceForm, comment: Comment | None) -> Paper:
    given = form.cleaned_data
    return Paper(
        kind=CaseKind.GRIEVANCE,
        comment=comment,
        text=given["text"],
        from_name=given["from_name"],
        from_email=given["from_email"],
    )


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """The points of contact (Digital Services Act, arts. 11 and 12), and the officer."""
    site = access.site_of(request)
    services, rules = DigitalServices.of(site), ItRules.of(site)
    masthead = masthead_of(request, site)
    if not masthead.contact_url:
        raise NotFound
    context = {
        "masthead": masthead,
        "site": site,
        "services": services,
        "rules": rules,
    }
    return render(request, "parley/legal_contact.html", context)
