"""The line under a headline: when an article was published and updated, and where."""

from datetime import datetime
from zoneinfo import ZoneInfo

from parley.snapshots.moments import printed

SEPARATOR = " | Updated "


def dateline(published: datetime, updated: datetime | None, *, zone: ZoneInfo, place: str) -> str:
    """Like "November 15, 2015 12:32 pm | Updated November 16, 2021 05:21 pm IST - Washington".

    The zone is named once, at the end, unless its name changed between the two.
    """
    return f"{when(published, updated, zone=zone)} - {place}"


def when(published: datetime, updated: datetime | None, *, zone: ZoneInfo) -> str:
    """The moments of a dateline, without the place."""
    first = printed(published, zone)
    if updated is None:
        return first
    last = printed(updated, zone)
    clock, _, name = first.rpartition(" ")
    if last.endswith(f" {name}"):
        first = clock
    return f"{first}{SEPARATOR}{last}"
