"""A wave of spam: one click holds everything for a while, and each page of the desk says so."""

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import waving
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import CommentState
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.user import Role, User
from parley.policy.decision import Outcome
from parley.policy.messages import reason
from parley.policy.site_rules import SiteRules
from tests import factories

BEGIN, END = "/moderate/wave/begin/", "/moderate/wave/end/"


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


def begin(desk: Client, minutes: str = "60", **more: str) -> Any:
    return desk.post(BEGIN, {"minutes": minutes} | more)


def spam(article: Article, count: int, *, ago: timedelta = timedelta(0)) -> None:
    at = timezone.now() - ago
    for _ in range(count):
        comment = factories.comment(article, state=CommentState.HELD, created_at=at)
        reasons = [reason("advertising", SiteRules()).as_dict()]
        Decision.objects.create(
            site=article.site,
            comment=comment,
            outcome=Outcome.HOLD,
            reasons=reasons,
            created_at=at,
        )


def test_one_click_has_everything_wait_for_an_hour(desk: Client, site: Site) -> None:
    assert begin(desk).status_code == 302
    site.refresh_from_db()
    assert site.wave_until is not None
    left = site.wave_until - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


@pytest.mark.parametrize("path", ["/moderate/", "/moderate/wave/", "/moderate/claims/"])
def test_each_page_says_how_long_it_lasts_and_who_turned_it_on(desk: Client, path: str) -> None:
    begin(desk, "30")
    html = desk.get(path).content.decode()
    assert "Spam wave: every comment waits until" in html
    assert "minutes" in html
    assert "<bdi>Meera Pillai</bdi>" in html


def test_it_turns_itself_off(desk: Client, site: Site) -> None:
    begin(desk)
    Site.objects.update(wave_until=timezone.now())
    assert "every comment waits until" not in desk.get("/moderate/").content.decode()


def test_it_can_be_ended_at_once(desk: Client, site: Site) -> None:
    begin(desk)
    desk.post(END)
    site.refresh_from_db()
    assert site.wave_until is None


def test_what_is_over_cannot_be_ended(desk: Client) -> None:
    response = desk.post(END, follow=True)
    assert "It is over already." in response.content.decode()
    assert not AuditEntry.objects.exists()


def test_both_are_audited(desk: Client, moderator: User) -> None:
    begin(desk)
    desk.post(END)
    began, ended = AuditEntry.objects.order_by("pk")
    assert [(each.verb, each.actor_id) for each in (began, ended)] == [
        ("begin_wave", moderator.pk),
        ("end_wave", moderator.pk),
    ]
    assert began.before == {"until": None}
    assert began.after == ended.before
    assert ended.after == {"until": None}


@pytest.mark.parametrize("minutes", ["", "0", "-60", "1000000", "an hour"])
def test_no_other_span_is_taken(desk: Client, site: Site, minutes: str) -> None:
    begin(desk, minutes)
    site.refresh_from_db()
    assert site.wave_until is None


def test_one_comes_back_to_where_one_was_and_nowhere_else(desk: Client) -> None:
    assert begin(desk, next="/moderate/claims/").headers["Location"] == "/moderate/claims/"
    for elsewhere in ("//evil.example/", "claims/"):
        assert begin(desk, next=elsewhere).headers["Location"] == "/moderate/wave/"


def test_staff_without_the_desk_may_not(site: Site) -> None:
    staff = factories.browser(factories.member(site, Role.STAFF))
    assert begin(staff).status_code == 404
    assert staff.post(END).status_code == 404
    site.refresh_from_db()
    assert site.wave_until is None


def test_a_moderator_of_another_site_may_not(desk: Client, site: Site) -> None:
    other = factories.site("other.example")
    assert desk.post(BEGIN + "?site=other.example", {"minutes": "60"}).status_code == 404
    other.refresh_from_db()
    assert other.wave_until is None


def test_far_more_spam_than_usual_is_said(desk: Client, article: Article) -> None:
    spam(article, 12)
    html = desk.get("/moderate/").content.decode()
    assert "12 comments were held or rejected as spam in the last ten minutes" in html
    assert "/moderate/wave/" in html


def test_as_much_as_usual_is_not(desk: Client, article: Article) -> None:
    spam(article, 9)
    assert "far more than usual" not in desk.get("/moderate/").content.decode()


@pytest.mark.parametrize(("a_week", "said"), [(2_100, False), (1_800, True)])
def test_what_is_usual_is_told_by_the_week(
    desk: Client, article: Article, a_week: int, said: bool
) -> None:
    spam(article, 10)
    # Of 1,007 times ten minutes: five times as much as in each would be eleven, or nine.
    old = Decision(
        site=article.site,
        comment=factories.comment(article),
        outcome=Outcome.REJECT,
        rule="spam",
        by_machine=False,
        created_at=timezone.now() - timedelta(days=3),
    )
    Decision.objects.bulk_create([copy(old) for _ in range(a_week)])
    assert ("far more than usual" in desk.get("/moderate/").content.decode()) is said


def test_the_week_is_not_counted_anew_by_every_page(site: Site, article: Article) -> None:
    spam(article, 12)
    now, asked = timezone.now(), []
    for _page in range(3):
        with CaptureQueriesContext(connection) as found:
            assert waving.surge(site, now) is not None
        asked.append(sum("parley_decision" in each["sql"] for each in found.captured_queries))
    assert asked == [2, 1, 1]


def test_a_surge_is_not_suggested_while_everything_waits(desk: Client, article: Article) -> None:
    spam(article, 12)
    begin(desk)
    assert "far more than usual" not in desk.get("/moderate/").content.decode()


def test_more_spam_costs_no_more_queries(desk: Client, article: Article) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get("/moderate/wave/")
        return len(captured)

    spam(article, 11)
    # What is usual is remembered from then on.
    queries()
    few = queries()
    spam(article, 11)
    assert queries() == few
