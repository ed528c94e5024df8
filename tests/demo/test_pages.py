"""The newspaper's pages."""

import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from demo.seed.articles import stories
from demo.seed.people import ACCOUNTS
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import User
from tests import factories

pytestmark = pytest.mark.either_database

HOUSE_RULES = (
    "Comments have to be in English, and in full sentences. They cannot be abusive or personal. "
    "Please abide by our community guidelines for posting your comments. We have migrated to a "
    "new commenting platform. If you are already a registered user and logged in, you may "
    "continue to engage with our articles. If you do not have an account please register and "
    "login to post comments. Users can access their older comments by logging into their accounts."
)


def body(path: str, client: Client | None = None) -> str:
    response = (client or Client()).get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    """What a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def data_block(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("path", ["/", "/demo/", "/demo/mail/"])
def test_a_page_opens(newsroom: Site, path: str) -> None:
    assert "The Meridian" in body(path)


@pytest.mark.parametrize("slug", stories())
def test_an_article_opens(newsroom: Site, slug: str) -> None:
    assert f"<h1>{stories()[slug].headline}</h1>" in body(f"/articles/{slug}/")


def test_an_unknown_article_is_not_found(newsroom: Site) -> None:
    assert Client().get("/articles/no-such-thing/").status_code == 404


def test_the_front_page_names_the_most_discussed_article_first(newsroom: Site) -> None:
    ranked = body("/").split('class="ranked"')[1]
    assert ranked.index("Bengaluru to charge cars") < ranked.index("</li>")


def test_the_front_page_counts_comments(newsroom: Site) -> None:
    count = Article.objects.get(publisher_id="river-dam").comment_count
    assert f"{count} comments" in words(body("/"))


def test_every_article_is_on_the_front_page(newsroom: Site) -> None:
    page = body("/")
    assert [slug for slug in stories() if f"/articles/{slug}/" not in page] == []


def test_the_front_page_asks_as_much_for_few_articles_as_for_many(
    newsroom: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        body("/")


def test_the_dateline_has_the_newspaper_s_form(newsroom: Site) -> None:
    line = "November 15, 2015 12:32 pm | Updated November 16, 2021 05:21 pm IST - Washington"
    assert line in words(body("/articles/ebook-lending/"))


def test_the_house_rules_stand_under_the_article_word_for_word(newsroom: Site) -> None:
    assert HOUSE_RULES in words(body("/articles/river-dam/"))


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("community guidelines", "/guidelines/"),
        ("register", "/accounts/signup/"),
        ("login", "/accounts/login/"),
        ("their accounts", "/me/"),
    ],
)
def test_the_house_rules_are_linked(newsroom: Site, label: str, path: str) -> None:
    assert f'<a href="{path}">{label}</a>' in body("/articles/river-dam/")


def test_an_article_embeds_its_discussion_in_two_lines(newsroom: Site) -> None:
    page, article = body("/articles/river-dam/"), Article.objects.get(publisher_id="river-dam")
    assert f'<parley-comments url="{article.url}" article-id="river-dam">' in page
    assert '<script src="/embed.js" async></script>' in page


def test_the_discussion_is_there_before_any_script_runs(newsroom: Site) -> None:
    page = body("/articles/river-dam/")
    assert '<section class="parley-thread"' in page
    assert "Please come in June. The apricots are the same." in words(page)


def test_without_scripts_there_is_a_way_to_write(newsroom: Site) -> None:
    article = Article.objects.get(publisher_id="river-dam")
    assert f'<a href="/discussion/{article.pk}/">' in body("/articles/river-dam/")


def test_no_style_or_script_is_written_into_the_page(newsroom: Site) -> None:
    page = body("/articles/river-dam/")
    assert " style=" not in page
    assert re.findall(r"<script(?! type=\"application/ld\+json\"| src=)", page) == []


def test_the_data_block_describes_the_article(newsroom: Site) -> None:
    data = data_block(body("/articles/ebook-lending/"))
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2015-11-15T12:32:00+05:30"
    assert data["dateModified"] == "2021-11-16T17:21:00+05:30"
    assert data["author"] == [{"@type": "Person", "name": "Jonathan Wray"}]


def test_the_data_block_has_the_first_comments(newsroom: Site) -> None:
    data = data_block(body("/articles/congestion-charge/"))
    comments = data["comment"]
    assert isinstance(comments, list)
    assert 0 < len(comments) <= 20
    assert {comment["@type"] for comment in comments} == {"Comment"}
    assert data["commentCount"] == Article.objects.get(url=data["url"]).comment_count


def test_the_data_block_cannot_be_ended_from_within(newsroom: Site) -> None:
    hostile = "</script><script>alert(1)</script>"
    Article.objects.filter(publisher_id="river-dam").update(headline=hostile)
    page = body("/articles/river-dam/")
    assert hostile not in page
    assert data_block(page)["headline"] == hostile


def test_the_masthead_knows_who_is_signed_in(newsroom: Site) -> None:
    user = User.objects.get(email=ACCOUNTS[0].email)
    assert f'<a href="/me/"><bdi>{user.display_name}</bdi></a>' in body(
        "/", factories.browser(user)
    )


def test_the_tour_lists_every_account(newsroom: Site) -> None:
    page = body("/demo/")
    assert [one.email for one in ACCOUNTS if one.email not in page] == []
