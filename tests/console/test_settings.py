"""The settings of the desk: a form for each section, and what it refuses."""

import pytest
from django.test import Client

from parley.models.audit import AuditEntry
from parley.models.desk_settings import DeskSection
from parley.models.sections.every import SECTIONS
from parley.models.sections.staff import Staff
from parley.models.site import Site
from parley.models.user import Role
from tests import factories

pytestmark = pytest.mark.either_database

ADDRESS = "/moderate/settings/"


@pytest.fixture
def administrator(site: Site) -> Client:
    return factories.browser(factories.member(site, Role.ADMINISTRATOR))


def test_a_section_that_is_saved_counts_from_then_on(administrator: Client, site: Site) -> None:
    page = administrator.get(ADDRESS).content.decode()
    assert "Ask for a second factor" in page

    answer = administrator.post(ADDRESS, {"section": "staff", "staff-second_factor": "on"})

    site.refresh_from_db()
    assert answer.headers["Location"] == "/moderate/settings/#staff"
    assert Staff.of(site).second_factor
    entry = AuditEntry.objects.get(verb="set_staff")
    assert (entry.before, entry.after) == ({}, {"second_factor": True})


def test_what_equals_the_default_is_not_stored(administrator: Client, site: Site) -> None:
    administrator.post(ADDRESS, {"section": "staff"})

    site.refresh_from_db()
    assert site.desk == {"staff": {}}


def test_a_moderator_may_not_set_anything(site: Site) -> None:
    browser = factories.browser(factories.member(site, Role.MODERATOR))

    assert browser.get(ADDRESS).status_code == 403
    assert browser.post(ADDRESS, {"section": "staff"}).status_code == 403


def test_a_section_that_does_not_exist_changes_nothing(administrator: Client, site: Site) -> None:
    assert administrator.post(ADDRESS, {"section": "nonsense"}).status_code == 200

    site.refresh_from_db()
    assert site.desk == {}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.name)
def test_a_site_that_has_set_nothing_has_every_section(section: type[DeskSection]) -> None:
    assert section.of(Site()).stored() == {}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.name)
def test_every_field_says_what_it_is(section: type[DeskSection]) -> None:
    assert section.title
    assert [name for name, info in section.model_fields.items() if not info.title] == []


def test_the_sections_have_names_of_their_own() -> None:
    names = [section.name for section in SECTIONS]
    assert len(set(names)) == len(names)
