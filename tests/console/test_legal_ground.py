"""Naming the law when rejecting at the desk: the author's statement and the report have it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions.moderating import last_decision
from parley.actions.transparency_counts import Period
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.user import User
from tests import factories, legal
from tests.actions.test_transparency import OWN, part, row
from tests.pages.conftest import comment_by

pytestmark = pytest.mark.either_database

LAW = "§ 185 StGB"


@pytest.fixture
def reader() -> User:
    return factories.user("Asha Menon")


@pytest.fixture
def comment(article: Article, reader: User) -> Comment:
    legal.switch_on(article.site, digital_services={"notices": True, "statements": True})
    return comment_by(reader, article)


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


def by_form(desk: Client, comment: Comment, **why: str) -> None:
    desk.post(f"/moderate/comment/{comment.pk}/reject/", {"seen": last_decision(comment), **why})


def in_background(desk: Client, comment: Comment, **why: str) -> int:
    chosen = [{"comment": comment.pk, "seen": last_decision(comment)}]
    body = {"comments": chosen, "outcome": "reject", **why}
    return desk.post("/moderate/decide/", body, content_type="application/json").status_code


def told(comment: Comment, reader: User) -> str:
    # What can still be undone is told to nobody.
    past = timezone.now() - timedelta(minutes=1)
    Decision.objects.filter(comment=comment).update(created_at=past)
    page = factories.browser(reader).get(f"/me/comments/{comment.pk}/reasons/")
    return page.content.decode()


def counted_by_law(comment: Comment) -> str:
    today = timezone.now().date()
    period = Period(first=today - timedelta(days=1), last=today + timedelta(days=1))
    return row(part(comment.site, 5, period), "TOTAL")[OWN]


def test_the_form_offers_it_only_when_opened(desk: Client, comment: Comment) -> None:
    html = desk.get(f"/moderate/comment/{comment.pk}/").content.decode()
    assert '<details class="law small">' in html
    assert 'name="legal_ground"' in html


def test_by_the_form_it_reaches_the_statement_and_the_report(
    desk: Client, comment: Comment, reader: User
) -> None:
    by_form(desk, comment, words="It insults a colleague.", legal_ground=LAW)
    assert "The comment was considered illegal: <bdi>" + LAW in told(comment, reader)
    assert counted_by_law(comment) == "1"


def test_in_the_background_it_reaches_the_statement_and_the_report(
    desk: Client, comment: Comment, reader: User
) -> None:
    why = {"rule": "abuse", "note": "It insults a colleague.", "legal_ground": LAW}
    assert in_background(desk, comment, **why) == 200
    assert "The comment was considered illegal: <bdi>" + LAW in told(comment, reader)
    assert counted_by_law(comment) == "1"


def test_a_law_alone_is_no_reason(desk: Client, comment: Comment) -> None:
    by_form(desk, comment, legal_ground=LAW)
    assert in_background(desk, comment, legal_ground=LAW) == 422
    assert not Decision.objects.filter(by_machine=False).exists()


def test_a_law_that_is_too_long_is_refused(desk: Client, comment: Comment) -> None:
    by_form(desk, comment, words="It insults a colleague.", legal_ground="§" * 121)
    assert in_background(desk, comment, note="No.", legal_ground="§" * 121) == 400
    assert not Decision.objects.filter(by_machine=False).exists()
