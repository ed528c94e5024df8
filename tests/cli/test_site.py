"""`parley site add` and `parley site key`."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from parley.models import Membership, Role, Site, SiteKey
from parley.models.site import digest

Run = Callable[..., Result]

pytestmark = pytest.mark.django_db


def test_it_adds_a_site_known_by_its_host_without_www(parley: Run) -> None:
    parley("site", "add", "www.Paper.example", "--name", "The Paper")
    assert Site.objects.get().domain == "paper.example"


def test_it_prints_the_key_of_which_only_the_hash_is_stored(parley: Run) -> None:
    printed = json.loads(parley("site", "add", "paper.example", "--json").stdout)
    assert SiteKey.objects.get().digest == digest(printed["key"])


def test_results_and_remarks_go_to_different_streams(parley: Run) -> None:
    result = parley("site", "add", "paper.example")
    assert result.stdout.startswith("site: paper.example\nkey:  parley_site_")
    assert "Keep the key" in result.stderr


def test_the_language_rule_asks_for_the_language_of_the_site(parley: Run) -> None:
    parley("site", "add", "paper.example", "--language", "ta")
    assert Site.objects.get().site_rules.languages == ("ta",)


@pytest.mark.parametrize(("language", "versions"), [("en", 1), ("en-GB", 1), ("ta", 0)])
def test_an_english_site_begins_with_our_guidelines(
    parley: Run, language: str, versions: int
) -> None:
    parley("site", "add", "paper.example", "--language", language)
    assert Site.objects.get().guidelines.count() == versions


def test_an_operator_administers_a_site_added_later(parley: Run) -> None:
    arguments = ("--email", "asha@paper.example", "--name", "Asha Rao", "--password-stdin")
    parley("createadmin", *arguments, typed="a long enough phrase\n")
    parley("site", "add", "paper.example")
    assert Membership.objects.get().role == Role.ADMINISTRATOR


def test_a_site_is_added_once(parley: Run) -> None:
    parley("site", "add", "paper.example")
    result = parley("site", "add", "www.paper.example")
    assert (result.exit_code, Site.objects.count()) == (1, 1)


def test_an_unknown_time_zone_is_wrong_input(parley: Run) -> None:
    result = parley("site", "add", "paper.example", "--timezone", "Mars/Olympus")
    assert (result.exit_code, Site.objects.count()) == (2, 0)
    assert "Asia/Kolkata" in result.stderr


def test_what_is_no_domain_is_wrong_input(parley: Run) -> None:
    assert parley("site", "add", "no domain").exit_code == 2


def test_a_second_key_leaves_the_first_valid(parley: Run) -> None:
    parley("site", "add", "paper.example")
    parley("site", "key", "paper.example")
    assert SiteKey.objects.filter(revoked_at=None).count() == 2


def test_a_key_for_an_unknown_site_is_a_fault(parley: Run) -> None:
    result = parley("site", "key", "nowhere.example")
    assert (result.exit_code, result.stdout) == (1, "")
