"""How figures are called and told: names, durations and shares, in the reader's language."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parley.actions.figures.outcomes import Fate
from parley.models import rule_names

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FATES: "dict[Fate, _StrPromise]" = {
    Fate.AT_ONCE: gettext_lazy("Published at once"),
    Fate.AFTER_A_LOOK: gettext_lazy("Published after a look"),
    Fate.REMOVED: gettext_lazy("Removed later"),
    Fate.REJECTED: gettext_lazy("Rejected by moderators"),
    Fate.BY_MACHINE: gettext_lazy("Rejected by the machine"),
    Fate.RETURNED: gettext_lazy("Sent back to the author"),
    Fate.WAITING: gettext_lazy("Waiting"),
    Fate.DELETED: gettext_lazy("Deleted by the author"),
}
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# From two of a unit on, the next smaller one says nothing more.
_ROUND_FROM = 10


def rule_name(rule: str) -> str:
    """As everywhere, and in words too where none was named."""
    return rule_names.rule_name(rule) or _("No rule named")


def number(value: int) -> str:
    """With separators of thousands."""
    return number_format(value, use_l10n=True, force_grouping=True)


def percent(share: float | None) -> str:
    """Like "37%"; what is not nothing is never 0%, nor is less than all 100%."""
    if share is None:
        return "–"
    rounded = round(share * 100)
    if rounded == 0 and share > 0:
        return _("under 1%")
    if rounded == 100 and share < 1:  # All.
        return _("over 99%")
    return f"{rounded}%"


def duration(seconds: float | None) -> str:
    """Like "40 s", "7 min", "3.5 h", "2 days"."""
    if seconds is None:
        return "–"
    if seconds < _MINUTE:
        return _("%(n)s s") % {"n": number(round(seconds))}
    if seconds < _HOUR:
        return _("%(n)s min") % {"n": number(round(seconds / _MINUTE))}
    if seconds < 2 * _DAY:
        return _("%(n)s h") % {"n": _short(seconds / _HOUR)}
    return _("%(n)s days") % {"n": _short(seconds / _DAY)}


def age(least: timedelta, most: timedelta | None) -> str:
    """The time between two bounds, short enough to stand below a bar: "1–4 h", ">7 d"."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    if most is None:
        return _(">%(days)s d") % {"days": least // day}
    if not least:
        return _("<%(hours)s h") % {"hours": most // hour}
    if most < day:
        return _("%(least)s–%(most)s h") % {"least": least // hour, "most": most // hour}
    if least < day:
        return _("½–%(days)s d") % {"days": most // day}
    return _("%(least)s–%(most)s d") % {"least": least // day, "most": most // day}


def day(value: date) -> str:
    """Like "23 Nov"."""
    return date_format(value, "j M")


def days(first: date, last: date) -> str:
    """Like "23 Nov 2026", "23–29 Nov 2026" or "30 Oct – 2 Nov 2026"."""
    end = date_format(last, "j M Y")
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    begin = day(first) if first.year == last.year else date_format(first, "j M Y")
    return f"{begin} – {end}"


def _short(value: float) -> str:
    if value >= _ROUND_FROM or round(value, 1) == round(value):
        return number(round(value))
    return number_format(value, decimal_pos=1, use_l10n=True)
