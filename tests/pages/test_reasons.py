"""Statements of reasons, for the author and nobody else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from parley.actions import deciding, legal_cases, moderating
from parley.actions.deciding import Choice
from parley.actions.moderating import Why
from parley.models.article import Article
from parley.models.comment import Comment, Redaction
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.user import User
from parley.policy.decision import Outcome
from tests import factories, legal
from tests.pages.conftest import comment_by

pytestmark = pytest.mark.either_database

ON = {"notices": True, "statements": True, "out_of_court": "Appeals Centre, example.org"}


@pytest.fixture
def comment(article: Article, reader: User) -> Comment:
    legal.switch_on(article.site, digital_services=ON)
    return comment_by(reader, article)


def page_of(comment: Comment) -> str:
    return f"/me/comments/{comment.pk}/reasons/"


def read(comment: Comment, by: User) -> str:
    response = factories.browser(by).get(page_of(comment))
    assert response.status_code == 200
    return response.content.decode()


def reject(comment: Comment, **why: str) -> None:
    given = {"note": "It insults a colleague.", **why}
    moderating.reject(legal.moderator(comment.site), comment, why=Why(**given), now=timezone.now())


def test_it_says_what_why_by_which_rule_and_what_one_can_do(comment: Comment, reader: User) -> None:
    reject(comment, rule="abuse")
    html = read(comment, reader)
    assert "without a limit in time" in html
    assert "It insults a colleague." in html
    assert "Civility" in html
    assert "Appeals Centre" in html
    assert "A person has decided." in html
    assert "Nobody had sent a notice" in html
    assert "No program had found it." in html


def test_it_names_the_law(comment: Comment, reader: User) -> None:
    reject(comment, legal_ground="§ 185 StGB")
    assert "§ 185 StGB" in read(comment, reader)


def test_it_says_that_a_notice_came_before_but_not_from_whom(
    comment: Comment, reader: User
) -> None:
    case = legal.notice(comment)
    moderator = legal.moderator(comment.site)
    legal_cases.decide(moderator, case, verdict=legal.removed(), now=timezone.now())
    html = read(comment, reader)
    assert "Somebody had sent a notice" in html
    assert "Jana" not in html


def test_it_says_that_a_program_held_it_first(comment: Comment, reader: User) -> None:
    Decision.objects.create(
        site=comment.site,
        comment=comment,
        outcome=Outcome.HOLD,
        reasons=[{"rule": "abuse", "severity": "hold"}],
        created_at=timezone.now() - timedelta(hours=1),
    )
    reject(comment)
    assert "A program had held the comment back" in read(comment, reader)


def test_what_was_hidden_is_told(comment: Comment, reader: User) -> None:
    Redaction.objects.create(
        comment=comment, before="a", after="b", why="A number.", made_at=timezone.now()
    )
    html = read(comment, reader)
    assert "do not see these words" in html
    assert "A number." in html


def test_that_it_was_hidden_after_a_notice_is_told_too(comment: Comment, reader: User) -> None:
    legal.notice(comment)
    Redaction.objects.create(
        comment=comment, before="a", after="b", why="A number.", made_at=timezone.now()
    )
    assert "Somebody had sent a notice" in read(comment, reader)


def test_an_appeal_is_offered_for_six_months_where_complaints_are_on(
    comment: Comment, reader: User
) -> None:
    reject(comment)
    assert "You can appeal until" not in read(comment, reader)
    legal.switch_on(comment.site, digital_services=ON | {"complaints": True})
    assert "You can appeal until" in read(comment, reader)
    Decision.objects.update(created_at=timezone.now() - timedelta(days=185))
    assert "You can appeal until" not in read(comment, reader)


def test_what_can_still_be_undone_is_told_to_nobody(comment: Comment, reader: User) -> None:
    moderator = legal.moderator(comment.site)
    deciding.decide(
        moderator,
        [Choice(comment.pk, 0)],
        outcome=Outcome.REJECT,
        why=Why(note="It insults a colleague."),
        now=timezone.now(),
    )
    assert "It insults a colleague." not in read(comment, reader)


def test_the_mail_leads_there_only_where_it_is_on(comment: Comment, article: Article) -> None:
    reject(comment)
    assert page_of(comment) in str(mail.outbox[-1].body)
    legal.switch_on(article.site, digital_services={})
    other = comment_by(factories.user(accepted=article.site), article)
    other.site.desk = {}
    reject(Comment.objects.get(pk=other.pk))
    assert "/reasons/" not in str(mail.outbox[-1].body)


def test_ones_own_page_leads_there(comment: Comment, reader: User) -> None:
    reject(comment)
    assert page_of(comment) in factories.browser(reader).get("/me/").content.decode()


def test_nobody_else_reads_it(comment: Comment, site: Site) -> None:
    reject(comment)
    assert factories.browser(factories.user(accepted=site)).get(page_of(comment)).status_code == 404
    assert factories.browser().get(page_of(comment)).status_code == 302


def test_it_does_not_exist_where_it_is_off(article: Article, reader: User) -> None:
    comment = comment_by(reader, article)
    assert factories.browser(reader).get(page_of(comment)).status_code == 404
