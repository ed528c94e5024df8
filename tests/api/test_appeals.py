"""What was decided about one's own comments, and appealing, in JSON."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import moderating
from parley.actions.moderating import Why
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.user import Role, User
from tests import factories

WHY = Why(note="It names a shop.", rule="spam")


@pytest.fixture
def writer(article: Article) -> User:
    return factories.user(accepted=article.site)


@pytest.fixture
def rejected(article: Article, writer: User) -> Comment:
    return reject(article, writer)


def reject(article: Article, writer: User) -> Comment:
    author = writer.authors.first() or factories.author(article.site, writer)
    moderator = factories.viewer(article.site, factories.member(article.site, Role.MODERATOR))
    comment = factories.comment(article, author)
    now = timezone.now() - timedelta(hours=1)
    return moderating.reject(moderator, comment, why=WHY, now=now)


def appeal(comment: Comment, by: User, text: str = "It does not.") -> tuple[int, dict[str, str]]:
    path = f"/api/v1/me/comments/{comment.pk}/appeal"
    answer = factories.browser(by).post(path, {"text": text}, content_type="application/json")
    return answer.status_code, answer.json()


def mine(by: User) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        factories.browser(by).get("/api/v1/me/comments").json()["comments"]
    )
    return found


def test_the_list_says_what_was_decided_by_which_rule(rejected: Comment, writer: User) -> None:
    [entry] = mine(writer)
    [decision] = entry["decisions"]
    assert (decision["outcome"], decision["by"], decision["name"]) == ("reject", "moderator", "")
    assert (decision["rule"], decision["note"]) == ("spam", "It names a shop.")
    assert entry["may_appeal"] is True


def test_an_appeal_is_answered_with_its_deadline(rejected: Comment, writer: User) -> None:
    status, body = appeal(rejected, writer)
    assert (status, body["outcome"]) == (201, "")
    assert body["due_at"] > body["opened_at"]
    [entry] = mine(writer)
    assert (entry["may_appeal"], len(entry["appeals"])) == (False, 1)


def test_a_second_one_is_a_conflict(rejected: Comment, writer: User) -> None:
    appeal(rejected, writer)
    status, body = appeal(rejected, writer)
    assert (status, body["code"]) == (409, "conflict")
    assert Appeal.objects.count() == 1


def test_an_empty_one_is_refused_by_its_field(rejected: Comment, writer: User) -> None:
    status, body = appeal(rejected, writer, " ")
    assert (status, body["field"]) == (422, "text")


def test_a_comment_of_somebody_else_is_as_if_absent(rejected: Comment, article: Article) -> None:
    assert appeal(rejected, factories.user(accepted=article.site))[0] == 404


def test_a_list_of_many_costs_as_many_queries_as_of_one(article: Article, writer: User) -> None:
    counts = []
    for number in (1, 6):
        for _ in range(number):
            appeal(reject(article, writer), writer)
        browser = factories.browser(writer)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/api/v1/me/comments")
        counts.append(len(queries))
    assert counts[0] == counts[1]
