"""One comment as a moderator needs to see it: its text, and all that speaks for or against it."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from parley.actions.moderating import last_decision
from parley.models.comment import UNSEEN, Comment, CommentState
from parley.models.decision import Decision
from parley.models.report import Report
from parley.policy.marking import Excerpt, excerpt


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason of the policy, with the words it means; None where it means all of them."""

    rule: str
    severity: str
    message: str
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`seen` goes back with the moderator's decision; `then` is the next card of the page."""

    comment: Comment
    grounds: tuple[Ground, ...]
    reports: tuple[Report, ...]
    seen: int
    then: int | None = None

    @property
    def may_approve(self) -> bool:
        """A public comment without complaints needs no approval."""
        held = self.comment.state in {*UNSEEN, CommentState.REJECTED}
        return held or (self.comment.state == CommentState.PUBLISHED and bool(self.reports))

    @property
    def may_reject(self) -> bool:
        return self.comment.state in {*UNSEEN, CommentState.PUBLISHED}


def with_grounds(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Everything that cards show, in a number of queries that does not grow with them."""
    reports = Report.objects.filter(settled_at=None).select_related("reporter", "author")
    decisions = Decision.objects.select_related("decided_by")
    return comments.select_related(
        "site", "article", "author__user", "parent__author"
    ).prefetch_related(
        Prefetch("reports", reports.order_by("created_at", "pk")),
        Prefetch("decisions", decisions),
    )


def cards_of(comments: Iterable[Comment]) -> list[Card]:
    """Cards in the order given; to be called with comments from `with_grounds`."""
    shown = list(comments)
    following = [comment.pk for comment in shown[1:]]
    return [card_of(comment, then) for comment, then in itertools.zip_longest(shown, following)]


def card_of(comment: Comment, then: int | None = None) -> Card:
    return Card(
        comment=comment,
        grounds=tuple(_ground(comment.text, reason) for reason in _latest_reasons(comment)),
        reports=tuple(comment.reports.all()),
        seen=last_decision(comment),
        then=then,
    )


def _latest_reasons(comment: Comment) -> list[dict[str, Any]]:
    """What the policy said last; of an edited comment, about the text as it is now."""
    by_policy = [decision for decision in comment.decisions.all() if decision.by_machine]
    return by_policy[-1].reasons if by_policy else []


def _ground(text: str, reason: dict[str, Any]) -> Ground:
    return Ground(
        reason["rule"],
        reason["severity"],
        reason["message"],
        excerpt(text, (reason["start"], reason["end"])),
    )
