"""When days of a newspaper's own calendar begin and end, be they 23, 24 or 25 hours long."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def beginning(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins. Where clocks leave midnight out, that is when they go on."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def ending(day: date, zone: ZoneInfo) -> datetime:
    """The last second of the day: a deadline at it is printed with its own day, and what comes
    after it is late."""
    return beginning(day + DAY, zone) - timedelta(seconds=1)


def ending_after(moment: datetime, days: int, *, zone: ZoneInfo) -> datetime:
    """The last second of the day that is so many days of the calendar later."""
    return ending(moment.astimezone(zone).date() + days * DAY, zone)
