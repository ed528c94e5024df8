"""How much of an API key's quota is left, counted across all processes.

A process borrows a share of the minute and spends it from memory, so that not every call
writes. A key never gets more than its quota; at its very end one process may refuse what
another has borrowed, at most a hundredth of the quota each. What is not spent when the
minute is over is given back to the day.
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from parley.errors import KeyInvalid, QuotaExceeded
from parley.models.api_key import ApiKey

# A share of this part of the minute's quota is borrowed at once.
SHARES = 100
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(slots=True)
class _Purse:
    """What this process has borrowed for a minute and not spent. `dry`: there is no more
    to be had in this minute, because the "minute" or the "day" is used up."""

    minute: datetime
    left: int = 0
    dry: str | None = None


_lock = threading.Lock()
# By the key's digest, of which there is never a second.
_purses: dict[str, _Purse] = {}


def take(key: ApiKey, wanted: int, *, now: datetime) -> int:
    """How many of so many comments the key may still have scored, now counted as used.

    Raises QuotaExceeded when it is none, and KeyInvalid when the key was revoked meanwhile.
    """
    now = now.astimezone(UTC)
    minute = now.replace(second=0, microsecond=0)
    granted, before = _spend(key, wanted, minute=minute)
    is_over = before is not None and before.minute < minute
    if granted < wanted and (before is None or is_over or before.dry is None):
        unspent = before if is_over else None
        purse = _borrow(key, wanted - granted, minute=minute, unspent=unspent)
        used = min(purse.left, wanted - granted)
        granted += used
        purse.left -= used
        _keep(key, purse)
    if not granted:
        raise exceeded(key, now=now)
    return granted


def exceeded(key: ApiKey, *, now: datetime) -> QuotaExceeded:
    """Why no more was granted, in Google's words, by which clients and people know it."""
    purse = _purses.get(key.digest)
    whole_day = purse is not None and purse.dry == "day"
    per, window, limit = (
        ("day", DAY, key.per_day) if whole_day else ("minute", MINUTE, key.per_minute)
    )
    now = now.astimezone(UTC)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return QuotaExceeded(
        window - (now - midnight) % window,
        f"Quota exceeded for quota metric 'Analysis requests' and limit 'Analysis requests per "
        f"{per}' of service 'commentanalyzer.googleapis.com' for consumer '{key.site.domain}'.",
        per=per,
        limit=limit,
        consumer=key.site.domain,
    )


def _spend(key: ApiKey, wanted: int, *, minute: datetime) -> tuple[int, _Purse | None]:
    """What this process had borrowed and now spends, and the purse; one of an earlier
    minute is taken away, to be given back."""
    with _lock:
        purse = _purses.get(key.digest)
        if purse is None or purse.minute < minute:
            return 0, _purses.pop(key.digest, None)
        spent = min(purse.left, wanted)
        purse.left -= spent
        return spent, purse


def _keep(key: ApiKey, borrowed: _Purse) -> None:
    with _lock:
        purse = _purses.get(key.digest)
        if purse is not None and purse.minute == borrowed.minute:
            borrowed.left += purse.left
        _purses[key.digest] = borrowed


def _borrow(key: ApiKey, missing: int, *, minute: datetime, unspent: _Purse | None) -> _Purse:
    """What is missing, and a share if there is room for it."""
    with transaction.atomic():
        row = ApiKey.objects.select_for_update().filter(pk=key.pk, revoked_at=None).first()
        if row is None:
            raise KeyInvalid
        # Another machine's clock may be a little ahead: its minute counts.
        if row.minute is None or row.minute < minute:
            row.minute, row.used_in_minute = minute, 0
        if row.day is None or row.day < row.minute.date():
            row.day, row.used_on_day = row.minute.date(), 0
        elif unspent is not None and unspent.minute.date() == row.day:
            row.used_on_day -= min(unspent.left, row.used_on_day)
        of_minute, of_day = row.per_minute - row.used_in_minute, row.per_day - row.used_on_day
        lent = min(of_minute, of_day, max(missing, row.per_minute // SHARES))
        row.used_in_minute += lent
        row.used_on_day += lent
        row.save(update_fields=["minute", "used_in_minute", "day", "used_on_day"])
    dry = "day" if lent == of_day else "minute" if lent == of_minute else None
    return _Purse(row.minute, lent, dry)
