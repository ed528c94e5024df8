"""A site with an article, and readers who speak to the API."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

if TYPE_CHECKING:
    # What the test client makes of a response, with `json()`; the stubs alone name it.
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


@dataclass
class Caller:
    """A reader with a bearer token, and the requests they make."""

    user: User
    token: str

    def send(self, method: str, path: str, body: Any = None) -> "Answer":
        """One request to the API; the path begins after /api/v1."""
        return Client().generic(
            method,
            "/api/v1" + path,
            b"" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def post(self, path: str, body: Any = None) -> "Answer":
        return self.send("POST", path, body)

    def get(self, path: str) -> "Answer":
        return self.send("GET", path)


def caller(site: Site, role: Role = Role.READER) -> Caller:
    """Somebody with this role on the site, and a token that lets them use it."""
    who = factories.user(accepted=site)
    if role != Role.READER:
        who = factories.member(site, role)
    return Caller(who, factories.token(site, who, role))


@pytest.fixture
def reader(site: Site) -> Caller:
    return caller(site)


@pytest.fixture
def other(site: Site) -> Caller:
    return caller(site)
