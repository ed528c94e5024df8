"""Gathers everything kept about an account, for its owner."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils import timezone

from parley.actions import mailbox_upkeep
from parley.actions.verdicts import is_told
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, SeenAddress
from parley.models.comment import Comment
from parley.models.decision import Decision, Notice
from parley.models.legal import LegalCase
from parley.models.user import NO_ADDRESS_HOST, User

# Comments held in memory at a time.
CHUNK = 500


def export_of(user: User) -> Iterator[str]:
    """One JSON document, in pieces; times are UTC. Secrets are left out, they are of use to
    nobody."""
    now = timezone.now()
    yield "{\n"
    for name, value in _sections(user, now):
        yield f'"{name}": {_dumped(value)},\n'
    yield '"comments": ['
    before = "\n"
    for comment in _comments(user):
        yield before + _dumped(_own_facts(comment, now))
        before = ",\n"
    yield "\n]\n}\n"


def comments_of(user: User) -> QuerySet[Comment]:
    """All of the user's comments, older ones included, the oldest first."""
    comments: QuerySet[Comment] = Comment.objects.filter(author__user=user)
    return comments.select_related("article", "author", "site").order_by("created_at", "pk")


def permalink(comment: Comment) -> str:
    """Where the comment stands, for a file that leaves Parley."""
    return f"{settings.BASE_URL}/discussion/{comment.article_id}/?comment={comment.pk}"


def _sections(user: User, now: datetime) -> Iterator[tuple[str, Any]]:
    yield "account", _account(user)
    yield "authors", [author_facts(author) for author in user.authors.select_related("site")]
    yield "claims", _claims(user)
    yield "votes", _rows(user.votes, "comment_id", "value", "by_chance", "cast_at")
    yield "reports", _reports(user)
    yield (
        "notices",
        _rows(Notice.objects.due(user, now), "kind", "comment_id", "text", "created_at", "read_at"),
    )
    yield (
        "guidelines_accepted",
        _rows(user.acceptances, "guidelines__site__domain", "guidelines__version", "accepted_at"),
    )
    yield "appeals", _appeals(user)
    yield "legal_cases", _cases(user)
    yield "mailboxes", _mailboxes(user)
    yield from _kept_by_moderators(user)
    yield "tokens", _rows(user.tokens, "site__domain", "role", "created_at", "revoked_at")


def _reports(user: User) -> list[dict[str, Any]]:
    return _rows(
        user.reports_made,
        "comment_id",
        "reason",
        "detail",
        "created_at",
        "settled_at",
        "outcome",
    )


def _appeals(user: User) -> list[dict[str, Any]]:
    return _rows(
        user.appeals, "comment_id", "text", "opened_at", "due_at", "outcome", "reason", "decided_at"
    )


def _cases(user: User) -> list[dict[str, Any]]:
    """Notices and grievances that the user has sent."""
    return _rows(
        LegalCase.objects.filter(user=user),
        "site__domain",
        "kind",
        "reference",
        "comment_id",
        "from_name",
        "from_email",
        "ground",
        "text",
        "received_at",
        "outcome",
        "answer",
        "decided_at",
    )


def _mailboxes(user: User) -> list[dict[str, Any]]:
    """Where newspapers have mail sent to the user's addresses, and what the user said to it."""
    return _rows(
        mailbox_upkeep.of_user(user),
        "site__domain",
        "address",
        "known_since",
        "asked",
        "asked_at",
        "confirmed_at",
        "stopped_at",
    )


def _kept_by_moderators(user: User) -> Iterator[tuple[str, Any]]:
    """Notes are about the reader, and so theirs to see; who wrote them is not."""
    yield (
        "network_addresses_seen",
        _rows(SeenAddress.objects.filter(author__user=user), "site__domain", "last_seen"),
    )
    yield (
        "bans",
        _rows(
            Ban.objects.filter(author__user=user),
            "site__domain",
            "kind",
            "reason",
            "until",
            "made_at",
            "lifted_at",
        ),
    )
    yield (
        "moderators_notes",
        _rows(AuthorNote.objects.filter(author__user=user), "site__domain", "text", "made_at"),
    )


def _dumped(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _account(user: User) -> dict[str, Any]:
    return {
        "id": user.pk,
        "email": user.mailbox,
        "display_name": user.display_name,
        "created_at": user.created_at,
        "last_login": user.last_login,
        "email_addresses": _rows(_addresses(user), "email", "verified", "primary"),
        "signs_in_with": _rows(
            SocialAccount.objects.filter(user=user),
            "provider",
            "uid",
            "extra_data",
            "date_joined",
            "last_login",
        ),
        "second_factors": _rows(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        "publisher_sign_on": _rows(
            user.sign_on_identities, "site__domain", "subject", "name", "created_at", "linked_at"
        ),
        "roles": _rows(user.memberships, "site__domain", "role"),
    }


def _addresses(user: User) -> Any:  # Any: allauth is not typed
    return EmailAddress.objects.filter(user=user).exclude(email__endswith=f"@{NO_ADDRESS_HOST}")


def author_facts(author: Author) -> dict[str, Any]:
    """What is held of an author, without what they wrote."""
    return {
        "site": author.site.domain,
        "display_name": author.display_name,
        "badge": author.badge,
        "created_at": author.created_at,
        "imported_from": author.source or None,
        "id_at_the_publisher": author.publisher_user_id or None,
        "what_the_source_knew": author.source_data,
        "suspended_until": author.suspended_until,
        "suspension_reason": author.suspension_reason,
    }


def _claims(user: User) -> list[dict[str, Any]]:
    return _rows(
        user.claims,
        "site__domain",
        "claimed_name",
        "basis",
        "state",
        "evidence",
        "asked_at",
        "decided_at",
        "note",
        "full_rights_at",
        "reversed_at",
        "reversal_note",
    )


def _comments(user: User) -> Iterator[Comment]:
    return (
        comments_of(user).prefetch_related("revisions", "redactions", "decisions").iterator(CHUNK)
    )


def _own_facts(comment: Comment, now: datetime) -> dict[str, Any]:
    """As far as its author may know: what can still be undone, or was, is not told."""
    told = [_decision(each) for each in comment.decisions.all() if is_told(each, now)]
    return {**comment_facts(comment), "decisions": told}


def comment_facts(comment: Comment) -> dict[str, Any]:
    """A comment with its earlier texts, and what was decided about it."""
    return {
        "id": comment.pk,
        "article": comment.article.url,
        "headline": comment.article.headline,
        "permalink": permalink(comment),
        "written_as": comment.author.display_name,
        "parent_id": comment.parent_id,
        "text": comment.text,
        "state": comment.state,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "respect": comment.respect,
        "disagree": comment.disagree,
        "imported_from": comment.source or None,
        "id_at_the_source": comment.source_id or None,
        "text_at_the_source": comment.source_text or None,
        "what_the_source_knew": comment.source_data,
        "earlier_texts": [
            {"text": revision.text, "replaced_at": revision.replaced_at}
            for revision in comment.revisions.all()
        ],
        "hidden_in_it": [
            {"before": each.before, "why": each.why, "made_at": each.made_at}
            for each in comment.redactions.all()
        ],
        "decisions": [_decision(decision) for decision in comment.decisions.all()],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "reasons": decision.reasons,
        "scores": decision.scores,
        "by_machine": decision.by_machine,
        "note": decision.note,
        "rule": decision.rule,
        "legal_ground": decision.legal_ground,
        "policy_version": decision.policy_version,
        "model_version": decision.model_version,
        "created_at": decision.created_at,
    }


def _rows(rows: Any, *columns: str) -> list[dict[str, Any]]:  # Any: managers and querysets alike
    return list(rows.order_by("pk").values(*columns))
