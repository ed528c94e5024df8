"""What a site has read first whatever it says: everything, by section, by age, by score."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy import elapsed
from parley.policy.decision import Attribute, Outcome, Rule, Severity
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts, ArticleState, AuthorFacts, Standing
from tests.policy.submissions import codes, judged, only

TEXT = "The council has to publish the report before it votes."
RUDE = "You are an idiot and a liar, and everybody knows it."
NEWSROOM = [Standing.TRUSTED, Standing.STAFF]
POLITICS = ArticleFacts(section="Politics", age=timedelta(days=2))
YOUNG = AuthorFacts(account_age=timedelta(hours=3))
ALL = SiteRules(
    hold_all=True,
    hold_first=5,
    hold_younger_hours=24,
    hold_sections=("Politics",),
    hold_older_days=1,
    hold_scores={Attribute.TOXICITY: 0.01, Attribute.SPAM: 0.01},
)


def test_everything_is_held_where_the_site_asks_for_it() -> None:
    decision = judged(TEXT, SiteRules(hold_all=True))
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["site_premoderated"])


def test_a_wave_of_spam_holds_everything() -> None:
    decision = judged(TEXT, in_wave=True)
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["spam_wave"])


@pytest.mark.parametrize("named", ["Politics", " politics", "POLITICS"])
def test_a_section_is_held_however_it_is_spelled(named: str) -> None:
    decision = judged(TEXT, SiteRules(hold_sections=(named,)), article=POLITICS)
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["section_premoderated"])
    assert "“Politics”" in only(decision).message


@pytest.mark.parametrize("section", ["", "Polit", "Politics and more"])
def test_other_sections_are_not(section: str) -> None:
    rules = SiteRules(hold_sections=("Politics", ""))
    assert judged(TEXT, rules, article=ArticleFacts(section=section)).outcome is Outcome.PUBLISH


@pytest.mark.parametrize(
    ("age", "outcome"),
    [
        (timedelta(days=7), Outcome.PUBLISH),
        (timedelta(days=7, seconds=1), Outcome.HOLD),
        (None, Outcome.PUBLISH),
    ],
)
def test_comments_under_older_articles_are_held(age: timedelta | None, outcome: Outcome) -> None:
    decision = judged(TEXT, SiteRules(hold_older_days=7), article=ArticleFacts(age=age))
    assert decision.outcome is outcome


def test_the_widest_reason_is_told_alone() -> None:
    rules = SiteRules(hold_all=True, hold_sections=("Politics",), hold_older_days=1)
    assert codes(judged(TEXT, rules, article=POLITICS)) == ["site_premoderated"]


def test_a_young_account_is_held_and_told_until_when() -> None:
    decision = judged(TEXT, SiteRules(hold_younger_hours=24), author=YOUNG)
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["account_young"])
    assert "In 21 hours" in only(decision).message


def test_an_account_of_that_age_is_not_young() -> None:
    author = AuthorFacts(account_age=timedelta(hours=24))
    assert judged(TEXT, SiteRules(hold_younger_hours=24), author=author).outcome is Outcome.PUBLISH


def test_an_account_that_seems_not_to_be_made_yet_is_young_only_where_that_counts() -> None:
    author = AuthorFacts(account_age=timedelta(seconds=-5))
    assert judged(TEXT, author=author).outcome is Outcome.PUBLISH
    held = only(judged(TEXT, SiteRules(hold_younger_hours=24), author=author))
    assert "In 24 hours" in held.message


def test_an_account_of_unknown_age_is_not_held_for_it() -> None:
    assert judged(TEXT, SiteRules(hold_younger_hours=24)).outcome is Outcome.PUBLISH


def test_a_score_holds_below_the_threshold_that_makes_a_reason() -> None:
    rules = SiteRules(
        thresholds={Attribute.TOXICITY: 1.0, Attribute.INSULT: 1.0},
        severities={Rule.ABUSE: Severity.ADVISE, Rule.PERSONAL: Severity.OFF},
        hold_scores={Attribute.INSULT: 0.5},
    )
    decision = judged(RUDE, rules)
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["high_score"])


def test_a_score_holds_where_the_rule_is_off() -> None:
    rules = SiteRules(
        severities={Rule.ABUSE: Severity.OFF, Rule.PERSONAL: Severity.OFF},
        hold_scores={Attribute.INSULT: 0.5, Attribute.PERSONAL_ATTACK: 0.2},
    )
    assert codes(judged(RUDE, rules)) == ["high_score", "high_score_personal"]


def test_a_score_of_advertising_is_told_as_such() -> None:
    rules = SiteRules(hold_scores={Attribute.SPAM: 0.001})
    assert "high_score_spam" in codes(judged("Buy cheap loans here today.", rules))


def test_two_scores_of_one_rule_are_told_once() -> None:
    rules = SiteRules(
        severities={Rule.ABUSE: Severity.OFF, Rule.PERSONAL: Severity.OFF},
        hold_scores={Attribute.INSULT: 0.1, Attribute.TOXICITY: 0.1},
    )
    assert codes(judged(RUDE, rules)) == ["high_score"]


def test_a_calm_comment_is_not_held_for_its_scores() -> None:
    rules = SiteRules(hold_scores=dict.fromkeys(Attribute, 0.9))
    assert judged(TEXT, rules).outcome is Outcome.PUBLISH


@pytest.mark.parametrize("standing", NEWSROOM)
def test_those_whom_the_newsroom_trusts_are_spared_all_of_it(standing: Standing) -> None:
    author = AuthorFacts(standing=standing, published=0, account_age=timedelta(0))
    decision = judged(TEXT, ALL, author=author, article=POLITICS, in_wave=True)
    assert (decision.outcome, codes(decision)) == (Outcome.PUBLISH, [])


def test_a_closed_article_is_not_held_but_refused() -> None:
    closed = ArticleFacts(state=ArticleState.CLOSED, section="Politics")
    assert judged(TEXT, ALL, article=closed).outcome is Outcome.REJECT


@given(
    st.timedeltas(timedelta(0), timedelta(days=4_000)),
    st.integers(0, 3_650),
    st.sampled_from(list(Standing)),
)
def test_no_rule_that_holds_publishes_or_rejects(
    age: timedelta, days: int, standing: Standing
) -> None:
    rules = SiteRules(hold_older_days=days, hold_younger_hours=days * 24)
    article, author = ArticleFacts(age=age), AuthorFacts(standing=standing, account_age=age)
    before = judged(TEXT, article=article, author=author).outcome
    after = judged(TEXT, rules, article=article, author=author).outcome
    assert after in {before, Outcome.HOLD}


def test_an_age_is_what_has_passed_when_clocks_go_back_in_the_night() -> None:
    london = ZoneInfo("Europe/London")
    # Between them lie a night's two hours from one to two, of which the clock shows one.
    evening = datetime(2026, 10, 24, 12, 0, tzinfo=london)
    assert elapsed.since(evening, evening + timedelta(days=1)) == timedelta(hours=25)
