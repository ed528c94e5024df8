"""One comment as a moderator needs to see it: its text, and all that speaks for or against it."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from parley.actions.figures import words
from parley.actions.moderating import last_decision
from parley.console import marked, scores
from parley.console.scores import Score
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban
from parley.models.comment import UNSEEN, Comment, CommentState
from parley.models.decision import Decision
from parley.models.legal import LegalCase
from parley.models.queue import Waiting
from parley.models.report import Report
from parley.models.rule_names import rule_name
from parley.policy.marking import Excerpt, excerpt


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason of the policy, with the words it means; None where it means all of them, or
    they are marked in the comment itself."""

    rule: str
    name: str
    severity: str
    message: str
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`seen` goes back with the moderator's decision; `then` is the next card of the page.

    `html` is the comment with the words of the policy marked; `waiting` is None where the
    comment does not wait; `papers` are the open legal notices and grievances about it.
    """

    comment: Comment
    html: str
    grounds: tuple[Ground, ...]
    scores: tuple[Score, ...]
    reports: tuple[Report, ...]
    papers: tuple[LegalCase, ...]
    waiting: Waiting | None
    seen: int
    then: int | None = None

    @property
    def may_approve(self) -> bool:
        """A public comment without complaints needs no approval, unless it was escalated."""
        held = self.comment.state in {*UNSEEN, CommentState.REJECTED}
        open_ = bool(self.reports) or self.waiting is not None
        return held or (self.comment.state == CommentState.PUBLISHED and open_)

    @property
    def may_reject(self) -> bool:
        return self.comment.state in {*UNSEEN, CommentState.PUBLISHED}

    @property
    def writer(self) -> Author:
        """Who writes under the author's account now; bans, suspensions and trust are theirs."""
        author = self.comment.author
        user: Any = author.user if author.source else None
        writers: list[Author] = user.writers if user else []
        return next((each for each in writers if each.site_id == author.site_id), author)

    @property
    def notes(self) -> list[AuthorNote]:
        """About the author, and about who writes now."""
        authors = {author.pk: author for author in (self.comment.author, self.writer)}
        return [note for author in authors.values() for note in author.notes.all()]

    @property
    def rejected_share(self) -> str:
        """Of the author's decided comments, those that were rejected; "" without any."""
        author = self.comment.author
        decided = author.published_count + author.rejected_count
        return words.percent(author.rejected_count / decided) if decided else ""

    @property
    def weight(self) -> float:
        """What the open reports weigh together."""
        return sum(report.weight for report in self.reports)


def with_grounds(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Everything that cards show, in a number of queries that does not grow with them."""
    reports = Report.objects.filter(settled_at=None)
    decisions = Decision.objects.select_related("decided_by")
    notes = AuthorNote.objects.select_related("made_by")
    bans = Ban.objects.in_force_anywhere(timezone.now())
    # Of imported authors who were claimed: what counts is kept on who writes now.
    writers = Author.objects.filter(source="").prefetch_related(
        Prefetch("notes", notes), Prefetch("bans", bans)
    )
    return comments.select_related(
        "site",
        "article",
        "author__user",
        "parent__author",
        "waiting__lease_by",
        "waiting__assigned_to",
    ).prefetch_related(
        Prefetch("reports", reports.order_by("created_at", "pk")),
        Prefetch("decisions", decisions),
        Prefetch("legal_cases", LegalCase.objects.papers().order_by("pk"), to_attr="papers"),
        Prefetch("author__notes", notes),
        Prefetch("author__bans", bans),
        Prefetch("author__user__authors", writers, to_attr="writers"),
    )


def cards_of(comments: Iterable[Comment]) -> list[Card]:
    """Cards in the order given; to be called with comments from `with_grounds`."""
    shown = list(comments)
    following = [comment.pk for comment in shown[1:]]
    return [card_of(comment, then) for comment, then in itertools.zip_longest(shown, following)]


def cards_by_key(pks: Iterable[int]) -> list[Card]:
    """Cards of these comments, in this order."""
    order = list(pks)
    found = {row.pk: row for row in with_grounds(Comment.objects.filter(pk__in=order))}
    return cards_of(found[pk] for pk in order if pk in found)


def card_of(comment: Comment, then: int | None = None) -> Card:
    judged = _latest(comment)
    reasons = judged.reasons if judged else []
    # What came with an import may name no place.
    spans = [(one["start"], one.get("end")) for one in reasons if one.get("start") is not None]
    shown = marked.mark(comment.html, comment.text, spans=spans)
    return Card(
        comment=comment,
        html=shown.html,
        grounds=tuple(_ground(comment.text, reason, shown=shown) for reason in reasons),
        scores=scores.in_words(judged.scores if judged else {}),
        reports=tuple(comment.reports.all()),
        papers=tuple(comment.papers),  # type: ignore[attr-defined]  # prefetched
        waiting=getattr(comment, "waiting", None),
        seen=last_decision(comment),
        then=then,
    )


def _latest(comment: Comment) -> Decision | None:
    """What the policy said last; of an edited comment, about the text as it is now."""
    by_policy = [decision for decision in comment.decisions.all() if decision.by_machine]
    return by_policy[-1] if by_policy else None


def _ground(text: str, reason: dict[str, Any], *, shown: marked.Marked) -> Ground:
    span = (reason.get("start"), reason.get("end"))
    cut = None if span in shown.found else excerpt(text, span)
    rule = reason.get("rule", "")
    severity, message = reason.get("severity", ""), reason.get("message", "")
    return Ground(rule, rule_name(rule), severity, message, cut)
