"""One comment on the moderator's desk: its history, and the decision about it."""

from collections.abc import Callable
from itertools import pairwise

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parley import desk_access
from parley.actions import moderating
from parley.actions.undo_window import may_be_undone
from parley.actions.verdicts import outcome_name
from parley.console import audit
from parley.console.card import card_of, with_grounds
from parley.console.desk import Desk, desk_of
from parley.console.filters import tidied
from parley.console.forms import HOUSE_RULES, Period, RejectForm
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.comment import Comment, Revision
from parley.models.decision import BY_REPORTS, Decision
from parley.models.rule_names import rule_name
from parley.models.user import Role, User
from parley.policy.differences import Part, differences

# Refusals that the moderator is told on the page they came from; nothing has been changed.
TOLD = (BadField, Conflict, NotAllowed)


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment with every decision about it and every earlier text."""
    desk = desk_of(request)
    row = desk_access.comment_to_moderate(desk.viewer, pk)
    card = card_of(with_grounds(Comment.objects.filter(pk=row.pk)).get())
    context = {
        "desk": desk,
        "card": card,
        "decisions": [(each, told_of(each)) for each in card.comment.decisions.all()],
        "undoable": _undoable(desk, card.comment),
        "revisions": earlier_texts(card.comment),
        "redactions": card.comment.redactions.select_related("made_by"),
        "colleagues": colleagues_of(desk),
        "history": audit.history_of(desk, "comment", keys=[row.pk]),
        "by_reports": BY_REPORTS,
        "house_rules": HOUSE_RULES,
        "periods": Period.choices,
        "now": timezone.now(),
    }
    return render(request, "parley/console/comment.html", context)


def told_of(decision: Decision) -> tuple[str, str]:
    """What was decided, and by which rule of the house, in words."""
    return outcome_name(decision.outcome), rule_name(decision.rule)


def _undoable(desk: Desk, row: Comment) -> str:
    """The batch of the last decision, where it is the viewer's own and can still be undone."""
    last = max(row.decisions.all(), key=lambda each: each.pk, default=None)
    if last is None or last.decided_by != desk.viewer.user or last.undone_at is not None:
        return ""
    return last.batch if may_be_undone(last, timezone.now()) else ""


def earlier_texts(row: Comment) -> list[tuple[Revision, tuple[Part, ...]]]:
    """What it said before each edit, and what that edit changed; the oldest first."""
    revisions = list(row.revisions.all())
    texts = [*(each.text for each in revisions), row.text]
    return [
        (revision, differences(before, after))
        for revision, (before, after) in zip(revisions, pairwise(texts), strict=True)
    ]


def colleagues_of(desk: Desk) -> QuerySet[User]:
    """To whom a comment may be given."""
    roles = (Role.MODERATOR, Role.ADMINISTRATOR)
    return User.objects.filter(memberships__site=desk.site, memberships__role__in=roles).order_by(
        "display_name", "pk"
    )


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish it, or dismiss the complaints about it."""
    desk = desk_of(request)
    row = desk_access.comment_to_moderate(desk.viewer, pk)
    now, seen = timezone.now(), seen_in(request)
    decide(
        request,
        lambda: moderating.approve(desk.viewer, row, now=now, seen=seen),
        done=_("Approved."),
    )
    return back(request, row, desk=desk)


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse it or take it down, and tell its author why."""
    desk = desk_of(request)
    row = desk_access.comment_to_moderate(desk.viewer, pk)
    form = RejectForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This reason could not be read; nothing was changed."))
        return back(request, row, desk=desk)
    now, seen = timezone.now(), seen_in(request)
    decide(
        request,
        lambda: moderating.reject(desk.viewer, row, why=form.why(), now=now, seen=seen),
        done=_("Rejected. The author was told why."),
    )
    return back(request, row, desk=desk)


def decide(request: HttpRequest, act: Callable[[], object], *, done: str) -> None:
    """Does it and says so, or says why it was not done."""
    try:
        act()
    except TOLD as refusal:
        messages.warning(request, refusal.detail or refusal.title)
    else:
        messages.success(request, done)


def seen_in(request: HttpRequest) -> int | None:
    """The last decision the moderator was shown. Raises BadField."""
    value = request.POST.get("seen", "")
    if not value.isdecimal():
        raise BadField("seen", _("This form is incomplete; reload the page."))
    return int(value)


def back(request: HttpRequest, row: Comment, *, desk: Desk) -> HttpResponseRedirect:
    """To the next card of the queue as it was filtered, or to the page of the comment."""
    query, then = request.POST.get("queue"), request.POST.get("then", "")
    if query is None:
        return HttpResponseRedirect(reverse("moderate-comment", args=[row.pk]) + desk.query)
    kept = tidied(QueryDict(query))
    anchor = f"#comment-{then}" if then.isdecimal() else ""
    return HttpResponseRedirect(reverse("moderate") + ("?" + kept if kept else "") + anchor)
