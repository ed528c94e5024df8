"""One article on the moderator's desk: whether it takes comments, and how."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from parley import access
from parley.actions import articles
from parley.console.comment import decide
from parley.console.desk import desk_of
from parley.models.comment import CommentState
from parley.policy.submission import ArticleState

STATES = (
    (ArticleState.OPEN, gettext_lazy("Open: comments appear at once.")),
    (
        ArticleState.PREMODERATED,
        gettext_lazy("Pre-moderated: comments appear after a moderator has read them."),
    ),
    (ArticleState.CLOSED, gettext_lazy("Closed: comments can be read, but no new ones are taken.")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of the discussion, and the switch for it."""
    desk = desk_of(request)
    row = access.article_to_moderate(desk.viewer, pk)
    now = timezone.now()
    if request.method == "POST":
        state = request.POST.get("state", "")
        decide(
            request,
            lambda: articles.set_state(desk.viewer, row, state=state, now=now),
            done=_("Changed."),
        )
        return HttpResponseRedirect(reverse("moderate-article", args=[row.pk]) + desk.query)
    context = {
        "desk": desk,
        "article": row,
        "states": STATES,
        "closed_by_age": row.state_at(now, desk.site.close_after) != row.state,
        "held": row.comments.filter(state=CommentState.HELD).count(),
    }
    return render(request, "parley/console/article.html", context)
