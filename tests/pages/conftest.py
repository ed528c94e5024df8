"""A site with an article, and somebody who reads it."""

import pytest

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.site import Site
from parley.models.user import User
from tests import factories


@pytest.fixture
def reader(site: Site) -> User:
    return factories.user("Asha Menon", accepted=site)


def comment_by(user: User, article: Article, **fields: object) -> Comment:
    """A comment by the author that the user has on the article's site."""
    author = Author.objects.filter(site=article.site, user=user).first()
    return factories.comment(article, author or factories.author(article.site, user), **fields)
