"""What became of the comments of a discussion: decisions, edits, reports, and what was told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from demo.seed.people import people
from demo.seed.reading import BadSeed
from demo.seed.threads import Remark
from parley.actions import posting
from parley.models.comment import Comment, Revision
from parley.models.decision import Decision, Notice, NoticeKind
from parley.models.report import Report
from parley.models.user import Role, User
from parley.policy.decide import decide
from parley.policy.decision import Outcome, Rule
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts, ArticleState, Submission

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
    rules = posting.rules_of(written[0].comment.site)
    moderator = users[MODERATOR]
    Decision.objects.bulk_create((_by_policy(one, rules) for one in written), batch_size=200)
    rejected = [one for one in written if one.remark.rejected]
    approved = [one for one in written if one.remark.public and _is_premoderated(one)]
    Decision.objects.bulk_create(
        _by_moderator(one, moderator, now=now) for one in (*rejected, *approved)
    )
    Notice.objects.bulk_create(_notice(one, users[one.remark.who], now=now) for one in rejected)
    Revision.objects.bulk_create(_revisions(written, users))
    Report.objects.bulk_create(_reports(written, users, now=now))


def _by_policy(one: Written, rules: SiteRules) -> Decision:
    """What the house policy says of it. Raises BadSeed where that is not its fate."""
    text = one.remark.text
    # A discussion that is closed now was open when it was written.
    state = ArticleState.PREMODERATED if _is_premoderated(one) else ArticleState.OPEN
    submission = Submission(
        text=text, now=one.comment.created_at, article=ArticleFacts(state=state)
    )
    judged = decide(submission, rules)
    # What it wants changed only waits because the author asked for a moderator.
    if one.remark.held and judged.outcome not in {Outcome.HOLD, Outcome.REVISE}:
        raise BadSeed(f"The policy does not hold {text!r}.")
    faults = [reason.code for reason in judged.reasons if reason.rule is not Rule.ARTICLE]
    if one.remark.public and faults:
        raise BadSeed(f"The policy does not publish {text!r}: {faults}.")
    return posting.as_row(one.comment, judged, now=one.comment.created_at)


def _is_premoderated(one: Written) -> bool:
    return one.comment.article.state == ArticleState.PREMODERATED


def _by_moderator(one: Written, moderator: User, *, now: datetime) -> Decision:
    return Decision(
        site_id=one.comment.site_id,
        comment=one.comment,
        outcome=Outcome.REJECT if one.remark.rejected else Outcome.PUBLISH,
        decided_by=moderator,
        by_machine=False,
        note=one.remark.rejected or "",
        created_at=_later(one.comment, MODERATORS_DELAY, now=now),
    )


def _notice(one: Written, author: User, *, now: datetime) -> Notice:
    return Notice(
        site_id=one.comment.site_id,
        user=author,
        kind=NoticeKind.REJECTED,
        comment=one.comment,
        text=one.remark.rejected or "",
        created_at=_later(one.comment, MODERATORS_DELAY, now=now),
    )


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
