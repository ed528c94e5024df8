"""A newspaper in Kolkata, its article and its moderator."""

import pytest

from parley.actions.figures.period import Period
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories
from tests.figures.story import NOW, ZONE


@pytest.fixture
def site(db: None) -> Site:
    return factories.site(timezone=ZONE)


@pytest.fixture
def article(site: Site) -> Article:
    return factories.article(site, headline="Metro opens", section="City")


@pytest.fixture
def moderator(site: Site) -> User:
    return factories.member(site, Role.MODERATOR, "Meera Pillai")


@pytest.fixture
def period(site: Site) -> Period:
    """The week up to `NOW`."""
    return Period.lately(site, 7, now=NOW)
