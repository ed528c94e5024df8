"""Each operation of the desk's API needs the right that its description names, and no other."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from parley.errors import BadField
from parley.models.permission import BY_HAND, LEAST, SCOPES, Permission, parsed
from parley.models.site import Site
from parley.models.user import RANK, Role
from tests import factories
from tests.api.moderation.operations import (
    OPERATIONS,
    SCHEMA,
    Newspaper,
    Operation,
    send,
    undone,
)

pytestmark = pytest.mark.either_database

EACH = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
# What whoever has the right is never answered where everything is in order.
REFUSED = {400, 401, 403, 404, 405, 415, 422, 429, 500}
# Members of answers that hold the number of something.
NUMBERS = {"id", "comment", "decision", "article", "author", "hook", "parent_id", "object_id"}


@pytest.fixture
def paper(site: Site) -> Newspaper:
    return Newspaper.of(site)


def test_every_operation_says_its_scope() -> None:
    assert len(OPERATIONS) >= 70
    known = {permission.value for permission in Permission}
    assert [each.name for each in OPERATIONS if each.scope not in known] == []


def test_every_operation_that_takes_something_has_an_example() -> None:
    bare = {"lift", "unban", "end", "acknowledge", "uphold", "enable", "disable", "roll", "try"}
    missing = [
        each.name
        for each in OPERATIONS
        if each.method not in {"GET", "DELETE"}
        and each.body is None
        and each.name.rpartition("/")[2] not in bare | {"replay"}
    ]
    assert missing == []


def test_every_scope_that_a_token_can_have_opens_something() -> None:
    assert {each.scope for each in OPERATIONS} == {scope.value for scope in SCOPES}


@pytest.mark.parametrize("right", sorted(BY_HAND))
def test_no_token_is_given_a_right_to_make_keys_or_bring_people(right: Permission) -> None:
    with pytest.raises(BadField, match="do it on the desk"):
        parsed([right])


def test_a_scope_is_described_as_openapi_has_it() -> None:
    operation = SCHEMA["paths"]["/api/v1/moderation/decide"]["post"]
    assert operation["security"] == [{"SessionOrToken": ["comments:decide"]}]
    assert "`comments:decide`" in operation["description"]


@EACH
def test_a_token_of_that_scope_alone_may_and_of_any_other_may_not(
    paper: Newspaper, operation: Operation
) -> None:
    who = paper.member(Role.ADMINISTRATOR)
    for scope in SCOPES:
        secret = factories.token(paper.site, who, Role.ADMINISTRATOR, scopes=[scope])
        with undone():
            answer = send(operation, paper, batch=paper.batch_of(who), secret=secret)
        if scope == operation.scope:
            assert answer.status_code not in REFUSED, answer.content
        else:
            assert answer.status_code == 403, (scope, answer.content)


@EACH
def test_a_role_may_what_the_table_of_rights_says(paper: Newspaper, operation: Operation) -> None:
    for role in Role:
        who = paper.member(role)
        secret = factories.token(paper.site, who, Role.ADMINISTRATOR)
        with undone():
            answer = send(operation, paper, batch=paper.batch_of(who), secret=secret)
        if RANK[role] >= RANK[LEAST[Permission(operation.scope)]]:
            assert answer.status_code not in REFUSED, (role, answer.content)
        else:
            assert answer.status_code == 403, (role, answer.content)


@EACH
def test_another_newspapers_staff_find_nothing(paper: Newspaper, operation: Operation) -> None:
    batch = paper.batch_of(paper.member(Role.MODERATOR))
    gazette = factories.site("gazette.example")
    stranger = factories.member(gazette, Role.ADMINISTRATOR)
    secret = factories.token(gazette, stranger, Role.ADMINISTRATOR)
    answer = send(operation, paper, batch=batch, secret=secret)
    if operation.about or operation.name.endswith(("/decide", "/undo")):
        assert answer.status_code == 404, answer.content
    elif answer.headers["Content-Type"].startswith("application/json"):
        theirs = {row.pk for row in paper.objects.values()}
        # What was just made has a number of its own.
        made = answer.status_code == 201
        assert made or not theirs & set(numbers_in(answer.json())), answer.content
    said = answer.content.decode()
    assert [each for each in words_of(paper) if each in said] == []


@EACH
def test_nobody_may_who_is_not_signed_in_or_whose_browser_was_not_asked(
    paper: Newspaper, operation: Operation
) -> None:
    assert send(operation, paper).status_code == 401
    assert send(operation, paper, secret="parley_token_unknown").status_code == 401
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.member(paper.site, Role.ADMINISTRATOR))
    answer = send(operation, paper, client=client)
    if operation.method == "GET":
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_a_token_never_does_more_than_its_user_may_now(site: Site, paper: Newspaper) -> None:
    reader = factories.user(accepted=site)
    secret = factories.token(site, reader, Role.ADMINISTRATOR, scopes=["queue:read"])
    queue = next(each for each in OPERATIONS if each.name == "GET /moderation/queue")
    assert send(queue, paper, secret=secret).status_code == 403


def words_of(paper: Newspaper) -> Iterator[str]:
    """What nobody else writes by chance."""
    objects = paper.objects
    yield objects["comment"].text
    yield objects["public"].text
    yield objects["appeal"].text
    yield objects["article"].url
    yield objects["author"].display_name
    yield objects["case"].reference
    yield objects["hook"].name
    yield objects["delivery"].message
    yield objects["flagger"].email


def numbers_in(told: Any) -> Iterator[int]:
    """The numbers of things in an answer, however deep."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name in NUMBERS and isinstance(value, int):
                yield value
            yield from numbers_in(value)
    elif isinstance(told, list):
        for each in told:
            yield from numbers_in(each)
