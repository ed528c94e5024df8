"""A site with an article, and somebody who moderates it."""

import pytest

from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
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
def moderator(site: Site) -> User:
    return factories.member(site, Role.MODERATOR, "Meera Pillai")
