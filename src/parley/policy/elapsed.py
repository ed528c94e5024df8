"""Time that has passed, and time that is left, in words."""

from datetime import UTC, datetime, timedelta
from math import ceil

# In each unit, up to how many of it a person counts before the next is easier.
_UNITS = (("second", 1, 120), ("minute", 60, 120), ("hour", 3_600, 72), ("day", 86_400, None))


def since(moment: datetime, now: datetime) -> timedelta:
    """How long ago it was. In UTC, as two moments of one zone are otherwise told apart by their
    clocks, which are moved twice a year."""
    return now.astimezone(UTC) - moment.astimezone(UTC)


def in_words(time: timedelta) -> str:
    """Rounded up, so that nobody comes back too early: "40 seconds", "1 minute", "3 days"."""
    seconds = time.total_seconds()
    unit, size = next((u, s) for u, s, most in _UNITS if most is None or seconds <= s * most)
    count = max(1, ceil(seconds / size))
    return f"{count} {unit}{'' if count == 1 else 's'}"
