"""The publisher's word about its articles, and the most discussed ones."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from ninja import Query, Router, Status

from parley import access
from parley.actions import articles, permalinks
from parley.actions.articles import Facts
from parley.api import schemas
from parley.api.auth import SiteKey
from parley.errors import NotFound
from parley.models.article import NEWS, Article
from parley.snapshots import fragment

router = Router(tags=["articles"])

TOP = 5


@router.put(
    "/articles", auth=SiteKey(), response={200: schemas.ArticleOut, 201: schemas.ArticleOut}
)
def put(request: HttpRequest, body: schemas.ArticleIn) -> Status[dict[str, Any]]:
    """Make an article known or bring it up to date (with the site's secret key)."""
    site = access.site_by_key(request)
    given = body.dict(exclude={"url", "article_id"})
    article, made = articles.put_article(
        site, body.url, publisher_id=body.article_id, facts=Facts(**given), now=timezone.now()
    )
    return Status(201 if made else 200, article_out(article))


@router.get("/articles/top", response=schemas.TopOut)
def top(
    request: HttpRequest, response: HttpResponse, *, site: str = ""
) -> dict[str, list[Article]]:
    """The most discussed and the most recent articles of a site."""
    found = access.site_by_domain(site) if site else access.site_of(request)
    response["Cache-Control"] = "public, max-age=30"
    since = timezone.now() - NEWS
    return {
        "most_discussed": list(Article.objects.most_discussed(found, since=since)[:TOP]),
        "most_recent": list(Article.objects.most_recent(found)[:TOP]),
    }


@router.get(
    "/permalink",
    auth=None,
    response={200: schemas.PermalinkOut, 302: None},
    summary="An older permalink",
)
def permalink(
    request: HttpRequest,
    response: HttpResponse,
    *,
    former: str,
    place: Query[schemas.Place],
    go: bool = False,
) -> Any:  # Any: an answer, or a redirection.
    """The comment that the former system's permalink meant, as `comment-123`; `go` leads there."""
    viewer, article = access.place_of(
        request, place.article, url=place.url, publisher_id=place.article_id
    )
    found = permalinks.find(article, former) if article else None
    if found is None:
        raise NotFound(f"No comment of {viewer.site} was known as that.")
    address = fragment.permalink(found.article_id, found.pk)
    if go:
        return HttpResponseRedirect(address)
    response["Cache-Control"] = "public, max-age=300"
    return {"comment": found.pk, "permalink": address}


def article_out(article: Article) -> dict[str, Any]:
    """The article as the API shows it."""
    return {
        "id": article.pk,
        "url": article.url,
        "article_id": article.publisher_id,
        "headline": article.headline,
        "state": article.state,
        "comment_count": article.comment_count,
    }
