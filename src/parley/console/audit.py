"""The audit on the desk: who did what, when and why; to be read, and taken away as a table."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import islice
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from parley.actions import csv_table, told_words
from parley.actions.calendar import DAY, beginning
from parley.console.desk import Desk, desk_of
from parley.models.audit import AuditEntry
from parley.models.permission import Permission
from parley.models.user import User

PAGE = 50
# Rows that are fetched at once for the table.
CHUNK = 1_000
COLUMNS = ("at", "actor", "role", "via", "verb", "kind", "object", "before", "after", "why")

# Where on the desk one looks at what an entry is about.
_PAGES = {
    "comment": "moderate-comment",
    "author": "moderate-author",
    "article": "moderate-article",
    "claim": "moderate-claim",
}


class Line(NamedTuple):
    """An entry with its actor's name, "" for an account that is gone or for nobody; where what
    it is about can be looked at, "" where nowhere; what it changed, as text; and why, or what
    was told to a reader, "" where nothing was said or is kept no more."""

    entry: AuditEntry
    actor: str
    link: str
    before: str
    after: str
    why: str


class Filter(forms.Form):
    """What of the audit is looked for; days are of the site's own zone."""

    actor = forms.CharField(label=_("By whom"), max_length=120, required=False)
    verb = forms.CharField(label=_("Deed"), max_length=40, required=False)
    kind = forms.CharField(label=_("Done to"), max_length=20, required=False)
    object = forms.IntegerField(label=_("Number"), min_value=0, required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def entries(self, desk: Desk) -> QuerySet[AuditEntry]:
        """The newest first; none for a filter that cannot be read."""
        found = AuditEntry.objects.filter(site_id=desk.site.pk).order_by("-at", "-pk")
        if not self.is_valid():
            return found.none()
        given = self.cleaned_data
        if given["actor"]:
            named = User.objects.filter(display_name__icontains=given["actor"])
            found = found.filter(actor_id__in=named.values("pk"))
        for name in ("verb", "kind"):
            if given[name]:
                found = found.filter(**{name: given[name].strip().lower()})
        if given["object"] is not None:
            found = found.filter(object_id=given["object"])
        if given["since"]:
            found = found.filter(at__gte=beginning(given["since"], desk.site.zone))
        if given["until"]:
            found = found.filter(at__lt=beginning(given["until"] + DAY, desk.site.zone))
        return found


@require_safe
def audit(request: HttpRequest) -> HttpResponseBase:
    """Fifty deeds a page; with `?format=csv` all of them as a table."""
    desk = desk_of(request)
    desk.viewer.require(Permission.READ_AUDIT)
    form = Filter(request.GET)
    entries = form.entries(desk)
    if request.GET.get("format") == "csv" and form.is_valid():
        return _table(entries, desk)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "form": form,
        "page": page,
        "lines": list(lines_of(page.object_list, desk)),
        "verbs": _words(desk, "verb"),
        "kinds": _words(desk, "kind"),
        "filter": _filter_of(request),
    }
    return render(request, "parley/console/audit.html", context)


def _words(desk: Desk, column: str) -> list[str]:
    """What there is to choose from."""
    found = AuditEntry.objects.filter(site_id=desk.site.pk).order_by(column)
    return list(found.values_list(column, flat=True).distinct())


def _filter_of(request: HttpRequest) -> str:
    """The query string of the filter, for the links to other pages and to the table."""
    kept = request.GET.copy()
    for name in ("page", "format"):
        kept.pop(name, None)
    return kept.urlencode()


def history_of(desk: Desk, kind: str, *, keys: Iterable[int]) -> list[Line]:
    """What was done lately to these objects of the site, the newest first."""
    found = AuditEntry.objects.filter(site_id=desk.site.pk, kind=kind, object_id__in=list(keys))
    return list(lines_of(found.order_by("-at", "-pk")[:PAGE], desk))


def lines_of(entries: Iterable[AuditEntry], desk: Desk) -> Iterator[Line]:
    """With one query for all names, and one for each kind of words that readers were told."""
    kept = list(entries)
    names = dict(
        User.objects.filter(pk__in={each.actor_id for each in kept if each.actor_id}).values_list(
            "pk", "display_name"
        )
    )
    told = told_words.of_entries(kept)
    for each in kept:
        page = _PAGES.get(each.kind)
        yield Line(
            entry=each,
            actor=names.get(each.actor_id or 0, ""),
            link=reverse(page, args=[each.object_id]) + desk.query if page else "",
            before=_text(each.before),
            after=_text(each.after),
            why=each.why or told.get(each.pk, ""),
        )


def _text(values: dict[str, Any]) -> str:
    return ", ".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()
    )


def _table(entries: QuerySet[AuditEntry], desk: Desk) -> StreamingHttpResponse:
    def rows() -> Iterator[tuple[object, ...]]:
        left = entries.iterator(CHUNK)
        while chunk := list(islice(left, CHUNK)):
            for line in lines_of(chunk, desk):
                each = line.entry
                yield (
                    each.at.astimezone(UTC).isoformat(),
                    line.actor or each.actor_id,
                    each.role,
                    each.via,
                    each.verb,
                    each.kind,
                    each.object_id,
                    line.before,
                    line.after,
                    line.why,
                )

    response = StreamingHttpResponse(
        csv_table.lines(COLUMNS, rows()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
