"""A site's lists of words: kept apart from the site, and read and compiled once in a process."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import word_lists
from parley.actions.posting import rules_of
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.audit import AuditEntry
from parley.models.site import Site
from parley.models.site_words import SiteWords, WordsKind
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy.word_list import Entries, word_list
from tests import factories


@pytest.fixture
def administrator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.ADMINISTRATOR))


def set_lists(by: Viewer, banned: str = "", suspect: str = "", shown: str = "") -> None:
    lists = {
        WordsKind.BANNED: word_lists.entries_in(banned),
        WordsKind.SUSPECT: word_lists.entries_in(suspect),
    }
    standing = word_lists.seen(word_lists.lists_of(by.site))
    word_lists.set_lists(by, lists, shown=shown or standing, now=timezone.now())


def test_a_line_is_an_entry_and_each_counts_once() -> None:
    assert word_lists.entries_in(" free money\r\n\nidiot\nfree money\n") == ("free money", "idiot")


def test_what_is_set_is_in_force(administrator: Viewer) -> None:
    set_lists(administrator, "idiot\nscam*", "lottery")
    rules = rules_of(administrator.site)
    assert (rules.banned_words, rules.suspect_words) == (("idiot", "scam*"), ("lottery",))


def test_a_list_can_be_emptied(administrator: Viewer) -> None:
    set_lists(administrator, "idiot")
    set_lists(administrator)
    assert rules_of(administrator.site).banned_words == ()


def test_a_process_reads_a_list_once_until_it_changes(administrator: Viewer) -> None:
    site = administrator.site
    set_lists(administrator, "".join(f"word{number}\n" for number in range(2_000)))
    first = rules_of(site)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = rules_of(site)
    assert not any('"entries"' in query["sql"] for query in queries.captured_queries)
    assert again.banned_words is first.banned_words
    assert word_list(again.banned_words) is word_list(first.banned_words)
    set_lists(administrator, "idiot")
    assert rules_of(site).banned_words == ("idiot",)


def test_the_site_itself_does_not_carry_the_list(administrator: Viewer) -> None:
    set_lists(administrator, "idiot")
    assert Site.objects.get().rules == {}


def test_lists_in_the_rules_count_too_and_are_moved_by_the_next_change(
    administrator: Viewer,
) -> None:
    site = administrator.site
    site.rules = {"banned_words": ["twaddle"], "max_links": 3}
    site.save()
    assert rules_of(site).banned_words == ("twaddle",)
    set_lists(administrator, "twaddle\nidiot")
    assert rules_of(site).banned_words == ("twaddle", "idiot")
    assert Site.objects.get().rules == {"max_links": 3}


def test_lists_in_the_rules_are_adopted_beside_those_that_stand(administrator: Viewer) -> None:
    site = administrator.site
    set_lists(administrator, "idiot")
    site.rules = {"banned_words": ["two\nlines"]}
    word_lists.adopt(site, now=timezone.now())
    assert rules_of(site).banned_words == ("two lines", "idiot")
    assert site.rules == {}


def test_an_export_has_them_among_the_rules(administrator: Viewer) -> None:
    set_lists(administrator, "idiot")
    assert word_lists.as_rules(administrator.site) == {"banned_words": ["idiot"]}


def test_whoever_changes_what_somebody_else_has_changed_is_told(administrator: Viewer) -> None:
    shown = word_lists.seen(word_lists.lists_of(administrator.site))
    set_lists(administrator, "idiot")
    with pytest.raises(Conflict):
        set_lists(administrator, "fool", shown=shown)
    assert rules_of(administrator.site).banned_words == ("idiot",)


def test_what_went_and_came_is_audited(administrator: Viewer) -> None:
    set_lists(administrator, "idiot\nfool")
    set_lists(administrator, "fool\nmoron")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.actor_id) == (
        "set_words",
        administrator.user and administrator.user.pk,
    )
    assert entry.before == {"banned": {"entries": 2, "removed": 1}}
    assert entry.after == {"banned": {"entries": 2, "added": 1}}


def test_a_list_over_the_limit_is_refused(administrator: Viewer) -> None:
    with pytest.raises(BadField, match="50,000"):
        set_lists(administrator, "".join(f"word{number}\n" for number in range(50_001)))


def test_a_broken_list_is_refused_and_nothing_is_stored(administrator: Viewer) -> None:
    with pytest.raises(BadField):
        set_lists(administrator, "idiot", "/(/")
    assert not SiteWords.objects.exists()


def test_a_moderator_may_not_set_them(site: Site) -> None:
    with pytest.raises(NotAllowed):
        set_lists(factories.viewer(site, factories.member(site, Role.MODERATOR)), "idiot")


def test_sites_have_lists_of_their_own(administrator: Viewer) -> None:
    other = factories.site("other.example")
    set_lists(administrator, "idiot")
    assert word_lists.lists_of(other)[WordsKind.BANNED] == Entries()
