"""Lets an author change a comment for a while, and delete it at any time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parley import markup
from parley.actions import changes, copies, posting, publishing, reporting
from parley.actions.posting import Draft, Posted
from parley.errors import Conflict, EditWindowOver
from parley.models.comment import Comment, CommentState, Revision
from parley.models.outbox import ChangeKind
from parley.models.viewer import Viewer

EDITABLE = (CommentState.PUBLISHED, CommentState.HELD)


def edit_until(comment: Comment) -> datetime | None:
    """Until when its author may change the comment; None when it cannot be changed."""
    if comment.state not in EDITABLE:
        return None
    return comment.created_at + comment.site.edit_window


def edit_comment(
    viewer: Viewer, comment: Comment, *, text: str, now: datetime, send_to_moderator: bool = False
) -> Posted:
    """Replace the text after judging it anew; the old one is kept as a revision.

    What was held stays held, whatever the new text: a moderator is to look at it.
    Raises EditWindowOver.
    """
    until = edit_until(comment)
    if until is None or now >= until:
        raise EditWindowOver(_("Comments can be edited only for a short while after posting."))
    draft = Draft(text=text, article=comment.article, parent=comment.parent)
    decision = posting.judge(viewer, draft, now=now, edited=comment)
    state = posting.state_for(decision, send_to_moderator=send_to_moderator)
    if state is None:
        return Posted(comment=None, decision=decision)
    html = markup.render(text)
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        if row.state not in EDITABLE:
            raise Conflict(_("This comment has been decided about in the meantime."))
        _replace_text(row, text, html=html, now=now)
        copies.remember(row)
        posting.record(row, decision, now=now)
        if row.state == CommentState.PUBLISHED and state == CommentState.HELD:
            publishing.withdraw(row, CommentState.HELD, now=now)
        elif row.state == CommentState.PUBLISHED:
            changes.announce(row.article, ChangeKind.UPDATE, now=now, comment=row)
    return Posted(comment=row, decision=decision)


def delete_comment(comment: Comment, now: datetime) -> None:
    """Empty the comment for good; replies stay, below a stub. Deleting twice is once."""
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        if row.state == CommentState.DELETED:
            return
        row.text = row.html = row.source_text = ""
        row.save(update_fields=["text", "html", "source_text"])
        row.revisions.all().delete()
        copies.forget(row)
        reporting.settle(row, now)
        publishing.withdraw(row, CommentState.DELETED, now=now)


def _replace_text(row: Comment, text: str, *, html: str, now: datetime) -> None:
    Revision.objects.create(
        comment=row, text=row.text, replaced_at=now, replaced_by=row.author.user
    )
    row.text, row.html, row.edited_at = text, html, now
    row.save(update_fields=["text", "html", "edited_at"])
