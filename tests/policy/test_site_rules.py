"""Site rules as JSON: a round trip, and refusal of what is not understood."""

from typing import Any

import pytest

from parley.errors import BadField
from parley.policy.decision import Attribute, Rule, Severity
from parley.policy.site_rules import DEFAULT_SEVERITIES, SiteRules


def test_default_rules_are_stored_as_an_empty_object() -> None:
    assert SiteRules().as_json() == {}


def test_changed_rules_survive_the_round_trip() -> None:
    rules = SiteRules(
        languages=("en", "hi"),
        severities={**DEFAULT_SEVERITIES, Rule.LINKS: Severity.REJECT},
        max_links=0,
        banned_words=("spam*",),
        hold_all=True,
        hold_younger_hours=48,
        hold_sections=("Politics",),
        hold_older_days=7,
        hold_scores={Attribute.INSULT: 0.5},
        slow_seconds=30,
    )
    assert SiteRules.from_json(rules.as_json()) == rules


def test_a_rule_that_the_site_leaves_out_keeps_its_default() -> None:
    rules = SiteRules.from_json({"severities": {"links": "reject"}})
    assert rules.severity(Rule.LANGUAGE) is Severity.REVISE


def test_every_rule_has_a_default_severity() -> None:
    assert set(DEFAULT_SEVERITIES) == set(Rule)


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {"max_link": 3},
        {"max_links": True},
        {"max_links": -1},
        {"max_links": "3"},
        {"languages": "en"},
        {"regions": ["India"]},
        {"regions": ["in"]},
        {"banned_words": [1]},
        {"severities": {"links": "refuse"}},
        {"severities": {"link": "reject"}},
        {"severities": {"links": ["reject"]}},
        {"severities": []},
        {"min_length": 90, "max_length": 80},
        {"max_length": 10_000_000},
        {"hold_all": 1},
        {"hold_all": "yes"},
        {"hold_sections": "Politics"},
        {"hold_older_days": 1.5},
        {"hold_scores": {"INSULT": 0}},
        {"hold_scores": {"RUDENESS": 0.5}},
        {"slow_seconds": 100_000},
    ],
)
def test_it_refuses_rules_it_does_not_understand(stored: Any) -> None:
    with pytest.raises(BadField):
        SiteRules.from_json(stored)


def test_what_a_later_release_has_set_is_passed_over_and_kept() -> None:
    stored = {
        "max_links": 0,
        "hold_links": {"most": 3},
        "severities": {"links": "reject", "irony": "hold"},
        "hold_scores": {"sarcasm": 0.5},
    }
    rules = SiteRules.kept(stored)
    assert (rules.max_links, rules.severity(Rule.LINKS)) == (0, Severity.REJECT)
    assert rules.as_json() == stored


@pytest.mark.parametrize("stored", [[], {"max_links": "3"}, {"severities": {"links": "perhaps"}}])
def test_a_value_that_cannot_be_read_is_refused_all_the_same(stored: Any) -> None:
    with pytest.raises(BadField):
        SiteRules.kept(stored)
