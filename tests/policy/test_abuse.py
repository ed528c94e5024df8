"""Abuse and attacks on persons: what is told, with which words, and what is left alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.decision import Attribute, Outcome, Rule, Severity
from parley.policy.scoring import first_tier, score
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts
from tests.policy.submissions import codes, judged, marked, submission

CIVIL = (Rule.ABUSE, Rule.PERSONAL)


def told(text: str, **facts: Any) -> list[str]:
    decision = judged(text, **facts)
    return [each.code for each in decision.reasons if each.rule in CIVIL]


@pytest.mark.parametrize(
    "text",
    [
        "You are an idiot and a liar.",
        "What a pathetic little man you are.",
        "Shut up, you stupid fool.",
        "The minister is a lying pig.",
        "You fucking moron, go away.",
    ],
)
def test_an_insult_is_to_be_revised(text: str) -> None:
    decision = judged(text)
    assert decision.outcome in {Outcome.REVISE, Outcome.REJECT}
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister has failed and should resign.",
        "This is a stupid rule, and the council should drop it.",
        "The article is misleading, and its figures are wrong.",
        "Your argument does not hold, because the table says otherwise.",
        "He was shot dead in front of his house, the police say.",
        "I could kill for a cup of tea now.",
        "My neighbour is a gay man, and he runs the library.",
        "Muslim and Hindu families share the well.",
        "Nobody should be called an idiot for asking.",
    ],
)
def test_criticism_news_and_idioms_are_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_threat_is_named_as_one() -> None:
    assert "threat" in told("I will find you and kill you.")


def test_the_words_that_count_are_marked() -> None:
    text = "I read it twice. You are an idiot, and everybody knows it."
    (insult,) = [each for each in judged(text).reasons if each.code == "insult"]
    assert "idiot" in marked(text, insult)
    assert "read" not in marked(text, insult)


def test_a_disguised_insult_is_marked_in_the_original() -> None:
    text = "You are such an i d i o t, really."
    spans = [marked(text, each) for each in judged(text).reasons if each.code == "insult"]
    assert any("i d i o t" in span for span in spans)


def test_severe_abuse_is_rejected_where_the_rule_asks_for_more_than_advice() -> None:
    text = "You filthy nigger, I hope you die in a fire."
    assert judged(text).outcome is Outcome.REJECT
    advised = judged(text, SiteRules(severities={Rule.ABUSE: Severity.ADVISE}))
    assert {each.severity for each in advised.reasons if each.rule is Rule.ABUSE} == {
        Severity.ADVISE
    }


def test_swearing_at_nobody_is_only_advised_against() -> None:
    decision = judged("Holy shit, what a fucking goal that was!")
    assert decision.outcome is Outcome.PUBLISH
    assert "profanity" in codes(decision)


def test_an_attack_on_the_author_of_the_parent_is_told_apart() -> None:
    text = "dev_k, you are a fool and a liar."
    codes = told(text, parent_text="I think the toll is fair.", parent_author="dev_k")
    assert "attack_on_reader" in codes


def test_an_attack_on_the_writer_is_told_apart() -> None:
    article = ArticleFacts(headline="Toll", writers=("Meera Nair",))
    assert "attack_on_writer" in told("Meera Nair is a liar and an idiot.", article=article)


def test_a_lower_threshold_finds_more() -> None:
    text = "Honestly, what a silly thing to say."
    low = SiteRules(thresholds=dict.fromkeys(Attribute, 0.01))
    assert any(each.rule in CIVIL for each in judged(text, low).reasons)
    assert told(text) == []


def test_every_decision_has_all_scores_and_the_models_version() -> None:
    decision = judged("The council has decided.")
    assert set(decision.scores) >= set(first_tier().attributes)
    assert all(0 <= value <= 1 for value in decision.scores.values())
    assert decision.model_version == first_tier().version


@given(st.text(max_size=300))
def test_spans_lie_in_the_text(text: str) -> None:
    scored = score(submission(text))
    for attribute in scored.scores:
        for span in scored.words(attribute):
            assert 0 <= span.start < span.end <= len(text)
            assert 0 < span.value < 1
