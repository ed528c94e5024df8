"""Old addresses of a comment that was moved to another article lead to where it is."""

import pytest
from django.utils import timezone

from parley.actions import moving
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.user import Role
from tests import factories


@pytest.fixture
def moved(article: Article) -> Comment:
    moderator = factories.viewer(article.site, factories.member(article.site, Role.MODERATOR))
    return moving.move_out(
        moderator,
        factories.comment(article),
        to=factories.article(article.site, "/city/trams/"),
        now=timezone.now(),
    )


def test_its_old_permalink_leads_to_it(article: Article, moved: Comment) -> None:
    response = factories.browser().get(f"/discussion/{article.pk}/?comment={moved.pk}")
    assert response.headers["Location"] == (
        f"/discussion/{moved.article_id}/?comment={moved.pk}#comment-{moved.pk}"
    )


def test_the_address_of_its_own_page_does_so_too(article: Article, moved: Comment) -> None:
    response = factories.browser().get(f"/discussion/{article.pk}/comment/{moved.pk}/")
    assert response.headers["Location"] == f"/discussion/{moved.article_id}/comment/{moved.pk}/"


def test_a_comment_that_was_never_there_is_not_led_to(moved: Comment) -> None:
    other = factories.article(moved.site)
    response = factories.browser().get(f"/discussion/{other.pk}/comment/{moved.pk}/")
    assert response.status_code == 404
