"""Reads what may go with a table of votes: the readers' groups, and the list of comments."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from parley.cli import vote_columns
from parley.cli.vote_columns import Rows
from parley.errors import BadInput

# A group of readers who are in none; Polis' own number for them.
NONE = ("", "-1")
MODERATED_OUT = "-1"

_MODERATED, _META, _TEXT = ("moderated",), ("is-meta", "meta"), ("comment-body", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentList:
    """The ids that a list of comments has, which of them are moderated out, and their words."""

    ids: set[str]
    moderated_out: set[str]
    meta: set[str]
    text: dict[str, str]


def groups(path: Path) -> dict[str, str]:
    """The group of each reader who is in one, from a table or a JSON object."""
    with vote_columns.opened(path) as stream:
        found = dict(_from_json(stream) if path.suffix == ".json" else _from_table(Rows(stream)))
    return {reader: group for reader, group in found.items() if group not in NONE}


def _from_json(stream: IO[bytes]) -> Iterator[tuple[str, str]]:
    try:
        found = json.load(stream)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"The groups are no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise BadInput("The groups are no JSON object of readers’ ids and their groups.")
    for reader, group in found.items():
        if isinstance(group, bool) or not isinstance(group, str | int | None):
            raise BadInput(f"The group of “{vote_columns.shown(reader)}” is no text and no number.")
        yield reader, "" if group is None else str(group).strip()


def _from_table(rows: Rows) -> Iterator[tuple[str, str]]:
    reader = vote_columns.place_of(rows.header, vote_columns.READER)
    group = vote_columns.place_of(rows.header, vote_columns.GROUP)
    if reader is None or group is None:
        found = ", ".join(map(vote_columns.shown, rows.header)) or "no column"
        raise BadInput(f"The groups have {found}; needed are voter-id and group-id.")
    for row in _wide_enough(rows, max(reader, group)):
        yield row[reader], row[group].strip()


def comments(path: Path) -> CommentList:
    """The comments of openData's comments.csv, or of a table with a column comment-id."""
    found = CommentList(ids=set(), moderated_out=set(), meta=set(), text={})
    with vote_columns.opened(path) as stream:
        rows = Rows(stream)
        comment = vote_columns.place_of(rows.header, vote_columns.COMMENT)
        if comment is None:
            told = ", ".join(map(vote_columns.shown, rows.header)) or "no column"
            raise BadInput(f"The comments have {told}; needed is comment-id.")
        moderated, meta, text = (
            vote_columns.place_of(rows.header, names) for names in (_MODERATED, _META, _TEXT)
        )
        for row in _wide_enough(rows, comment):
            name = row[comment]
            found.ids.add(name)
            if _cell(row, moderated) == MODERATED_OUT:
                found.moderated_out.add(name)
            if _cell(row, meta).lower() in ("1", "true"):
                found.meta.add(name)
            if body := _cell(row, text):
                found.text[name] = body
    return found


def _cell(row: list[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _wide_enough(rows: Rows, last: int) -> Iterator[list[str]]:
    """The rows; raises BadInput for one that ends before the column `last`."""
    for _chunk in rows.chunks():
        for line, row in rows.numbered():
            if len(row) <= last:
                raise BadInput(f"Line {line}: it has {len(row)} columns, fewer than the header.")
            yield row
