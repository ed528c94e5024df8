"""Finds what does not wait: authors by name, discussions by headline, comments by words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from parley.console.desk import Desk, desk_of
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.permission import Permission
from parley.models.queue import LONGEST_WORDS
from parley.models.search import has_words, words_in
from parley.models.site import Site

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# One letter is in everything.
LEAST = 2
FEW = 5
PAGE = 25
# Neither database finds letters within a text by an index without an extension, so that the
# rows are read one by one: so many of the newest, and no more.
NEWEST = 20_000


class Sort(NamedTuple):
    """One sort of what is looked for: its name in the address and on the page, who may see
    it, and those that have the words. `of` are the site's, of which the newest are read."""

    name: str
    title: "_StrPromise"
    permission: Permission
    of: Callable[[Site], "QuerySet[Any]"]
    having: Callable[["QuerySet[Any]", str], "QuerySet[Any]"]


def _authors(found: "QuerySet[Author]", words: str) -> "QuerySet[Author]":
    # Who writes most is most often looked for.
    having = found.filter(has_words("display_name", words))
    return having.order_by("-published_count", "-rejected_count", "-pk")


def _discussions(found: "QuerySet[Article]", words: str) -> "QuerySet[Article]":
    having = found.filter(has_words("headline", words) | has_words("url", words))
    return having.defer("body").order_by("-pk")


def _comments(found: "QuerySet[Comment]", words: str) -> "QuerySet[Comment]":
    having = found.filter(has_words("text", words)).exclude(state=CommentState.DELETED)
    return having.select_related("author", "article").defer("article__body").order_by("-pk")


SORTS = (
    Sort(
        "authors",
        _("Authors"),
        Permission.READ_AUTHORS,
        lambda site: Author.objects.filter(site=site),
        _authors,
    ),
    Sort(
        "discussions",
        _("Discussions"),
        Permission.READ_QUEUE,
        lambda site: Article.objects.filter(site=site),
        _discussions,
    ),
    Sort(
        "comments",
        _("Comments"),
        Permission.READ_QUEUE,
        lambda site: Comment.objects.filter(site=site),
        _comments,
    ),
)


class Group(NamedTuple):
    """What was found of one sort. `bounded`: there are older ones that were not looked at;
    `all` is where every one of them is shown."""

    name: str
    title: "_StrPromise"
    page: Any
    bounded: bool
    all: str


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The first of each sort, or all of one, page by page."""
    desk = desk_of(request)
    desk.viewer.require(Permission.READ_QUEUE)
    words = words_in(request.GET.get("q", ""), most=LONGEST_WORDS)
    seen = [sort for sort in SORTS if desk.viewer.can(sort.permission)]
    only = next((sort for sort in seen if sort.name == request.GET.get("in")), None)
    asked = [only] if only else seen
    enough = len(words) >= LEAST
    page = request.GET.get("page", "1") if only else ""
    groups = [_group(desk, sort, words=words, page=page) for sort in asked] if enough else []
    context = {
        "desk": desk,
        "words": words,
        "most": LONGEST_WORDS,
        "short": bool(words) and not enough,
        "only": only,
        "found": [group for group in groups if group.page.paginator.count],
        "nothing": enough and not any(group.page.paginator.count for group in groups),
        "bounded": any(group.bounded for group in groups),
        "newest": NEWEST,
        "filter": _address(desk, words, name=only.name) if only else "",
        "back": _address(desk, words),
    }
    return render(request, "parley/console/find.html", context)


def _group(desk: Desk, sort: Sort, *, words: str, page: str) -> Group:
    """That page of it; with "" the first few."""
    rows = sort.of(desk.site)
    last = rows.order_by("-pk").values_list("pk", flat=True)[NEWEST - 1 : NEWEST].first()
    near = rows if last is None else rows.filter(pk__gte=last)
    return Group(
        name=sort.name,
        title=sort.title,
        page=Paginator(sort.having(near, words), PAGE if page else FEW).get_page(page or 1),
        bounded=last is not None,
        all=_address(desk, words, name=sort.name),
    )


def _address(desk: Desk, words: str, *, name: str = "") -> str:
    """The query of the page for these words."""
    site = {"site": desk.site.domain} if desk.query else {}
    return urlencode({**site, "q": words, **({"in": name} if name else {})})
