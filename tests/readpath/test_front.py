"""What stands before Django, alone: for a part that is served by itself."""

import json
from typing import cast

import pytest

from parley import perspective
from parley.errors import Unavailable
from parley.readpath.app import ReadPath
from parley.readpath.front import Front
from tests.readpath.newsroom import Answer, Client, Newsroom, ask, echo, run


def ask_part(path: str, *, method: str = "GET", down: bool = False) -> Answer:
    """The answer of a front that admits only Perspective's addresses."""

    def check() -> None:
        if down:
            raise Unavailable

    front = Front(check=check, django=echo, admits=perspective.has_address)
    # All that is asked of it here is what every front has.
    return run(Client(cast("ReadPath", front)).ask(path, method=method))


@pytest.mark.parametrize("path", ["/v1alpha1/comments:analyze", "/$discovery/rest?version=1"])
def test_what_it_admits_reaches_django(path: str) -> None:
    assert ask_part(path).text.startswith("GET ")


@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/embed.js", "/api/v1/thread?article=1"])
def test_nothing_else_does(path: str) -> None:
    assert ask_part(path).status == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_it_tells_whether_it_is_well(path: str) -> None:
    assert ask_part(path).status == 200


def test_it_tells_that_the_database_is_away() -> None:
    assert (ask_part("/healthz", down=True).status, ask_part("/readyz", down=True).status) == (
        200,
        503,
    )


def test_at_googles_addresses_a_refusal_has_googles_form() -> None:
    chunked = ("Transfer-Encoding", "chunked")
    answer = ask(Newsroom(), "/v1alpha1/comments:analyze", chunked, method="POST")
    error = json.loads(answer.body)["error"]
    assert (answer.status, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert error["details"]
    assert answer.headers["access-control-allow-origin"] == "*"
