"""A file of another newspaper changes no site that is in use, and none more than it may."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from parley.actions import banning, word_lists
from parley.actions.importing import Export, import_records
from parley.errors import Suspended
from parley.importers.record import ImportedAuthor, ImportedSite, Record
from parley.importers.report import Report
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.ban import Ban
from parley.models.import_run import ImportRun
from parley.models.site import Site
from parley.models.site_words import WordsKind
from parley.models.user import Role
from tests import factories
from tests.actions.exports import post, thread

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

NOW = timezone.now()


@pytest.fixture
def site() -> Site:
    return factories.site()


def ban(kind: str = "account", domain: str = "") -> dict[str, Any]:
    return {
        "kind": kind, "domain": domain, "reason": "Spam.", "until": None, "made_at": NOW,
        "lifted_at": None,
    }  # fmt: skip


def settings(**told: Any) -> ImportedSite:
    return ImportedSite(
        {
            "language": "en", "timezone": "UTC", "rules": {}, "edit_window": 300.0,
            "close_after": None, "guidelines": [], "common_ground": None, "desk": None,
            "bans": [], "bylines": [], **told,
        }
    )  # fmt: skip


def writer() -> ImportedAuthor:
    own = {
        "badge": "Staff", "trusted": True, "premoderated": False, "suspension_reason": "",
        "rejected_count": 0, "bans": [ban(), ban("domain", "mail.example")], "notes": [],
    }  # fmt: skip
    return ImportedAuthor(name="Ravi", user_id="parley:a-1", email="ravi@mail.example", own=own)


def brought(site: Site, *told: Record, options: Mapping[str, Any] = {}) -> Report:
    records = [*told, thread(), post("c1", author=writer())]
    return import_records(site, Export("parley", records, "f", dict(options)), now=NOW)


def audited(verb: str) -> list[dict[str, Any]]:
    entries = AuditEntry.objects.filter(verb=verb, via="command")
    return [entry.after for entry in entries]


def test_a_site_in_use_takes_no_bans_and_says_how_many(site: Site) -> None:
    factories.article(site)
    report = brought(site, settings(bans=[ban("domain", "spam.example")]))
    assert not Ban.objects.exists()
    assert any("3 bans were left out" in warning for warning in report.warnings)
    assert audited("import_bans") == []


def test_a_site_in_use_takes_them_where_the_operator_asks_and_once(site: Site) -> None:
    factories.article(site)
    for _each in range(2):
        brought(site, settings(bans=[ban("domain", "spam.example")]), options={"bans": True})
    assert Ban.objects.count() == 3
    assert audited("import_bans") == [{"account": 1, "domain": 2}]


def test_a_site_in_use_gives_strangers_neither_badge_nor_trust(site: Site) -> None:
    factories.article(site)
    report = brought(site)
    author = Author.objects.get(display_name="Ravi")
    assert (author.badge, author.trusted) == ("", False)
    assert any("badge" in warning for warning in report.warnings)


def test_an_import_that_was_broken_off_is_finished_as_it_began(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(task: Any, *_given: Any, **_named: Any) -> None:
        factories.article(task.site)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("parley.actions.importing.store", broken)
        with pytest.raises(KeyboardInterrupt):
            brought(site)
    brought(site)
    assert Author.objects.get(display_name="Ravi").badge == "Staff"
    assert Ban.objects.count() == 2
    # And the next one finds a site in use.
    ImportRun.objects.update(finished_at=NOW)
    report = brought(site, settings(bans=[ban("domain", "spam.example")]))
    assert any("1 bans were left out" in warning for warning in report.warnings)


def test_a_reader_whom_an_imported_ban_meets_is_shown_with_it_and_freed(site: Site) -> None:
    factories.article(site)
    reader = factories.user(accepted=site, email="ravi@mail.example")
    author = factories.author(site, reader)
    brought(site, options={"bans": True})
    Ban.objects.filter(kind="domain").delete()
    with pytest.raises(Suspended):
        banning.refuse(factories.viewer(site, reader), NOW)
    moderator = factories.member(site, Role.MODERATOR)
    page = factories.browser(moderator).get(reverse("moderate-author", args=[author.pk]))
    assert "Spam." in page.content.decode()
    banning.lift_all(factories.viewer(site, moderator), author, now=NOW)
    banning.refuse(factories.viewer(site, reader), NOW)


def test_the_desks_settings_are_taken_by_section_and_never_over_what_is_set(site: Site) -> None:
    site.desk = {"staff": {"second_factor": True}}
    site.save(update_fields=["desk"])
    desk = {"staff": {}, "reports": {"hold_weight": 5.0}}
    report = brought(site, settings(desk=desk))
    site.refresh_from_db()
    assert site.desk == {"staff": {"second_factor": True}, "reports": {"hold_weight": 5.0}}
    assert any("left so: staff" in warning for warning in report.warnings)
    assert any("desk's: reports" in warning for warning in report.warnings)
    assert audited("import_settings") == [{"reports": {"hold_weight": 5.0}}]


def test_nobody_gets_mail_because_a_file_says_so(site: Site) -> None:
    mine = factories.member(site, Role.ADMINISTRATOR).email
    desk = {
        "figures": {"weekly_mail_to": ["spy@evil.example", mine]},
        "it_rules": {"grievances": True, "officer": "A. Spy", "email": "spy@evil.example"},
    }
    brought(site, settings(desk=desk))
    site.refresh_from_db()
    assert site.desk == {"figures": {"weekly_mail_to": [mine]}, "it_rules": {"grievances": True}}
    assert audited("import_settings") == [
        {"figures": {"weekly_mail_to": 1}, "it_rules": {"grievances": True}}
    ]


@pytest.mark.parametrize("entry", ["/(/", "/.*/"])
def test_a_list_that_would_stop_every_comment_is_left_out(site: Site, entry: str) -> None:
    rules = {"banned_words": [entry], "suspect_words": ["blockhead"], "hold_first": 2}
    report = brought(site, settings(rules=rules))
    site.refresh_from_db()
    lists = word_lists.lists_of(site)
    assert [*lists[WordsKind.BANNED], *lists[WordsKind.SUSPECT]] == ["blockhead"]
    assert site.rules["hold_first"] == 2
    assert any("banned_words" in warning for warning in report.warnings)


@pytest.mark.parametrize("seconds", [1e18, -1.0])
def test_a_duration_that_is_none_leaves_the_settings_out(site: Site, seconds: float) -> None:
    report = brought(site, settings(edit_window=seconds, language="kn"))
    site.refresh_from_db()
    assert site.language != "kn"
    assert any("edit_window" in warning for warning in report.warnings)
