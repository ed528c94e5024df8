"""Figures on the desk's own fairness: reversals, appeals, agreement."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parley.actions import fairness_figures
from parley.actions.fairness_figures import Rate, Reversals, Reviewed
from parley.actions.figures import words
from parley.actions.figures.period import Period
from parley.console.desk import Desk, desk_of
from parley.models.permission import Permission
from parley.models.rule_names import rule_name

PERIODS = (30, 90, 365)
USUAL = "90"


@dataclass(frozen=True, slots=True)
class Row:
    """A rate with its name; shares as they are printed, "" of nothing."""

    name: str
    part: int
    whole: int
    share: str
    low: str
    high: str


@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """Tables of the last days: administrators see all, moderators their own row and totals."""
    desk, now = desk_of(request), timezone.now()
    desk.viewer.require(Permission.READ_FIGURES)
    asked = request.GET.get("days", USUAL)
    days = int(asked) if asked in map(str, PERIODS) else int(USUAL)
    # The days of the figures' page, so that both tell the same of them.
    asked_about = Period.lately(desk.site, days, now=now)
    period = {"since": asked_about.starts, "until": asked_about.ends}
    appeals = fairness_figures.appeals(desk.site, **period, now=now)
    context = {
        "desk": desk,
        "days": days,
        "periods": PERIODS,
        "appeals": appeals,
        "granted": [_row(appeals.granted, _("all appeals"))],
        **_changed(desk, fairness_figures.reversals(desk.site, **period)),
        **_reviewed(fairness_figures.reviewed(desk.site, **period)),
    }
    return render(request, "parley/console/fairness.html", context)


def _changed(desk: Desk, found: Reversals) -> dict[str, Any]:
    return {
        "by_rule": _by_rule(found.by_rule),
        "by_moderator": [*_by_moderator(desk, found), _row(found.people, _("all moderators"))],
        "alarms": [*_by_rule(found.alarms), _row(found.all_alarms, _("all comments"))],
        "missed": [_row(found.missed, _("published at once"))],
    }


def _reviewed(found: Reviewed) -> dict[str, Any]:
    of = ((_("the house policy"), found.machine), (_("moderators"), found.people))
    return {
        "upheld": [_row(each.upheld, name) for name, each in of],
        "pairs": [_row(each.pairs, name) for name, each in of],
        "alphas": [{"name": name, "alpha": each.alpha} for name, each in of],
        "policy_by_rule": _by_rule(found.by_rule, nameless=_("published at once")),
    }


def _by_rule(rates: Iterable[Rate], *, nameless: str = "") -> list[Row]:
    nameless = nameless or _("no rule named")
    return [_row(rate, rule_name(str(rate.key)) or nameless) for rate in rates]


def _by_moderator(desk: Desk, found: Reversals) -> list[Row]:
    user = desk.viewer.require_user()
    rates = [each for each in found.by_moderator if desk.administers or each.key == user.pk]
    names = fairness_figures.names_of(rates)
    return [_row(rate, names[int(str(rate.key))]) for rate in rates]


def _row(rate: Rate, name: str) -> Row:
    if rate.share is None:
        return Row(name, rate.part, rate.whole, "", "", "")
    low, high = map(words.percent, rate.interval)
    return Row(name, rate.part, rate.whole, words.percent(rate.share), low, high)
