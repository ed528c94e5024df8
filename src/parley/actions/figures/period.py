"""The days that figures are about, as the newspaper's own calendar has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Case, Expression, F, When
from django.db.models.fields import DateField
from django.utils.translation import gettext as _

from parley.actions.calendar import DAY, beginning
from parley.actions.figures.sql import LocalDay
from parley.errors import BadField
from parley.models.site import Site

WEEK = timedelta(days=7)
CHOICES = (7, 30, 90, 365)
USUAL = 30
# More days are drawn by week: bars for each of them would be hairs.
MOST_BY_DAY = 45
# What a chart of weeks can still show, and a database still counts while one waits.
MOST_DAYS = 2 * 366
# Nobody commented on newspapers' pages before; and calendars end where sums of days fail.
_FIRST_YEAR = 1990


class Step(StrEnum):
    """What one bar of a chart is."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One bar's days, `first` to `last`. It is not `whole` when it has days outside of the
    period, or when it is not over yet."""

    first: date
    last: date
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days from `first` to `last`, both included, in the newspaper's zone; `today` is the
    day there. Weeks begin on Monday."""

    zone: ZoneInfo
    first: date
    last: date
    today: date

    @classmethod
    def lately(cls, site: Site, days: int, *, now: datetime) -> "Period":
        """So many days up to now, today among them."""
        today = now.astimezone(site.zone).date()
        return cls(zone=site.zone, first=today - (days - 1) * DAY, last=today, today=today)

    @classmethod
    def between(cls, site: Site, *, first: date, last: date, now: datetime) -> "Period":
        """Raises BadField for days in the wrong order, or too many of them."""
        if last < first:
            raise BadField("to", _("The last day comes before the first."))
        if (last - first).days >= MOST_DAYS:
            raise BadField("from", _("Choose at most two years."))
        today = now.astimezone(site.zone).date()
        if first.year < _FIRST_YEAR or last.year > today.year + 1:
            raise BadField("from", _("There are no figures of these days."))
        return cls(zone=site.zone, first=first, last=last, today=today)

    @property
    def before(self) -> "Period":
        """As many days, just before."""
        last = self.first - DAY
        first = last - (self.days - 1) * DAY
        return Period(zone=self.zone, first=first, last=last, today=self.today)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> Step:
        return Step.DAY if self.days <= MOST_BY_DAY else Step.WEEK

    @property
    def starts(self) -> datetime:
        """The moment at which the first day begins."""
        return beginning(self.first, self.zone)

    @property
    def ends(self) -> datetime:
        """The moment at which the day after the last begins."""
        return beginning(self.last + DAY, self.zone)

    @cached_property
    def buckets(self) -> tuple[Bucket, ...]:
        """All bars of the period, empty ones too."""
        return tuple(self._buckets())

    def keys(self) -> dict[date, int]:
        """The number of each bar by what `bucket` makes of a moment in it."""
        week = self.step is Step.WEEK
        return {
            _monday(bucket.first) if week else bucket.first: number
            for number, bucket in enumerate(self.buckets)
        }

    def bucket(self, field: str) -> Expression:
        """An expression for the bar to which the field's moment belongs, as a key of `keys`."""
        weekly = self.step is Step.WEEK
        (first, *rest) = _offsets(self)
        shifted = [
            When(**{f"{field}__lt": until}, then=LocalDay(F(field), seconds, weekly=weekly))
            for (_since, seconds), (until, _next) in zip([first, *rest], rest, strict=False)
        ]
        final = LocalDay(F(field), [first, *rest][-1][1], weekly=weekly)
        return Case(*shifted, default=final, output_field=DateField()) if shifted else final

    def within(self, field: str) -> dict[str, datetime]:
        """What to filter by, so that the field's moment is in the period."""
        return {f"{field}__gte": self.starts, f"{field}__lt": self.ends}

    def _buckets(self) -> Iterator[Bucket]:
        first = self.first
        while first <= self.last:
            length = DAY if self.step is Step.DAY else _monday(first) + WEEK - first
            last = min(first + length - DAY, self.last)
            whole = last < self.today and (self.step is Step.DAY or (last - first + DAY == WEEK))
            yield Bucket(first=first, last=last, whole=whole)
            first = last + DAY


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _offsets(period: Period) -> list[tuple[datetime, int]]:
    """From when on which offset from UTC counts, in seconds, earliest first."""
    found: list[tuple[datetime, int]] = []
    moment = period.starts
    while moment < period.ends:
        seconds = _offset(moment, period.zone)
        if not found:
            found.append((moment, seconds))
        elif seconds != found[-1][1]:
            found.append((_changed(moment - DAY, moment, zone=period.zone), seconds))
        moment += DAY
    last = _offset(period.ends - timedelta(seconds=1), period.zone)
    if last != found[-1][1]:
        found.append((_changed(moment - DAY, period.ends, zone=period.zone), last))
    return found


def _changed(before: datetime, after: datetime, *, zone: ZoneInfo) -> datetime:
    """The moment in between at which the offset changes, to the second."""
    was = _offset(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(middle, zone) == was:
            before = middle
        else:
            after = middle
    return after


def _offset(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
