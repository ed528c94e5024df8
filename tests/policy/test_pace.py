"""Slow mode: whoever posts too soon is told how long to wait."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.decide import decide
from parley.policy.decision import Outcome, Rule, Severity
from parley.policy.elapsed import in_words
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts, AuthorFacts, Standing, Submission
from tests.policy.submissions import NOW, codes, judged, only

TEXT = "The council has to publish the report before it votes."
SLOW = SiteRules(slow_seconds=60)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_whoever_posts_too_soon_is_told_for_how_long_to_wait() -> None:
    decision = judged(TEXT, SLOW, author=AuthorFacts(last_posted_at=ago(20)))
    assert (decision.outcome, codes(decision)) == (Outcome.REJECT, ["too_soon"])
    assert only(decision).message == "You can post again in 40 seconds."


@pytest.mark.parametrize("last", [None, ago(60), ago(3_600)])
def test_whoever_has_waited_may_post(last: datetime | None) -> None:
    assert judged(TEXT, SLOW, author=AuthorFacts(last_posted_at=last)).outcome is Outcome.PUBLISH


def test_without_slow_mode_nobody_waits() -> None:
    author = AuthorFacts(last_posted_at=NOW, last_posted_here_at=NOW)
    assert judged(TEXT, author=author).outcome is Outcome.PUBLISH


def test_an_article_has_a_pause_of_its_own() -> None:
    article = ArticleFacts(slow_seconds=300)
    elsewhere = AuthorFacts(last_posted_at=ago(10))
    here = AuthorFacts(last_posted_at=ago(10), last_posted_here_at=ago(10))
    assert judged(TEXT, article=article, author=elsewhere).outcome is Outcome.PUBLISH
    assert "290 seconds" not in only(judged(TEXT, article=article, author=here)).message
    assert "5 minutes" in only(judged(TEXT, article=article, author=here)).message


def test_the_longer_of_both_counts() -> None:
    author = AuthorFacts(last_posted_at=ago(10), last_posted_here_at=ago(10))
    longer = judged(TEXT, SLOW, article=ArticleFacts(slow_seconds=90), author=author)
    shorter = judged(TEXT, SLOW, article=ArticleFacts(slow_seconds=30), author=author)
    assert "80 seconds" in only(longer).message
    assert "50 seconds" in only(shorter).message


@pytest.mark.parametrize("standing", [Standing.TRUSTED, Standing.STAFF])
def test_the_newsroom_does_not_wait(standing: Standing) -> None:
    author = AuthorFacts(standing=standing, last_posted_at=NOW)
    assert judged(TEXT, SLOW, author=author).outcome is Outcome.PUBLISH


def test_no_severity_of_a_rule_ends_slow_mode() -> None:
    rules = SiteRules(slow_seconds=60, severities={Rule.AUTHOR: Severity.OFF})
    assert judged(TEXT, rules, author=AuthorFacts(last_posted_at=NOW)).outcome is Outcome.REJECT


def test_whoever_waits_learns_the_rest_meanwhile() -> None:
    decision = judged("u r wrong about this council", SLOW, author=AuthorFacts(last_posted_at=NOW))
    assert "text_speak" in codes(decision)
    assert codes(decision)[-1] == "too_soon"


@given(st.integers(0, 86_400), st.integers(-86_400, 200_000))
def test_nobody_waits_for_longer_than_the_pause(pause: int, passed: int) -> None:
    author = AuthorFacts(last_posted_at=ago(passed))
    decision = judged(TEXT, SiteRules(slow_seconds=pause), author=author)
    told = [each.message for each in decision.reasons]
    if not pause or passed >= pause:
        assert told == []
    else:
        left = timedelta(seconds=min(pause, pause - passed))
        assert told == [f"You can post again in {in_words(left)}."]


def test_a_pause_is_as_long_in_the_night_when_clocks_change() -> None:
    london = ZoneInfo("Europe/London")
    # 01:59:50 in summer time; 20 seconds later it is 01:00:10 again.
    last = datetime(2026, 10, 25, 1, 59, 50, tzinfo=london, fold=0)
    now = (last.astimezone(UTC) + timedelta(seconds=20)).astimezone(london)
    submission = Submission(text=TEXT, now=now, author=AuthorFacts(last_posted_at=last))
    assert only(decide(submission, SLOW)).message == "You can post again in 40 seconds."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (1, "1 second"),
        (39.5, "40 seconds"),
        (120, "120 seconds"),
        (121, "3 minutes"),
        (7_201, "3 hours"),
        (72 * 3_600, "72 hours"),
        (72 * 3_600 + 1, "4 days"),
    ],
)
def test_time_is_told_in_a_unit_that_one_can_count(seconds: float, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
