"""Puts comments, authors and articles into the form in which the desk's API tells them."""

from typing import Any

from django.utils import timezone

from parley.actions import seen_addresses
from parley.actions.authors import who_writes
from parley.models.article import Article
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, BanKind
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.permission import Permission
from parley.models.queue import Waiting
from parley.models.report import Report
from parley.models.viewer import Viewer
from parley.snapshots import fragment


def comment_brief(comment: Comment) -> dict[str, Any]:
    author = comment.author
    return {
        "id": comment.pk,
        "parent_id": comment.parent_id,
        "state": comment.state,
        "text": comment.text,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "permalink": fragment.permalink(comment.article_id, comment.pk),
        "author": {
            "id": author.pk,
            "name": author.display_name,
            "published": author.published_count,
            "rejected": author.rejected_count,
        },
    }


def article_brief(article: Article) -> dict[str, Any]:
    return {
        "id": article.pk,
        "url": article.url,
        "article_id": article.publisher_id,
        "headline": article.headline,
        "section": article.section,
        "state": article.state,
        "slow_seconds": article.slow_seconds,
    }


def waits(entry: Waiting) -> dict[str, Any]:
    return {
        "since": entry.since,
        "risk": entry.risk,
        "held": entry.held,
        "escalated": entry.escalated,
        "assigned_to": entry.assigned_to_id,
        "rules": [rule for rule in entry.rules.split(",") if rule],
        "score": entry.score,
        "attribute": entry.attribute,
        "reports": entry.reports,
        "weight": entry.weight,
        "new_author": entry.new_author,
        "language": entry.language,
    }


def report_brief(report: Report) -> dict[str, Any]:
    """Nobody learns here who it was."""
    return {
        "id": report.pk,
        "comment": report.comment_id,
        "reason": report.reason,
        "detail": report.detail,
        "weight": report.weight,
        "outcome": report.outcome,
        "created_at": report.created_at,
        "settled_at": report.settled_at,
    }


def decision_brief(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.pk,
        "outcome": decision.outcome,
        "by_machine": decision.by_machine,
        "decided_by": decision.decided_by_id,
        "note": decision.note,
        "rule": decision.rule,
        "legal_ground": decision.legal_ground,
        "reasons": decision.reasons,
        "scores": decision.scores,
        "batch": decision.batch,
        "created_at": decision.created_at,
        "undone_at": decision.undone_at,
    }


def ban_brief(ban: Ban) -> dict[str, Any]:
    """What an address was is told to nobody, not even as a digest."""
    return {
        "id": ban.pk,
        "kind": ban.kind,
        "value": ban.value if ban.kind == BanKind.DOMAIN else "",
        "author": ban.author_id,
        "name": ban.author.display_name if ban.author else "",
        "reason": ban.reason,
        "until": ban.until,
        "made_at": ban.made_at,
        "made_by": ban.made_by_id,
        "lifted_at": ban.lifted_at,
    }


def author_brief(author: Author) -> dict[str, Any]:
    return {
        "id": author.pk,
        "name": author.display_name,
        "source": author.source,
        "created_at": author.created_at,
        "published": author.published_count,
        "rejected": author.rejected_count,
        "trusted": author.trusted,
        "premoderated": author.premoderated,
        "suspended_until": author.suspended_until,
    }


def author_record(viewer: Viewer, author: Author) -> dict[str, Any]:
    """What stands against an imported author stands with the reader who has claimed them. Notes,
    bans and linked accounts are for those alone who may read authors."""
    writer = who_writes(author)
    notes = AuthorNote.objects.filter(author__in={author.pk, writer.pk})
    bans = Ban.objects.in_force(author.site, timezone.now()).filter(author=writer)
    reads = viewer.can(Permission.READ_AUTHORS)
    return {
        **author_brief(author),
        "badge": author.badge,
        "trusted": writer.trusted,
        "premoderated": writer.premoderated,
        "suspended_until": writer.suspended_until,
        "suspension_reason": writer.suspension_reason,
        "writes_as": writer.pk,
        "notes": [
            {"text": note.text, "made_at": note.made_at, "made_by": note.made_by_id}
            for note in (notes.order_by("-made_at", "-pk") if reads else ())
        ],
        "bans": [
            ban_brief(each)
            for each in (bans.select_related("author").order_by("-made_at", "-pk") if reads else ())
        ],
        "linked": [author_brief(each) for each in (seen_addresses.linked(writer) if reads else ())],
    }
