"""A discussion's common ground: its pooled numbers, and the pictures of them."""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response
from ninja import Query, Router

from parley import access
from parley.api import schemas
from parley.errors import BadField, NotFound
from parley.models.article import Article
from parley.snapshots.ground import drawn

# Pictures shrink to a tenth. There is no secret in them that their length could betray.
_SMALLER = GZipMiddleware(lambda _request: HttpResponse())

router = Router(tags=["common ground"])

# A refresh is a matter of minutes; readers' browsers ask again with what they have.
_CACHE = "public, max-age=60, stale-while-revalidate=600"


@router.get("/ground", auth=None, summary="The pooled picture of a discussion's votes")
def ground(request: HttpRequest, *, place: Query[schemas.Place]) -> HttpResponse:
    """The numbers of the pictures, pooled so that nobody can be found in them."""
    found = drawn.ground_of(_article(place))
    return _answer(request, found, body=found.json, media="application/json")


@router.get("/ground.html", auth=None, summary="The same as pictures, words and tables")
def ground_html(request: HttpRequest, *, place: Query[schemas.Place]) -> HttpResponse:
    """An HTML fragment for pages of any origin; SVG without styles or scripts of its own."""
    found = drawn.ground_of(_article(place))
    return _answer(request, found, body=found.html.encode(), media="text/html; charset=utf-8")


def _article(place: schemas.Place) -> Article:
    """By Parley's id or by address; who asks makes no difference. Raises NotFound."""
    if place.article is not None:
        return access.article_by_id(place.article)
    if not place.url:
        raise BadField("article", "Say which article: send its url or its article.")
    site = access.site_by_url(place.url)
    article = access.find_article(site, place.url, publisher_id=place.article_id)
    if article is None:
        raise NotFound("There is no such article.")
    return article


def _answer(request: HttpRequest, found: drawn.Drawn, *, body: bytes, media: str) -> HttpResponse:
    tag = f'"{found.tag}"'
    response = HttpResponse(body, content_type=media, headers={"ETag": tag})
    answer = get_conditional_response(request, etag=tag, response=response) or response
    answer["Cache-Control"] = _CACHE
    # As for the thread itself: anybody's page may show what everybody may read.
    answer["Access-Control-Allow-Origin"] = "*"
    _SMALLER.process_response(request, answer)
    return answer
