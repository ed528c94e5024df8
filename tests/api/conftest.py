"""A site with an article, and readers who speak to the API."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories


@dataclass
class Caller:
    """A reader with a bearer token, and the requests they make."""

    user: User
    token: str

    def send(self, method: str, path: str, body: Any = None) -> HttpResponse:
        """One request to the API; the path begins after /api/v1."""
        return Client().generic(  # type: ignore[return-value]  # the client adds to it
            method,
            "/api/v1" + path,
            b"" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def post(self, path: str, body: Any = None) -> HttpResponse:
        return self.send("POST", path, body)

    def get(self, path: str) -> HttpResponse:
        return self.send("GET", path)


def caller(site: Site, role: Role = Role.READER) -> Caller:
    """Somebody with this role on the site, and a token that lets them use it."""
    who = factories.user(accepted=site)
    if role != Role.READER:
        who = factories.member(site, role)
    return Caller(who, factories.token(site, who, role))


@pytest.fixture
def site(db: None) -> Site:
    return factories.site()


@pytest.fixture
def article(site: Site) -> Article:
    return factories.article(site, "/city/metro/", headline="Metro opens")


@pytest.fixture
def reader(site: Site) -> Caller:
    return caller(site)


@pytest.fixture
def other(site: Site) -> Caller:
    return caller(site)
