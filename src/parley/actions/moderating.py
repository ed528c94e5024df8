"""What a moderator decides about comments and their authors, and tells them."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parley.actions import authors, notices, publishing, reporting
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision, NoticeKind
from parley.models.user import Role
from parley.models.viewer import Viewer, role_of
from parley.policy.decision import Outcome


def approve(viewer: Viewer, comment: Comment, *, now: datetime, seen: int | None = None) -> Comment:
    """Publish a held or rejected comment, or dismiss the reports of a public one.

    `seen` is `last_decision` as the moderator was shown it; None decides regardless.
    Raises Conflict when there is nothing left to decide, or more than was seen.
    """
    viewer.require_role(Role.MODERATOR)
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        _refuse_stale(row, seen)
        if row.state == CommentState.DELETED:
            raise Conflict(_("Its author has deleted this comment."))
        if row.state == CommentState.PUBLISHED and not row.open_reports:
            raise Conflict(_("This comment has already been approved."))
        _record(viewer, row, outcome=Outcome.PUBLISH, note="", now=now)
        reporting.settle(row, now)
        if row.state != CommentState.PUBLISHED:
            step = -1 if row.state == CommentState.REJECTED else 0
            publishing.publish(row, now)
            _count_rejected(row, step)
            notices.tell(row.author, NoticeKind.APPROVED, now=now, comment=row)
    return row


def reject(
    viewer: Viewer, comment: Comment, *, note: str, now: datetime, seen: int | None = None
) -> Comment:
    """Refuse a held comment or remove a public one; `note` tells the author why.

    `seen` as for `approve`. Raises BadField without a note, Conflict when it was
    already rejected or deleted, or decided about since.
    """
    viewer.require_role(Role.MODERATOR)
    if not note.strip():
        raise BadField("note", _("Say why, so that the author can be told."))
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        _refuse_stale(row, seen)
        if row.state == CommentState.DELETED:
            raise Conflict(_("Its author has deleted this comment."))
        if row.state == CommentState.REJECTED:
            raise Conflict(_("This comment has already been rejected."))
        public = row.state == CommentState.PUBLISHED
        _record(viewer, row, outcome=Outcome.REJECT, note=note, now=now)
        reporting.settle(row, now)
        publishing.withdraw(row, CommentState.REJECTED, now=now)
        _count_rejected(row, 1)
        kind = NoticeKind.REMOVED if public else NoticeKind.REJECTED
        notices.tell(row.author, kind, now=now, comment=row, text=note)
    return row


def suspend(
    viewer: Viewer, author: Author, *, until: datetime, reason: str, now: datetime
) -> Author:
    """Keep an author from writing until a moment. Raises BadField, NotAllowed for staff.

    Of an imported author who was claimed, it is the reader who is kept from writing.
    """
    viewer.require_role(Role.MODERATOR)
    if until <= now:
        raise BadField("until", _("The suspension must end in the future."))
    if not reason.strip():
        raise BadField("reason", _("Say why, so that the author can be told."))
    if author.user is not None and role_of(author.user, viewer.site) != Role.READER:
        raise NotAllowed(_("Staff cannot be suspended; take their role away first."))
    with transaction.atomic():
        author = _who_writes(author)
        author.suspended_until, author.suspension_reason = until, reason
        author.save(update_fields=["suspended_until", "suspension_reason"])
        notices.tell(author, NoticeKind.SUSPENDED, now=now, text=reason)
    return author


def lift_suspension(viewer: Viewer, author: Author, *, now: datetime) -> Author:
    """Let an author write again. Raises Conflict when they may already."""
    viewer.require_role(Role.MODERATOR)
    author = _who_writes(author)
    if not author.suspended_at(now):
        raise Conflict(_("This author is not suspended."))
    with transaction.atomic():
        author.suspended_until, author.suspension_reason = None, ""
        author.save(update_fields=["suspended_until", "suspension_reason"])
        notices.tell(author, NoticeKind.RESTORED, now=now)
    return author


def _who_writes(author: Author) -> Author:
    """An imported author writes nothing more; the reader who has claimed them may."""
    if author.user is None or not author.source:
        return author
    return authors.writing_author(author.user, author.site)


def last_decision(comment: Comment) -> int:
    """The id of the latest decision about the comment, by policy or person; 0 for none."""
    return max((decision.pk for decision in comment.decisions.all()), default=0)


def _refuse_stale(row: Comment, seen: int | None) -> None:
    """Two moderators may read the same queue, and an edit changes what was judged."""
    if seen is not None and last_decision(row) != seen:
        raise Conflict(
            _("Somebody decided about this comment, or its author changed it, while you read it.")
        )


def _count_rejected(row: Comment, step: int) -> None:
    """After the comment was moved: authors are locked after comments (`actions.publishing`)."""
    Author.objects.filter(pk=row.author_id).update(rejected_count=F("rejected_count") + step)


def _record(viewer: Viewer, row: Comment, *, outcome: Outcome, note: str, now: datetime) -> None:
    Decision.objects.create(
        site_id=row.site_id,
        comment=row,
        outcome=outcome,
        decided_by=viewer.user,
        by_machine=False,
        note=note,
        created_at=now,
    )
