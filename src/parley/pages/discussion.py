"""A thread on its own page: complete without JavaScript, and what search engines read."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley import access
from parley.actions import banning, drawing, guidelines, permalinks, posting
from parley.actions.posting import Draft
from parley.errors import BadField, ParleyError
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import UNSEEN, Comment, CommentState
from parley.models.viewer import Viewer
from parley.pages import composing, structured
from parley.pages.composing import Sheet, Wish
from parley.pages.context import masthead_of
from parley.policy.submission import ArticleState
from parley.ranking.sorts import DEFAULT, Sort
from parley.snapshots import shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody at the discussion of an article."""

    request: HttpRequest
    viewer: Viewer
    article: Article


class Hindrance(StrEnum):
    """What keeps the viewer from writing."""

    CLOSED = "closed"
    SIGNED_OUT = "signed_out"
    GUIDELINES = "guidelines"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a thread. `lost`: the comment that was asked for is no longer shown."""

    number: int
    sort: Sort
    fragment: str
    document: bytes
    canonical: str
    previous: str
    next: str
    robots: str
    lost: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, article_id: int) -> HttpResponse:
    """Read a thread; write to it with a plain form."""
    article = access.article_by_id(article_id)
    viewer = access.viewer_of(request, article.site)
    visit = Visit(request=request, viewer=viewer, article=article)
    if request.method == "POST":
        return _written(visit)
    elsewhere = _moved(visit)
    if elsewhere is not None:
        return HttpResponseRedirect(permalink(elsewhere))
    return _shown(visit, Sheet(parent=_parent(visit, request.GET.get("reply", ""))))


def permalink(comment: Comment) -> str:
    """Where the comment stands, whichever page of the thread that is."""
    path = reverse("discussion", args=[comment.article_id])
    return f"{path}?comment={comment.pk}#comment-{comment.pk}"


def _moved(visit: Visit) -> Comment | None:
    """The comment that is asked for, where a moderator has moved it to another article."""
    wanted = visit.request.GET.get("comment", "")
    return permalinks.moved(visit.article, _number(wanted)) if wanted else None


def _written(visit: Visit) -> HttpResponse:
    form = visit.request.POST
    sheet = Sheet(text=composing.text_of(form), key=form.get("key", "")[:64])
    try:
        visit.viewer.require_user()
        sheet = replace(sheet, parent=_parent(visit, form.get("parent", "")))
        return _done(visit, sheet, wish=composing.wish_of(form))
    except ParleyError as fault:
        # What was typed is nowhere else: an error page would lose it.
        return _shown(visit, replace(sheet, fault=fault))


def _done(visit: Visit, sheet: Sheet, *, wish: Wish) -> HttpResponse:
    """What the button asks for; the text that cannot be posted is shown again, with the reasons."""
    now = timezone.now()
    draft = Draft(
        text=sheet.text,
        article=visit.article,
        parent=sheet.parent,
        idempotency_key=sheet.key,
        send_to_moderator=wish is Wish.MODERATOR,
    )
    if wish in {Wish.PREVIEW, Wish.SUGGESTION}:
        address = access.address_of(visit.request)
        return _shown(
            visit,
            composing.advised(
                sheet,
                wish,
                advise=lambda text: posting.advise(
                    visit.viewer, replace(draft, text=text), now=now, address=address
                ),
            ),
        )
    posted = posting.post_comment(visit.viewer, draft, now=now)
    if posted.comment is None:
        return _shown(visit, replace(sheet, decision=posted.decision))
    return _sent(visit.request, posted.comment)


def _sent(request: HttpRequest, comment: Comment) -> HttpResponse:
    if comment.state == CommentState.HELD:
        messages.info(request, _("Thank you. A moderator will look at your comment."))
        path = reverse("discussion", args=[comment.article_id])
        return HttpResponseRedirect(path + "#parley-held")
    messages.success(request, _("Your comment is posted."))
    return HttpResponseRedirect(permalink(comment))


def _shown(visit: Visit, sheet: Sheet) -> HttpResponse:
    request, article = visit.request, visit.article
    state = article.state_at(timezone.now(), article.site.close_after)
    page = _page(visit, sheet)
    context = {
        "masthead": masthead_of(request, article.site),
        "article": article,
        "state": state,
        "page": page,
        "sheet": sheet,
        "handed_over": not (sheet.text or sheet.decision or sheet.fault),
        "hindrance": _hindrance(visit.viewer, state),
        "held": _held(visit),
        "drawn": _drawn(visit) if page.number == 1 else [],
        "here": reverse("discussion", args=[article.pk]),
        "structured": structured.thread(article, page.document, address=page.canonical),
    }
    response = render(request, "parley/discussion.html", context, status=sheet.status)
    for name, value in (sheet.fault.headers() if sheet.fault else {}).items():
        response[name] = value
    return response


def _page(visit: Visit, sheet: Sheet) -> Page:
    """The page that the query names: by number, or by a comment on it. Raises NotFound."""
    query, article = visit.request.GET, visit.article
    sort = _choice(query.get("sort", DEFAULT))
    thread = shared.thread(article.pk, sort, at_least=article.rev)
    number, lost = _number(query.get("page", "1")), False
    wanted = query.get("comment") or (sheet.parent and str(sheet.parent.pk))
    if wanted:
        found = thread.page_of(_number(wanted))
        number, lost = found or 1, found is None
    rendered = thread.page(number)
    plain = set(query) <= {"page"} and not sheet.used
    return Page(
        number=number,
        sort=sort,
        fragment=rendered.html.decode(),
        document=rendered.json,
        canonical=address(article, page=number if plain else 1),
        previous=address(article, sort=sort, page=number - 1) if number > 1 else "",
        next=address(article, sort=sort, page=number + 1) if number < thread.pages else "",
        robots="index, follow" if plain else "noindex, follow",
        lost=lost,
    )


def address(article: Article, *, sort: Sort = DEFAULT, page: int = 1) -> str:
    """The absolute address of one page of the thread, in its shortest form."""
    query: dict[str, Any] = {"sort": sort} if sort is not DEFAULT else {}
    query |= {"page": page} if page > 1 else {}
    path = reverse("discussion", args=[article.pk])
    return settings.BASE_URL + path + ("?" + urlencode(query) if query else "")


def _choice(value: str) -> Sort:
    if value not in tuple(Sort):
        raise BadField("sort", _("There is no such order."))
    return Sort(value)


def _number(value: str) -> int:
    # Longer ones are no ids, and would not fit the database's integers.
    if not value.isdecimal() or len(value) > 18:
        raise BadField("page", _("This is not a number."))
    return int(value)


def _parent(visit: Visit, value: str) -> Comment | None:
    """The comment that is replied to. Raises NotFound."""
    if not value:
        return None
    comment = access.published_comment(visit.viewer, _number(value))
    if comment.article_id != visit.article.pk:
        raise BadField("parent", _("The comment belongs to another article."))
    return comment


def _hindrance(viewer: Viewer, state: ArticleState) -> Hindrance | None:
    if state is ArticleState.CLOSED:
        return Hindrance.CLOSED
    if viewer.user is None:
        return Hindrance.SIGNED_OUT
    if not guidelines.accepted(viewer):
        return Hindrance.GUIDELINES
    author = Author.objects.writing_as(viewer.site, viewer.user).first()
    now = timezone.now()
    if (author is not None and author.suspended_at(now)) or banning.ban_on(viewer, now):
        return Hindrance.SUSPENDED
    return None


def _held(visit: Visit) -> list[Comment]:
    """The viewer's own comments that wait for a moderator, or for them."""
    if visit.viewer.user is None:
        return []
    mine = visit.article.comments.filter(author__user=visit.viewer.user, state__in=UNSEEN)
    return list(mine.order_by("created_at", "pk"))


def _drawn(visit: Visit) -> list[Comment]:
    """What chance shows to the viewer today."""
    if visit.viewer.user is None:
        return []
    drawn = drawing.shown_by_chance(visit.viewer.user, visit.article, now=timezone.now())
    found = Comment.objects.select_related("author").in_bulk(drawn)
    return [found[pk] for pk in drawn]
