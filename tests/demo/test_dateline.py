"""The line that says when and where."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from demo.dateline import dateline

INDIA, NEW_YORK, DUBAI = (
    ZoneInfo(name) for name in ("Asia/Kolkata", "America/New_York", "Asia/Dubai")
)
PUBLISHED = datetime(2015, 11, 15, 7, 2, tzinfo=UTC)
UPDATED = datetime(2021, 11, 16, 11, 51, tzinfo=UTC)


def test_it_has_the_newspaper_s_form() -> None:
    line = dateline(PUBLISHED, UPDATED, zone=INDIA, place="Washington")
    assert line == (
        "November 15, 2015 12:32 pm | Updated November 16, 2021 05:21 pm IST - Washington"
    )


def test_without_an_update_the_first_moment_carries_the_zone() -> None:
    line = dateline(PUBLISHED, None, zone=INDIA, place="Kochi")
    assert line == "November 15, 2015 12:32 pm IST - Kochi"


def test_midnight_and_the_day_are_the_site_s() -> None:
    line = dateline(datetime(2026, 1, 31, 18, 30, tzinfo=UTC), None, zone=INDIA, place="Pune")
    assert line == "February 1, 2026 12:00 am IST - Pune"


def test_both_zones_are_named_when_summer_time_began_between() -> None:
    winter, summer = datetime(2026, 3, 1, 17, tzinfo=UTC), datetime(2026, 3, 20, 16, tzinfo=UTC)
    line = dateline(winter, summer, zone=NEW_YORK, place="New York")
    assert line == "March 1, 2026 12:00 pm EST | Updated March 20, 2026 12:00 pm EDT - New York"


def test_a_zone_without_a_name_shows_its_offset() -> None:
    line = dateline(PUBLISHED, UPDATED, zone=DUBAI, place="Dubai")
    assert line == "November 15, 2015 11:02 am | Updated November 16, 2021 03:51 pm UTC+04 - Dubai"
