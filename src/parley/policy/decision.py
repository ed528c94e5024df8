"""What the policy answers: an outcome, and the reasons the author is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Rule(StrEnum):
    LANGUAGE = "language"
    SENTENCES = "sentences"
    ABUSE = "abuse"
    PERSONAL = "personal"
    PRIVACY = "privacy"
    SPAM = "spam"
    RELEVANCE = "relevance"
    REPEAT = "repeat"
    WORDS = "words"
    LINKS = "links"
    LENGTH = "length"
    AUTHOR = "author"
    ARTICLE = "article"
    # What a program of the publisher's says, after the policy (`actions.outside`).
    OUTSIDE = "outside"


# By these a comment waits as a matter of form, whatever it says: there is nothing in its text to
# judge anew, and no alarm to be false.
FORMAL = frozenset({Rule.AUTHOR, Rule.ARTICLE})


class Attribute(StrEnum):
    """What a score is about; the first six are Perspective's names, with its meanings."""

    TOXICITY = "TOXICITY"
    SEVERE_TOXICITY = "SEVERE_TOXICITY"
    INSULT = "INSULT"
    PROFANITY = "PROFANITY"
    THREAT = "THREAT"
    IDENTITY_ATTACK = "IDENTITY_ATTACK"
    PERSONAL_ATTACK = "PERSONAL_ATTACK"
    SPAM = "SPAM"


NO_SCORES: Mapping[Attribute, float] = MappingProxyType({})


class Severity(StrEnum):
    """What a reason does to the comment, mildest first."""

    OFF = "off"
    ADVISE = "advise"
    REVISE = "revise"
    HOLD = "hold"
    REJECT = "reject"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Outcome(StrEnum):
    PUBLISH = "publish"
    REVISE = "revise"
    HOLD = "hold"
    REJECT = "reject"


_OUTCOMES = {
    Severity.OFF: Outcome.PUBLISH,
    Severity.ADVISE: Outcome.PUBLISH,
    Severity.REVISE: Outcome.REVISE,
    Severity.HOLD: Outcome.HOLD,
    Severity.REJECT: Outcome.REJECT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """`start` and `end` are code point offsets into the comment; None: all of it."""

    rule: Rule
    code: str
    message: str
    severity: Severity
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule.value,
            "code": self.code,
            "message": self.message,
            "start": self.start,
            "end": self.end,
            "suggestion": self.suggestion,
            "severity": self.severity.value,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`suggested_text` is the whole comment mended; None: nothing to suggest."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    language: str | None
    suggested_text: str | None
    policy_version: str
    model_version: str | None = None
    scores: Mapping[Attribute, float] = field(default_factory=lambda: NO_SCORES)

    def as_dict(self) -> dict[str, Any]:
        """The contract's decision object, without the caller's "id"."""
        return {
            "outcome": self.outcome.value,
            "language": self.language,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "scores": {name: round(float(value), 4) for name, value in self.scores.items()},
            "suggested_text": self.suggested_text,
            "policy_version": self.policy_version,
            "model_version": self.model_version,
        }


def outcome_of(reasons: tuple[Reason, ...]) -> Outcome:
    """The severest reason decides; without any, the comment is published."""
    ranks = (reason.severity for reason in reasons)
    return _OUTCOMES[max(ranks, key=lambda severity: severity.rank, default=Severity.OFF)]
