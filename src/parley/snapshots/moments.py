"""Times as a newspaper prints them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS


def printed(moment: datetime, zone: ZoneInfo) -> str:
    """Like "November 24, 2026 08:06 am IST"; the month in the active language."""
    local = moment.astimezone(zone)
    name = local.tzname() or ""
    # Zones without a name of their own have only an offset, like "+04".
    named = f"UTC{name}" if name[:1] in "+-" else name
    half = "am" if local.hour < 12 else "pm"
    clock = f"{(local.hour - 1) % 12 + 1:02}:{local.minute:02} {half}"
    return f"{MONTHS[local.month]} {local.day}, {local.year} {clock} {named}"


def printed_day(moment: datetime, zone: ZoneInfo) -> str:
    """Like "November 24, 2026"."""
    local = moment.astimezone(zone)
    return f"{MONTHS[local.month]} {local.day}, {local.year}"


def machine(moment: datetime) -> str:
    """Like "2026-11-24T02:36:26Z", for `datetime` attributes."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
