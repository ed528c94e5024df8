"""What became of the comments of a discussion: decisions, edits, reports, and what was told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from demo.seed.people import people
from demo.seed.threads import Fate, Remark
from parley.models.comment import Comment, CommentState, Revision
from parley.models.decision import Decision, Notice, NoticeKind
from parley.models.report import Report
from parley.models.user import Role, User
from parley.policy.decide import POLICY_VERSION
from parley.policy.decision import Outcome, Reason, Rule, Severity
from parley.policy.site_rules import SiteRules

# Within the five minutes in which authors may edit.
SECOND_THOUGHT = timedelta(minutes=2, seconds=10)
MODERATORS_DELAY = timedelta(minutes=35)
READERS_DELAY = timedelta(minutes=50)
MODERATOR = "sushila"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A remark of the seed, and the comment made of it."""

    remark: Remark
    comment: Comment


def record(written: Sequence[Written], users: Mapping[str, User], *, now: datetime) -> None:
    """Store all that belongs to these comments, which are stored already."""
    moderator = users[MODERATOR]
    Decision.objects.bulk_create((_by_policy(one) for one in written), batch_size=200)
    rejected = [one for one in written if one.comment.state == CommentState.REJECTED]
    Decision.objects.bulk_create(_by_moderator(one, moderator, now=now) for one in rejected)
    Notice.objects.bulk_create(_notice(one, users[one.remark.who], now=now) for one in rejected)
    Revision.objects.bulk_create(_revisions(written, users))
    Report.objects.bulk_create(_reports(written, users, now=now))


def _by_policy(one: Written) -> Decision:
    outcome, reasons = Outcome.PUBLISH, list[Reason]()
    if one.remark.fate:
        reason = _reason(one.remark.fate)
        reasons.append(reason)
        # What the policy wanted changed only waits because its author asked for a moderator.
        revise = reason.severity is Severity.REVISE
        outcome = Outcome.REVISE if revise else Outcome.HOLD
    return Decision(
        site_id=one.comment.site_id,
        comment=one.comment,
        outcome=outcome,
        reasons=[reason.as_dict() for reason in reasons],
        policy_version=POLICY_VERSION,
        created_at=one.comment.created_at,
    )


def _reason(fate: Fate) -> Reason:
    rule = Rule(fate.rule)
    severity = SiteRules().severity(rule)
    return Reason(rule=rule, code=fate.code, message=fate.message, severity=severity)


def _by_moderator(one: Written, moderator: User, *, now: datetime) -> Decision:
    return Decision(
        site_id=one.comment.site_id,
        comment=one.comment,
        outcome=Outcome.REJECT,
        decided_by=moderator,
        by_machine=False,
        note=_note(one),
        created_at=_later(one.comment, MODERATORS_DELAY, now=now),
    )


def _notice(one: Written, author: User, *, now: datetime) -> Notice:
    return Notice(
        site_id=one.comment.site_id,
        user=author,
        kind=NoticeKind.REJECTED,
        comment=one.comment,
        text=_note(one),
        created_at=_later(one.comment, MODERATORS_DELAY, now=now),
    )


def _note(one: Written) -> str:
    return one.remark.fate.message if one.remark.fate else ""


def _revisions(written: Sequence[Written], users: Mapping[str, User]) -> Iterator[Revision]:
    for one in written:
        if one.remark.was and one.comment.edited_at:
            yield Revision(
                comment=one.comment,
                text=one.remark.was,
                replaced_at=one.comment.edited_at,
                replaced_by=users[one.remark.who],
            )


def _reports(
    written: Sequence[Written], users: Mapping[str, User], *, now: datetime
) -> Iterator[Report]:
    readers = [person.handle for person in people().values() if person.role == Role.READER]
    for one in written:
        complaint = one.remark.complaint
        if complaint is None:
            continue
        others = (handle for handle in readers if handle != one.remark.who)
        for reporter in islice(others, complaint.times):
            yield Report(
                site_id=one.comment.site_id,
                comment=one.comment,
                reporter=users[reporter],
                reason=complaint.reason,
                detail=complaint.detail,
                created_at=_later(one.comment, READERS_DELAY, now=now),
            )


def _later(comment: Comment, delay: timedelta, *, now: datetime) -> datetime:
    return min(comment.created_at + delay, now)
