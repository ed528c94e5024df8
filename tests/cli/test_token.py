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


def test_an_unknown_role_is_wrong_usage(parley: Run) -> None:
    arguments = ("--site", "paper.example", "--user", "asha@paper.example", "--role", "king")
    assert parley("token", "create", *arguments).exit_code == 2
