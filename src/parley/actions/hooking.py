"""Tells a site's hooks what has happened: one delivery each, in the caller's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from parley.actions import delivering
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.hook import Delivery, DeliveryState, Hook, HookKind
from parley.models.site import Site
from parley.snapshots import fragment, render

AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What has happened. `data` is told beside what follows from `comment` or `author`, and
    holds nothing that readers keep to themselves. With a `batch` that can be undone, it is
    delivered `after` that is past, and dropped if it was undone."""

    kind: HookKind
    comment: Comment | None = None
    author: Author | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    batch: str = ""
    after: timedelta = AT_ONCE


def tell(site: Site | int, event: Event, *, now: datetime) -> None:
    """Leave a delivery for every hook that wants it; one query where there is none.

    `site` may be its key. Order is not promised: an attempt that fails is made again later.
    """
    key = site if isinstance(site, int) else site.pk
    hooks = Hook.objects.filter(site=key, disabled_at=None).select_related("site")
    wanting = [hook for hook in hooks if hook.wants(event.kind)]
    if not wanting:
        return
    payload = payload_of(wanting[0].site, event, now=now)
    for hook in wanting:
        delivery = Delivery(
            kind=event.kind, payload=payload, comment=event.comment, batch=event.batch
        )
        delivering.leave(hook, delivery, now=now, after=event.after)


def tell_judged(comment: Comment, kind: HookKind, *, judged: Decision, now: datetime) -> None:
    """The same of a comment that the house policy has just judged."""
    event = Event(kind=kind, comment=comment, data=by_policy(judged))
    tell(comment.site_id, event, now=now)


def withdraw(batch: str, comments: Iterable[int]) -> None:
    """Take back what nobody has been told yet of these comments."""
    waiting: QuerySet[Delivery] = Delivery.objects.filter(batch=batch, comment__in=list(comments))
    waiting.filter(state=DeliveryState.WAITING, attempts=0).delete()


def forget(comment: Comment) -> None:
    """Take the words of a comment that readers cannot see any more, or not as they were, out of
    every delivery that is kept or still to be tried; in a transaction."""
    told = Delivery.objects.filter(comment=comment).order_by("pk")
    for delivery in told.select_for_update():
        shown = delivery.payload.get("data", {}).get("comment", {})
        if shown.pop("public", None) is not None:
            delivery.save(update_fields=["payload"])


def payload_of(site: Site, event: Event, *, now: datetime) -> dict[str, Any]:
    """The message as Standard Webhooks has it."""
    data: dict[str, Any] = {"site": site.domain}
    if event.comment is not None:
        data |= _about_comment(event.comment)
    if event.author is not None:
        data |= {"author": {"id": event.author.pk}}
    return {"type": event.kind.value, "timestamp": now.isoformat(), "data": data | dict(event.data)}


def by_policy(decision: Decision) -> dict[str, Any]:
    """What is told of a decision of the house policy."""
    return {
        "decision": {
            "by": "policy",
            "outcome": decision.outcome,
            "rules": list(dict.fromkeys(reason["rule"] for reason in decision.reasons)),
            "codes": list(dict.fromkeys(reason["code"] for reason in decision.reasons)),
            "scores": {name: round(float(value), 4) for name, value in decision.scores.items()},
        }
    }


def by_moderator(outcome: str, *, rule: str = "", legal_ground: str = "") -> dict[str, Any]:
    """What is told of a person's decision: neither who they are nor what they wrote."""
    return {
        "decision": {
            "by": "moderator",
            "outcome": outcome,
            "rule": rule,
            "legal_ground": legal_ground,
        }
    }


def _about_comment(comment: Comment) -> dict[str, Any]:
    """Words only while readers can see them; of the author the key alone."""
    article = comment.article
    about: dict[str, Any] = {
        "id": comment.pk,
        "url": fragment.permalink(article.pk, comment.pk),
        "state": str(comment.state),
        "parent_id": comment.parent_id,
        "created_at": comment.created_at.isoformat(),
    }
    if comment.state == CommentState.PUBLISHED:
        about["public"] = render.comment_object(comment)
    return {
        "comment": about,
        "article": {
            "id": article.pk,
            "url": article.url,
            "article_id": article.publisher_id,
            "headline": article.headline,
        },
        "author": {"id": comment.author_id},
    }
