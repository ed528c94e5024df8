"""Gathers an account's comments as a table that spreadsheets open without running anything."""

import csv
from collections.abc import Iterator

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
# With these a spreadsheet takes a cell for a formula (OWASP, CSV Injection), in its wide form too.
FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠")
# By it a spreadsheet knows the encoding.
BYTE_ORDER_MARK = "\ufeff"


class _Line:
    """A file whose last line can be taken."""

    def write(self, text: str) -> str:
        return text


def table_of(user: User) -> Iterator[str]:
    """CSV, a line at a time: the oldest comment first, times in UTC."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for comment in comments_of(user).iterator(CHUNK):
        yield writer.writerow([harmless(cell) for cell in _row(comment)])


def harmless(cell: str) -> str:
    """With an apostrophe before it, what would be a formula is a text."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell


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
