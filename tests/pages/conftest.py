"""A site with an article, and somebody who reads it."""

import pytest

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.site import Site
from parley.models.user import User
from parley.snapshots import shared
from tests import factories


@pytest.fixture(autouse=True)
def _no_snapshots_of_other_tests() -> None:
    """A test's rows are rolled back and their ids used again; its snapshots would stay."""
    shared.store.clear()


@pytest.fixture
def site(db: None) -> Site:
    return factories.site()


@pytest.fixture
def article(site: Site) -> Article:
    return factories.article(site, "/city/metro/", headline="Metro opens")


@pytest.fixture
def reader(site: Site) -> User:
    return factories.user("Asha Menon", accepted=site)


def comment_by(user: User, article: Article, **fields: object) -> Comment:
    """A comment by the author that the user has on the article's site."""
    author = Author.objects.filter(site=article.site, user=user).first()
    return factories.comment(article, author or factories.author(article.site, user), **fields)
