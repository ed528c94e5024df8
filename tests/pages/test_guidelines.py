"""The guidelines: read by everybody, accepted by readers, changed by administrators."""

import re

import pytest
from django.test import Client

from parley.actions import guidelines
from parley.models.guidelines import Guidelines
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.pages.guidelines import render_guidelines
from parley.pages.rules import rule_texts
from parley.policy.decision import Rule, Severity
from tests import factories
from tests.server import ROOT

pytestmark = pytest.mark.either_database


@pytest.fixture
def administrator(site: Site) -> Client:
    return factories.browser(factories.member(site, Role.ADMINISTRATOR))


def test_everybody_can_read_them(site: Site) -> None:
    page = Client().get("/guidelines/").content.decode()
    assert "Be kind." in page
    assert "Version 1" in page


def test_earlier_versions_can_be_read(site: Site) -> None:
    factories.guidelines_version(site, 2)
    page = Client().get("/guidelines/1/").content.decode()
    assert "Be kind." in page
    assert "Version 2 is in force." in page


def test_there_is_no_version_that_was_not_published(site: Site) -> None:
    assert Client().get("/guidelines/7/").status_code == 404


def test_a_reader_accepts_a_new_version(site: Site, reader: User) -> None:
    factories.guidelines_version(site, 2)
    factories.browser(reader).post("/guidelines/accept/", {"version": "2"})
    assert guidelines.accepted(Viewer(site=site, user=reader))


def test_accepting_leads_back_to_the_article(site: Site, reader: User) -> None:
    form = {"version": "1", "next": "https://paper.example/a/"}
    page = factories.browser(reader).post("/guidelines/accept/", form).content.decode()
    assert "0;url=https://paper.example/a/" in page


def test_accepting_leads_to_no_foreign_page(site: Site, reader: User) -> None:
    form = {"version": "1", "next": "https://evil.example/"}
    answer = factories.browser(reader).post("/guidelines/accept/", form)
    assert answer.headers["Location"] == "/guidelines/"


def test_what_was_replaced_meanwhile_is_not_accepted(site: Site, reader: User) -> None:
    factories.guidelines_version(site, 2)
    factories.browser(reader).post("/guidelines/accept/", {"version": "1"})
    assert not guidelines.accepted(Viewer(site=site, user=reader))


def test_signed_out_nothing_is_accepted(site: Site) -> None:
    assert Client().post("/guidelines/accept/", {"version": "1"}).status_code == 401


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_senseless_version_is_not_found(site: Site, reader: User, version: str) -> None:
    answer = factories.browser(reader).post("/guidelines/accept/", {"version": version})
    assert answer.status_code == 404


def test_an_administrator_publishes_a_new_version(site: Site, administrator: Client) -> None:
    administrator.post("/guidelines/edit/", {"text": "Be brief.", "do": "publish"})
    current = Guidelines.objects.current(site)
    assert current is not None
    assert (current.version, current.text) == (2, "Be brief.")


def test_a_preview_publishes_nothing(site: Site, administrator: Client) -> None:
    form = {"text": "Be **brief**.", "do": "preview"}
    page = administrator.post("/guidelines/edit/", form).content.decode()
    assert "Be <strong>brief</strong>." in page
    assert site.guidelines.count() == 1


def test_a_refused_text_is_kept_in_the_form(site: Site, administrator: Client) -> None:
    answer = administrator.post("/guidelines/edit/", {"text": "Be kind.", "do": "publish"})
    assert answer.status_code == 422
    assert "in force already" in answer.content.decode()


def test_readers_may_not_edit(site: Site, reader: User) -> None:
    assert factories.browser(reader).get("/guidelines/edit/").status_code == 403


def test_moderators_may_not_publish(site: Site) -> None:
    moderator = factories.browser(factories.member(site, Role.MODERATOR))
    form = {"text": "Be brief.", "do": "publish"}
    assert moderator.post("/guidelines/edit/", form).status_code == 403


def test_an_administrator_of_another_site_may_not_edit(site: Site) -> None:
    other = factories.site("other.example")
    stranger = factories.browser(factories.member(other, Role.ADMINISTRATOR))
    assert stranger.get(f"/guidelines/edit/?site={site.domain}").status_code == 403


def test_headings_are_kept() -> None:
    assert "<h2>What we ask</h2>" in render_guidelines("## What we ask")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[here](javascript:alert(1))",
        '<a href="https://x.example" onclick="alert(1)">here</a>',
    ],
)
def test_nothing_in_them_can_run(text: str) -> None:
    html = render_guidelines(text)
    assert not any(part in html for part in ("<script", "onerror=", "javascript:", "onclick="))


def test_every_rule_that_counts_has_a_place_that_why_leads_to(site: Site) -> None:
    page = Client().get("/guidelines/").content.decode()
    for rule in Rule:
        off = site.site_rules.severity(rule) is Severity.OFF
        assert (f'id="rule-{rule}"' in page) is not off


def test_a_rule_that_the_site_has_switched_off_is_not_shown(site: Site) -> None:
    site.rules = {"severities": {"sentences": "off"}}
    site.save()
    assert 'id="rule-sentences"' not in Client().get("/guidelines/").content.decode()


def test_a_rule_has_the_name_that_the_composer_gives_it(site: Site) -> None:
    strings = (ROOT / "widget/src/acting-strings.ts").read_text(encoding="utf-8")
    said = dict(re.findall(r'  rule_(\w+): "(.+)"', strings))
    assert {each.rule.value: str(each.title) for each in rule_texts(site)}.items() <= said.items()
