"""One row of the change feed, as every process learns of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Change(NamedTuple):
    """A change of `kind` "queue" is of no article, and is told on the site's desk alone.

    `rev` and `comment_count` are the article's when the feed read the row: None where
    it was read otherwise, 0 if the article has gone.

    `payload` is free JSON, hence `Any`.
    """

    id: int
    article_id: int
    comment_id: int | None
    kind: str
    payload: Mapping[str, Any]
    rev: int | None = None
    comment_count: int | None = None
    site_id: int = 0
