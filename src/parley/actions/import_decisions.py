"""Stores what was decided about imported comments, and has those wait that are to be decided."""

from collections.abc import Iterable
from datetime import datetime

from parley.actions import queueing
from parley.importers.record import ImportedComment, SourceState
from parley.models.appeal import Appeal
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.queue import Waiting
from parley.policy.decision import Outcome, Reason, Rule, Severity
from parley.policy.risk import Risk

Pairs = Iterable[tuple[Comment, ImportedComment]]


def _reason(rule: Rule, code: str, *, message: str, severity: Severity) -> Reason:
    return Reason(rule=rule, code=code, message=message, severity=severity)


# Why a moderator finds the comment unpublished; the house policy has not judged it.
_REASONS = {
    SourceState.HELD: (
        Outcome.HOLD,
        _reason(
            Rule.AUTHOR,
            "imported_held",
            message="It was waiting for a moderator where it comes from.",
            severity=Severity.HOLD,
        ),
    ),
    SourceState.REJECTED: (
        Outcome.REJECT,
        _reason(
            Rule.AUTHOR,
            "imported_rejected",
            message="It was rejected where it comes from.",
            severity=Severity.REJECT,
        ),
    ),
    SourceState.SPAM: (
        Outcome.REJECT,
        _reason(
            Rule.SPAM,
            "imported_spam",
            message="It was marked as spam where it comes from.",
            severity=Severity.REJECT,
        ),
    ),
}


def store(pairs: Pairs, *, now: datetime) -> None:
    """What Parley's own export tells, appeals too, else why an imported comment is not public."""
    decisions: list[Decision] = []
    appeals: list[Appeal] = []
    for comment, record in pairs:
        for told in record.own.get("decisions", ()):
            fields = {name: value for name, value in told.items() if name != "appeal"}
            made = Decision(site_id=comment.site_id, comment=comment, **fields)
            decisions.append(made)
            if appeal := told.get("appeal"):
                appeals.append(
                    Appeal(site_id=comment.site_id, comment=comment, decision=made, **appeal)
                )
        if "decisions" not in record.own and record.state in _REASONS:
            decisions.append(_imported(comment, record.state, now=now))
    Decision.objects.bulk_create(decisions)
    Appeal.objects.bulk_create(appeals)


def _imported(comment: Comment, state: SourceState, *, now: datetime) -> Decision:
    outcome, reason = _REASONS[state]
    return Decision(
        site_id=comment.site_id,
        comment=comment,
        outcome=outcome,
        reasons=[reason.as_dict()],
        policy_version=f"import:{comment.source}",
        created_at=now,
    )


def enter_queue(pairs: Pairs, now: datetime) -> None:
    """What waits, from now on, or as it did where the export tells."""
    told = {comment: record.own.get("waiting") for comment, record in pairs}
    Waiting.objects.bulk_create(
        Waiting(
            comment=comment,
            site_id=comment.site_id,
            article_id=comment.article_id,
            author_id=comment.author_id,
            risk=Risk.FORMAL,
            held=comment.state == CommentState.HELD,
            **waited,
        )
        for comment, waited in told.items()
        if waited
    )
    queueing.keep_all([each.pk for each, waited in told.items() if waited or _waits(each)], now)


def _waits(comment: Comment) -> bool:
    return comment.state == CommentState.HELD or comment.open_reports > 0
