"""Rules and scores have one name each, and no page tells the code of one instead."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from parley.actions import moderating, queueing
from parley.actions.moderating import Why
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.report import READERS
from parley.models.rule_names import RULES, SCORES, rule_name
from parley.models.user import Role, User
from parley.pages.rules import all_rule_texts
from parley.policy.decision import Attribute, Outcome, Rule
from tests import factories

CODES = {*Rule, READERS}
NAMES = {"The newspaper's own check", "Reports by readers", "Civility"}


@pytest.fixture
def administrator(article: Article) -> User:
    return factories.member(article.site, Role.ADMINISTRATOR)


@pytest.fixture
def held(article: Article) -> Comment:
    """By every rule, and with every score."""
    writer = factories.user(accepted=article.site)
    comment = factories.comment(
        article, factories.author(article.site, writer), state=CommentState.HELD
    )
    then = timezone.now() - timedelta(hours=2)
    Decision.objects.create(
        site=article.site,
        comment=comment,
        outcome=Outcome.HOLD,
        reasons=[reason(code) for code in sorted(CODES)],
        scores=dict.fromkeys(Attribute, 0.95),
        created_at=then,
    )
    queueing.keep(comment, then)
    return comment


def reason(rule: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "code": "so",
        "message": "Please look at it.",
        "severity": "hold",
        "start": None,
        "end": None,
        "suggestion": None,
    }


def told(who: User, address: str) -> set[str]:
    """Each text of the page that stands alone between two tags."""
    response = factories.browser(who).get(address)
    assert response.status_code == 200
    html = response.content.decode().partition("<main")[2]
    return {unescape(text).strip(" :·\n") for text in re.split(r"<[^>]*>", html)}


def test_every_rule_and_every_score_has_a_name() -> None:
    assert RULES.keys() == CODES
    assert SCORES.keys() == set(Attribute)
    assert len({*map(rule_name, CODES)} - CODES) == len(CODES)


def test_the_guidelines_explain_every_rule_of_the_policy() -> None:
    assert {each.rule for each in all_rule_texts()} == set(Rule)


@pytest.mark.parametrize("address", ["/moderate/", "/moderate/comment/{}/"])
def test_a_moderator_reads_the_names(held: Comment, administrator: User, address: str) -> None:
    texts = told(administrator, address.format(held.pk))
    assert not CODES & texts
    assert texts >= NAMES


def test_the_history_of_a_comment_is_in_words(held: Comment, administrator: User) -> None:
    viewer = factories.viewer(held.site, administrator)
    moderating.reject(viewer, held, why=Why(note="No.", rule=Rule.ABUSE), now=timezone.now())

    response = factories.browser(administrator).get(f"/moderate/comment/{held.pk}/")

    history = response.content.decode().partition('<ol class="history">')[2].partition("</ol>")[0]
    assert "<strong>held for a moderator</strong>" in history
    assert "<strong>rejected</strong>" in history
    assert ": Civility" in history


def test_the_author_reads_the_names(held: Comment) -> None:
    assert held.author.user
    texts = told(held.author.user, f"/me/comments/{held.pk}/")
    assert not CODES & texts
    assert texts >= NAMES


@pytest.mark.parametrize("address", ["/moderate/fairness/", "/moderate/figures/"])
def test_so_do_figures(held: Comment, administrator: User, address: str) -> None:
    viewer = factories.viewer(held.site, administrator)
    why = Why(note="No.", rule=Rule.ABUSE)
    moderating.reject(viewer, held, why=why, now=timezone.now() - timedelta(hours=1))

    texts = told(administrator, address)

    assert not CODES & texts
    assert "Civility" in texts


@pytest.mark.parametrize("rule", [Rule.OUTSIDE, READERS])
def test_what_waits_is_found_by_its_rule(held: Comment, administrator: User, rule: str) -> None:
    factories.comment(held.article, text="Some other comment.", state=CommentState.HELD)
    texts = told(administrator, f"/moderate/?rule={rule}")
    assert held.text in texts
    assert "Some other comment." not in texts
