"""Each operation of the desk's API needs the right that its description names, and no other."""

import json
from typing import Any

import pytest
from django.test import Client

from parley.api.app import api
from parley.models.comment import CommentState
from parley.models.permission import LEAST, Permission
from parley.models.site import Site
from parley.models.user import RANK, Role, User
from tests import factories

pytestmark = pytest.mark.either_database

# Requests that a right alone stands between: their bodies are in order.
BODIES: dict[str, Any] = {
    "POST /moderation/decide": {"comments": [{"id": 0, "seen": 0}], "outcome": "publish"},
    "POST /moderation/undo": {"batch": "0" * 32},
    "POST /moderation/authors/{pk}/suspend": {"until": "2099-01-01T00:00:00Z", "reason": "No."},
    "POST /moderation/authors/{pk}/lift": None,
    "PATCH /moderation/articles/{pk}": {"state": "open"},
    "POST /moderation/comments/{pk}/return": {"note": "Give your source."},
    "POST /moderation/comments/{pk}/pick": {"picked": True},
    "POST /moderation/comments/{pk}/pin": {"pinned": True},
    "POST /moderation/comments/{pk}/move": {"article": None},
    "POST /moderation/comments/{pk}/redact": {"spans": [[0, 3]], "why": "A telephone number."},
    "POST /moderation/comments/{pk}/escalate": {"why": "Somebody is in danger."},
    "POST /moderation/comments/{pk}/assign": {"user": None},
    "POST /moderation/authors/{pk}/warn": {"text": "Calm down."},
    "POST /moderation/authors/{pk}/trust": {"trusted": True},
    "POST /moderation/authors/{pk}/premoderate": {"premoderated": True},
    "POST /moderation/authors/{pk}/note": {"text": "Has a brother."},
    "POST /moderation/authors/{pk}/ban": {"kind": "account", "reason": "Threats."},
    "POST /moderation/authors/{pk}/unban": None,
    "POST /moderation/appeals/{pk}/hear": {"grant": True, "reason": "We were wrong."},
}


def operations() -> list[tuple[str, str]]:
    """Every operation of the desk, with the scope that it says it needs."""
    paths = api.get_openapi_schema()["paths"]
    return [
        (f"{method.upper()} {path.removeprefix('/api/v1')}", operation.get("x-scope", ""))
        for path, methods in paths.items()
        for method, operation in methods.items()
        if "/moderation/" in path
    ]


OPERATIONS = operations()
NAMES = [name for name, _scope in OPERATIONS]


@pytest.fixture
def keys(site: Site) -> dict[str, int]:
    """A comment, its author and its article, of the site."""
    article = factories.article(site)
    author = factories.author(site, factories.user(accepted=site))
    comment = factories.comment(article, author, state=CommentState.HELD)
    return {"comments": comment.pk, "authors": author.pk, "articles": article.pk}


def send(
    operation: str, keys: dict[str, int], secret: str = "", *, client: Client | None = None
) -> Any:
    method, _, path = operation.partition(" ")
    resource = path.split("/")[2]
    body: Any = BODIES.get(operation)
    if operation == "POST /moderation/decide":
        body = body | {"comments": [{"id": keys["comments"], "seen": 0}]}
    return (client or Client()).generic(
        method,
        "/api/v1" + path.replace("{pk}", str(keys.get(resource, 0))),
        b"" if body is None else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"} if secret else {},
    )


def administrator(site: Site) -> User:
    return factories.member(site, Role.ADMINISTRATOR)


def test_every_operation_says_its_scope() -> None:
    assert len(OPERATIONS) >= 26
    known = {permission.value for permission in Permission}
    assert [name for name, scope in OPERATIONS if scope not in known] == []


def test_a_scope_is_described_as_openapi_has_it() -> None:
    operation = api.get_openapi_schema()["paths"]["/api/v1/moderation/decide"]["post"]
    assert operation["security"] == [{"SessionOrToken": ["comments:decide"]}]
    assert "`comments:decide`" in operation["description"]


@pytest.mark.parametrize(("operation", "scope"), OPERATIONS, ids=NAMES)
def test_a_token_with_that_scope_alone_may(
    site: Site, keys: dict[str, int], operation: str, scope: str
) -> None:
    secret = factories.token(site, administrator(site), Role.ADMINISTRATOR, scopes=[scope])
    answer = send(operation, keys, secret)
    assert answer.status_code not in {401, 403, 422, 500}, answer.content


@pytest.mark.parametrize(("operation", "scope"), OPERATIONS, ids=NAMES)
def test_a_token_with_every_other_scope_may_not(
    site: Site, keys: dict[str, int], operation: str, scope: str
) -> None:
    others = [each.value for each in Permission if each.value != scope]
    secret = factories.token(site, administrator(site), Role.ADMINISTRATOR, scopes=others)
    assert send(operation, keys, secret).status_code == 403


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("operation", "scope"), OPERATIONS, ids=NAMES)
def test_a_role_may_what_the_table_of_rights_says(
    site: Site, keys: dict[str, int], operation: str, scope: str, role: Role
) -> None:
    who = factories.member(site, role) if role != Role.READER else factories.user(accepted=site)
    answer = send(operation, keys, factories.token(site, who, Role.ADMINISTRATOR))
    allowed = RANK[role] >= RANK[LEAST[Permission(scope)]]
    assert (answer.status_code != 403) == allowed


@pytest.mark.parametrize("operation", NAMES)
def test_another_newspapers_staff_find_nothing(
    site: Site, keys: dict[str, int], operation: str
) -> None:
    gazette = factories.site("gazette.example")
    stranger = administrator(gazette)
    answer = send(operation, keys, factories.token(gazette, stranger, Role.ADMINISTRATOR))
    if "{pk}" in operation or "decide" in operation or "undo" in operation:
        assert answer.status_code == 404
    else:
        # Lists are those of the token's own site, where there is nothing.
        assert not any(
            answer.json().get(name) for name in ("entries", "reports", "appeals", "waiting")
        )


@pytest.mark.parametrize("operation", NAMES)
def test_nobody_may_who_is_not_signed_in(site: Site, keys: dict[str, int], operation: str) -> None:
    assert send(operation, keys).status_code == 401


@pytest.mark.parametrize("operation", [name for name in NAMES if not name.startswith("GET")])
def test_a_browser_that_writes_must_carry_its_csrf_token(
    site: Site, keys: dict[str, int], operation: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator(site))
    answer = send(operation, keys, client=client)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


@pytest.mark.parametrize("operation", NAMES)
def test_a_revoked_token_is_none(site: Site, keys: dict[str, int], operation: str) -> None:
    assert send(operation, keys, "parley_token_unknown").status_code == 401


def test_a_token_never_does_more_than_its_user_may_now(site: Site, keys: dict[str, int]) -> None:
    reader = factories.user(accepted=site)
    secret = factories.token(site, reader, Role.ADMINISTRATOR, scopes=["queue:read"])
    assert send("GET /moderation/queue", keys, secret).status_code == 403
