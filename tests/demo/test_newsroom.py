"""The journalists of the demo newsroom."""

import pytest
from django.test import Client

from parley.actions import bylines
from parley.actions.newsroom import look_at
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.newsroom import Mention
from parley.models.site import Site
from parley.models.user import User
from tests import factories

pytestmark = pytest.mark.either_database


@pytest.fixture
def malavika(newsroom: Site) -> User:
    return User.objects.get(email="malavika@meridian.example")


def test_every_article_is_by_one_of_the_staff(newsroom: Site) -> None:
    by = {user: bylines.articles_of(user, newsroom) for user in bylines.staff_of(newsroom)}
    assert sum(map(len, by.values())) == Article.objects.exclude(byline="").count()


def test_the_reporter_has_questions_answered_and_not(newsroom: Site, malavika: User) -> None:
    looks = look_at(malavika, list(bylines.articles_of(malavika, newsroom)))
    asked = [one for look in looks for one in look.said if one.asks]
    assert any(one.open for one in asked)
    assert any(malavika.pk in one.answered_by for one in asked)
    assert any(look.picks for look in looks)


def test_readers_speak_of_the_reporter(newsroom: Site, malavika: User) -> None:
    assert Mention.objects.shown_to(malavika, newsroom).filter(seen_at=None).count() >= 2


def test_the_newsroom_opens_for_her(newsroom: Site, malavika: User) -> None:
    response = factories.browser(malavika).get("/newsroom/")
    assert b"Crown Talkies" in response.content


def test_her_answers_carry_the_badge(newsroom: Site) -> None:
    html = Client().get("/articles/crown-talkies/").content.decode()
    assert "Author of the article" in html


def test_the_best_stands_above_the_discussion(newsroom: Site) -> None:
    html = Client().get("/articles/crown-talkies/").content.decode()
    assert html.index('class="parley-best"') < html.index("<parley-comments")
    assert html.count('class="parley-best-comment"') == 3
    assert Comment.objects.filter(site=newsroom, picked=True).count() >= 3
