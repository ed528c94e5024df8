"""Distinguishes comments: the newsroom's picks, and the few that stand first on their article."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import auditing, changes, notices
from parley.actions.auditing import Deed
from parley.actions.notices import Told
from parley.actions.own_comments import refuse_own
from parley.actions.publishing import MOST_PINNED, pinned_on
from parley.errors import Conflict
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.decision import NoticeKind
from parley.models.outbox import ChangeKind
from parley.models.permission import Permission
from parley.models.viewer import Viewer


def set_picked(viewer: Viewer, comment: Comment, *, picked: bool, now: datetime) -> Comment:
    """Make the comment an editor's pick, and tell its author; or take that back, in silence.

    Raises Conflict for what readers do not see, or what is so already.
    """
    viewer.require(Permission.PICK)
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refuse_own(viewer, row, right=Permission.PICK)
        if row.picked == picked:
            raise Conflict(_("A colleague has done so already."))
        if picked:
            _refuse_unseen(row)
        row.picked = picked
        row.save(update_fields=["picked"])
        if picked:
            told = Told(kind=NoticeKind.PICKED, comment=row)
            notices.tell(row.author, told, now=now)
        changes.announce(row.article, ChangeKind.UPDATE, now=now, comment=row)
        _audit(viewer, row, name="picked", now=now)
    return row


def set_pinned(viewer: Viewer, comment: Comment, *, pinned: bool, now: datetime) -> Comment:
    """Have the comment stand first in every order of its discussion, or no longer.

    Raises Conflict for what readers do not see, a reply, one more than there may be, or what is
    so already.
    """
    viewer.require(Permission.DECIDE)
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refuse_own(viewer, row)
        if row.pinned == pinned:
            raise Conflict(_("A colleague has done so already."))
        if pinned:
            _refuse_unseen(row)
            _refuse_one_too_many(row)
        row.pinned = pinned
        row.save(update_fields=["pinned"])
        changes.announce(row.article, ChangeKind.UPDATE, now=now, comment=row)
        _audit(viewer, row, name="pinned", now=now)
    return row


def _refuse_unseen(row: Comment) -> None:
    if row.state != CommentState.PUBLISHED:
        raise Conflict(_("Readers do not see this comment. Approve it first."))


def _refuse_one_too_many(row: Comment) -> None:
    if row.parent_id is not None:
        raise Conflict(_("This is a reply, which stands below what it answers. Move it out first."))
    # So that of two at once, the second counts the first.
    Article.objects.select_for_update().get(pk=row.article_id)
    if pinned_on(row.article_id) >= MOST_PINNED:
        raise Conflict(
            _("%(most)d comments are pinned here already. Unpin one of them first.")
            % {"most": MOST_PINNED}
        )


def _audit(viewer: Viewer, row: Comment, *, name: str, now: datetime) -> None:
    """`name` is the column, and by it what was done."""
    verbs = {"picked": ("unpick", "pick"), "pinned": ("unpin", "pin")}
    value: bool = getattr(row, name)
    deed = Deed(verb=verbs[name][value], of=row, before={name: not value}, after={name: value})
    auditing.write(viewer, deed, now=now)
