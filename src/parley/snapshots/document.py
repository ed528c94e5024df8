"""A thread as JSON: the objects of the public API."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.utils.translation import override

from parley.models.comment import CommentState
from parley.snapshots.fragment import Heading, badges_of, permalink
from parley.snapshots.tree import PUBLISHED, Placed


class AuthorObject(msgspec.Struct, frozen=True):
    name: str
    badges: list[str]


class CommentObject(msgspec.Struct, frozen=True, kw_only=True):
    """A comment as everybody may see it. Of a stub, `state` says why it is one, and
    name, text and html are empty. `ground` says whether it carries the badge "Common ground",
    null where the discussion has not enough votes to tell."""

    id: int
    parent_id: int | None
    depth: int
    state: str
    author: AuthorObject
    html: str
    text: str
    created_at: datetime
    edited_at: datetime | None
    respect: int
    disagree: int
    replies: int
    ground: bool | None
    picked: bool
    pinned: bool
    permalink: str


class ArticleObject(msgspec.Struct, frozen=True):
    """`id` is null until somebody has commented."""

    id: int | None
    url: str
    headline: str
    state: str
    comment_count: int
    rev: int


class ThreadObject(msgspec.Struct, frozen=True):
    article: ArticleObject
    sort: str
    page: int
    pages: int
    comments: list[CommentObject]


# What readers are told of a stub, where its author is told more.
_STUBBED = {CommentState.RETURNED.value: CommentState.HELD.value}
_NOBODY = AuthorObject(name="", badges=[])
_ENCODER = msgspec.json.Encoder()


def thread_json(heading: Heading, placed: Sequence[Placed], *, page: int, pages: int) -> bytes:
    """One page of a thread; `page` 0 is the one with everything."""
    article = ArticleObject(
        id=heading.article_id,
        url=heading.url,
        headline=heading.headline,
        state=heading.state,
        comment_count=heading.comment_count,
        rev=heading.rev,
    )
    article_id = heading.article_id or 0
    seen = Seen(ground=heading.ground)
    with override(heading.language):
        comments = [placed_object(article_id, one, seen=seen) for one in placed]
    return _ENCODER.encode(
        ThreadObject(article, heading.sort, page or 1, pages if page else 1, comments)
    )


class Seen(NamedTuple):
    """What is shown of a comment: whether it is common ground, where there is enough to tell,
    and to its `owner` the words of one that waits."""

    ground: bool
    owner: bool = False


def placed_object(article_id: int, placed: Placed, *, seen: Seen) -> CommentObject:
    """The public object, its badges in the active language."""
    row = placed.row
    visible = row.state == PUBLISHED or seen.owner
    return CommentObject(
        id=row.id,
        parent_id=row.parent_id,
        depth=placed.depth,
        state=row.state if visible else _STUBBED.get(row.state, row.state),
        author=AuthorObject(row.author, badges_of(row)) if visible else _NOBODY,
        html=row.html if visible else "",
        text=row.text if visible else "",
        created_at=row.created_at,
        edited_at=row.edited_at if visible else None,
        respect=row.respect if visible else 0,
        disagree=row.disagree if visible else 0,
        replies=row.replies,
        ground=row.common_ground if seen.ground and row.state == PUBLISHED else None,
        picked=row.picked and visible,
        pinned=row.pinned and visible,
        permalink=permalink(article_id, row.id),
    )


def to_builtins(comment: CommentObject) -> dict[str, object]:
    """The object as plain values, times as text."""
    plain: dict[str, object] = msgspec.to_builtins(comment)
    return plain


def encode(value: object) -> bytes:
    """Compact JSON."""
    return _ENCODER.encode(value)
