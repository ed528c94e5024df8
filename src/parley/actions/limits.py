"""How often one reader may act; counted from what is stored, so true in every process.

Scripts with a token are the operator's own and are not limited.
"""

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
    if too_often and viewer.token is None:
        raise TooMany(window, _("That was a lot at once. Please wait a little and try again."))
