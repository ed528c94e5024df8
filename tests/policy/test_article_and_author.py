"""Article state and author standing: facts that decide before the text does."""

from datetime import timedelta

import pytest

from parley.policy.decision import Outcome, Rule, Severity
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts, ArticleState, AuthorFacts, Standing
from tests.policy.submissions import NOW, codes, judged, only

TEXT = "The council has to publish the report before it votes."
CLOSED = ArticleFacts(state=ArticleState.CLOSED)
PREMODERATED = ArticleFacts(state=ArticleState.PREMODERATED)


def test_a_closed_article_rejects() -> None:
    decision = judged(TEXT, article=CLOSED)
    assert (decision.outcome, codes(decision)) == (Outcome.REJECT, ["article_closed"])


def test_a_closed_article_rejects_staff_too() -> None:
    staff = AuthorFacts(standing=Standing.STAFF)
    assert judged(TEXT, article=CLOSED, author=staff).outcome is Outcome.REJECT


def test_no_setting_opens_a_closed_article() -> None:
    rules = SiteRules(severities={Rule.ARTICLE: Severity.OFF})
    assert judged(TEXT, rules, article=CLOSED).outcome is Outcome.REJECT


def test_a_premoderated_article_holds() -> None:
    decision = judged(TEXT, article=PREMODERATED)
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["article_premoderated"])


@pytest.mark.parametrize("standing", [Standing.TRUSTED, Standing.STAFF])
def test_trusted_people_do_not_wait_on_a_premoderated_article(standing: Standing) -> None:
    author = AuthorFacts(standing=standing)
    assert judged(TEXT, article=PREMODERATED, author=author).outcome is Outcome.PUBLISH


def test_a_suspended_author_is_told_until_when() -> None:
    author = AuthorFacts(standing=Standing.SUSPENDED, suspended_until=NOW + timedelta(days=7))
    reason = only(judged(TEXT, author=author))
    assert reason.code == "author_suspended_until"
    assert "December 1, 2026 09:00 UTC" in reason.message


def test_a_suspension_without_an_end_rejects() -> None:
    author = AuthorFacts(standing=Standing.SUSPENDED)
    assert codes(judged(TEXT, author=author)) == ["author_suspended"]


@pytest.mark.parametrize("standing", Standing)
def test_what_a_premoderated_author_writes_is_held(standing: Standing) -> None:
    decision = judged(TEXT, author=AuthorFacts(standing=standing, premoderated=True))
    if standing is Standing.SUSPENDED:
        assert decision.outcome is Outcome.REJECT
    else:
        assert decision.outcome is Outcome.HOLD
        assert "premoderated_author" in codes(decision)


def test_a_suspension_that_is_over_no_longer_counts() -> None:
    author = AuthorFacts(standing=Standing.SUSPENDED, suspended_until=NOW)
    assert judged(TEXT, author=author).outcome is Outcome.PUBLISH


def test_first_comments_are_held_where_the_site_asks_for_it() -> None:
    author = AuthorFacts(published=2)
    assert codes(judged(TEXT, SiteRules(hold_first=3), author=author)) == ["author_new"]


def test_an_author_with_enough_published_comments_is_not_held() -> None:
    author = AuthorFacts(published=3)
    assert judged(TEXT, SiteRules(hold_first=3), author=author).outcome is Outcome.PUBLISH


def test_a_new_author_of_unknown_history_is_held() -> None:
    author = AuthorFacts(standing=Standing.NEW)
    assert judged(TEXT, SiteRules(hold_first=1), author=author).outcome is Outcome.HOLD


def test_by_default_nobody_is_held_for_being_new() -> None:
    assert judged(TEXT, author=AuthorFacts(standing=Standing.NEW)).outcome is Outcome.PUBLISH
