"""How often one reader may act; counted from what is stored, so true in every process.

Only judging and publishers' tokens are counted in each process by itself: judging changes
nothing, and a token opens nothing without a publisher's signature, so an exact count would
cost more than what it protects. Scripts with a token are the operator's own and
are not limited, unless the token is confined to scopes: whoever finds one gets no more.
"""

import threading
import time
from collections import OrderedDict
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from parley.errors import TooMany
from parley.models.comment import Comment
from parley.models.report import Report
from parley.models.viewer import Viewer
from parley.models.vote import Vote

# No person writes more comments that are worth reading.
POSTS, POSTS_PER = 10, timedelta(minutes=2)
# A quick reader gives a verdict a second, but not for long.
VOTES, VOTES_PER = 60, timedelta(minutes=1)
REPORTS, REPORTS_PER = 30, timedelta(hours=1)
# A fast writer pauses less than once a second.
CHECKS, CHECKS_PER = 120, timedelta(minutes=1)
# A household, or an office behind one address, that opens its papers.
SIGN_ONS, SIGN_ONS_PER = 60, timedelta(minutes=1)
# Readers and addresses remembered; the least recent is forgotten first.
MOST_COUNTED = 50_000


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
            if len(self._counts) > MOST_COUNTED:
                self._counts.popitem(last=False)
        return (window + 1) * self._seconds - now if count > self._most else 0


_checks = Window(CHECKS, CHECKS_PER)
_sign_ons = Window(SIGN_ONS, SIGN_ONS_PER)


def may_check(viewer: Viewer, address: str) -> None:
    """Raises TooMany when the policy was asked too often, by a reader or, signed out,
    from an address."""
    if _is_free(viewer):
        return
    key = f"user {viewer.user.pk}" if viewer.user else address
    wait = _checks.take(key, time.monotonic())
    if wait:
        raise TooMany(timedelta(seconds=wait))


def may_sign_on(address: str) -> None:
    """Raises TooMany when an address brought more tokens than readers would."""
    wait = _sign_ons.take(address, time.monotonic())
    if wait:
        raise TooMany(timedelta(seconds=wait))


def may_post(viewer: Viewer, now: datetime) -> None:
    """Raises TooMany when the viewer has posted too often."""
    made = Comment.objects.filter(author__user=viewer.user, created_at__gt=now - POSTS_PER)
    _refuse(viewer, made.count() >= POSTS, window=POSTS_PER)


def may_vote(viewer: Viewer, now: datetime) -> None:
    """Raises TooMany when the viewer has voted too often."""
    made = Vote.objects.filter(user=viewer.user, cast_at__gt=now - VOTES_PER)
    _refuse(viewer, made.count() >= VOTES, window=VOTES_PER)


def may_report(viewer: Viewer, now: datetime) -> None:
    """Raises TooMany when the viewer has complained too often."""
    made = Report.objects.filter(reporter=viewer.user, created_at__gt=now - REPORTS_PER)
    _refuse(viewer, made.count() >= REPORTS, window=REPORTS_PER)


def _refuse(viewer: Viewer, too_often: bool, *, window: timedelta) -> None:
    if too_often and not _is_free(viewer):
        raise TooMany(window, _("That was a lot at once. Please wait a little and try again."))


def _is_free(viewer: Viewer) -> bool:
    return viewer.token is not None and not viewer.scopes
