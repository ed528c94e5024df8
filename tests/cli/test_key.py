"""`parley key`: API keys are made, listed and revoked."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from parley.models import ApiKey, Site
from parley.models.site import digest

Run = Callable[..., Result]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper() -> Site:
    return Site.objects.create(domain="paper.example", name="The Paper")


def create(parley: Run, *options: str) -> str:
    """The secret of a new key."""
    return parley("key", "create", "--site", "paper.example", *options).stdout.strip()


def test_it_prints_a_key_of_which_only_the_hash_is_stored(parley: Run) -> None:
    secret = create(parley)
    stored = ApiKey.objects.values().get()
    assert stored["digest"] == digest(secret)
    assert secret not in str(stored)


def test_a_key_has_the_quotas_that_were_asked_for(parley: Run) -> None:
    create(parley, "--per-minute", "20", "--per-day", "3000", "--name", "Coral")
    key = ApiKey.objects.get()
    assert (key.per_minute, key.per_day, key.name) == (20, 3000, "Coral")


@pytest.mark.parametrize("option", ["--per-minute", "--per-day"])
def test_a_key_without_any_quota_is_wrong_usage(parley: Run, option: str) -> None:
    assert parley("key", "create", "--site", "paper.example", option, "0").exit_code == 2


def test_a_key_of_an_unknown_site_is_a_fault(parley: Run) -> None:
    result = parley("key", "create", "--site", "nowhere.example")
    assert (result.exit_code, ApiKey.objects.count()) == (1, 0)


def test_the_list_tells_keys_apart_without_their_secrets(parley: Run) -> None:
    secrets = [create(parley, "--name", name) for name in ("Coral", "Discourse")]
    listed = parley("key", "list").stdout
    for name, secret in zip(("Coral", "Discourse"), secrets, strict=True):
        assert name in listed
        assert secret not in listed
        assert f"…{secret[-4:]}" in listed


def test_the_list_can_be_of_one_site(parley: Run) -> None:
    Site.objects.create(domain="other.example", name="The Other")
    create(parley)
    parley("key", "create", "--site", "other.example")
    listed = json.loads(parley("key", "list", "--site", "other.example", "--json").stdout)
    assert [each["site"] for each in listed["keys"]] == ["other.example"]


def test_as_json_a_new_key_comes_with_its_number(parley: Run) -> None:
    printed = json.loads(create(parley, "--json"))
    assert ApiKey.objects.get(pk=printed["id"]).digest == digest(printed["key"])


def test_a_revoked_key_stays_in_the_list_as_such(parley: Run) -> None:
    create(parley)
    number = str(ApiKey.objects.get().pk)
    assert parley("key", "revoke", number).exit_code == 0
    assert "revoked" in parley("key", "list").stdout
    assert ApiKey.objects.get().revoked_at is not None


def test_revoking_twice_keeps_the_first_moment(parley: Run) -> None:
    create(parley)
    number = str(ApiKey.objects.get().pk)
    parley("key", "revoke", number)
    first = ApiKey.objects.get().revoked_at
    parley("key", "revoke", number)
    assert ApiKey.objects.get().revoked_at == first


def test_revoking_what_is_not_there_is_a_fault(parley: Run) -> None:
    assert parley("key", "revoke", "99").exit_code == 1
