"""Moves a comment with its replies: out of its thread, or to another article of the site."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from parley.actions import auditing, changes, ground_refreshing, notices
from parley.actions.auditing import Deed
from parley.actions.notices import Told
from parley.errors import Conflict, NotFound
from parley.models.article import Article
from parley.models.comment import UNSEEN, Comment, CommentState
from parley.models.common_ground import CampTally, CommentFooting
from parley.models.decision import NoticeKind
from parley.models.outbox import ChangeKind
from parley.models.permission import Permission
from parley.models.queue import Waiting
from parley.models.viewer import Viewer
from parley.models.vote import Vote

# Few enough for one short transaction; whole discussions are not moved by hand.
MOST_MOVED = 500
# What lies with the article that a comment is on, beside the comment.
_FOLLOWING = (Vote, Waiting, CampTally, CommentFooting)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branch:
    """A comment with everything below it, locked. `keys` of all, `shown` of those that readers
    see, both a parent before its replies."""

    root: Comment
    keys: tuple[int, ...]
    shown: tuple[int, ...]

    @property
    def last_at(self) -> datetime | None:
        """When the newest of those that readers see was written."""
        shown = Comment.objects.filter(pk__in=self.shown)
        newest: datetime | None = shown.aggregate(last=Max("created_at"))["last"]
        return newest


def move_out(viewer: Viewer, comment: Comment, *, to: Article | None, now: datetime) -> Comment:
    """Have the comment begin a conversation of its own: below the same article where `to` is
    None, else below that one. Its replies come with it, and its author is told.

    Raises NotFound for an article of another site; Conflict where there is nothing to move, or
    too much, or somebody answers at this moment.
    """
    viewer.require(Permission.DECIDE)
    if to is not None and to.site_id != viewer.site.pk:
        raise NotFound(_("There is no such article."))
    with transaction.atomic():
        branch = _locked(comment.pk)
        row, old = branch.root, branch.root.article
        new = to or old
        _refuse_needless(row, new)
        before = {"article": row.article_id, "parent": row.parent_id, "depth": row.depth}
        list(
            Article.objects.select_for_update()
            .filter(pk__in=(old.pk, new.pk))
            .order_by("pk")
            .values_list("pk")
        )
        _leave(branch, now)
        if new.pk != old.pk:
            _bring(branch, new)
        changes.announce_all(new, ChangeKind.COMMENT, comments=branch.shown, now=now)
        ground_refreshing.refresh_later({old, new}, now)
        notices.tell(row.author, Told(kind=NoticeKind.MOVED, comment=row, text=_told(to)), now=now)
        after = {"article": new.pk, "parent": None, "depth": 0, "comments": len(branch.keys)}
        auditing.write(viewer, Deed(verb="move_out", of=row, before=before, after=after), now=now)
    return Comment.objects.with_facts().get(pk=comment.pk)


def _locked(pk: int) -> _Branch:
    """Raises Conflict."""
    found = Comment.objects.get(pk=pk)
    below = _below(found)
    if len(below) > MOST_MOVED:
        raise Conflict(
            _("With more than %(most)d replies it is not moved.") % {"most": MOST_MOVED - 1}
        )
    keys = {*below, found.parent_id} - {None}
    rows = Comment.objects.select_for_update().filter(pk__in=keys).order_by("-pk")
    locked = {row.pk: row for row in rows}
    root = locked[pk]
    # Whoever answers locks what they answer first, so that from here on nobody does.
    moved = (root.article_id, root.parent_id) != (found.article_id, found.parent_id)
    if moved or _below(found) != below:
        raise Conflict(_("Somebody has just answered or moved it. Please try again."))
    shown = tuple(key for key in below if locked[key].state == CommentState.PUBLISHED)
    return _Branch(root=Comment.objects.with_facts().get(pk=pk), keys=below, shown=shown)


def _below(root: Comment) -> tuple[int, ...]:
    """The comment's key and those of all its replies, a parent before them."""
    children: dict[int, list[int]] = {}
    replies = Comment.objects.filter(article_id=root.article_id, parent__isnull=False)
    for key, parent in replies.order_by("pk").values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(key)
    found = [root.pk]
    for key in found:
        found.extend(children.get(key, ()))
    return tuple(found)


def _refuse_needless(row: Comment, new: Article) -> None:
    if row.state not in (CommentState.PUBLISHED, *UNSEEN):
        raise Conflict(_("This comment was removed; there is nothing to move."))
    if new.pk == row.article_id and row.parent_id is None:
        raise Conflict(_("This comment begins a conversation on this article already."))


def _leave(branch: _Branch, now: datetime) -> None:
    """What answers it is no answer any more, and it answers nothing."""
    row = branch.root
    if row.parent_id is not None and row.state == CommentState.PUBLISHED:
        Comment.objects.filter(pk=row.parent_id).update(replies=F("replies") - 1)
    Comment.objects.filter(pk=row.pk).update(parent=None)
    Comment.objects.filter(pk__in=branch.keys).update(depth=F("depth") - row.depth)
    # Replies first, so that nobody who reads along is left with what answers nothing.
    changes.announce_all(row.article, ChangeKind.REMOVE, comments=branch.shown[::-1], now=now)


def _bring(branch: _Branch, new: Article) -> None:
    """All that lies with the old article goes to the new one; so do the counts."""
    old, count, last = branch.root.article, len(branch.shown), branch.last_at
    # Whatever stood first there need not do so here.
    Comment.objects.filter(pk__in=branch.keys).update(article=new, pinned=False)
    for model in _FOLLOWING:
        model._default_manager.filter(comment__in=branch.keys).update(article=new)
    left = Comment.objects.filter(article=old, state=CommentState.PUBLISHED)
    Article.objects.filter(pk=old.pk).update(
        comment_count=F("comment_count") - count,
        last_comment_at=left.aggregate(last=Max("created_at"))["last"],
    )
    Article.objects.filter(pk=new.pk).update(comment_count=F("comment_count") + count)
    if last is not None:
        newest = Greatest(Coalesce(F("last_comment_at"), Value(last)), Value(last))
        Article.objects.filter(pk=new.pk).update(last_comment_at=newest)


def _told(to: Article | None) -> str:
    if to is None:
        return _("It begins a conversation of its own now.")
    return _("It is about another article: %(article)s") % {"article": to}
