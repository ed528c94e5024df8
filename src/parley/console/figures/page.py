"""The page of figures: whose days, which charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from parley.actions import figures_mail
from parley.actions.figures import (
    decisions,
    findings,
    outcomes,
    people,
    queue,
    rules,
    tables,
    words,
)
from parley.actions.figures.period import CHOICES, USUAL, Period
from parley.actions.figures.tables import TABLES, Asked
from parley.actions.judgements import Share
from parley.console.desk import Desk, desk_of
from parley.console.figures import charts, listing, svg
from parley.console.figures.charts import Chart, Line
from parley.errors import BadField, Conflict, NotFound
from parley.models.permission import Permission
from parley.models.sections.figures import Figures
from parley.models.site import Site

# Lines that one reads; the table has more.
_MOST_LINES = 8
# Where a line of what was reported leads to.
_PAGES = {
    "reported-comments": "moderate-comment",
    "reported-authors": "moderate-author",
    "reported-articles": "moderate-article",
}


class DaysForm(forms.Form):
    """The days that are asked for."""

    first = forms.DateField(label=gettext_lazy("From"))
    last = forms.DateField(label=gettext_lazy("To"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A number that one reads first."""

    value: str
    name: str


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The charts of the days asked for; thirty unless told."""
    desk = desk_of(request)
    desk.viewer.require(Permission.READ_FIGURES)
    now = timezone.now()
    period, problem = _asked(request, desk.site, now=now)
    found = outcomes.outcomes(desk.site, period)
    drawn, heads = _charts(desk, period, found=found, now=now)
    context = {
        "desk": desk,
        "period": period,
        "problem": problem,
        "choices": [
            (days, days == period.days and period.last == period.today) for days in CHOICES
        ],
        "charts": [(chart, listing.as_page(chart.table)) for chart in drawn],
        "heads": heads,
        "nothing": not found.posted,
        "mailed_to": len(Figures.of(desk.site).weekly_mail_to),
        "query": urlencode(_query(desk, period)),
        "days": words.days(period.first, period.last),
    }
    return render(request, "parley/console/figures.html", context)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    """One figure for a spreadsheet. Raises NotFound, BadField."""
    desk = desk_of(request)
    desk.viewer.require(Permission.READ_FIGURES)
    make = TABLES.get(name)
    if make is None:
        raise NotFound
    now = timezone.now()
    period, problem = _asked(request, desk.site, now=now)
    if problem:
        raise BadField("from", problem)
    table = make(Asked(site=desk.site, period=period, now=now))
    days = f"{period.first.isoformat()}-{period.last.isoformat()}"
    return HttpResponse(
        table.as_csv().encode(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{days}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """The last week's figures by mail, to who asks."""
    desk = desk_of(request)
    try:
        address = figures_mail.send_now(desk.viewer, now=timezone.now())
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is on its way to %(address)s.") % {"address": address})
    return HttpResponseRedirect(reverse("moderate-figures") + desk.query)


def _asked(request: HttpRequest, site: Site, *, now: datetime) -> tuple[Period, str]:
    """The period of the address, with what was wrong with it; then it is the usual one."""
    usual = Period.lately(site, USUAL, now=now)
    if "from" in request.GET or "to" in request.GET:
        form = DaysForm({"first": request.GET.get("from"), "last": request.GET.get("to")})
        if not form.is_valid():
            return usual, _("Give both days, like 2026-11-30.")
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        try:
            return Period.between(site, first=first, last=last, now=now), ""
        except BadField as error:
            return usual, str(error)
    days = request.GET.get("days", "")
    if days in map(str, CHOICES):
        return Period.lately(site, int(days), now=now), ""
    return usual, ""


def _query(desk: Desk, period: Period) -> dict[str, str]:
    query = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    return {**query, "site": desk.site.domain} if desk.query else query


def _charts(
    desk: Desk, period: Period, *, found: outcomes.Outcomes, now: datetime
) -> tuple[list[Chart], list[Head]]:
    """In a number of queries that is always the same."""
    site = desk.site
    decided = decisions.decisions(site, period)
    changed = decisions.reversed_decisions(site, period)
    waiting = queue.queue_now(site, now)
    wrote = people.authors(site, period)
    machine, moderators = rules.by_machine(site, period), rules.by_people(site, period)
    drawn = [
        charts.of_outcomes(found, period),
        charts.of_queue(waiting),
        charts.of_waits(decided, period),
        charts.of_rules(machine, period, people=False),
        charts.of_rules(moderators, period, people=True),
        charts.of_shares(
            "false-alarms",
            [(words.rule_name(each.rule), each.alarms) for each in decided.by_rule],
            title=_("False alarms of each rule"),
            finding=findings.of_alarms(decided),
            table=tables.of_alarms(decided),
        ),
        charts.of_shares(
            "reversals",
            _reversals(decided, changed),
            title=_("Decisions that were changed"),
            finding=findings.of_reversals(changed),
            table=tables.of_reversals(decided, changed),
        ),
        charts.of_machine(found, period),
        charts.of_authors(wrote, period),
        *_lists(desk, period),
    ]
    return drawn, _heads(found, decided, waiting=waiting)


def _heads(
    found: outcomes.Outcomes, decided: decisions.Decisions, *, waiting: queue.Queue
) -> list[Head]:
    share = found.alone / found.decided if found.decided else None
    return [
        Head(value=words.number(found.posted), name=_("comments posted")),
        Head(value=words.percent(share), name=_("decided by the machine alone")),
        Head(value=words.duration(decided.wait.median), name=_("until half were decided")),
        Head(value=words.percent(decided.stopped.share), name=_("of its alarms were false")),
        Head(value=words.number(waiting.waiting), name=_("waiting now")),
    ]


def _reversals(found: decisions.Decisions, changed: decisions.Reversed) -> list[tuple[str, Share]]:
    shares = (found.published, found.stopped, changed.appeal, changed.another)
    return list(zip(map(str, listing.REVERSALS.values()), shares, strict=True))


def _lists(desk: Desk, period: Period) -> Iterable[Chart]:
    """What is a list by nature: sections and articles, and what readers reported."""
    site = desk.site
    sections, articles = outcomes.by_section(site, period), outcomes.by_article(site, period)
    comments = people.reported_comments(site, period)
    authors = people.reported_authors(site, period)
    reported = people.reported_articles(site, period)
    yield _counted("sections", sections, desk=desk, title=_("By section"))
    yield _counted("articles", articles, desk=desk, title=_("Most discussed articles"))
    for name, found, title in (
        ("reported-comments", comments, _("Most reported comments")),
        ("reported-authors", authors, _("Most reported authors")),
        ("reported-articles", reported, _("Articles with most reports")),
    ):
        yield _reported(name, found, desk=desk, title=title)


def _counted(name: str, found: Sequence[outcomes.Counted], *, desk: Desk, title: str) -> Chart:
    most = max((each.posted for each in found), default=0)
    lines = [
        Line(
            each.name or _("Without a section"),
            _parts(
                ((each.published, "calm"), (each.waiting, "waiting"), (each.refused, "refused")),
                most,
            ),
            words.number(each.posted),
            _("%(share)s refused") % {"share": words.percent(each.refused / each.posted)},
            reverse("moderate-article", args=[each.article]) + desk.query if each.article else "",
        )
        for each in found[:_MOST_LINES]
    ]
    finding = (
        _("“%(name)s” has most comments: %(count)s.")
        % {"name": lines[0].name, "count": lines[0].value}
        if lines
        else _("Nobody has commented in these days.")
    )
    return Chart(
        name=name,
        title=title,
        finding=finding,
        table=tables.of_counted(found),
        lines=lines,
        long=True,
    )


def _reported(name: str, found: Sequence[people.Reported], *, desk: Desk, title: str) -> Chart:
    most = max((each.reports for each in found), default=0)
    lines = [
        Line(
            each.name or _("A deleted comment"),
            _parts(
                (
                    (each.upheld, "refused"),
                    (each.dismissed, "calm"),
                    (each.reports - each.upheld - each.dismissed, "waiting"),
                ),
                most,
            ),
            words.number(each.reports),
            _("%(count)s upheld") % {"count": words.number(each.upheld)},
            reverse(_PAGES[name], args=[each.pk]) + desk.query,
        )
        for each in found
    ]
    finding = (
        ngettext(
            "Readers have reported nothing more often than once.",
            "At most %(count)s reports are about one of them.",
            most,
        )
        % {"count": words.number(most)}
        if lines
        else _("Readers have reported nothing in these days.")
    )
    return Chart(
        name=name,
        title=title,
        finding=finding,
        table=tables.of_reported(found),
        lines=lines,
        long=True,
    )


def _parts(values: Sequence[tuple[int, str]], most: int) -> SafeString:
    return charts.drawn(svg.parts(values, most=most))
