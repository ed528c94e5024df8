"""For administrators: requests of authorities, what is given to them, flaggers, the report."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parley import desk_access
from parley.actions import legal_disclosure, legal_register, trusted_flaggers
from parley.actions.transparency import Report, archive
from parley.actions.transparency_counts import Period
from parley.console.comment import decide
from parley.console.desk import Desk, desk_of
from parley.console.law import entries_of
from parley.console.law_forms import FlaggerForm, RequestForm
from parley.errors import BadField, Conflict, NotFound
from parley.models.legal import CaseKind, CaseOutcome, LegalCase, TrustedFlagger
from parley.models.permission import Permission
from parley.models.sections.law import Authorities

PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """The register, the latest first, and a form for the next entry."""
    desk = _administrators(request)
    if not Authorities.of(desk.site).register_requests:
        raise NotFound
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = _recorded(desk, form)
        if case is not None:
            where = reverse("moderate-case", args=[case.pk]) + desk.query
            return HttpResponseRedirect(where)
    known = LegalCase.objects.filter(site=desk.site, kind=CaseKind.REQUEST).with_facts()
    pages = Paginator(known.order_by("-received_at", "-pk"), PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "page": page,
        "entries": entries_of(page, timezone.now()),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "parley/console/law_requests.html", context, status=status)


def _recorded(desk: Desk, form: RequestForm) -> LegalCase | None:
    """The new entry; None with the errors in the form."""
    number, comment = form.cleaned_data["comment"], None
    try:
        if number is not None:
            comment = desk_access.comment_to_moderate(desk.viewer, number)
        entry = form.request(comment, zone=desk.site.zone)
        return legal_register.record(desk.viewer, entry, now=timezone.now())
    except NotFound as error:
        form.add_error("comment", error.detail)
    except BadField as error:
        form.add_error(error.field if error.field in form.fields else None, error.detail)
    return None


@require_POST
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """What is held about the author, as a file for the administrator; entered in the audit."""
    desk = _administrators(request)
    case = desk_access.legal_case(desk.viewer, pk)
    document = legal_disclosure.held(desk.viewer, case, now=timezone.now())
    response = HttpResponse(document, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{case.reference}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def flaggers(request: HttpRequest) -> HttpResponse:
    """Trusted flaggers, with how many of their notices were unfounded."""
    desk = _administrators(request)
    form = FlaggerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            trusted_flaggers.add(desk.viewer, **form.cleaned_data, now=timezone.now())
        except (BadField, Conflict) as error:
            form.add_error("email", error.detail)
        else:
            return HttpResponseRedirect(reverse("moderate-flaggers") + desk.query)
    rows = TrustedFlagger.objects.filter(site=desk.site).order_by("removed_at", "name", "pk")
    sent = {
        each["flagger"]: each
        for each in LegalCase.objects.filter(site=desk.site)
        .exclude(flagger=None)
        .values("flagger")
        .annotate(sent=Count("pk"), unfounded=Count("pk", Q(outcome=CaseOutcome.UNFOUNDED)))
    }
    context = {
        "desk": desk,
        "entries": [{"flagger": row, "sent": sent.get(row.pk)} for row in rows],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "parley/console/law_flaggers.html", context, status=status)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Trust this one no more."""
    desk = _administrators(request)
    row = desk_access.trusted_flagger(desk.viewer, pk)
    decide(
        request,
        lambda: trusted_flaggers.remove(desk.viewer, row, now=timezone.now()),
        done=_("Removed."),
    )
    return HttpResponseRedirect(reverse("moderate-flaggers") + desk.query)


class PeriodForm(forms.Form):
    """The days of a report, both included; the year before this one unless told otherwise."""

    first = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """The transparency report: a form for the period, then the archive."""
    desk = _administrators(request)
    today = timezone.now().astimezone(desk.site.zone).date()
    year = today.year - 1
    form = PeriodForm(
        request.GET if "first" in request.GET else None,
        initial={"first": f"{year}-01-01", "last": f"{year}-12-31"},
    )
    if form.is_bound and form.is_valid():
        period = Period(**form.cleaned_data)
        try:
            packed = archive(Report(site=desk.site, period=period, today=today))
        except BadField as error:
            form.add_error("last", error.detail)
        else:
            response = HttpResponse(packed, content_type="application/zip")
            name = f"transparency-{period.first}-{period.last}.zip"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
    context = {"desk": desk, "form": form}
    status = 422 if form.errors else 200
    return render(request, "parley/console/law_transparency.html", context, status=status)


def _administrators(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    desk.viewer.require(Permission.KEEP_REGISTER)
    return desk
