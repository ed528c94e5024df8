"""Statements of reasons: what was restricted of a comment, by whom, why, and what can be done.

After art. 17 of the Digital Services Act; built from what the decisions say, and nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from parley.actions.undo_window import is_settled
from parley.models.comment import Comment
from parley.models.decision import BY_REPORTS, Decision
from parley.models.legal import CaseKind, LegalCase
from parley.policy.decision import FORMAL, Outcome, Severity


class Restriction(StrEnum):
    """What was done to the comment."""

    REFUSED = "refused"
    RETURNED = "returned"
    REDACTED = "redacted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Why one restriction was made. `found_by_machine`: the house policy had stopped the comment
    for what it says before anybody read it; to be read first as a matter of form is no finding.
    `rule` and `legal_ground` may be "". `decision` is None where something was hidden in the
    comment."""

    restriction: Restriction
    made_at: datetime
    why: str
    rule: str = ""
    legal_ground: str = ""
    after_notice: bool = False
    found_by_machine: bool = False
    decided_by_machine: bool = False
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """Since when there was a notice, and since when a program held it; None where never."""

    noticed_at: datetime | None
    held_at: datetime | None

    def was_noticed(self, moment: datetime) -> bool:
        return self.noticed_at is not None and self.noticed_at <= moment

    def was_held(self, moment: datetime) -> bool:
        return self.held_at is not None and self.held_at <= moment


def statements_of(comment: Comment, *, now: datetime) -> list[Statement]:
    """Of every restriction, the latest first."""
    decisions = list(comment.decisions.filter(undone_at=None).order_by("created_at", "pk"))
    notices = LegalCase.objects.filter(comment=comment, kind=CaseKind.NOTICE)
    held = [each.created_at for each in decisions if _is_hold(each)]
    before = _Before(
        noticed_at=min(notices.values_list("received_at", flat=True), default=None),
        held_at=min(held, default=None),
    )
    # What can still be undone was told to nobody, and is no decision yet.
    told = [each for each in decisions if is_settled(each, now)]
    found = [*_of_decisions(told, before), *_of_redactions(comment, before)]
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def _of_decisions(decisions: Iterable[Decision], before: _Before) -> Iterator[Statement]:
    for decision in decisions:
        restriction = _restriction(decision)
        if restriction is not None:
            yield Statement(
                restriction=restriction,
                made_at=decision.created_at,
                why=decision.note or _said(decision),
                rule=decision.rule,
                legal_ground=decision.legal_ground,
                decided_by_machine=decision.by_machine,
                decision=decision,
                after_notice=before.was_noticed(decision.created_at),
                found_by_machine=before.was_held(decision.created_at),
            )


def _is_hold(decision: Decision) -> bool:
    by_policy = decision.by_machine and decision.policy_version != BY_REPORTS
    found = any(
        reason.get("severity") != Severity.ADVISE and reason.get("rule") not in FORMAL
        for reason in decision.reasons
    )
    return by_policy and found and decision.outcome in (Outcome.HOLD, Outcome.REJECT)


def _restriction(decision: Decision) -> Restriction | None:
    if decision.outcome == Outcome.REJECT:
        return Restriction.REFUSED
    if decision.outcome == Outcome.REVISE and not decision.by_machine:
        return Restriction.RETURNED
    return None


def _said(decision: Decision) -> str:
    """The policy's own words, where no person has said anything."""
    return " ".join(reason["message"] for reason in decision.reasons)


def _of_redactions(comment: Comment, before: _Before) -> Iterator[Statement]:
    for redaction in comment.redactions.all():
        yield Statement(
            restriction=Restriction.REDACTED,
            made_at=redaction.made_at,
            why=redaction.why,
            after_notice=before.was_noticed(redaction.made_at),
            found_by_machine=before.was_held(redaction.made_at),
        )
