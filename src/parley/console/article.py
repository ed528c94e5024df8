"""One article on the moderator's desk: whether it takes comments, and how."""

from collections.abc import Mapping

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from parley import desk_access
from parley.actions import articles
from parley.console.deeds import answered
from parley.console.desk import desk_of
from parley.errors import BadField
from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.viewer import Viewer
from parley.policy.submission import ArticleState

STATES = (
    (ArticleState.OPEN, gettext_lazy("Open: comments appear at once.")),
    (
        ArticleState.PREMODERATED,
        gettext_lazy("Pre-moderated: comments appear after a moderator has read them."),
    ),
    (ArticleState.CLOSED, gettext_lazy("Closed: comments can be read, but no new ones are taken.")),
)


SLOW_PERIODS = (
    (0, gettext_lazy("As often as they like")),
    (60, gettext_lazy("Once a minute")),
    (300, gettext_lazy("Once in 5 minutes")),
    (900, gettext_lazy("Once in 15 minutes")),
    (3_600, gettext_lazy("Once an hour")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of the discussion, and the switch for it."""
    desk = desk_of(request)
    row = desk_access.article_to_moderate(desk.viewer, pk)
    now = timezone.now()
    if request.method == "POST":
        page = reverse("moderate-article", args=[row.pk]) + desk.query
        given = request.POST.dict()
        return answered(request, lambda: _set(desk.viewer, row, given=given), page=page)
    context = {
        "desk": desk,
        "article": row,
        "states": STATES,
        "slow_periods": SLOW_PERIODS,
        "closed_by_age": row.state_at(now, desk.site.close_after) != row.state,
        "held": row.comments.filter(state=CommentState.HELD).count(),
    }
    return render(request, "parley/console/article.html", context)


def _set(viewer: Viewer, row: Article, *, given: Mapping[str, str]) -> str:
    """What the form names of both, or nothing."""
    now = timezone.now()
    slow = given.get("slow_seconds", str(row.slow_seconds))
    if not given.keys() & {"state", "slow_seconds"} or not slow.isdecimal():
        raise BadField("state", _("Say how the discussion takes comments."))
    with transaction.atomic():
        if given.get("state", row.state) != row.state:
            articles.set_state(viewer, row, state=given["state"], now=now)
        if slow != str(row.slow_seconds):
            articles.set_slow(viewer, row, seconds=int(slow[:9]), now=now)
    return _("Changed.")
