"""Common ground for the newsroom: where readers agree, ready to be reported."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from parley import desk_access
from parley.console.desk import desk_of
from parley.models.comment import Comment, CommentState
from parley.models.common_ground import ThreadGround
from parley.models.site import Site
from parley.snapshots.fragment import permalink
from parley.snapshots.ground import drawn, scene, svg
from parley.snapshots.ground.scene import Said, Scene

# As many as one looks over at a sitting.
PAGE = 25
# Quotations of each kind: more than a report needs.
QUOTES = 10
# Comments of each discussion that are looked up for the one that divides most: the first may
# have been removed since the votes were counted.
_CANDIDATES = 3


class Line(NamedTuple):
    """A discussion in the list; `divides` is what divides it most, "" where nothing does."""

    ground: ThreadGround
    badges: int
    divides: str
    link: str


class Quotation(NamedTuple):
    """A comment to copy, and what readers make of it."""

    said: Said
    text: str
    shares: str


@require_safe
def grounds(request: HttpRequest) -> HttpResponse:
    """The discussions of the site that have a picture, those counted last first."""
    desk = desk_of(request)
    if desk.query and "site" not in request.GET:
        # The masthead goes by the address, so the address has to say which newspaper.
        return HttpResponseRedirect(request.path + desk.query)
    page = Paginator(_with_picture(desk.site), PAGE).get_page(request.GET.get("page"))
    context = {"desk": desk, "page": page, "lines": list(_lines(page.object_list))}
    return render(request, "parley/console/grounds.html", context)


@require_safe
def ground(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures of one discussion, with quotations and what can be downloaded."""
    desk = desk_of(request)
    article = desk_access.article_to_moderate(desk.viewer, pk)
    found = drawn.ground_of(article)
    context = {
        "desk": desk,
        "article": article,
        "fragment": found.html,
        "agreed": _quotations(found.scene, "agreed"),
        "divides": _quotations(found.scene, "divides"),
        "scene": found.scene,
        "page_address": settings.BASE_URL + reverse("ground", args=[article.pk]),
    }
    return render(request, "parley/console/ground.html", context)


def _with_picture(site: Site) -> QuerySet[ThreadGround]:
    badged = Q(
        article__comments__common_ground=True, article__comments__state=CommentState.PUBLISHED
    )
    found = ThreadGround.objects.filter(
        site=site, site__common_ground=True, picture__isnull=False
    ).annotate(badges=Count("article__comments", filter=badged))
    return found.select_related("article").order_by("-refreshed_at", "-pk")


def _lines(grounds: Iterable[ThreadGround]) -> Iterable[Line]:
    """With one query for all that divides."""
    kept = list(grounds)
    candidates = {
        each.pk: ((each.picture or {}).get("divides") or [])[:_CANDIDATES] for each in kept
    }
    comments = Comment.objects.filter(
        pk__in=[pk for each in candidates.values() for pk in each], state=CommentState.PUBLISHED
    ).in_bulk()
    for each in kept:
        shown = [comments[pk] for pk in candidates[each.pk] if pk in comments]
        first = next((one for one in shown if one.article_id == each.article_id), None)
        yield Line(
            each,
            getattr(each, "badges", 0),
            scene.excerpt(first.html) if first else "",
            permalink(each.article_id, first.pk) if first else "",
        )


def _quotations(found: Scene | None, name: str) -> list[Quotation]:
    if found is None:
        return []
    return [
        Quotation(said, f"“{said.quote}” ({said.author}, {said.url})", svg.in_words(said))
        for said in found.listed(name)[:QUOTES]
    ]
