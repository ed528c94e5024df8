"""The badge of those who have written the article."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parley import names
from parley.models.article import Article
from parley.models.newsroom import Byline
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from parley.ranking.sorts import Sort
from parley.snapshots import fragment, render
from parley.snapshots.thread import ThreadKey
from parley.snapshots.writers import writers_of_article
from tests import factories

BADGE = "Author of the article"


@pytest.fixture
def journalist(site: Site) -> User:
    who = factories.member(site, Role.STAFF, "Meera Nair")
    Byline.objects.create(site=site, user=who, name="Meera Nair", key=names.fold("Meera Nair"))
    return who


@pytest.fixture
def article(site: Site) -> Article:
    return factories.article(site, byline="By Meera Nair and Tom Hughes")


def badges(article: Article) -> list[list[str]]:
    page = render.render_thread(ThreadKey(article.pk, Sort.OLDEST)).page(1)
    return [one["author"]["badges"] for one in json.loads(page.json)["comments"]]


def test_the_writer_s_comments_carry_it_and_others_do_not(
    article: Article, journalist: User
) -> None:
    colleague = factories.author(article.site, factories.member(article.site, Role.STAFF))
    factories.comment(article, factories.author(article.site, journalist, badge="Staff"))
    factories.comment(article, colleague)
    factories.comment(article)
    assert badges(article) == [["Staff", BADGE], [], []]
    page = render.render_thread(ThreadKey(article.pk, Sort.OLDEST)).page(1)
    assert page.html.decode().count(f'<span class="parley-badge">{BADGE}</span>') == 1


def test_on_somebody_else_s_article_the_writer_has_none(site: Site, journalist: User) -> None:
    other = factories.article(site, byline="Tom Hughes")
    factories.comment(other, factories.author(site, journalist))
    assert badges(other) == [[]]


def test_an_older_comment_that_the_writer_has_claimed_has_none(
    article: Article, journalist: User
) -> None:
    factories.comment(article, factories.imported_author(article.site, user=journalist))
    assert badges(article) == [[]]


def test_who_has_left_the_house_has_none(article: Article, journalist: User) -> None:
    factories.comment(article, factories.author(article.site, journalist))
    Membership.objects.filter(user=journalist).delete()
    assert badges(article) == [[]]


def test_one_comment_alone_and_a_live_update_show_it_too(
    article: Article, journalist: User
) -> None:
    comment = factories.comment(article, factories.author(article.site, journalist))
    html = fragment.comment_html(comment, writers=writers_of_article(article))
    assert BADGE in html
    assert BADGE in render.public_objects([comment.pk])[comment.pk].decode()


def test_a_signed_article_is_rendered_with_three_queries(
    article: Article, journalist: User
) -> None:
    by = factories.author(article.site, journalist)
    for _ in range(5):
        factories.comment(article, by)
    with CaptureQueriesContext(connection) as queries:
        render.render_thread(ThreadKey(article.pk, Sort.OLDEST)).page(1)
    assert len(queries) == 3
