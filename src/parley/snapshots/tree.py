"""Arranges an article's comments as readers see them: conversations, stubs and pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from parley.ranking.sorts import Sort, order_roots

# A page ends with the conversation that brings it to this many comments. Fifty are about
# what the longest articles' readers look at before they leave, and some 15 kB compressed.
PAGE_COMMENTS = 50

PUBLISHED = "published"


class Row(NamedTuple):
    """One comment as the database has it; `state` is a `CommentState`, and `source` the other
    system that its author comes from, "" for readers of ours. `ground` and `common_ground` mean
    something only where the discussion has enough of it. `writer`: its author has written the
    article."""

    id: int
    parent_id: int | None
    state: str
    author: str
    badge: str
    text: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    respect: int
    disagree: int
    replies: int
    picked: bool
    source: str = ""
    ground: float | None = None
    common_ground: bool = False
    pinned: bool = False
    writer: bool = False


class Placed(NamedTuple):
    """A comment in its place; `parent` is what it answers."""

    row: Row
    depth: int
    parent: Row | None


def arrange(rows: Sequence[Row], sort: Sort) -> list[list[Placed]]:
    """Pages of whole conversations. `rows` must come oldest first.

    A comment that is not published is shown, as a stub, only above one that is. Pinned ones
    stand first whatever the order. A reply to what is not among the rows stands at the top.
    """
    by_id = {row.id: row for row in rows}
    shown = _shown(rows, by_id)
    children: dict[int, list[Row]] = {}
    roots: list[Row] = []
    for row in rows:
        if row.id not in shown:
            continue
        if row.parent_id is None or row.parent_id not in by_id:
            roots.append(row)
        else:
            children.setdefault(row.parent_id, []).append(row)
    pages: list[list[Placed]] = []
    page: list[Placed] = []
    # Sorting keeps the order of those that are alike.
    for root in sorted(order_roots(roots, sort), key=lambda row: not _is_pinned(row)):
        page.extend(_conversation(root, children))
        if len(page) >= PAGE_COMMENTS:
            pages.append(page)
            page = []
    if page:
        pages.append(page)
    return pages


def _is_pinned(row: Row) -> bool:
    return row.pinned and row.state == PUBLISHED


def _shown(rows: Sequence[Row], by_id: dict[int, Row]) -> set[int]:
    shown: set[int] = set()
    for row in rows:
        if row.state != PUBLISHED:
            continue
        ancestor: Row | None = row
        while ancestor is not None and ancestor.id not in shown:
            shown.add(ancestor.id)
            ancestor = by_id.get(ancestor.parent_id) if ancestor.parent_id is not None else None
    return shown


def _conversation(root: Row, children: dict[int, list[Row]]) -> list[Placed]:
    """Depth first, with a stack of our own: conversations can be deeper than Python's."""
    placed: list[Placed] = []
    waiting = [Placed(root, 0, None)]
    while waiting:
        here = waiting.pop()
        placed.append(here)
        replies = children.get(here.row.id, ())
        waiting.extend(Placed(reply, here.depth + 1, here.row) for reply in reversed(replies))
    return placed
