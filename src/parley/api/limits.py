"""Keeps one address from having the policy judge without pause.

Counted in each process: judging changes nothing, so an exact count across
processes would cost more than the check it protects.
"""

import threading
import time
from collections import OrderedDict
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from parley import access
from parley.errors import TooMany

# A fast writer pauses less than once a second.
CHECKS, WINDOW = 120, timedelta(minutes=1)
# Addresses remembered; the least recent is forgotten first.
ADDRESSES = 50_000


class Window:
    """Counts calls by key in fixed windows; safe among threads."""

    def __init__(self, most: int, window: timedelta) -> None:
        self._most = most
        self._seconds = window.total_seconds()
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def take(self, key: str, now: float) -> float:
        """Count one call; answers the seconds to wait, 0 when it may go on."""
        window = int(now // self._seconds)
        with self._lock:
            started, count = self._counts.pop(key, (window, 0))
            count = count + 1 if started == window else 1
            self._counts[key] = (window, count)
            if len(self._counts) > ADDRESSES:
                self._counts.popitem(last=False)
        return (window + 1) * self._seconds - now if count > self._most else 0


_checks = Window(CHECKS, WINDOW)


def may_check(request: HttpRequest) -> None:
    """Raises TooMany; a script with a token is the operator's own and not limited."""
    if access.bearer_token(request) is not None:
        return
    address = get_adapter(request).get_client_ip(request)
    wait = _checks.take(address, time.monotonic())
    if wait:
        raise TooMany(timedelta(seconds=wait))
