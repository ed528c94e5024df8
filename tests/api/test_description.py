"""The API keeps to its own OpenAPI description, whatever it is sent."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig

from parley.api.app import api
from parley.models.site import Site
from parley.models.user import Role
from tests import factories
from tests.api.conftest import caller

pytestmark = pytest.mark.django_db

# Without one every reader is refused at once, and nothing behind that is tried.
ADDRESS = "192.0.2.1"

# The systematic walk along every edge of the description, a hundred requests an operation, ends
# before the database; what chance finds (odd text, great numbers) is for both of them.
config = SchemathesisConfig()
coverage = config.projects.default.phases.coverage
coverage.enabled = os.environ["PARLEY_TEST_DATABASE"] == "sqlite"
# Methods that no operation has are answered in one place, and so are asked for with one of them.
coverage.unexpected_methods = {"query"}

# The read path answers the others; its own tests hold it to the description.
described = schemathesis.openapi.from_wsgi(
    "/api/openapi.json", get_wsgi_application(), config=config
).exclude(tag="reading")


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A request's end closes its connection, which here holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def newsroom(site: Site, kept_connection: None) -> dict[str, str]:
    """Something to ask about, and somebody who may do everything: nothing ends in a refusal."""
    article = factories.article(site, "/city/metro/")
    factories.comment(article)
    return {"Authorization": f"Bearer {caller(site, Role.ADMINISTRATOR).token}"}


@described.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_sent_breaks_it(
    case: "schemathesis.Case[Any]", newsroom: dict[str, str]
) -> None:
    answer = case.call(headers=newsroom, environ_base={"REMOTE_ADDR": ADDRESS})

    case.validate_response(answer, checks=[not_a_server_error])
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == ["application/problem+json"]


def test_it_names_what_readers_are_answered_too() -> None:
    assert "/api/v1/thread" in api.get_openapi_schema()["paths"]
