"""The tables on the desk's own fairness, and who sees whose."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import moderating
from parley.actions.moderating import Why
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

HOUR = timedelta(hours=1)


@pytest.fixture
def colleague(site: Site) -> User:
    return factories.member(site, Role.MODERATOR, "Tom Hughes")


def decide(article: Article, who: User) -> None:
    viewer = factories.viewer(article.site, who)
    why = Why(note="No.", rule="spam")
    comment = factories.comment(article)
    moderating.reject(viewer, comment, why=why, now=timezone.now() - HOUR)


def page(who: User, query: str = "") -> str:
    return factories.browser(who).get(f"/moderate/fairness/{query}").content.decode()


def test_a_moderator_sees_their_own_row_and_the_totals(
    article: Article, moderator: User, colleague: User
) -> None:
    decide(article, moderator)
    decide(article, colleague)
    main = page(moderator).partition("<main")[2]
    assert "Meera Pillai" in main
    assert "Tom Hughes" not in main
    assert "All moderators</bdi></th><td>2</td>" in main


def test_an_administrator_sees_everybodys(article: Article, colleague: User) -> None:
    decide(article, colleague)
    assert "Tom Hughes" in page(factories.member(article.site, Role.ADMINISTRATOR))


def test_rules_are_named_in_words(article: Article, moderator: User) -> None:
    decide(article, moderator)
    assert "Advertising" in page(moderator)


@pytest.mark.parametrize("query", ["", "?days=30", "?days=365", "?days=x", "?days=99999999999"])
def test_an_empty_desk_has_empty_tables(moderator: User, query: str) -> None:
    assert "–" in page(moderator, query)


def test_readers_find_no_such_page(article: Article) -> None:
    reader = factories.browser(factories.user(accepted=article.site))
    assert reader.get("/moderate/fairness/").status_code == 404


def test_many_decisions_cost_as_many_queries_as_one(article: Article, moderator: User) -> None:
    counts = []
    for number in (1, 8):
        for _ in range(number):
            decide(article, moderator)
        browser = factories.browser(moderator)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/moderate/fairness/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
