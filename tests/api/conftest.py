"""A site with an article, and readers who speak to the API."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from parley.actions import limits
from parley.models.sign_on import SignOnKey
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories
from tests.api import publisher

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
def key(site: Site) -> SignOnKey:
    """The publisher's key, as an administrator registered it."""
    return publisher.register(site)


@pytest.fixture(autouse=True)
def _new_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a minute of its own."""
    monkeypatch.setattr(limits, "_sign_ons", limits.Window(limits.SIGN_ONS, limits.SIGN_ONS_PER))


@pytest.fixture
def reader(site: Site) -> Caller:
    return caller(site)


@pytest.fixture
def other(site: Site) -> Caller:
    return caller(site)
