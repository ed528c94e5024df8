"""Requests that two parties on their way would read differently come no further."""

import asyncio

import pytest

from parley.readpath.hygiene import LARGEST_BODY, client_address
from tests.readpath.newsroom import Client, Newsroom, ask, read_path
from tests.readpath.newsroom import run as in_loop


@pytest.mark.parametrize(
    "path",
    [
        "//api/v1/thread?article=12",
        "/api//v1/thread?article=12",
        "/api/v1%2fthread?article=12",
        "/api/v1%2Fthread?article=12",
        "/api/v1/./thread?article=12",
        "/api/v1/x/../thread?article=12",
        "/api/v1/x/%2e%2e/thread?article=12",
        "/api/v1/x/.%2E/thread?article=12",
        "/api/v1/x/..",
        "/api\\v1\\thread?article=12",
        "/api/v1/thread%00?article=12",
        "/api/v1/thread%5c..?article=12",
    ],
)
def test_a_path_that_is_not_canonical_leads_nowhere(path: str) -> None:
    newsroom = Newsroom()
    assert ask(newsroom, path).status == 404
    assert newsroom.asked == []


@pytest.mark.parametrize(
    "path", ["/api/v1/thr%65ad?article=12", "/api/v1/thread/?article=12", "/API/v1/thread"]
)
def test_another_spelling_of_a_path_is_not_the_read_paths(path: str) -> None:
    newsroom = Newsroom()
    assert ask(newsroom, path).text.startswith("GET ")
    assert newsroom.asked == []


@pytest.mark.parametrize("path", ["/api/v1/thread?article=12&x=\xe9", "/\xe9", "/a?\x01", "*", ""])
def test_bytes_that_must_be_encoded_are_refused(path: str) -> None:
    assert ask(Newsroom(), path).status == 400


@pytest.mark.parametrize("path", ["/api/v1/thread?article=12", "/api/v1/comments"])
def test_a_chunked_body_is_refused(path: str) -> None:
    both = (("Content-Length", "3"), ("Transfer-Encoding", "chunked"))
    answer = ask(Newsroom(), path, *both, method="POST")
    assert (answer.status, answer.headers["connection"]) == (400, "close")


def test_a_name_with_an_underscore_does_not_reach_django() -> None:
    answer = ask(Newsroom(), "/x", ("X_Forwarded_For", "203.0.113.9"), ("X-Kept", "1"))
    assert "[x-kept]" in answer.text


def test_what_is_not_for_readers_reaches_django() -> None:
    assert ask(Newsroom(), "/api/v1/me", method="POST").text.startswith("POST /api/v1/me")


def test_django_is_handed_the_whole_body_at_once() -> None:
    async def talk() -> str:
        client = Client(read_path(Newsroom()))
        parts = (b"one ", b"two ", b"three")
        return (await client.ask("/x", method="POST", body=parts)).text

    assert in_loop(talk()).endswith("one two three")


def test_a_body_beyond_every_form_of_ours_is_refused() -> None:
    async def talk() -> int:
        client = Client(read_path(Newsroom()))
        half = b"x" * (LARGEST_BODY // 2 + 1)
        return (await client.ask("/x", method="POST", body=(half, half))).status

    assert in_loop(talk()) == 413


def test_a_body_that_does_not_arrive_holds_none_of_djangos_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("parley.readpath.hygiene.BODY_SECONDS", 0.01)

    async def talk() -> list[dict[str, object]]:
        client = Client(read_path(Newsroom()))
        sent: list[dict[str, object]] = []

        async def never() -> dict[str, object]:
            await asyncio.get_running_loop().create_future()
            raise AssertionError

        async def send(message: object) -> None:
            assert isinstance(message, dict)
            sent.append(message)

        await client.app(client.scope("/x", method="POST"), never, send)
        return sent

    assert in_loop(talk())[0]["status"] == 408


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, ["203.0.113.9"], "192.0.2.1"),
        (1, ["203.0.113.9"], "203.0.113.9"),
        (1, ["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
        (1, ["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
        (2, ["198.51.100.1, 203.0.113.9"], "198.51.100.1"),
        (2, ["203.0.113.9"], "192.0.2.1"),
        (1, [], "192.0.2.1"),
    ],
)
def test_an_address_is_believed_as_far_as_proxies_are_trusted(
    trusted: int, forwarded: list[str], address: str
) -> None:
    scope = Client(read_path(Newsroom())).scope(
        "/", *(("X-Forwarded-For", value) for value in forwarded)
    )
    assert client_address(scope, trusted) == address
