"""How a journalist finds the discussions of their articles."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import newsroom
from parley.actions.newsroom import Look
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

NOW = timezone.now()
ASKS = "The bridge is old. Who has paid for it?"


@pytest.fixture
def journalist(site: Site) -> User:
    return factories.member(site, Role.STAFF, "Meera Nair")


@pytest.fixture
def staff(site: Site, journalist: User) -> Author:
    return factories.author(site, journalist)


def look(who: User, article: Article) -> Look:
    [found] = newsroom.look_at(who, [article])
    return found


def test_a_question_waits_until_one_of_the_staff_has_replied(
    article: Article, journalist: User, staff: Author
) -> None:
    question = factories.comment(article, text=ASKS)
    factories.comment(article, parent=question, text="I would like to know as well.")
    assert look(journalist, article).unanswered == 1
    factories.comment(article, staff, parent=question, text="The city has paid for it.")
    found = look(journalist, article)
    assert found.unanswered == 0
    assert [one.answered_by for one in found.said if one.asks] == [{journalist.pk}]


def test_an_answer_deeper_down_is_one_too_even_below_a_stub(
    article: Article, journalist: User, staff: Author
) -> None:
    question = factories.comment(article, text=ASKS)
    stub = factories.comment(article, parent=question, state=CommentState.DELETED)
    factories.comment(article, staff, parent=stub, text="The city has paid for it.")
    assert look(journalist, article).unanswered == 0


def test_an_answer_that_was_taken_down_is_none(
    article: Article, journalist: User, staff: Author
) -> None:
    question = factories.comment(article, text=ASKS)
    factories.comment(article, staff, parent=question, state=CommentState.REJECTED)
    assert look(journalist, article).unanswered == 1


def test_a_claimed_older_comment_of_the_staff_is_no_answer(
    article: Article, journalist: User
) -> None:
    question = factories.comment(article, text=ASKS)
    older = factories.imported_author(article.site, user=journalist)
    factories.comment(article, older, parent=question)
    assert look(journalist, article).unanswered == 1


def test_the_staff_ask_nobody(article: Article, journalist: User, staff: Author) -> None:
    factories.comment(article, staff, text="What do our readers think?")
    assert look(journalist, article).unanswered == 0


def test_you_in_a_reply_to_the_staff_means_them(
    article: Article, journalist: User, staff: Author
) -> None:
    said = factories.comment(article, staff, text="The city has paid for it.")
    factories.comment(article, parent=said, text="How do you know?")
    assert look(journalist, article).unanswered == 1


def test_what_readers_cannot_see_does_not_count(article: Article, journalist: User) -> None:
    factories.comment(article, text=ASKS, state=CommentState.HELD)
    found = look(journalist, article)
    assert (found.said, found.unanswered, found.new) == ((), 0, 0)


def test_new_is_what_others_have_written_since_one_s_last_visit(
    article: Article, journalist: User, staff: Author
) -> None:
    factories.comment(article, created_at=NOW - timedelta(hours=2))
    assert look(journalist, article).new == 1
    newsroom.visit(journalist, article, now=NOW - timedelta(hours=1))
    assert look(journalist, article).new == 0
    factories.comment(article, created_at=NOW)
    factories.comment(article, staff, created_at=NOW)
    assert look(journalist, article).new == 1


def test_picks_are_counted(article: Article, journalist: User) -> None:
    factories.comment(article, picked=True)
    factories.comment(article)
    assert look(journalist, article).picks == 1


def test_the_queries_grow_neither_with_articles_nor_with_comments(
    site: Site, journalist: User
) -> None:
    def queries(articles: list[Article]) -> int:
        with CaptureQueriesContext(connection) as captured:
            newsroom.look_at(journalist, articles)
        return len(captured)

    articles = [factories.article(site) for _ in range(10)]
    few = queries(articles[:1])
    by = factories.author(site)
    for one in articles:
        parent: Comment | None = None
        for _ in range(5):
            parent = factories.comment(one, by, parent=parent, text=ASKS)
    assert few == queries(articles) == 3
