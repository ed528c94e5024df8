"""The demonstration of publisher sign-on: a reader whom only the newspaper knows."""

import json

import pytest
from django.test import Client

from demo.registered import COOKIE, READER
from parley.models.site import Site

pytestmark = pytest.mark.either_database

ARTICLE = "/articles/night-train/"


@pytest.fixture
def client(newsroom: Site) -> Client:
    """Signed in at the newspaper."""
    client = Client()
    client.post("/demo/reader/")
    return client


def test_she_may_continue(client: Client) -> None:
    token = client.get("/demo/parley-token/").json()["token"]
    answer = client.post(
        "/api/v1/session/sso", json.dumps({"token": token}), content_type="application/json"
    )
    assert answer.json()["user"]["name"] == READER
    assert client.get("/api/v1/me").json()["user"]["name"] == READER


def test_her_articles_ask_for_the_token(client: Client, newsroom: Site) -> None:
    attribute = 'sign-on-url="/demo/parley-token/"'
    assert attribute in client.get(ARTICLE).content.decode()
    assert attribute not in Client().get(ARTICLE).content.decode()


def test_a_stranger_gets_no_token(newsroom: Site) -> None:
    forged = Client()
    forged.cookies[COOKIE] = "meridian-2041"
    for who in (Client(), forged):
        answer = who.get("/demo/parley-token/")
        assert (answer.status_code, answer.content) == (204, b"")
        assert "no-store" in answer["Cache-Control"]


def test_she_can_leave(client: Client) -> None:
    client.post("/demo/reader/", {"leave": ""})
    assert client.get("/demo/parley-token/").status_code == 204
