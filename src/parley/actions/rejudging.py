"""Judges stored comments again: to explain what was decided, and to try out other rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from parley.actions.participants import others_near
from parley.actions.posting import article_facts, earlier_of, rules_of
from parley.actions.ruling import Choices
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.user import Membership
from parley.policy import decision as policy
from parley.policy.decide import POLICY_VERSION, decide
from parley.policy.decision import Attribute
from parley.policy.elapsed import since
from parley.policy.scoring import ScoredSpan, model_version, score
from parley.policy.submission import AuthorFacts, Standing, Submission

# What a month of a busy discussion shows; judging them twice takes less than a second.
MOST_TRIED = 200
TRIED_SINCE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`stored` are the decisions as they were made; `replayed` is the policy's of today.

    `same_models`: the policy and models of today are those of the last stored decision, so
    that a difference can only come from other rules of the site. `words` are what made
    each score as high as it is.
    """

    comment: Comment
    stored: Sequence[Decision]
    replayed: policy.Decision
    same_models: bool
    words: dict[Attribute, tuple[ScoredSpan, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One comment under the rules as they are, and as they would be."""

    comment: Comment
    before: policy.Decision
    after: policy.Decision

    @property
    def differs(self) -> bool:
        return self.before.outcome is not self.after.outcome


def explain(comment: Comment) -> Explanation:
    """What was decided about a comment, and what would be today, with the words that count.

    Raises ModelUnavailable.
    """
    stored = tuple(comment.decisions.select_related("decided_by"))
    judged = next((each for each in reversed(stored) if each.by_machine), None)
    submission = submission_of(comment)
    scored = score(submission)
    words = {attribute: scored.words(attribute) for attribute in scored.scores}
    return Explanation(
        comment=comment,
        stored=stored,
        replayed=decide(submission, rules_of(comment.site)),
        same_models=judged is not None
        and (judged.policy_version, judged.model_version) == (POLICY_VERSION, model_version()),
        words=words,
    )


def submission_of(comment: Comment) -> Submission:
    """The facts as they were when it was written, as far as they are kept.

    Its author's standing of that day is not: the text is judged as an ordinary author's.
    """
    parent, rules = comment.parent, rules_of(comment.site)
    return Submission(
        text=comment.text,
        now=comment.created_at,
        article=article_facts(comment.site, comment.article, now=comment.created_at),
        author=AuthorFacts(standing=Standing.ORDINARY),
        parent_text=parent.text if parent else None,
        parent_author=parent.author.display_name if parent else None,
        others=others_near(
            comment.article, parent, author=comment.author, until=comment.created_at
        ),
        earlier=tuple(
            each
            for each in earlier_of(comment.author, rules, now=comment.created_at, edited=comment)
            if each.created_at < comment.created_at
        ),
    )


def recent_comments(site: Site, *, now: datetime) -> Sequence[Comment]:
    """The newest comments that were judged here, whatever became of them; with what `tried`
    asks of their authors' earlier ones."""
    before = Comment.objects.filter(
        author=OuterRef("author"), created_at__lt=OuterRef("created_at")
    )
    published = before.filter(state=CommentState.PUBLISHED).order_by().values("author")
    last = before.order_by("-created_at").values("created_at")
    return tuple(
        Comment.objects.filter(site=site, created_at__gt=now - TRIED_SINCE, source="")
        .exclude(text="")
        .exclude(state=CommentState.DELETED)
        .select_related("site", "article", "author__user", "parent__author")
        .annotate(
            published_before=Coalesce(Subquery(published.annotate(n=Count("pk")).values("n")), 0),
            last_at=Subquery(last[:1]),
            last_here_at=Subquery(last.filter(article=OuterRef("article"))[:1]),
        )
        .order_by("-created_at", "-pk")[:MOST_TRIED]
    )


def tried(comments: Sequence[Comment], site: Site, *, choices: Choices) -> Iterator[Tried]:
    """Each of `recent_comments` by the site's rules and by these.

    Repeats, and people in the thread other than the parent's author, are left out of
    account: they would cost a query a comment. Whom the newsroom trusts is as of today.
    """
    standing = rules_of(site)
    rules, staff = choices.on(standing), _staff_of(site)
    for comment in comments:
        parent = comment.parent
        submission = Submission(
            text=comment.text,
            now=comment.created_at,
            article=article_facts(site, comment.article, now=comment.created_at),
            author=_author_then(comment, staff=staff),
            parent_text=parent.text if parent else None,
            parent_author=parent.author.display_name if parent else None,
        )
        closing = comment.article.state_at(comment.created_at, choices.close_after)
        then = replace(submission, article=replace(submission.article, state=closing))
        yield Tried(
            comment=comment,
            before=decide(submission, standing),
            after=decide(then, rules),
        )


def _author_then(comment: Any, *, staff: set[int]) -> AuthorFacts:  # Any: it is annotated.
    author = comment.author
    standing = Standing.TRUSTED if author.trusted else Standing.ORDINARY
    return AuthorFacts(
        standing=Standing.STAFF if author.user_id in staff else standing,
        published=comment.published_before,
        account_age=since(author.user.created_at, comment.created_at) if author.user else None,
        last_posted_at=comment.last_at,
        last_posted_here_at=comment.last_here_at,
    )


def _staff_of(site: Site) -> set[int]:
    return set(Membership.objects.filter(site=site).values_list("user_id", flat=True))
