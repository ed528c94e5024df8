"""The audit's page and its table."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from tests import factories

ADDRESS = "/moderate/audit/"


@pytest.fixture
def administrator(site: Site) -> Client:
    return factories.browser(factories.member(site, Role.ADMINISTRATOR))


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR, "Sushila Rao"))


def done(
    moderator: Viewer, article: Article, verb: str = "pick", *, at: datetime | None = None
) -> None:
    deed = Deed(verb=verb, of=article, before={"a": 1}, after={"a": 2}, why=f"Because of {verb}.")
    auditing.write(moderator, deed, now=at or timezone.now())


def test_it_tells_who_did_what_and_why(
    administrator: Client, moderator: Viewer, article: Article
) -> None:
    done(moderator, article)

    page = administrator.get(ADDRESS).content.decode()

    assert "Sushila Rao" in page
    assert "Because of pick." in page
    assert f"/moderate/article/{article.pk}/" in page


def test_it_is_found_by_who_and_what_and_when(
    administrator: Client, moderator: Viewer, article: Article, site: Site
) -> None:
    site.timezone = "Asia/Kolkata"
    site.save()
    done(moderator, article, "pick", at=datetime(2026, 3, 1, 18, 29, tzinfo=UTC))
    done(moderator, article, "slow", at=datetime(2026, 3, 1, 18, 31, tzinfo=UTC))

    def shown(query: str) -> list[bool]:
        page = administrator.get(f"{ADDRESS}?{query}").content.decode()
        return [f"Because of {verb}." in page for verb in ("pick", "slow")]

    assert shown("verb=slow") == [False, True]
    assert shown("actor=sushila") == [True, True]
    assert shown("actor=nobody") == [False, False]
    assert shown(f"kind=article&object={article.pk}") == [True, True]
    # In Kolkata the second was done on the next day.
    assert shown("since=2026-03-02") == [False, True]
    assert shown("until=2026-03-01") == [True, False]


def test_a_day_that_cannot_be_read_is_told(administrator: Client) -> None:
    assert "Enter a valid date" in administrator.get(f"{ADDRESS}?since=soon").content.decode()


def test_another_newspapers_deeds_are_not_in_it(
    administrator: Client, moderator: Viewer, article: Article
) -> None:
    other = factories.site("other.example")
    elsewhere = factories.viewer(other, factories.member(other, Role.MODERATOR))
    done(elsewhere, factories.article(other), "secret")

    page = administrator.get(f"{ADDRESS}?site=paper.example").content.decode()

    assert "secret" not in page


def test_a_moderator_may_not_read_it(site: Site) -> None:
    browser = factories.browser(factories.member(site, Role.MODERATOR))

    assert browser.get(ADDRESS).status_code == 403


def test_the_table_has_every_deed_and_runs_nothing(
    administrator: Client, moderator: Viewer, article: Article
) -> None:
    for number in range(60):
        done(moderator, article, f"verb{number}")
    auditing.write(
        moderator, Deed(verb="warn", of=article, why="=HYPERLINK(1)"), now=timezone.now()
    )

    answer = administrator.get(f"{ADDRESS}?format=csv")
    lines = answer.getvalue().decode("utf-8-sig").splitlines()

    assert len(lines) == 62
    assert lines[0].startswith("at,actor,role,via,verb")
    assert "'=HYPERLINK(1)" in lines[1]


def test_queries_do_not_grow_with_the_deeds(
    administrator: Client, moderator: Viewer, article: Article, site: Site
) -> None:
    done(moderator, article)
    with CaptureQueriesContext(connection) as one:
        administrator.get(ADDRESS)
    for minutes in range(40):
        other = factories.viewer(site, factories.member(site, Role.MODERATOR))
        done(other, article, at=timezone.now() - timedelta(minutes=minutes))
    with CaptureQueriesContext(connection) as many:
        administrator.get(ADDRESS)

    assert len(many) == len(one)
