"""The frame: the severest reason decides, and a check that fails holds."""

from collections.abc import Iterator

from parley.policy.decide import decide
from parley.policy.decision import Outcome, Reason, Rule, Severity
from parley.policy.messages import reason
from parley.policy.phases import Phase
from parley.policy.site_rules import SiteRules
from parley.policy.submission import AuthorFacts, Standing, Submission
from tests.policy.submissions import codes, submission

TEXT = "The council has to publish the report before it votes."


def broken(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    yield reason("text_speak", rules, full="you", short="u")
    raise RuntimeError("the model file is gone")


def complains(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    yield reason("language", rules, languages="English")


def suspects(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    yield reason("suspect_words", rules)


def rejects(submission: Submission, rules: SiteRules) -> Iterator[Reason]:
    yield reason("article_closed", rules)


BROKEN = Phase(Rule.SENTENCES, broken)
COMPLAINS = Phase(Rule.LANGUAGE, complains)
SUSPECTS = Phase(Rule.WORDS, suspects)
REJECTS = Phase(Rule.ARTICLE, rejects)


def test_a_check_that_fails_holds_the_comment() -> None:
    decision = decide(submission(TEXT), SiteRules(), phases=((BROKEN,),))
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["check_failed"])


def test_a_check_that_fails_holds_even_where_the_rule_only_advises() -> None:
    rules = SiteRules(severities={Rule.SENTENCES: Severity.ADVISE})
    assert decide(submission(TEXT), rules, phases=((BROKEN,),)).outcome is Outcome.HOLD


def test_a_check_that_fails_holds_trusted_authors_too() -> None:
    trusted = submission(TEXT, author=AuthorFacts(standing=Standing.TRUSTED))
    assert decide(trusted, SiteRules(), phases=((BROKEN,),)).outcome is Outcome.HOLD


def test_a_rule_that_is_off_is_not_asked() -> None:
    rules = SiteRules(severities={Rule.SENTENCES: Severity.OFF})
    assert decide(submission(TEXT), rules, phases=((BROKEN,),)).outcome is Outcome.PUBLISH


def test_the_severest_reason_decides() -> None:
    decision = decide(submission(TEXT), SiteRules(), phases=((COMPLAINS, SUSPECTS),))
    assert (decision.outcome, codes(decision)) == (Outcome.HOLD, ["language", "suspect_words"])


def test_advice_is_shown_and_published() -> None:
    rules = SiteRules(severities={Rule.LANGUAGE: Severity.ADVISE})
    decision = decide(submission(TEXT), rules, phases=((COMPLAINS,),))
    assert (decision.outcome, codes(decision)) == (Outcome.PUBLISH, ["language"])


def test_nothing_is_checked_after_a_group_that_rejects() -> None:
    decision = decide(submission(TEXT), SiteRules(), phases=((REJECTS,), (COMPLAINS,)))
    assert codes(decision) == ["article_closed"]


def test_a_site_decides_what_a_finding_leads_to() -> None:
    rules = SiteRules(severities={Rule.LANGUAGE: Severity.REJECT})
    assert decide(submission(TEXT), rules, phases=((COMPLAINS,),)).outcome is Outcome.REJECT


def test_a_mere_suspicion_never_does_more_than_hold() -> None:
    rules = SiteRules(severities={Rule.WORDS: Severity.REJECT})
    assert decide(submission(TEXT), rules, phases=((SUSPECTS,),)).outcome is Outcome.HOLD


def test_the_decision_is_the_contracts_object() -> None:
    decision = decide(submission(TEXT), SiteRules(), phases=((COMPLAINS,),))
    assert decision.as_dict() == {
        "outcome": "revise",
        "language": "en",
        "reasons": [
            {
                "rule": "language",
                "code": "language",
                "message": "Please write your comment in English.",
                "start": None,
                "end": None,
                "suggestion": None,
                "severity": "revise",
            }
        ],
        "scores": {name.value: round(value, 4) for name, value in decision.scores.items()},
        "suggested_text": None,
        "policy_version": decision.policy_version,
        "model_version": decision.model_version,
    }
