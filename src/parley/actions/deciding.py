"""Decides about many comments in one go, and takes it back while that is still possible."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from parley.actions import (
    appeal_closing,
    auditing,
    hooking,
    mentioning,
    moderating,
    notices,
    publishing,
    queueing,
    reporting,
)
from parley.actions.auditing import Deed
from parley.actions.moderating import Why
from parley.actions.undo_window import may_be_undone
from parley.errors import BadField, Conflict, NotFound
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.permission import Permission
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome

# More than anybody looks through at once, and few enough for one short transaction.
MOST = 200


class Choice(NamedTuple):
    """A comment, and the last decision about it that the moderator was shown; of two about the
    same comment the first counts."""

    comment: int
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """`batch` is what `undo` takes; `stale` are comments that were left alone, since somebody
    decided about them, or their author changed them, meanwhile."""

    batch: str
    decided: tuple[int, ...]
    stale: tuple[int, ...]


def decide(
    viewer: Viewer,
    choices: Sequence[Choice],
    *,
    outcome: Outcome,
    why: Why | None,
    now: datetime,
    key: str = "",
) -> Decided:
    """Publish (`why` is None) or reject all of them, in one transaction.

    `key` is a name for this decision of the caller's own making, long and random: asked for
    again, it is not done again, but answered as the first time. Raises NotAllowed, BadField;
    NotFound when one is not of the site: then nothing is done.
    """
    viewer.require(Permission.DECIDE)
    if outcome not in (Outcome.PUBLISH, Outcome.REJECT) or (outcome is Outcome.REJECT) != bool(why):
        raise BadField("outcome", _("Publish, or reject and say why."))
    if not 0 < len(choices) <= MOST:
        raise BadField("comments", _("Choose from 1 to %(most)d comments.") % {"most": MOST})
    batch = key or secrets.token_hex(16)
    decided, stale = list[int](), list[int]()
    with transaction.atomic():
        rows = _locked(viewer, [choice.comment for choice in choices])
        if key and (earlier := _earlier(viewer, choices, key=key)):
            return earlier
        seen = {choice.comment: choice.seen for choice in reversed(choices)}
        for pk in dict.fromkeys(choice.comment for choice in choices):
            row = rows[pk]
            try:
                # What is refused has written nothing.
                _decide(viewer, row, seen=seen[pk], why=why, now=now, batch=batch)
            except Conflict:
                stale.append(row.pk)
            else:
                decided.append(row.pk)
    return Decided(batch=batch, decided=tuple(decided), stale=tuple(stale))


def undo(viewer: Viewer, batch: str, *, now: datetime, only: Comment | None = None) -> Decided:
    """Take back what the viewer has just decided, of all the batch or of one comment `only`:
    every comment stands and waits as before, and nobody is told. `decided` are those that were
    taken back, `stale` those that somebody has decided about since.

    Raises NotFound for what is not the viewer's, Conflict when it is too late.
    """
    user = viewer.require(Permission.DECIDE)
    found = Decision.objects.filter(site=viewer.site, decided_by=user, undone_at=None)
    if only is not None:
        found = found.filter(comment=only)
    decisions = {row.comment_id: row for row in found.filter(batch=batch).exclude(batch="")}
    if not decisions:
        raise NotFound(_("There is nothing to undo."))
    began = monotonic()
    _refuse_too_late(decisions.values(), now)
    undone, stale = list[int](), list[int]()
    with transaction.atomic():
        rows = _locked(viewer, list(decisions))
        for entry in _done(viewer, batch, about=decisions):
            row = rows[int(entry.object_id or 0)]
            # Deleting is no decision, and is not to be undone by somebody else.
            moved = row.state != entry.after["state"]
            if moved or moderating.last_decision(row) != decisions[row.pk].pk:
                stale.append(row.pk)
                continue
            _restore(row, entry, now=now)
            undone.append(row.pk)
            deed = Deed(verb="undo", of=row, before=entry.after, after=entry.before, batch=batch)
            auditing.write(viewer, deed, now=now)
        Decision.objects.filter(batch=batch, comment__in=undone).update(undone_at=now)
        notices.withdraw(batch, undone)
        hooking.withdraw(batch, undone)
        # We may have waited for others, and all of it is stored with these locks or not at all.
        _refuse_too_late(decisions.values(), now + timedelta(seconds=monotonic() - began))
    return Decided(batch=batch, decided=tuple(undone), stale=tuple(stale))


def _refuse_too_late(decisions: Iterable[Decision], now: datetime) -> None:
    """Raises Conflict where anybody may soon be told."""
    if not all(may_be_undone(row, now) for row in decisions):
        raise Conflict(_("It is too late to undo this; decide about each comment anew."))


def _done(viewer: Viewer, batch: str, *, about: Iterable[int]) -> Iterable[AuditEntry]:
    """What the viewer did to these comments in the batch, before anything of it was undone."""
    found: Iterable[AuditEntry] = AuditEntry.objects.filter(
        site_id=viewer.site.pk,
        actor_id=viewer.require(Permission.DECIDE).pk,
        batch=batch,
        kind="comment",
        verb__in=("approve", "reject", "send_back"),
        object_id__in=list(about),
    ).order_by("pk")
    return found


def _decide(
    viewer: Viewer, row: Comment, *, seen: int, why: Why | None, now: datetime, batch: str
) -> None:
    if why is None:
        moderating.approve(viewer, row, now=now, seen=seen, batch=batch)
    else:
        moderating.reject(viewer, row, why=why, now=now, seen=seen, batch=batch)


def _earlier(viewer: Viewer, choices: Sequence[Choice], *, key: str) -> Decided | None:
    """What came of the key when it was sent before. Raises Conflict for another's."""
    found = Decision.objects.filter(batch=key).exclude(batch="")
    rows = list(found.values_list("comment_id", "decided_by", "site"))
    if not rows:
        return None
    if any(row[1:] != (viewer.require(Permission.DECIDE).pk, viewer.site.pk) for row in rows):
        raise Conflict(_("This key is not yours."))
    done = tuple(row[0] for row in rows)
    stale = tuple(choice.comment for choice in choices if choice.comment not in done)
    return Decided(batch=key, decided=done, stale=stale)


def _restore(row: Comment, done: AuditEntry, *, now: datetime) -> None:
    """The comment as it stood and waited."""
    before = done.before
    was, state = CommentState(row.state), CommentState(before["state"])
    if state == CommentState.PUBLISHED and was != state:
        publishing.publish(row, now)
    elif was != state:
        publishing.withdraw(row, state, now=now)
        mentioning.forget(row, since=done.at)
    step = (state == CommentState.REJECTED) - (was == CommentState.REJECTED)
    moderating.count_rejected(row, step)
    reporting.reopen(row, before["reports"])
    appeal_closing.reopen(row, before.get("appeals", ()))
    if own := before["waiting"]:
        entry = queueing.enter(row, now)
        entry.since = datetime.fromisoformat(own["since"])
        entry.language, entry.assigned_to_id = own["language"], own["assigned_to"]
        # A colleague may have escalated it meanwhile.
        entry.escalated = entry.escalated or own["escalated"]
        entry.save(update_fields=["since", "language", "assigned_to", "escalated"])
    queueing.keep(row, now)


def _locked(viewer: Viewer, pks: Sequence[int]) -> dict[int, Comment]:
    """The comments with what they answer, then their authors, then their articles, each by
    key: as everybody locks them (`actions.publishing`), so that no two batches can wait for
    each other. Raises NotFound when one is not of the site."""
    ours = Comment.objects.filter(site=viewer.site).in_bulk(list(pks))
    if missing := set(pks) - ours.keys():
        raise NotFound(_("There is no comment %(pk)d.") % {"pk": min(missing)})
    keys = ours.keys() | {comment.parent_id for comment in ours.values() if comment.parent_id}
    _lock(Comment, keys, order="-pk")
    _lock(Author, {comment.author_id for comment in ours.values()}, order="pk")
    _lock(Article, {comment.article_id for comment in ours.values()}, order="pk")
    return {row.pk: row for row in Comment.objects.with_facts().filter(pk__in=ours)}


def _lock(model: type[Model], keys: Iterable[int], *, order: str) -> None:
    rows = model._default_manager.filter(pk__in=list(keys))
    list(rows.select_for_update().order_by(order).values_list("pk", flat=True))
