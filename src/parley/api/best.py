"""The best of a discussion, for the article's page, for a newsletter and for feed readers."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Query, Router
from pydantic import Field

from parley import access
from parley.api import schemas
from parley.errors import BadField, NotFound
from parley.models.article import Article
from parley.snapshots import best as drawing
from parley.snapshots.best import Best
from parley.snapshots.fragment import permalink

router = Router(tags=["best of the discussion"])

# A minute behind is soon enough for a choice of the best.
_CACHE = "public, max-age=60, stale-while-revalidate=600"
MOST = 20
_SHOWN, _FED = 3, 20
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class BestQuery(schemas.Place):
    """An article, or a whole site by its domain; `n` comments at most."""

    site: str = Field("", max_length=260)
    n: int | None = Field(None, ge=1, le=MOST)


class BestHtmlQuery(BestQuery):
    """`for` is where the HTML will stand."""

    to: Literal["page", "newsletter"] = Field("page", alias="for")


class _Feed(Rss201rev2Feed):
    """Says of an empty feed that it never changed: else it would be a new one every time."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _NEVER


@router.get("/best", auth=None, summary="The best of a discussion, or of a site today")
def best(request: HttpRequest, *, query: Query[BestQuery]) -> HttpResponse:
    """The editor's picks, then what readers respect most, as comment objects with their article."""
    return _answer(request, drawing.json_of(_best(query)), media="application/json")


@router.get("/best.html", auth=None, summary="The same as HTML")
def best_html(request: HttpRequest, *, query: Query[BestHtmlQuery]) -> HttpResponse:
    """A fragment for a page, or with `for=newsletter` for a letter; empty where there is nothing
    good enough."""
    draw = drawing.newsletter_of if query.to == "newsletter" else drawing.html_of
    body = draw(_best(query)).encode()
    return _answer(request, body, media="text/html; charset=utf-8")


@router.get("/best.txt", auth=None, summary="The same as plain text")
def best_text(request: HttpRequest, *, query: Query[BestQuery]) -> HttpResponse:
    """For the part of a newsletter that has no HTML."""
    body = drawing.text_of(_best(query)).encode()
    return _answer(request, body, media="text/plain; charset=utf-8")


@router.get("/best.rss", auth=None, summary="Editor's picks as a feed")
def best_rss(request: HttpRequest, *, query: Query[BestQuery]) -> HttpResponse:
    """The latest picks of a site, or the best of one discussion, as RSS 2.0."""
    most = query.n or _FED
    article = _article(query)
    if article is None:
        found = drawing.picks_of(access.site_by_domain(_site(query)), most)
    else:
        found = drawing.of_article(article, most)
    return _answer(request, _feed(found, most), media="application/rss+xml; charset=utf-8")


def _best(query: BestQuery) -> Best:
    most, article = query.n or _SHOWN, _article(query)
    if article is not None:
        return drawing.of_article(article, most)
    return drawing.of_site(access.site_by_domain(_site(query)), most, now=timezone.now())


def _article(query: BestQuery) -> Article | None:
    """The one that is named, if any; who asks makes no difference. Raises NotFound."""
    if query.article is not None:
        return access.article_by_id(query.article)
    if not query.url:
        return None
    site = access.site_by_url(query.url)
    article = access.find_article(site, query.url, publisher_id=query.article_id)
    if article is None:
        raise NotFound("There is no such article.")
    return article


def _site(query: BestQuery) -> str:
    if not query.site:
        raise BadField("article", "Say which article, or which site: send article, url or site.")
    return query.site


def _feed(found: Best, most: int) -> bytes:
    site, article = found.site, found.article
    scheme = "https" if settings.HTTPS else "http"
    about = {"article": article.pk} if article else {"site": site.domain}
    with override(site.language):
        title = _("Editor’s picks") if article is None else found.title
        feed = _Feed(
            title=f"{title} · {article or site.name}",
            link=article.url if article else f"{scheme}://{site.domain}/",
            description=_("What the newsroom and the readers of %(site)s think best.")
            % {"site": site.name},
            language=site.language,
            feed_url=f"{settings.BASE_URL}/api/v1/best.rss?{urlencode({**about, 'n': most})}",
        )
        for comment in found.comments:
            url = permalink(comment.article_id, comment.pk)
            feed.add_item(
                title=_("%(author)s on “%(headline)s”")
                % {"author": comment.author.display_name, "headline": comment.article},
                link=url,
                description=comment.html,
                author_name=comment.author.display_name,
                pubdate=comment.created_at,
                unique_id=url,
            )
    return feed.writeString("utf-8").encode()


def _answer(request: HttpRequest, body: bytes, *, media: str) -> HttpResponse:
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type=media, headers={"ETag": tag})
    answer = get_conditional_response(request, etag=tag, response=response) or response
    answer["Cache-Control"] = _CACHE
    # As for the thread itself: anybody's page may show what everybody may read.
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
