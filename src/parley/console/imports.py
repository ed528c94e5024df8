"""Imports on the desk: what each brought, and the records that a person has to look at."""

from typing import Any

from django import forms
from django.contrib import messages
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
from parley.actions import mending
from parley.console.desk import Desk, desk_of
from parley.console.sources import SOURCES
from parley.errors import BadInput, Conflict
from parley.importers.record import MAX_RAW, Trouble
from parley.importers.report import Fate
from parley.models.import_run import ImportRun, QuarantinedRecord, Settlement
from parley.models.permission import Permission
from parley.snapshots import moments

PAGE = 50

KINDS = (
    ("comments", gettext_lazy("Comments")),
    ("articles", gettext_lazy("Articles")),
    ("authors", gettext_lazy("Authors")),
)
FATES = (
    (Fate.IMPORTED, gettext_lazy("Imported")),
    (Fate.UNCHANGED, gettext_lazy("Here already")),
    (Fate.MERGED, gettext_lazy("Same as another")),
    (Fate.STUBBED, gettext_lazy("Place kept")),
    (Fate.QUARANTINED, gettext_lazy("Kept aside")),
)
TROUBLES = {
    Trouble.MALFORMED: gettext_lazy("It is damaged."),
    Trouble.NO_ID: gettext_lazy("It has no usable id."),
    Trouble.BAD_DATE: gettext_lazy("Its time cannot be read."),
    Trouble.BAD_FLAG: gettext_lazy("One of its flags cannot be read."),
    Trouble.BAD_FIELD: gettext_lazy("One of its fields cannot be read."),
    Trouble.EMPTY: gettext_lazy("It has no text."),
    Trouble.TOO_LONG: gettext_lazy("It is too long."),
    Trouble.NO_THREAD: gettext_lazy("It names no article."),
    Trouble.UNKNOWN_THREAD: gettext_lazy("Its article is not known."),
    Trouble.DELETED_THREAD: gettext_lazy("Its discussion was deleted or was not public."),
    Trouble.NO_ADDRESS: gettext_lazy("It has no address."),
    Trouble.BAD_ADDRESS: gettext_lazy("Its address is impossible."),
    Trouble.ID_TAKEN: gettext_lazy("Another comment is here under its id."),
}


class RecordForm(forms.Form):
    """The record as it should be read."""

    raw = forms.CharField(
        label=gettext_lazy("The record"),
        max_length=MAX_RAW,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "dir": "auto"}),
    )


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """All imports into the site, newest first, with what of each still waits."""
    desk = _desk(request)
    waiting = Count("quarantine", filter=Q(quarantine__settlement=Settlement.OPEN))
    runs = ImportRun.objects.filter(site=desk.site).annotate(waiting=waiting)
    page = Paginator(runs.order_by("-started_at", "-pk"), PAGE)
    shown = page.get_page(request.GET.get("page"))
    rows = [(each, moments.printed(each.started_at, desk.site.zone)) for each in shown]
    chosen = next((one for one in SOURCES if one.format == request.GET.get("from")), None)
    context = {
        "desk": desk,
        "page": shown,
        "rows": rows,
        "sources": SOURCES,
        "chosen": chosen,
        "format": chosen.format if chosen else "auto",
        "files": chosen.files if chosen else "EXPORT",
    }
    return render(request, "parley/console/imports.html", context)


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of one import, its notes, and what it has kept aside."""
    desk = _desk(request)
    row = desk_access.import_run(desk.viewer, pk)
    records = row.quarantine.order_by("settlement", "pk")
    shown = request.GET.get("show")
    if shown in Settlement.values:
        records = records.filter(settlement=shown)
    page = Paginator(records, PAGE).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "run": row,
        "when": moments.printed(row.started_at, desk.site.zone),
        "accounts": _accounts(row.report),
        "fates": [label for _fate, label in FATES],
        "waiting": row.quarantine.filter(settlement=Settlement.OPEN).count(),
        "page": page,
        "records": [(each, _in_words(each.reason)) for each in page],
    }
    return render(request, "parley/console/import.html", context)


@require_POST
def retry_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more all that the import has kept aside."""
    desk = _desk(request)
    row = desk_access.import_run(desk.viewer, pk)
    done = mending.retry_all(desk.viewer, row, now=timezone.now())
    told = _("%(imported)d imported, %(left)d still kept aside.")
    messages.success(request, told % {"imported": done.imported, "left": done.left})
    return HttpResponseRedirect(reverse("moderate-import", args=[pk]) + desk.query)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: read it, mend it and import it, or leave it out."""
    desk = _desk(request)
    row = desk_access.quarantined_record(desk.viewer, pk)
    form = RecordForm(request.POST or None, initial={"raw": row.raw})
    if request.method == "POST" and "dismiss" in request.POST:
        return _dismissed(request, desk, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            wrong = mending.retry(
                desk.viewer, row, raw=form.cleaned_data["raw"], now=timezone.now()
            )
        except Conflict as error:
            messages.error(request, error.detail)
            return _to_run(desk, row)
        except BadInput as error:
            wrong = error.detail
        if not wrong:
            messages.success(request, _("Imported."))
            return _to_run(desk, row)
        form.add_error("raw", wrong)
    context = {
        "desk": desk,
        "record": row,
        "settled": moments.printed(row.settled_at, desk.site.zone) if row.settled_at else "",
        "trouble": _in_words(row.reason),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "parley/console/quarantined.html", context, status=status)


def _dismissed(request: HttpRequest, desk: Desk, *, row: QuarantinedRecord) -> HttpResponse:
    try:
        mending.dismiss(desk.viewer, row, now=timezone.now())
    except Conflict as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, _("Left out."))
    return _to_run(desk, row)


def _to_run(desk: Desk, row: QuarantinedRecord) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("moderate-import", args=[row.run_id]) + desk.query)


def _in_words(reason: str) -> str:
    """Why a record was kept aside; a reason of an earlier Parley by its code."""
    return str(TROUBLES[Trouble(reason)]) if reason in list(Trouble) else reason


def _desk(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    desk.viewer.require(Permission.MANAGE_IMPORTS)
    return desk


def _accounts(report: dict[str, Any]) -> list[tuple[str, int, list[int]]]:  # Any: it is JSON.
    """A row for each kind: how many were read, and how many came to which end."""
    return [
        (str(label), report[kind]["read"], [report[kind][fate] for fate, _label in FATES])
        for kind, label in KINDS
        if kind in report
    ]
