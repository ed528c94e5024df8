"""Suspending authors, and opening and closing discussions."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.user import Role, User
from tests import factories


@pytest.fixture
def author(article: Article) -> Author:
    return factories.author(article.site, factories.user("Ravi Shenoy"))


def suspend(author: Author, by: User, period: str, reason: str = "Third warning.") -> Any:
    path = f"/moderate/author/{author.pk}/suspend/"
    return factories.browser(by).post(path, {"period": period, "reason": reason})


@pytest.mark.parametrize("days", [1, 7, 30])
def test_an_author_is_suspended_for_some_days(author: Author, moderator: User, days: int) -> None:
    suspend(author, moderator, str(days))

    author.refresh_from_db()
    assert author.suspended_until is not None
    left = author.suspended_until - timezone.now()
    assert timedelta(days=days, minutes=-1) < left <= timedelta(days=days)


def test_an_author_is_suspended_for_ever(author: Author, moderator: User) -> None:
    suspend(author, moderator, "forever")

    html = page_of(author, moderator)
    assert "Suspended for ever" in html
    assert "Third warning." in html


def test_the_author_is_told(author: Author, moderator: User) -> None:
    suspend(author, moderator, "7")
    notice = Notice.objects.get(user=author.user)
    assert (notice.kind, notice.text) == (NoticeKind.SUSPENDED, "Third warning.")


@pytest.mark.parametrize(("period", "reason"), [("7", ""), ("2", "Third warning."), ("", "")])
def test_a_suspension_needs_a_period_and_a_reason(
    author: Author, moderator: User, period: str, reason: str
) -> None:
    suspend(author, moderator, period, reason)
    author.refresh_from_db()
    assert author.suspended_until is None


def test_a_colleague_cannot_be_suspended(article: Article, moderator: User) -> None:
    colleague = factories.author(article.site, factories.member(article.site, Role.STAFF))

    response = suspend(colleague, moderator, "7")

    colleague.refresh_from_db()
    assert colleague.suspended_until is None
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == ["Staff cannot be suspended; take their role away first."]


def test_a_suspension_is_lifted(author: Author, moderator: User) -> None:
    suspend(author, moderator, "7")
    factories.browser(moderator).post(f"/moderate/author/{author.pk}/lift/")

    author.refresh_from_db()
    assert author.suspended_until is None


def test_the_page_of_an_author_has_their_comments(
    article: Article, author: Author, moderator: User
) -> None:
    factories.comment(article, author, text="This one stands.")
    factories.comment(article, author, text="This one fell.", state=CommentState.REJECTED)

    html = page_of(author, moderator)

    assert "This one stands." in html
    assert "This one fell." in html


def test_queries_do_not_grow_with_an_authors_comments(
    article: Article, author: Author, moderator: User
) -> None:
    client = factories.browser(moderator)
    factories.comment(article, author)
    with CaptureQueriesContext(connection) as with_one:
        client.get(f"/moderate/author/{author.pk}/")
    for _number in range(8):
        factories.comment(factories.article(article.site), author)

    with CaptureQueriesContext(connection) as with_many:
        client.get(f"/moderate/author/{author.pk}/")

    assert len(with_many) == len(with_one)


def test_an_author_of_another_site_is_as_if_absent(moderator: User) -> None:
    elsewhere = factories.author(factories.site("other.example", name="The Other"))
    response = factories.browser(moderator).get(f"/moderate/author/{elsewhere.pk}/")
    assert response.status_code == 404


def page_of(author: Author, by: User) -> str:
    return factories.browser(by).get(f"/moderate/author/{author.pk}/").content.decode()


@pytest.mark.parametrize("state", ["open", "premoderated", "closed"])
def test_a_discussion_is_switched(article: Article, moderator: User, state: str) -> None:
    factories.browser(moderator).post(f"/moderate/article/{article.pk}/", {"state": state})
    article.refresh_from_db()
    assert article.state == state


def test_an_unknown_state_changes_nothing(article: Article, moderator: User) -> None:
    factories.browser(moderator).post(f"/moderate/article/{article.pk}/", {"state": "ajar"})
    article.refresh_from_db()
    assert article.state == "open"


def test_the_page_of_an_article_shows_its_state(article: Article, moderator: User) -> None:
    html = factories.browser(moderator).get(f"/moderate/article/{article.pk}/").content.decode()
    assert "Metro opens" in html
    assert 'id="state-open" checked' in html


def test_a_reader_switches_nothing(article: Article) -> None:
    client = factories.browser(factories.user(accepted=article.site))
    response = client.post(f"/moderate/article/{article.pk}/", {"state": "closed"})
    assert response.status_code == 404
