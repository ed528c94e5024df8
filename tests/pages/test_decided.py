"""What an author is shown of the decisions about a comment, and appealing by a plain form."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import appealing, deciding, moderating
from parley.actions.deciding import Choice
from parley.actions.moderating import Why
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories
from tests.pages.conftest import comment_by

WHY = Why(note="It names a shop.", rule="spam")


@pytest.fixture
def moderator(article: Article) -> Viewer:
    member = factories.member(article.site, Role.MODERATOR, "Meera Pillai")
    return factories.viewer(article.site, member)


@pytest.fixture
def comment(article: Article, reader: User) -> Comment:
    return comment_by(reader, article, text="Go to Rao’s shop.")


@pytest.fixture
def rejected(comment: Comment, moderator: Viewer) -> Comment:
    # Long enough ago, so that nothing can be undone any more.
    now = timezone.now() - timedelta(hours=1)
    return moderating.reject(moderator, comment, why=WHY, now=now)


def page(comment: Comment, by: User | None) -> Any:
    return factories.browser(by).get(f"/me/comments/{comment.pk}/")


def shown(comment: Comment, by: User) -> str:
    html: str = page(comment, by).content.decode()
    return html


def send(comment: Comment, by: User, text: str = "It does not name one.") -> Any:
    return factories.browser(by).post(f"/me/comments/{comment.pk}/", {"text": text})


def test_the_outcome_the_rule_and_the_note_are_shown(rejected: Comment, reader: User) -> None:
    html = shown(rejected, reader)
    assert "Advertising" in html
    assert "It names a shop." in html
    assert "by a moderator" in html


def test_the_moderator_is_not_named(rejected: Comment, reader: User) -> None:
    assert "Meera" not in shown(rejected, reader)


def test_a_site_may_name_its_moderators(rejected: Comment, reader: User) -> None:
    rejected.site.desk = {"fairness": {"names_moderators": True}}
    rejected.site.save()
    assert "by <bdi>Meera Pillai</bdi>" in shown(rejected, reader)


def test_what_was_public_was_removed(comment: Comment, moderator: Viewer, reader: User) -> None:
    hour = timezone.now() - timedelta(hours=1)
    Decision.objects.create(
        site=comment.site, comment=comment, outcome=Outcome.PUBLISH, created_at=hour
    )
    moderating.reject(moderator, comment, why=WHY, now=hour + timedelta(minutes=1))
    html = shown(comment, reader)
    assert html.index("Published</strong> by the house policy") < html.index("Removed</strong>")


def test_the_words_that_a_reason_means_are_marked(comment: Comment, reader: User) -> None:
    said = {"rule": "spam", "message": "This looks like advertising.", "start": 6, "end": 16}
    Decision.objects.create(
        site=comment.site,
        comment=comment,
        outcome=Outcome.HOLD,
        reasons=[said],
        created_at=timezone.now(),
    )
    assert "<mark>Rao’s shop</mark>" in shown(comment, reader)


def test_what_can_still_be_undone_is_not_told_yet(
    comment: Comment, moderator: Viewer, reader: User
) -> None:
    choice = Choice(comment.pk, moderating.last_decision(comment))
    deciding.decide(moderator, [choice], outcome=Outcome.REJECT, why=WHY, now=timezone.now())
    assert "It names a shop." not in shown(comment, reader)
    assert "It names a shop." not in factories.browser(reader).get("/me/").content.decode()


def test_nor_is_its_notice_counted(comment: Comment, moderator: Viewer, reader: User) -> None:
    choice = Choice(comment.pk, moderating.last_decision(comment))
    deciding.decide(moderator, [choice], outcome=Outcome.REJECT, why=WHY, now=timezone.now())
    assert "new notice" not in factories.browser(reader).get("/me/").content.decode()


def test_a_comment_of_somebody_else_is_as_if_absent(rejected: Comment) -> None:
    assert page(rejected, factories.user()).status_code == 404


def test_somebody_signed_out_signs_in_first(rejected: Comment) -> None:
    assert page(rejected, None)["Location"].startswith("/accounts/login/?next=")


def test_one_appeals_on_the_page_and_is_told_by_when(rejected: Comment, reader: User) -> None:
    answer = send(rejected, reader)
    assert answer.status_code == 302
    made = Appeal.objects.get()
    assert made.text == "It does not name one."
    html = shown(rejected, reader)
    assert "at the latest" in html
    assert "<form" not in html.partition("Your appeal")[2].partition("</main>")[0]


def test_a_refused_appeal_keeps_what_was_typed(rejected: Comment, reader: User) -> None:
    answer = send(rejected, reader, "x" * (appealing.LONGEST_TEXT + 1))
    assert answer.status_code == 422
    assert "x" * appealing.LONGEST_TEXT in answer.content.decode()
    assert not Appeal.objects.exists()


def test_a_second_appeal_is_refused(rejected: Comment, reader: User) -> None:
    send(rejected, reader)
    assert send(rejected, reader).status_code == 409


def test_the_answer_is_shown(rejected: Comment, reader: User) -> None:
    send(rejected, reader)
    other = factories.viewer(rejected.site, factories.member(rejected.site, Role.MODERATOR))
    appealing.hear(other, Appeal.objects.get(), grant=False, reason="It does.", now=timezone.now())
    assert "It does." in shown(rejected, reader)


def test_ones_own_page_leads_to_it(rejected: Comment, reader: User) -> None:
    html = factories.browser(reader).get("/me/").content.decode()
    assert f'href="/me/comments/{rejected.pk}/">What was decided, and appeal' in html


def test_so_does_the_mail(rejected: Comment) -> None:
    assert f"/me/comments/{rejected.pk}/" in mail.outbox[-1].body


def test_ones_own_page_costs_the_same_for_many(
    article: Article, reader: User, moderator: Viewer
) -> None:
    counts = []
    for number in (1, 6):
        for _ in range(number):
            moderating.reject(moderator, comment_by(reader, article), why=WHY, now=timezone.now())
        browser = factories.browser(reader)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/me/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
