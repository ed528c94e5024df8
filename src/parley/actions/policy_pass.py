"""Judges imported comments by the house policy, if a site wants that: first to look, then to hold.

Importing judges nothing, since comments keep the standing that they had. A site may want its
moderators to see once more what its rules would not publish today.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from parley.actions import hooking, publishing, queueing
from parley.actions.posting import article_facts, as_row, rules_of
from parley.models.comment import Comment, CommentState
from parley.models.hook import HookKind
from parley.models.site import Site
from parley.policy import decision as policy
from parley.policy.decide import decide
from parley.policy.decision import Outcome, Rule, Severity
from parley.policy.submission import Submission

# What is against a person is still so years later; how a sentence was written is not.
USUAL_RULES = (Rule.ABUSE, Rule.PERSONAL, Rule.PRIVACY, Rule.SPAM, Rule.WORDS)

_BATCH = 200
_STOPS = (Severity.REVISE, Severity.HOLD, Severity.REJECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A published comment and what the policy says to it; `reasons` are those that were asked
    for and would keep a new comment from being published."""

    comment: Comment
    decision: policy.Decision
    reasons: tuple[policy.Reason, ...]


def judged(site: Site, source: str, *, rules: Collection[Rule]) -> Iterator[Judged]:
    """Every published comment of the source, oldest key first. Raises ModelUnavailable."""
    standing = rules_of(site)
    after = 0
    while batch := list(_published(site, source).filter(pk__gt=after)[:_BATCH]):
        after = batch[-1].pk
        for comment in batch:
            decision = decide(_submission(comment), standing)
            yield Judged(
                comment=comment,
                decision=decision,
                reasons=tuple(
                    reason
                    for reason in decision.reasons
                    if reason.rule in rules and reason.severity in _STOPS
                ),
            )


def hold(found: Judged, *, now: datetime) -> bool:
    """Send the comment to the queue, with the reasons; False if it has changed meanwhile."""
    with transaction.atomic():
        row = Comment.objects.locked(found.comment.pk)
        if row.state != CommentState.PUBLISHED or row.text != found.comment.text:
            return False
        publishing.withdraw(row, CommentState.HELD, now=now)
        stored = as_row(row, found.decision, now=now)
        stored.outcome = Outcome.HOLD
        stored.reasons = [reason.as_dict() for reason in found.reasons]
        stored.save()
        queueing.keep(row, now)
        hooking.tell_judged(row, HookKind.HELD, judged=stored, now=now)
    return True


def _published(site: Site, source: str) -> QuerySet[Comment]:
    found: QuerySet[Comment] = (
        Comment.objects.imported(site, source)
        .filter(state=CommentState.PUBLISHED)
        .select_related("site", "article", "author", "parent__author")
        .order_by("pk")
    )
    return found


def _submission(comment: Comment) -> Submission:
    """Repeats, and people in the thread other than the one answered, are left out of account:
    they would cost a query a comment."""
    parent = comment.parent
    return Submission(
        text=comment.text,
        now=comment.created_at,
        article=article_facts(comment.site, comment.article, now=comment.created_at),
        parent_text=parent.text if parent else None,
        parent_author=parent.author.display_name if parent else None,
    )
