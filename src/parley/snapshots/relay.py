"""Tells the other processes that something changed, once for many changes, on PostgreSQL."""

import logging
import threading

from django.db import InterfaceError, OperationalError, close_old_connections, connection

# Listeners subscribe to this channel; the message says nothing, for they read the outbox.
CHANNEL = "parley_change"
# Seconds between two signals. A commit that carries its own NOTIFY takes a lock that all
# committing transactions share, which cut commits to a fifth (research/platform.md 1c).
COALESCE = 0.02

logger = logging.getLogger(__name__)

_woken = threading.Event()


def wake() -> None:
    """Something was committed. Where no relay runs, catch-up polls find it in a second;
    on SQLite every process sees it by itself."""
    _woken.set()


def start() -> None:
    """Relay from this process, if its database needs it."""
    if connection.vendor == "postgresql":
        threading.Thread(target=_run, name="parley-relay", daemon=True).start()


def _run() -> None:
    pause = threading.Event()
    while True:
        _woken.wait()
        _woken.clear()
        try:
            close_old_connections()
            with connection.cursor() as cursor:
                cursor.execute(f"NOTIFY {CHANNEL}")
        except (OperationalError, InterfaceError):
            # A lost signal only delays: every listener also polls.
            logger.warning("Could not signal a change.", exc_info=True)
        pause.wait(COALESCE)
