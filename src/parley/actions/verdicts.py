"""What was decided about a comment, as its author may know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from parley.actions.undo_window import is_settled
from parley.models.appeal import Appeal
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.rule_names import rule_name
from parley.models.sections.fairness import Fairness
from parley.policy.decision import Outcome
from parley.policy.marking import Excerpt, excerpt

_OUTCOMES = {
    Outcome.PUBLISH: _("published"),
    Outcome.HOLD: _("held for a moderator"),
    Outcome.REJECT: _("rejected"),
    Outcome.REVISE: _("a change was asked for"),
}
_REMOVED = _("removed")


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason of the policy, with the words that it is about; None where it is all of them."""

    rule: str
    name: str
    message: str
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One decision. `outcome` is a word for programs, `said` the same for people; `removed`
    is what was published before. `by` is "policy" or "moderator", and `name` the moderator's
    where the site names them."""

    decision: int
    outcome: str
    said: str
    by: str
    name: str
    rule: str
    rule_name: str
    note: str
    legal_ground: str
    grounds: tuple[Ground, ...]
    at: datetime


def with_verdicts(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """All that `verdicts_of` and `appealing` ask for, whatever the number of comments."""
    return comments.prefetch_related(
        Prefetch("decisions", Decision.objects.select_related("decided_by")),
        Prefetch("appeals", Appeal.objects.order_by("-opened_at", "-pk")),
        "revisions",
    )


def verdicts_of(comment: Comment, now: datetime) -> list[Verdict]:
    """The first one first. What a moderator can still take back, or took back, is not told;
    nor that the reports about a published comment were dismissed."""
    told, public = list[Verdict](), False
    names = Fairness.of(comment.site).names_moderators
    for decision in sorted(comment.decisions.all(), key=lambda each: (each.created_at, each.pk)):
        if not is_told(decision, now):
            continue
        outcome = Outcome(decision.outcome)
        if not (public and outcome is Outcome.PUBLISH):
            told.append(_verdict(comment, decision, removed=public, names=names))
        public = outcome is Outcome.PUBLISH
    return told


def is_told(decision: Decision, now: datetime) -> bool:
    """Whether the author may know of it by now."""
    return decision.undone_at is None and is_settled(decision, now)


def _verdict(comment: Comment, decision: Decision, *, removed: bool, names: bool) -> Verdict:
    outcome, text = Outcome(decision.outcome), _judged_text(comment, decision)
    gone = removed and outcome is Outcome.REJECT
    by = decision.decided_by
    return Verdict(
        decision=decision.pk,
        outcome="removed" if gone else outcome.value,
        said=str(_REMOVED) if gone else outcome_name(outcome),
        by="policy" if decision.by_machine else "moderator",
        name=by.display_name if names and by is not None else "",
        rule=decision.rule,
        rule_name=rule_name(decision.rule),
        note=decision.note,
        legal_ground=decision.legal_ground,
        grounds=tuple(_ground(text, reason) for reason in decision.reasons),
        at=decision.created_at,
    )


def _judged_text(comment: Comment, decision: Decision) -> str:
    """What the comment said when it was decided: places are of that text."""
    for revision in comment.revisions.all():
        if revision.replaced_at > decision.created_at:
            return revision.text
    return comment.text


def _ground(text: str, reason: Mapping[str, Any]) -> Ground:
    words = excerpt(text, (reason.get("start"), reason.get("end")))
    return Ground(reason["rule"], rule_name(reason["rule"]), reason.get("message", ""), words)


def outcome_name(outcome: str) -> str:
    """In words, as what was done."""
    return str(_OUTCOMES[Outcome(outcome)])
