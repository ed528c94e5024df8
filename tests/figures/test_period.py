"""Figures go by the newspaper's own days, across daylight saving too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parley.actions.figures.period import Period, Step
from parley.errors import BadField
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.site import Site
from tests import factories
from tests.figures.story import NOW


def in_zone(name: str, first: date, last: date) -> Period:
    return Period(zone=ZoneInfo(name), first=first, last=last, today=last)


def test_the_last_seven_days_end_today_where_the_newspaper_is(site: Site) -> None:
    late = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
    period = Period.lately(site, 7, now=late)
    assert (period.first, period.last) == (date(2026, 11, 22), date(2026, 11, 28))
    assert period.starts == datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    assert period.ends == datetime(2026, 11, 28, 18, 30, tzinfo=UTC)


def test_the_period_before_has_as_many_days(site: Site) -> None:
    before = Period.lately(site, 7, now=NOW).before
    assert (before.first, before.last) == (date(2026, 11, 14), date(2026, 11, 20))


def test_short_periods_go_by_day_and_long_ones_by_week(site: Site) -> None:
    assert Period.lately(site, 30, now=NOW).step is Step.DAY
    assert Period.lately(site, 90, now=NOW).step is Step.WEEK


def test_weeks_begin_on_monday_and_parts_are_told(site: Site) -> None:
    buckets = Period.lately(site, 90, now=NOW).buckets
    assert buckets[0].first == date(2026, 8, 30)
    assert buckets[0].last == date(2026, 8, 30)
    assert buckets[1].first == date(2026, 8, 31)
    assert [bucket.whole for bucket in buckets] == [False, *[True] * 12, False]


def test_today_is_not_over(site: Site) -> None:
    assert [each.whole for each in Period.lately(site, 3, now=NOW).buckets] == [True, True, False]


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 1, 2), date(2026, 1, 1)), (date(2020, 1, 1), date(2026, 1, 1))],
)
def test_no_days_and_too_many_days_are_refused(site: Site, first: date, last: date) -> None:
    with pytest.raises(BadField):
        Period.between(site, first=first, last=last, now=NOW)


def test_a_day_on_which_clocks_change_is_longer_or_shorter() -> None:
    spring = in_zone("Europe/Berlin", date(2026, 3, 29), date(2026, 3, 29))
    autumn = in_zone("Europe/Berlin", date(2026, 10, 25), date(2026, 10, 25))
    assert spring.ends - spring.starts == timedelta(hours=23)
    assert autumn.ends - autumn.starts == timedelta(hours=25)


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Asia/Kolkata", date(2026, 11, 20), date(2026, 11, 27)),
        ("Europe/Berlin", date(2026, 3, 20), date(2026, 4, 5)),
        ("Europe/Berlin", date(2026, 10, 20), date(2026, 10, 30)),
        ("America/New_York", date(2026, 1, 1), date(2026, 12, 31)),
        # Clocks go from 24:00 back to 23:00, and from 0:00 on to 1:00.
        ("America/Santiago", date(2026, 4, 1), date(2026, 4, 10)),
        ("America/Santiago", date(2026, 9, 1), date(2026, 9, 10)),
        ("Australia/Lord_Howe", date(2026, 4, 1), date(2026, 4, 10)),
        ("Pacific/Kiritimati", date(2026, 4, 1), date(2026, 4, 10)),
    ],
)
def test_the_database_finds_the_same_days_as_the_calendar(
    article: Article, zone: str, first: date, last: date
) -> None:
    period = in_zone(zone, first, last)
    author = factories.author(article.site)
    hours = range(0, int((period.ends - period.starts).total_seconds()), 1800 * 7)
    moments = [period.starts + timedelta(seconds=seconds) for seconds in hours]
    moments += [period.ends - timedelta(microseconds=1)]
    Comment.objects.bulk_create(
        Comment(site=article.site, article=article, author=author, state="held", created_at=each)
        for each in moments
    )

    rows = Comment.objects.annotate(bucket=period.bucket("created_at"))
    found = rows.order_by("created_at").values_list("bucket", flat=True)

    local = [moment.astimezone(period.zone).date() for moment in moments]
    if period.step is Step.WEEK:
        local = [day - timedelta(days=day.weekday()) for day in local]
    assert list(found) == local
    assert set(local) == set(period.keys())
