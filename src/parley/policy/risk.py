"""How pressing a waiting comment is: by what it may do to people while nobody looks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from parley.policy.decision import FORMAL, Rule, Severity


class Risk(IntEnum):
    """How much harm a comment can do while it waits; the queue begins with the greatest."""

    FORMAL = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    URGENT = 4


# What harms somebody; what wastes everybody's time; the rest is form.
_AGAINST_PEOPLE = frozenset({Rule.ABUSE, Rule.PERSONAL, Rule.PRIVACY})
_NUISANCE = frozenset({Rule.SPAM, Rule.WORDS, Rule.LINKS})
_GRAVE_CODES = frozenset({"severe_abuse", "threat"})

# Names in `models.report.ReportReason`.
_GRAVE_REPORTS = frozenset({"abuse", "personal", "privacy", "illegal"})
# As many readers of ordinary standing as do not complain by mistake.
HEAVY = 3.0
# Anybody can send a notice under any name: some are worth a look soon, but however many there
# are, they do not go before what is known to be urgent.
MANY_PAPERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What speaks against a comment. `reasons` are stored reasons, as in `Reason.as_dict`;
    `reports` the sum of open reports' weights by the name of their reason; `papers` how many
    legal notices and grievances are open."""

    reasons: Iterable[Mapping[str, Any]] = ()
    reports: Mapping[str, float]
    papers: int = 0
    escalated: bool = False


def risk_of(trouble: Trouble) -> Risk:
    """The greatest of what each thing alone would make it."""
    risks = [_of_reason(reason) for reason in trouble.reasons]
    if trouble.reports:
        grave = any(name in _GRAVE_REPORTS for name in trouble.reports)
        heavy = sum(trouble.reports.values()) >= HEAVY
        risks.append(Risk.HIGH if grave and heavy else Risk.MEDIUM)
    if trouble.papers:
        risks.append(Risk.HIGH if trouble.papers >= MANY_PAPERS else Risk.MEDIUM)
    if trouble.escalated:
        risks.append(Risk.URGENT)
    return max(risks, default=Risk.FORMAL)


def _of_reason(reason: Mapping[str, Any]) -> Risk:
    rule, severity = reason["rule"], reason["severity"]
    if severity == Severity.ADVISE:
        return Risk.FORMAL
    if reason["code"] in _GRAVE_CODES:
        return Risk.URGENT
    if rule in _AGAINST_PEOPLE:
        return Risk.HIGH
    if rule in _NUISANCE:
        return Risk.MEDIUM
    return Risk.FORMAL if rule in FORMAL else Risk.LOW
