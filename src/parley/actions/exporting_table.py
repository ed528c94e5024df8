"""Gathers an account's comments as a table that spreadsheets open without running anything."""

from collections.abc import Iterator

from parley.actions import csv_table
from parley.actions.exporting import CHUNK, comments_of, permalink
from parley.models.comment import Comment
from parley.models.user import User

COLUMNS = (
    "id",
    "newspaper",
    "headline",
    "article",
    "permalink",
    "written_as",
    "created_at",
    "edited_at",
    "state",
    "in_reply_to",
    "text",
    "respect",
    "disagree",
    "replies",
    "imported_from",
    "id_at_the_source",
)


def table_of(user: User) -> Iterator[str]:
    """CSV, a line at a time: the oldest comment first, times in UTC."""
    return csv_table.lines(COLUMNS, map(_row, comments_of(user).iterator(CHUNK)))


def _row(comment: Comment) -> list[str]:
    return [
        str(comment.pk),
        comment.site.name,
        comment.article.headline,
        comment.article.url,
        permalink(comment),
        comment.author.display_name,
        comment.created_at.isoformat(),
        comment.edited_at.isoformat() if comment.edited_at else "",
        comment.state,
        str(comment.parent_id or ""),
        comment.text,
        str(comment.respect),
        str(comment.disagree),
        str(comment.replies),
        comment.source,
        comment.source_id,
    ]
