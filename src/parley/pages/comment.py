"""One comment on a page of its own: what the viewer may do with it, by plain forms."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley import access
from parley.actions import editing, permalinks, posting, returning, voting
from parley.actions.posting import Draft
from parley.errors import NotFound, ParleyError
from parley.models.comment import Comment, CommentState
from parley.models.viewer import Viewer
from parley.models.vote import Vote
from parley.pages import composing
from parley.pages.composing import Sheet, Wish
from parley.pages.context import masthead_of
from parley.pages.discussion import permalink
from parley.ranking.votes import DISAGREE, PASS, RESPECT
from parley.snapshots import fragment
from parley.snapshots.writers import writers_of_article

VOTES = {"respect": RESPECT, "disagree": DISAGREE, "pass": PASS, "take_back": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody at a comment that they may see."""

    request: HttpRequest
    viewer: Viewer
    comment: Comment


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, article_id: int, *, pk: int) -> HttpResponse:
    """See one comment and act on it: vote, edit, delete, or go on to report it."""
    moved = permalinks.moved(access.article_by_id(article_id), pk)
    if moved is not None:
        return HttpResponseRedirect(reverse("comment", args=[moved.article_id, pk]))
    visit = visit_of(request, article_id, pk=pk)
    if request.method != "POST":
        return _shown(visit, Sheet(text=visit.comment.text))
    deed = request.POST.get("do", "")
    if deed in VOTES:
        return _voted(visit, VOTES[deed])
    # What follows is for its author alone, and raises NotFound for everybody else.
    access.own_comment(visit.viewer, pk)
    return _deleted(visit) if deed == "delete" else _edited(visit)


def visit_of(request: HttpRequest, article_id: int, *, pk: int) -> Visit:
    """Raises NotFound where the viewer may see no such comment on this article."""
    article = access.article_by_id(article_id)
    viewer = access.viewer_of(request, article.site)
    row = access.visible_comment(viewer, pk)
    if row.article_id != article.pk:
        raise NotFound(_("There is no such comment."))
    return Visit(request=request, viewer=viewer, comment=row)


def _voted(visit: Visit, value: int | None) -> HttpResponse:
    viewer, row = visit.viewer, visit.comment
    said = {
        RESPECT: _("You respect this comment."),
        DISAGREE: _("You disagree with this comment."),
        PASS: _("You said that you cannot say."),
        None: _("You took it back."),
    }
    return _acted(
        visit.request,
        lambda: voting.cast_vote(viewer, row, value=value, now=timezone.now()),
        done=said[value],
        to=reverse("comment", args=[row.article_id, row.pk]),
    )


def _deleted(visit: Visit) -> HttpResponse:
    return _acted(
        visit.request,
        lambda: editing.delete_comment(visit.comment, timezone.now()),
        done=_("Your comment is deleted."),
        to=reverse("discussion", args=[visit.comment.article_id]),
    )


def _acted(request: HttpRequest, act: Callable[[], object], *, done: str, to: str) -> HttpResponse:
    """Does it and says so, or says why not, on the page that follows."""
    try:
        act()
    except ParleyError as refusal:
        messages.error(request, refusal.detail or refusal.title)
        return HttpResponseRedirect(request.path)
    messages.success(request, done)
    return HttpResponseRedirect(to)


def _edited(visit: Visit) -> HttpResponse:
    request, row = visit.request, visit.comment
    wish, sheet = composing.wish_of(request.POST), Sheet(text=composing.text_of(request.POST))
    try:
        if wish in {Wish.PREVIEW, Wish.SUGGESTION}:
            return _shown(visit, _advised(visit, sheet, wish=wish))
        edited = editing.edit_comment(
            visit.viewer,
            row,
            text=sheet.text,
            now=timezone.now(),
            send_to_moderator=wish is Wish.MODERATOR,
        )
    except ParleyError as fault:
        # What was typed is nowhere else: an error page would lose it.
        return _shown(visit, replace(sheet, fault=fault))
    if edited.comment is None:
        return _shown(visit, replace(sheet, decision=edited.decision))
    if edited.comment.state == CommentState.PUBLISHED:
        messages.success(request, _("Your changes are saved."))
        return HttpResponseRedirect(permalink(row))
    messages.info(request, _("Your changes are saved. A moderator will look at them."))
    return HttpResponseRedirect(request.path)


def _advised(visit: Visit, sheet: Sheet, *, wish: Wish) -> Sheet:
    row, now, address = visit.comment, timezone.now(), access.address_of(visit.request)
    draft = Draft(text="", article=row.article, parent=row.parent)
    return composing.advised(
        sheet,
        wish,
        advise=lambda text: posting.advise(
            visit.viewer, replace(draft, text=text), now=now, address=address, edited=row
        ),
    )


def _shown(visit: Visit, sheet: Sheet) -> HttpResponse:
    request, viewer, row = visit.request, visit.viewer, visit.comment
    now = timezone.now()
    until = editing.edit_until(row, now)
    vote = Vote.objects.filter(comment=row, user=viewer.user).first() if viewer.user else None
    context = {
        "masthead": masthead_of(request, row.site),
        "comment": row,
        "fragment": fragment.comment_html(row, writers=writers_of_article(row.article)),
        "mine": viewer.user is not None and row.author.user_id == viewer.user.pk,
        "asked": returning.asked(row),
        "edit_until": until if until and until > now else None,
        "full_rights_at": editing.full_rights_at(row, now),
        "vote": next((deed for deed in VOTES if vote and VOTES[deed] == vote.value), ""),
        "sheet": sheet,
        "permalink": permalink(row),
        "now": now,
    }
    return render(request, "parley/comment.html", context, status=sheet.status)
