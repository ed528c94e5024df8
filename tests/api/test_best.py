"""The best of a discussion for pages, letters and feed readers."""

import xml.etree.ElementTree as ET
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley import names
from parley.actions import publishing
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.newsroom import Byline
from parley.models.site import Site
from parley.models.user import Role
from tests import factories

FORMS = ["best", "best.html", "best.txt", "best.rss"]


def ask(form: str, query: str, client: Client | None = None, **headers: Any) -> Any:
    return (client or Client()).get(f"/api/v1/{form}?{query}", headers=headers)


def body(form: str, query: str) -> str:
    response = ask(form, query)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def said(article: Article, text: str, **fields: Any) -> Comment:
    return factories.comment(article, text=text, **fields)


def discussed(article: Article) -> Article:
    """One that counts as discussed today."""
    Article.objects.filter(pk=article.pk).update(last_comment_at=timezone.now())
    return article


def test_picks_come_first_then_what_is_most_respected(article: Article) -> None:
    liked, weak = said(article, "Liked.", respect=9), said(article, "Weak.", respect=2)
    picked = said(article, "Picked.", picked=True)
    answer = ask("best", f"article={article.pk}").json()
    assert [one["id"] for one in answer["comments"]] == [picked.pk, liked.pk]
    assert weak.pk not in {one["id"] for one in answer["comments"]}


def test_a_comment_is_the_thread_s_object_with_its_article(article: Article) -> None:
    said(article, "Liked.", respect=9)
    thread_query = f"url={article.url}"
    [one] = ask("best", thread_query).json()["comments"]
    assert one["article"] == {"id": article.pk, "url": article.url, "headline": "Metro opens"}
    assert one["text"] == "Liked."
    assert one["permalink"].endswith(f"?comment={one['id']}#comment-{one['id']}")


@pytest.mark.parametrize("form", FORMS)
def test_what_was_withdrawn_is_not_among_them(article: Article, form: str) -> None:
    comment = said(article, "Picked words.", picked=True, respect=9)
    assert "Picked words." in body(form, f"article={article.pk}")
    publishing.withdraw(comment, CommentState.REJECTED, now=timezone.now())
    assert "Picked words." not in body(form, f"article={article.pk}")


def test_replies_are_among_them_only_when_they_were_picked(article: Article) -> None:
    parent = said(article, "Plain.")
    said(article, "Liked reply.", parent=parent, respect=90)
    said(article, "Picked reply.", parent=parent, picked=True)
    html = body("best.html", f"article={article.pk}")
    assert "Picked reply." in html
    assert "Liked reply." not in html


def test_there_are_as_many_as_asked_for(article: Article) -> None:
    for number in range(9):
        said(article, f"No {number}.", picked=True)
    assert len(ask("best", f"article={article.pk}").json()["comments"]) == 3
    assert len(ask("best", f"article={article.pk}&n=7").json()["comments"]) == 7


@pytest.mark.either_database
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("article=0", 404),
        ("article=x", 422),
        ("site=nowhere.example", 404),
        ("site=%00", 404),
        ("url=nonsense", 400),
        ("url=https://elsewhere.example/1", 403),
        ("url=https://paper.example/unknown", 404),
        ("site=paper.example&n=0", 422),
        ("site=paper.example&n=21", 422),
        ("site=paper.example&n=x", 422),
    ],
)
def test_bad_input_is_refused(site: Site, form: str, query: str, status: int) -> None:
    response = ask(form, query)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.either_database
def test_another_use_of_the_html_is_refused(article: Article) -> None:
    assert ask("best.html", f"article={article.pk}&for=television").status_code == 422


@pytest.mark.either_database
@pytest.mark.parametrize("form", FORMS)
def test_everybody_is_answered_the_same_bytes(site: Site, article: Article, form: str) -> None:
    comment = said(article, "Liked.", respect=9)
    readers = [
        Client(),
        factories.browser(comment.author.user or factories.user(accepted=site)),
        factories.browser(factories.member(site, Role.ADMINISTRATOR)),
    ]
    answers = [ask(form, f"article={article.pk}", reader) for reader in readers]
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert answer["Cache-Control"].startswith("public")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies


@pytest.mark.parametrize("form", FORMS)
def test_what_has_not_changed_is_not_sent_again(article: Article, form: str) -> None:
    said(article, "Liked.", respect=9)
    first = ask(form, f"article={article.pk}")
    again = ask(form, f"article={article.pk}", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    said(article, "Liked more.", respect=99)
    changed = ask(form, f"article={article.pk}", **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("form", ["best.html", "best.txt"])
def test_where_nothing_is_good_enough_there_is_nothing(article: Article, form: str) -> None:
    said(article, "Weak.")
    assert body(form, f"article={article.pk}") == ""


@pytest.mark.either_database
@pytest.mark.parametrize("query", ["", "&for=newsletter"])
def test_nothing_that_a_reader_wrote_becomes_markup(site: Site, query: str) -> None:
    article = factories.article(site, headline='<b onclick="x">')
    by = factories.author(site, display_name="<script>x</script>")
    said(article, 'Look: <img src=x onerror="x"> & "more" of <script>it</script>.', picked=True)
    Comment.objects.update(author=by)
    for place in (f"article={article.pk}", f"site={site.domain}"):
        html = body("best.html", place + query)
        assert "<script" not in html
        assert "<img" not in html
        assert "<b " not in html


@pytest.mark.either_database
def test_the_page_s_fragment_has_no_styles_and_the_letter_s_no_classes(article: Article) -> None:
    said(article, "Liked.", respect=9)
    page = body("best.html", f"article={article.pk}")
    letter = body("best.html", f"article={article.pk}&for=newsletter")
    assert "style=" not in page
    assert 'class="parley-best"' in page
    assert "class=" not in letter
    assert "<table" not in letter
    assert "style=" in letter


@pytest.mark.either_database
def test_a_long_comment_is_quoted_in_part(article: Article) -> None:
    said(article, "It is a very long sentence. " * 60, picked=True)
    assert body("best.html", f"article={article.pk}").count("very long") < 20
    assert body("best.txt", f"article={article.pk}").count("very long") < 20


def test_the_writer_of_the_article_is_named_as_such(site: Site) -> None:
    article = factories.article(site, byline="Meera Nair")
    who = factories.member(site, Role.STAFF, "Meera Nair")
    Byline.objects.create(site=site, user=who, name="Meera Nair", key=names.fold("Meera Nair"))
    factories.comment(article, factories.author(site, who), picked=True)
    for form in ("best", "best.html", "best.txt"):
        assert "Author of the article" in body(form, f"article={article.pk}")


def test_the_best_of_a_site_is_of_the_last_day(site: Site, article: Article) -> None:
    said(discussed(article), "Today.", respect=9)
    said(article, "Before.", respect=99, created_at=timezone.now() - timedelta(hours=25))
    other = discussed(factories.article(factories.site("other.example")))
    said(other, "Elsewhere.", respect=99)
    text = body("best.txt", f"site={site.domain}")
    assert "Today." in text
    assert "Metro opens" in text
    assert "Before." not in text
    assert "Elsewhere." not in text


def feed(query: str) -> ET.Element:
    root = ET.fromstring(ask("best.rss", query).content)
    channel = root.find("channel")
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    assert channel is not None
    for required in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(required)
    parsedate_to_datetime(channel.findtext("lastBuildDate") or "")
    return channel


def test_the_picks_of_a_site_are_a_feed(site: Site, article: Article) -> None:
    old = timezone.now() - timedelta(days=40)
    said(article, "Picked & old.", picked=True, created_at=old)
    latest = said(article, "Picked lately.", picked=True)
    said(article, "Only liked.", respect=99)
    items = feed(f"site={site.domain}").findall("item")
    assert [item.findtext("description") for item in items] == [
        "<p>Picked lately.</p>",
        "<p>Picked &amp; old.</p>",
    ]
    assert items[0].findtext("guid") == items[0].findtext("link")
    assert f"comment={latest.pk}" in (items[0].findtext("link") or "")
    for item in items:
        parsedate_to_datetime(item.findtext("pubDate") or "")


def test_an_empty_feed_is_valid_and_stays_the_same(site: Site) -> None:
    assert feed(f"site={site.domain}").findall("item") == []
    first, second = (ask("best.rss", f"site={site.domain}") for _ in range(2))
    assert first["ETag"] == second["ETag"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", ["article", "site"])
def test_the_queries_do_not_grow(site: Site, form: str, place: str) -> None:
    article = discussed(factories.article(site, byline="Meera Nair"))
    query = f"article={article.pk}" if place == "article" else f"site={site.domain}"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(form, f"{query}&n=20")
        return len(captured)

    said(article, "Picked.", picked=True)
    few = queries()
    for number in range(10):
        said(article, f"No {number}.", picked=True)
        other = discussed(factories.article(site, byline=f"Somebody {number}"))
        said(other, f"Other {number}.", picked=True)
    assert queries() == few <= 8
