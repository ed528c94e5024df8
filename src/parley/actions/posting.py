"""Posts a comment: gathers the facts, has them judged, and stores both in one go."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parley import markup
from parley.actions import (
    banning,
    copies,
    guidelines,
    hooking,
    limits,
    outside,
    pacing,
    participants,
    publishing,
    queueing,
    sampling,
    seen_addresses,
    word_lists,
)
from parley.actions.authors import author_of
from parley.actions.outside import Submitted
from parley.errors import BadField, Conflict, GuidelinesNotAccepted, SignInNeeded
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.hook import HookKind
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.site_model import SiteModel
from parley.models.viewer import Viewer
from parley.policy import decision as policy
from parley.policy.bylines import writers_of
from parley.policy.decide import decide
from parley.policy.decision import Attribute
from parley.policy.elapsed import since
from parley.policy.pace import not_too_soon
from parley.policy.scoring import model_version
from parley.policy.site_layer import SiteLayer
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts, AuthorFacts, Earlier, Standing, Submission

# Enough to catch somebody who repeats himself; more would slow down every keystroke.
MOST_EARLIER = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to say. `article` is None where no comment stands yet.

    `send_to_moderator` lets a person decide about a text that the policy wants changed.
    """

    text: str
    article: Article | None = None
    parent: Comment | None = None
    idempotency_key: str = ""
    send_to_moderator: bool = False

    def known_article(self) -> Article:
        """The article, which a comment cannot be stored without. Raises BadField."""
        if self.article is None:
            raise BadField("article", _("Say which article this is about."))
        return self.article


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """`comment` is None when the policy refused: then nothing was stored."""

    comment: Comment | None
    decision: policy.Decision


def advise(
    viewer: Viewer, draft: Draft, *, now: datetime, address: str, edited: Comment | None = None
) -> policy.Decision:
    """`judge`, for somebody who is still writing and asks from this address.

    Raises TooMany.
    """
    limits.may_check(viewer, address)
    return judge(viewer, draft, now=now, edited=edited)


def judge(
    viewer: Viewer, draft: Draft, *, now: datetime, edited: Comment | None = None
) -> policy.Decision:
    """What the house policy says of the draft; stores nothing.

    `edited` is the comment that the draft would replace: it does not count as a repeat.
    """
    author = None
    if viewer.user is not None:
        author = Author.objects.writing_as(viewer.site, viewer.user).first()
    rules = rules_of(viewer.site)
    submission = Submission(
        text=draft.text,
        now=now,
        article=article_facts(viewer.site, draft.article, now=now),
        author=replace(
            author_facts(viewer, author, rules=rules, now=now),
            # Whoever changes what stands does not post again.
            **pacing.last_posted(None if edited else author, draft.article, rules=rules),
        ),
        parent_text=draft.parent.text if draft.parent else None,
        parent_author=draft.parent.author.display_name if draft.parent else None,
        others=participants.others_near(draft.article, draft.parent, author=author, until=now),
        earlier=tuple(earlier_of(author, rules, now=now, edited=edited)) if author else (),
        recent=copies.of_others(draft.text, viewer.site, author=author, now=now),
        in_wave=viewer.site.in_wave(now),
    )
    return decide(submission, rules)


def post_comment(viewer: Viewer, draft: Draft, *, now: datetime) -> Posted:
    """Post a draft whose article exists.

    The same idempotency key of the same author answers with the comment it made first.
    Raises SignInNeeded, Suspended, GuidelinesNotAccepted, or Conflict when the parent has gone.
    """
    banning.refuse(viewer, now)
    if not guidelines.accepted(viewer):
        raise GuidelinesNotAccepted
    author = author_of(viewer)
    earlier = posted_before(author, draft.idempotency_key)
    if earlier is not None:
        return earlier
    limits.may_post(viewer, now)
    decision, state = conclude(viewer, draft, now=now)
    if state is None:
        return Posted(comment=None, decision=decision)
    html = markup.render(draft.text)
    with transaction.atomic():
        draft = replace(draft, parent=_locked(draft.parent))
        author = Author.objects.select_for_update().get(pk=author.pk)
        if author.user_id is None:
            # The account was erased in this moment.
            raise SignInNeeded
        # Again, inside the transaction: the same request may be under way twice.
        earlier = posted_before(author, draft.idempotency_key)
        earlier = earlier or _too_soon(viewer, draft, author=author, decision=decision, now=now)
        if earlier is not None:
            return earlier
        comment = _store(author, draft, html=html, now=now)
        seen_addresses.note(viewer, author, now=now)
        copies.remember(comment)
        recorded = record(comment, decision, now=now)
        if state == CommentState.PUBLISHED:
            publishing.publish(comment, now)
        else:
            queueing.keep(comment, now, language=decision.language)
        kind = HookKind.PUBLISHED if state == CommentState.PUBLISHED else HookKind.HELD
        hooking.tell_judged(comment, kind, judged=recorded, now=now)
    return Posted(comment=comment, decision=decision)


def conclude(
    viewer: Viewer, draft: Draft, *, now: datetime, edited: Comment | None = None
) -> tuple[policy.Decision, CommentState | None]:
    """What the policy says, and the publisher's own program of what would be stored; and where
    the comment then stands, None when it is refused. Outside any transaction."""
    decision = judge(viewer, draft, now=now, edited=edited)
    state = state_for(decision, send_to_moderator=draft.send_to_moderator)
    if state is None:
        return decision, None
    author = edited.author if edited else author_of(viewer)
    submitted = Submitted(
        text=draft.text,
        article=draft.known_article(),
        author=author,
        parent=draft.parent,
        edited=edited,
    )
    decision = outside.ask(submitted, decision, now=now)
    return decision, state_for(decision, send_to_moderator=draft.send_to_moderator)


def state_for(decision: policy.Decision, *, send_to_moderator: bool) -> CommentState | None:
    """Where a comment so judged stands; None when it is refused."""
    match decision.outcome:
        case policy.Outcome.PUBLISH:
            return CommentState.PUBLISHED
        case policy.Outcome.HOLD:
            return CommentState.HELD
        case policy.Outcome.REVISE if send_to_moderator:
            return CommentState.HELD
        case _:
            return None


def record(comment: Comment, decision: policy.Decision, *, now: datetime) -> Decision:
    """Keep what the policy said of a stored comment, so that it can be explained later."""
    row = as_row(comment, decision, now=now)
    row.save()
    sampling.draw(row, comment.article.site, now=now)
    return row


def as_row(comment: Comment, decision: policy.Decision, *, now: datetime) -> Decision:
    """What the policy said of a comment, as it is to be stored."""
    return Decision(
        site_id=comment.site_id,
        comment=comment,
        outcome=decision.outcome,
        reasons=[reason.as_dict() for reason in decision.reasons],
        scores=dict(decision.scores),
        policy_version=decision.policy_version,
        model_version=decision.model_version or "",
        created_at=now,
    )


def rules_of(site: Site) -> SiteRules:
    """The site's rules, with what was learnt from its moderators, where that is in use.

    Its own domains may be linked to freely.
    """
    rules = word_lists.with_lists(site, site.site_rules)
    hosts = tuple(site.domains.values_list("host", flat=True))
    learnt = SiteModel.objects.filter(site=site, in_use=True).first()
    if learnt is not None and learnt.model_version == model_version():
        thresholds = {Attribute(name): value for name, value in learnt.thresholds.items()}
        # What an administrator has set by hand counts more than what was learnt.
        rules = replace(
            rules,
            layer=SiteLayer.from_json(learnt.layer),
            thresholds=MappingProxyType(
                dict(rules.thresholds) | thresholds | dict(rules.chosen_thresholds)
            ),
        )
    return replace(rules, own_domains=(*rules.own_domains, *hosts))


def posted_before(author: Author, key: str) -> Posted | None:
    """What this author's idempotency key has made already, if anything."""
    comment = Comment.objects.with_facts().of_key(author, key).first()
    if comment is None:
        return None
    return Posted(comment=comment, decision=_recorded(comment))


def _too_soon(
    viewer: Viewer, draft: Draft, *, author: Author, decision: policy.Decision, now: datetime
) -> Posted | None:
    """What it is refused with where the author has posted another one since it was judged; None
    where that is no matter."""
    rules = viewer.site.site_rules
    paced = pacing.last_posted(author, draft.article, rules=rules)
    if not paced:
        return None
    standing = _standing(viewer, author, rules=rules, now=now)
    submission = Submission(
        text=draft.text,
        now=now,
        article=article_facts(viewer.site, draft.article, now=now),
        author=AuthorFacts(standing=standing, **paced),
    )
    reasons = tuple(not_too_soon(submission, rules))
    if not reasons:
        return None
    refused = replace(decision, outcome=policy.Outcome.REJECT, reasons=reasons, suggested_text=None)
    return Posted(comment=None, decision=refused)


def _recorded(comment: Comment) -> policy.Decision:
    row = comment.decisions.filter(by_machine=True).first()
    if row is None:
        raise Conflict(_("This comment was already posted."))
    return policy.Decision(
        outcome=policy.Outcome(row.outcome),
        reasons=tuple(_reason(stored) for stored in row.reasons),
        language=None,
        scores=row.scores,
        suggested_text=None,
        policy_version=row.policy_version,
        model_version=row.model_version or None,
    )


def _reason(stored: dict[str, Any]) -> policy.Reason:
    """The inverse of `Reason.as_dict`; `Any`, for it comes out of a JSON column."""
    return policy.Reason(
        **{
            **stored,
            "rule": policy.Rule(stored["rule"]),
            "severity": policy.Severity(stored["severity"]),
        }
    )


def _locked(parent: Comment | None) -> Comment | None:
    """What is replied to, so that it stays until the reply stands. Raises Conflict."""
    if parent is None:
        return None
    row = Comment.objects.select_for_update().get(pk=parent.pk)
    if row.state != CommentState.PUBLISHED or row.article_id != parent.article_id:
        raise Conflict(_("The comment you are replying to is no longer there."))
    return row


def _store(author: Author, draft: Draft, *, html: str, now: datetime) -> Comment:
    """The row, held until it is published."""
    parent = draft.parent
    return Comment.objects.create(
        site_id=author.site_id,
        article=draft.known_article(),
        author=author,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
        text=draft.text,
        html=html,
        state=CommentState.HELD,
        created_at=now,
        idempotency_key=draft.idempotency_key,
    )


def article_facts(site: Site, article: Article | None, *, now: datetime) -> ArticleFacts:
    if article is None:
        return ArticleFacts()
    return ArticleFacts(
        state=article.state_at(now, site.close_after),
        headline=article.headline,
        body=article.body,
        writers=writers_of(article.byline),
        section=article.section,
        age=since(article.published_at or article.created_at, now),
        slow_seconds=article.slow_seconds,
    )


def author_facts(
    viewer: Viewer, author: Author | None, *, rules: SiteRules, now: datetime
) -> AuthorFacts:
    published = author.published_count if author else 0
    return AuthorFacts(
        standing=_standing(viewer, author, rules=rules, now=now),
        published=published if viewer.user else None,
        suspended_until=author.suspended_until if author else None,
        premoderated=(author is not None and author.premoderated)
        or banning.is_watched(viewer, author, now=now),
        account_age=since(viewer.user.created_at, now) if viewer.user else None,
    )


def _standing(
    viewer: Viewer, author: Author | None, *, rules: SiteRules, now: datetime
) -> Standing:
    if author is not None and author.suspended_at(now):
        return Standing.SUSPENDED
    if viewer.can(Permission.ANSWER_AS_STAFF):
        return Standing.STAFF
    if author is not None and author.trusted:
        return Standing.TRUSTED
    published = author.published_count if author else 0
    new = viewer.user is not None and published < rules.hold_first
    return Standing.NEW if new else Standing.ORDINARY


def earlier_of(
    author: Author, rules: SiteRules, *, now: datetime, edited: Comment | None
) -> Iterable[Earlier]:
    comments = author.comments.filter(created_at__gt=now - timedelta(days=rules.repeat_days))
    if edited is not None:
        comments = comments.exclude(pk=edited.pk)
    recent = comments.exclude(text="").order_by("-created_at")[:MOST_EARLIER]
    for text, created_at in recent.values_list("text", "created_at"):
        yield Earlier(text=text, created_at=created_at)
