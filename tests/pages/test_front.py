"""The front page of an installation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

pytestmark = [pytest.mark.urls("tests.pages.without_demo"), pytest.mark.either_database]


def front(by: User | None = None, query: str = "") -> str:
    response = factories.browser(by).get("/" + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_a_new_installation_says_how_to_add_a_site() -> None:
    assert "parley site add paper.example" in front()


def test_it_leads_to_what_is_discussed_most(site: Site) -> None:
    quiet, busy = (factories.article(site, f"/{name}/", headline=name) for name in ("Few", "Many"))
    now = timezone.now()
    for article, count in ((quiet, 2), (busy, 7)):
        Article.objects.filter(pk=article.pk).update(comment_count=count, last_comment_at=now)
    html = front()
    assert html.index(f'<a href="/discussion/{busy.pk}/"><bdi>Many</bdi></a>') < html.index("Few")
    assert "7 comments" in html


def test_an_article_without_recent_comments_is_not_listed(article: Article) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    Article.objects.filter(pk=article.pk).update(comment_count=5, last_comment_at=long_ago)
    assert "Nobody has commented in the last seven days." in front()


def test_an_administrator_sees_how_to_embed_a_discussion(site: Site) -> None:
    html = front(factories.member(site, Role.ADMINISTRATOR))
    assert '&lt;script src="http://testserver/embed.js" async&gt;' in html


def test_a_reader_sees_no_such_thing(site: Site) -> None:
    assert "parley-comments" not in front(factories.user("Asha Menon"))


def test_one_of_several_sites_can_be_named(site: Site) -> None:
    factories.site("other.example", name="The Other")
    assert "Discussions of The Other" in front(query="?site=other.example")


def test_a_site_that_is_not_here_is_not_found(site: Site) -> None:
    assert factories.browser().get("/?site=nobody.example").status_code == 404


def test_the_icon_that_browsers_ask_for_is_there(db: None) -> None:
    response = factories.browser().get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/parley/mark.svg")
