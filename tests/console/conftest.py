"""A site with an article, and somebody who moderates it."""

import pytest

from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories


@pytest.fixture
def moderator(site: Site) -> User:
    return factories.member(site, Role.MODERATOR, "Meera Pillai")
