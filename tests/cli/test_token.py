"""`parley token create`."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from parley.models import ApiToken, Role, Site, User
from parley.models.site import digest

Run = Callable[..., Result]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def account() -> User:
    Site.objects.create(domain="paper.example", name="The Paper")
    return User.objects.create_user(
        "asha@paper.example", display_name="Asha Rao", name_key="asharao"
    )


def test_it_prints_a_token_of_which_only_the_hash_is_stored(parley: Run) -> None:
    result = parley("token", "create", "--site", "paper.example", "--user", "asha@paper.example")
    assert ApiToken.objects.get().digest == digest(result.stdout.strip())


def test_a_token_has_the_role_of_a_reader_unless_said(parley: Run) -> None:
    parley("token", "create", "--site", "paper.example", "--user", "asha@paper.example")
    assert ApiToken.objects.get().role == Role.READER


def test_admin_is_short_for_administrator(parley: Run) -> None:
    arguments = ("--site", "paper.example", "--user", "Asha@Paper.example", "--role", "admin")
    printed = json.loads(parley("token", "create", *arguments, "--json").stdout)
    assert ApiToken.objects.get(digest=digest(printed["token"])).role == Role.ADMINISTRATOR


def test_an_unknown_account_is_a_fault(parley: Run) -> None:
    result = parley("token", "create", "--site", "paper.example", "--user", "who@paper.example")
    assert (result.exit_code, ApiToken.objects.count()) == (1, 0)


def create(parley: Run, *arguments: str) -> Result:
    whose = ("--site", "paper.example", "--user", "asha@paper.example")
    return parley("token", "create", *whose, *arguments)


def test_a_token_with_scopes_has_the_least_role_that_needs(parley: Run) -> None:
    create(parley, "--scope", "queue:read", "--scope", "comments:decide")
    token = ApiToken.objects.get()
    assert (token.role, token.scopes) == (Role.MODERATOR, ["queue:read", "comments:decide"])


@pytest.mark.parametrize(
    ("scope", "role"),
    [("comments:pick", Role.STAFF), ("audit:read", Role.ADMINISTRATOR)],
)
def test_each_scope_needs_its_role(parley: Run, scope: str, role: Role) -> None:
    create(parley, "--scope", scope)
    assert ApiToken.objects.get().role == role


def test_an_unknown_scope_is_refused_with_those_there_are(parley: Run) -> None:
    result = create(parley, "--scope", "queue:write")
    assert result.exit_code == 2
    assert "queue:write" in result.stderr
    assert "queue:read" in result.stderr
    assert not ApiToken.objects.exists()


def test_scopes_and_a_role_do_not_go_together(parley: Run) -> None:
    assert create(parley, "--scope", "queue:read", "--role", "admin").exit_code == 2
    assert not ApiToken.objects.exists()


def test_json_tells_the_scopes(parley: Run) -> None:
    printed = json.loads(create(parley, "--scope", "queue:read", "--json").stdout)
    assert printed["scopes"] == ["queue:read"]


def test_an_unknown_role_is_wrong_usage(parley: Run) -> None:
    arguments = ("--site", "paper.example", "--user", "asha@paper.example", "--role", "king")
    assert parley("token", "create", *arguments).exit_code == 2
