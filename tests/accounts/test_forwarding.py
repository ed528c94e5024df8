"""Forged forwarding headers against a real server: the limits count the real address."""

import httpx
import pytest

from tests.server import Server, ServerFactory

pytestmark = pytest.mark.either_database

LIMIT = 10
HEADERS = ["X-Forwarded-For", "X_Forwarded_For", "Forwarded", "X-Real-IP", "X-Client-IP"]


@pytest.fixture
def proxied(new_server: ServerFactory) -> Server:
    return new_server(environment={"PARLEY_TRUSTED_PROXIES": "1"})


def guess(server: Server, number: int, headers: dict[str, str]) -> bool:
    """Try a password for one of many accounts; whether it was looked at."""
    with httpx.Client(base_url=server.base_url, headers=headers) as client:
        page = client.get("/accounts/login/").text
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        form = {
            "login": f"reader{number}@mail.example",
            "password": "a wrong guess",
            "csrfmiddlewaretoken": token,
        }
        answer = client.post("/accounts/login/", data=form)
    return "Too many failed login attempts" not in answer.text


def test_without_a_proxy_no_header_names_the_address(server: Server) -> None:
    seen = [guess(server, n, dict.fromkeys(HEADERS, f"203.0.113.{n}")) for n in range(LIMIT + 1)]
    assert seen == [True] * LIMIT + [False]


def test_behind_a_proxy_an_underscore_is_no_hyphen(proxied: Server) -> None:
    seen = [
        guess(
            proxied,
            n,
            {"X-Forwarded-For": "198.51.100.7", "X_Forwarded_For": f"203.0.113.{n}"},
        )
        for n in range(LIMIT + 1)
    ]
    assert seen == [True] * LIMIT + [False]
