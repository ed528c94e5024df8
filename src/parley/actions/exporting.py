"""Gathers everything kept about an account, for its owner."""

import json
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.user import NO_ADDRESS_HOST, User


def export_of(user: User) -> str:
    """One JSON document; times are UTC. Secrets are left out, they are of use to nobody."""
    return json.dumps(
        {
            "account": _account(user),
            "authors": [_author(author) for author in user.authors.select_related("site")],
            "comments": [_comment(comment) for comment in _comments(user)],
            "votes": _rows(user.votes, "comment_id", "value", "cast_at"),
            "reports": _rows(user.reports_made, "comment_id", "reason", "detail", "created_at"),
            "notices": _rows(user.notices, "kind", "comment_id", "text", "created_at", "read_at"),
            "guidelines_accepted": _rows(
                user.acceptances, "guidelines__site__domain", "guidelines__version", "accepted_at"
            ),
            "tokens": _rows(user.tokens, "site__domain", "role", "created_at", "revoked_at"),
        },
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        indent=2,
    )


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


def _author(author: Author) -> dict[str, Any]:
    return {
        "site": author.site.domain,
        "display_name": author.display_name,
        "badge": author.badge,
        "created_at": author.created_at,
        "imported_from": author.source or None,
        "suspended_until": author.suspended_until,
        "suspension_reason": author.suspension_reason,
    }


def _comments(user: User) -> Iterable[Comment]:
    return (
        Comment.objects.filter(author__user=user)
        .select_related("article")
        .prefetch_related("revisions", "decisions")
        .order_by("created_at", "pk")
    )


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "article": comment.article.url,
        "permalink": f"{settings.BASE_URL}/discussion/{comment.article_id}/?comment={comment.pk}",
        "parent_id": comment.parent_id,
        "text": comment.text,
        "state": comment.state,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "respect": comment.respect,
        "disagree": comment.disagree,
        "earlier_texts": [
            {"text": revision.text, "replaced_at": revision.replaced_at}
            for revision in comment.revisions.all()
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
        "policy_version": decision.policy_version,
        "model_version": decision.model_version,
        "created_at": decision.created_at,
    }


def _rows(rows: Any, *columns: str) -> list[dict[str, Any]]:  # Any: managers and querysets alike
    return list(rows.order_by("pk").values(*columns))
