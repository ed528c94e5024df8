"""Makes the records of an export, as an importer would yield them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from parley.importers.record import ImportedArticle, ImportedAuthor, ImportedComment, SourceState
from parley.importers.report import Report
from parley.models import Comment

MOMENT = datetime(2020, 1, 1, tzinfo=UTC)

Run = Callable[..., Report]


def thread(source_id: str = "t1", url: str = "", **fields: Any) -> ImportedArticle:
    url = url or f"https://paper.example/{source_id}"
    return ImportedArticle(source_id=source_id, url=url, **fields)


def post(source_id: str, parent: str = "", **fields: Any) -> ImportedComment:
    author = fields.pop("author", ImportedAuthor(name="Asha", user_id="asha"))
    text = "" if fields.get("state") is SourceState.DELETED else f"Text of {source_id}."
    defaults = {"article_id": "t1", "created_at": MOMENT, "text": text, "original": text}
    return ImportedComment(
        source_id=source_id, parent_id=parent, author=author, **{**defaults, **fields}
    )


def stored(source_id: str) -> Comment:
    return Comment.objects.select_related("author", "parent", "article").get(source_id=source_id)
