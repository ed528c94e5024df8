"""The journalists' pages: the discussions of one's articles, what readers ask, one's answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parley import access, desk_access
from parley.actions import bylines, newsroom, picking, posting
from parley.actions.newsroom import Look, Said
from parley.actions.posting import Draft
from parley.errors import BadField, ParleyError
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.newsroom import Byline
from parley.models.viewer import Viewer
from parley.pages import composing
from parley.pages.composing import Sheet, Wish
from parley.pages.context import masthead_of
from parley.pages.newsdesk import newsdesk_for, newsdesk_of
from parley.ranking.newest import newest_first
from parley.ranking.respected import most_respected_first

# Each is looked at as a whole.
ARTICLES = 15
COMMENTS = 20


class Show(models.TextChoices):
    """Which comments of a discussion, and in which order."""

    QUESTIONS = "questions", gettext_lazy("Questions to you")
    ANSWERED = "answered", gettext_lazy("Answered by you")
    RESPECTED = "respected", gettext_lazy("Most respected")
    PICKED = "picked", gettext_lazy("Picked")
    NEWEST = "newest", gettext_lazy("Newest")

    @classmethod
    def of(cls, value: str) -> "Show":
        """What makes no sense is as if it was not there."""
        return cls(value) if value in cls.values else cls.QUESTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One of the staff at the discussion of an article."""

    request: HttpRequest
    viewer: Viewer
    article: Article
    show: Show

    @property
    def here(self) -> str:
        return place(self.article.pk, self.show)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A comment on the page, with what the staff has replied to it."""

    comment: Comment
    said: Said
    new: bool
    answers: list[Comment] = field(default_factory=list)


@never_cache
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """One's own articles, those first that were discussed last."""
    desk = newsdesk_of(request)
    mine = bylines.articles_of(desk.user, desk.site).select_related("site").defer("body")
    newest = mine.order_by(F("last_comment_at").desc(nulls_last=True), "-pk")
    page = Paginator(newest, ARTICLES).get_page(request.GET.get("page"))
    context = {
        "masthead": masthead_of(request, desk.site),
        "desk": desk,
        "page": page,
        "looks": newsroom.look_at(desk.user, list(page)),
        "names": Byline.objects.filter(site=desk.site, user=desk.user).order_by("name"),
    }
    return render(request, "parley/newsroom/articles.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """What readers say of one article, their questions first; answers a comment."""
    viewer, row = desk_access.article_for_staff(request, pk)
    show = Show.of(request.GET.get("show", ""))
    visit = Visit(request=request, viewer=viewer, article=row, show=show)
    if request.method == "POST":
        return _answered(visit)
    return _shown(visit, None)


@require_POST
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a comment an editor's pick."""
    return _picked(request, pk, picked=True)


@require_POST
def unpick(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the pick away again."""
    return _picked(request, pk, picked=False)


def place(article_id: int, show: Show) -> str:
    """The page of an article, in the order in which one was reading it."""
    path = reverse("newsroom-article", args=[article_id])
    return path if show is Show.QUESTIONS else f"{path}?show={show.value}"


def _picked(request: HttpRequest, pk: int, *, picked: bool) -> HttpResponse:
    viewer, row = desk_access.comment_for_staff(request, pk)
    try:
        picking.set_picked(viewer, row, picked=picked, now=timezone.now())
    except ParleyError as refusal:
        messages.warning(request, refusal.detail or refusal.title)
    else:
        messages.success(request, _("Picked.") if picked else _("No longer picked."))
    show = Show.of(request.POST.get("show", ""))
    return HttpResponseRedirect(f"{place(row.article_id, show)}#comment-{pk}")


def _answered(visit: Visit) -> HttpResponse:
    form = visit.request.POST
    sheet = Sheet(text=composing.text_of(form), key=form.get("key", "")[:64])
    try:
        sheet = replace(sheet, parent=_parent(visit, form.get("parent", "")))
        return _sent(visit, sheet, wish=composing.wish_of(form))
    except ParleyError as fault:
        # What was typed is nowhere else: an error page would lose it.
        return _shown(visit, replace(sheet, fault=fault))


def _parent(visit: Visit, value: str) -> Comment:
    """The comment that is answered. Raises BadField or NotFound."""
    # Longer ones are no ids, and would not fit the database's integers.
    if not value.isdecimal() or len(value) > 18:
        raise BadField("parent", _("Say which comment is answered."))
    comment = access.published_comment(visit.viewer, int(value))
    if comment.article_id != visit.article.pk:
        raise BadField("parent", _("The comment belongs to another article."))
    return comment


def _sent(visit: Visit, sheet: Sheet, *, wish: Wish) -> HttpResponse:
    request, viewer, now = visit.request, visit.viewer, timezone.now()
    draft = Draft(
        text=sheet.text,
        article=visit.article,
        parent=sheet.parent,
        idempotency_key=sheet.key,
        send_to_moderator=wish is Wish.MODERATOR,
    )
    if wish in {Wish.PREVIEW, Wish.SUGGESTION}:
        return _shown(
            visit,
            composing.advised(
                sheet,
                wish,
                advise=lambda text: posting.advise(
                    viewer, replace(draft, text=text), now=now, address=viewer.address
                ),
            ),
        )
    posted = newsroom.answer(viewer, draft, now=now)
    if posted.comment is None:
        return _shown(visit, replace(sheet, decision=posted.decision))
    if posted.comment.state == CommentState.PUBLISHED:
        messages.success(request, _("Your answer is posted."))
    else:
        messages.info(request, _("A moderator will look at your answer."))
    anchor = f"#comment-{sheet.parent.pk}" if sheet.parent else ""
    return HttpResponseRedirect(visit.here + anchor)


def _shown(visit: Visit, sheet: Sheet | None) -> HttpResponse:
    """The page; `sheet` is an answer that was not posted."""
    request, viewer = visit.request, visit.viewer
    user = viewer.require_user()
    [look] = newsroom.look_at(user, [visit.article])
    chosen = _chosen(look, visit.show)
    page: Page[Said] = Paginator(chosen, COMMENTS).get_page(request.GET.get("page"))
    context = {
        "masthead": masthead_of(request, viewer.site),
        "desk": newsdesk_for(viewer),
        "article": visit.article,
        "look": look,
        "page": page,
        "shown": _with_answers(look, page),
        "show": visit.show,
        "chosen": urlencode({"show": visit.show.value}),
        "shows": Show.choices,
        "here": visit.here,
        "sheet": sheet,
        # Of each form its own: an answer sent twice is posted once, two answers are two.
        "key": Sheet().key,
    }
    if request.method == "GET":
        newsroom.visit(user, visit.article, now=timezone.now())
    status = sheet.status if sheet else 200
    return render(request, "parley/newsroom/article.html", context, status=status)


def _chosen(look: Look, show: Show) -> list[Said]:
    match show:
        case Show.QUESTIONS:
            asked = [one for one in look.said if one.asks]
            # First what waits for an answer.
            return sorted(asked, key=lambda one: (not one.open, most_respected_first(one)))
        case Show.ANSWERED:
            mine = [one for one in look.said if one.asks and look.viewer in one.answered_by]
            return sorted(mine, key=newest_first)
        case Show.PICKED:
            return sorted((one for one in look.said if one.picked), key=most_respected_first)
        case Show.RESPECTED:
            return sorted(look.said, key=most_respected_first)
        case Show.NEWEST:
            return sorted(look.said, key=newest_first)


def _with_answers(look: Look, page: Iterable[Said]) -> list[Shown]:
    """The comments themselves, with two queries."""
    said = list(page)
    comments = Comment.objects.select_related("author", "parent__author").in_bulk(
        [one.id for one in said]
    )
    answerers = {user for one in said for user in one.answered_by}
    replies = Comment.objects.filter(
        parent__in=comments,
        state=CommentState.PUBLISHED,
        author__user__in=answerers,
        author__source="",
    )
    answers: dict[int, list[Comment]] = {}
    for reply in replies.select_related("author").order_by("created_at", "pk"):
        if reply.parent_id is not None:
            answers.setdefault(reply.parent_id, []).append(reply)
    return [
        Shown(
            comment=comments[one.id],
            said=one,
            new=look.is_new(one),
            answers=answers.get(one.id, []),
        )
        for one in said
        if one.id in comments
    ]
