"""Deadlines are right in every zone, on the days when clocks are put forward or back too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parley.actions import calendar, legal_cases, legal_terms
from parley.models.legal import LegalCase
from parley.models.site import Site
from tests import legal

HOUR = timedelta(hours=1)
BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")


def local(zone: ZoneInfo, *moment: int) -> datetime:
    year, month, day, hour, minute, second = (*moment, 0, 0, 0)[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


@pytest.mark.parametrize(
    "received",
    [
        # The night has 23 hours, then 25.
        local(BERLIN, 2026, 3, 28, 15),
        local(BERLIN, 2026, 10, 24, 15),
        local(KOLKATA, 2026, 3, 28, 15),
    ],
)
def test_twenty_four_hours_are_hours_that_pass(received: datetime) -> None:
    until = legal_terms.acknowledge_by(received)
    assert until.astimezone(UTC) - received.astimezone(UTC) == timedelta(hours=24)


def test_clocks_put_forward_move_the_time_on_the_wall() -> None:
    until = legal_terms.acknowledge_by(local(BERLIN, 2026, 3, 28, 15))
    assert until.astimezone(BERLIN) == local(BERLIN, 2026, 3, 29, 16)


@pytest.mark.parametrize(
    ("zone", "received", "last"),
    [
        (BERLIN, local(BERLIN, 2026, 3, 20, 9), local(BERLIN, 2026, 4, 4, 23, 59, 59)),
        (BERLIN, local(BERLIN, 2026, 10, 20, 9), local(BERLIN, 2026, 11, 4, 23, 59, 59)),
        (KOLKATA, local(KOLKATA, 2026, 11, 24, 9), local(KOLKATA, 2026, 12, 9, 23, 59, 59)),
    ],
)
def test_fifteen_days_end_with_the_fifteenth_day_in_the_sites_zone(
    zone: ZoneInfo, received: datetime, last: datetime
) -> None:
    assert calendar.ending_after(received, 15, zone=zone) == last


def test_the_day_is_that_of_the_zone_and_not_of_utc() -> None:
    # Half past eight in the evening in Greenwich is the next day in Kolkata.
    received = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
    until = calendar.ending_after(received, 15, zone=KOLKATA)
    assert until.astimezone(KOLKATA).date().isoformat() == "2026-12-10"


def test_appeals_stay_open_for_six_months_where_the_law_is_on(site: Site) -> None:
    assert legal_terms.appeal_window(site) is None
    site.desk = {"digital_services": {"complaints": True}}
    window = legal_terms.appeal_window(site)
    # The longest half-year there is.
    assert window is not None
    assert datetime(2026, 3, 1, tzinfo=UTC) + window >= datetime(2026, 9, 1, tzinfo=UTC)


def test_what_is_overdue_is_told_alike_of_one_case_and_of_all(site: Site) -> None:
    received = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
    case = legal.grievance(site, now=received)
    for hours in (23, 25, 24 * 20):
        now = received + timedelta(hours=hours)
        assert LegalCase.objects.overdue(site, now).exists() == case.is_late(now) == (hours > 24)
    legal_cases.acknowledge(legal.moderator(site), case, now=received)
    case.refresh_from_db()
    late = [hours for hours in (25, 24 * 14, 24 * 20) if case.is_late(received + hours * HOUR)]
    assert late == [
        hours
        for hours in (25, 24 * 14, 24 * 20)
        if LegalCase.objects.overdue(site, received + hours * HOUR).exists()
    ]
    assert late == [24 * 20]
