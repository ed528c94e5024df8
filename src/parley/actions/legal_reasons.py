"""Statements of reasons: what was restricted of a comment, by whom, why, and what can be done.

After art. 17 of the Digital Services Act; built from what the decisions say, and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from parley.actions.moderating import UNDO_WINDOW
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.legal import CaseKind, LegalCase
from parley.policy.decision import Outcome


class Restriction(StrEnum):
    """What was done to the comment."""

    REFUSED = "refused"
    RETURNED = "returned"
    REDACTED = "redacted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Why one restriction was made. `found_by_machine`: the house policy had held the comment
    before anybody read it. `rule` and `legal_ground` may be "". `decision` is None where
    something was hidden in the comment."""

    restriction: Restriction
    made_at: datetime
    why: str
    rule: str = ""
    legal_ground: str = ""
    after_notice: bool = False
    found_by_machine: bool = False
    decided_by_machine: bool = False
    decision: Decision | None = None


def statements_of(comment: Comment, *, now: datetime) -> list[Statement]:
    """Of every restriction that stands, the latest first."""
    found = [*_of_decisions(comment, now), *_of_redactions(comment)]
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def _of_decisions(comment: Comment, now: datetime) -> Iterator[Statement]:
    """What can still be undone was told to nobody, and is no decision yet."""
    told = Q(batch="") | Q(created_at__lte=now - UNDO_WINDOW)
    decisions = list(comment.decisions.filter(undone_at=None).order_by("created_at", "pk"))
    shown = set(comment.decisions.filter(told).values_list("pk", flat=True))
    notices = LegalCase.objects.filter(comment=comment, kind=CaseKind.NOTICE)
    received = min(notices.values_list("received_at", flat=True), default=None)
    held = False
    for decision in decisions:
        restriction = _restriction(decision)
        if restriction is not None and decision.pk in shown:
            yield Statement(
                restriction=restriction,
                made_at=decision.created_at,
                why=decision.note or _said(decision),
                rule=decision.rule,
                legal_ground=decision.legal_ground,
                after_notice=received is not None and received <= decision.created_at,
                found_by_machine=held or decision.by_machine,
                decided_by_machine=decision.by_machine,
                decision=decision,
            )
        held = held or (decision.by_machine and decision.outcome == Outcome.HOLD)


def _restriction(decision: Decision) -> Restriction | None:
    if decision.outcome == Outcome.REJECT:
        return Restriction.REFUSED
    if decision.outcome == Outcome.REVISE and not decision.by_machine:
        return Restriction.RETURNED
    return None


def _said(decision: Decision) -> str:
    """The policy's own words, where no person has said anything."""
    return " ".join(reason["message"] for reason in decision.reasons)


def _of_redactions(comment: Comment) -> Iterator[Statement]:
    for redaction in comment.redactions.all():
        yield Statement(
            restriction=Restriction.REDACTED, made_at=redaction.made_at, why=redaction.why
        )
