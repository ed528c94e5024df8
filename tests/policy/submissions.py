"""Shorthand of the policy's tests: a comment judged with everything else at its default."""

from datetime import UTC, datetime
from typing import Any

from parley.policy.decide import decide
from parley.policy.decision import Decision, Reason
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def submission(text: str, **facts: Any) -> Submission:
    return Submission(text=text, now=NOW, **facts)


def judged(text: str, rules: SiteRules | None = None, **facts: Any) -> Decision:
    return decide(submission(text, **facts), rules or SiteRules())


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def only(decision: Decision) -> Reason:
    (reason,) = decision.reasons
    return reason


def marked(text: str, reason: Reason) -> str:
    """The words of the comment that the reason is about."""
    assert reason.start is not None
    return text[reason.start : reason.end]
