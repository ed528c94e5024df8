"""A program that asks for scores, with a key of its site."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from parley.actions.operating import create_api_key
from parley.models.api_key import ApiKey
from parley.models.site import Site

if TYPE_CHECKING:
    # What the test client makes of a response, with `json()`; the stubs alone name it.
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

INSULT = "You are a stupid idiot, and everybody here knows it."
KINDNESS = "Thank you for the careful report about the new bridge."


@dataclass
class Program:
    """Calls as Coral or a script would; `query` is added to every call."""

    key: ApiKey
    secret: str
    query: dict[str, str] = field(default_factory=dict)

    def post(self, verb: str, body: Any = None, **headers: str) -> "Answer":
        """`body` is JSON, or bytes that are sent as they are."""
        sent = body if isinstance(body, bytes) else json.dumps(body)
        return Client().generic(
            "POST",
            f"/v1alpha1/comments:{verb}",
            b"" if body is None else sent,
            content_type="application/json",
            query_params={"key": self.secret, **self.query},
            headers=headers,
        )

    def analyze(self, text: str = INSULT, *attributes: str, **fields: Any) -> Any:
        """The answer to a request for these attributes, or for TOXICITY."""
        wanted: dict[str, Any] = {name: {} for name in attributes or ("TOXICITY",)}
        request = {"comment": {"text": text}, "requestedAttributes": wanted, **fields}
        return self.post("analyze", request).json()


def program_of(site: Site, *, per_minute: int = 100_000, per_day: int = 100_000) -> Program:
    return Program(*create_api_key(site, "", per_minute=per_minute, per_day=per_day))


@pytest.fixture
def program(site: Site) -> Program:
    return program_of(site)


def kind_of(error: dict[str, Any]) -> str:
    """Perspective's own name for an error."""
    kind: str = error["error"]["details"][0]["errorType"]
    return kind
