"""PUT /api/v1/articles and GET /api/v1/articles/top."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from parley.models.article import Article
from parley.models.site import Site
from tests import factories

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


@pytest.fixture
def key(site: Site) -> str:
    return factories.site_key(site)


def put(key: str, **facts: Any) -> "Answer":
    headers = {"Authorization": f"Bearer {key}"}
    return Client().put("/api/v1/articles", json.dumps(facts), "application/json", headers=headers)


def test_a_new_article_is_made_known(site: Site, key: str) -> None:
    answer = put(key, url=f"https://{site.domain}/a/", article_id="17", headline="One")

    assert answer.status_code == 201
    assert Article.objects.get().headline == "One"


def test_what_is_left_out_stays(site: Site, key: str) -> None:
    put(key, url=f"https://{site.domain}/a/", article_id="17", headline="One", section="City")
    answer = put(key, url=f"https://{site.domain}/a/", article_id="17", headline="Two")

    assert answer.status_code == 200
    assert (Article.objects.get().headline, Article.objects.get().section) == ("Two", "City")


def test_a_moved_article_keeps_its_discussion(site: Site, key: str) -> None:
    put(key, url=f"https://{site.domain}/old/", article_id="17")
    put(key, url=f"https://{site.domain}/new/", article_id="17")

    for path in ("old", "new"):
        assert Article.objects.find(site, f"http://www.{site.domain}/{path}") is not None
    assert Article.objects.count() == 1


def test_an_address_of_another_article_is_a_conflict(site: Site, key: str) -> None:
    put(key, url=f"https://{site.domain}/a/", article_id="17")

    assert put(key, url=f"https://{site.domain}/a/", article_id="18").status_code == 409


def test_a_foreign_address_is_refused(key: str) -> None:
    answer = put(key, url="https://elsewhere.example/a/")

    assert (answer.status_code, answer.json()["code"]) == (403, "site_not_allowed")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://paper.example/", "", "not a url"])
def test_what_is_no_address_is_refused(key: str, url: str) -> None:
    assert put(key, url=url).status_code in {400, 422}


def test_a_wrong_key_is_refused(site: Site) -> None:
    assert put("guess", url=f"https://{site.domain}/a/").status_code == 401


def test_a_revoked_key_is_refused(site: Site, key: str) -> None:
    site.keys.update(revoked_at=timezone.now())

    assert put(key, url=f"https://{site.domain}/a/").status_code == 401


def test_an_editor_closes_a_discussion(site: Site, key: str) -> None:
    put(key, url=f"https://{site.domain}/a/", state="closed")

    assert Article.objects.get().state == "closed"


def test_the_most_discussed_come_first_and_old_news_not_at_all(site: Site) -> None:
    now = timezone.now()
    facts = (("quiet", 2, now), ("busy", 9, now), ("old", 99, now - timedelta(days=30)))
    for headline, count, at in facts:
        factories.article(
            site, headline=headline, comment_count=count, last_comment_at=at, published_at=at
        )

    top = Client().get(f"/api/v1/articles/top?site={site.domain}").json()
    assert [one["headline"] for one in top["most_discussed"]] == ["busy", "quiet"]
    assert [one["headline"] for one in top["most_recent"]][-1] == "old"


def test_a_site_that_cannot_be_is_not_found() -> None:
    assert Client().get("/api/v1/articles/top", {"site": "paper\x00.example"}).status_code == 404
