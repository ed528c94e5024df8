"""The three tables that Coral's own importer takes, which have no headings -> records."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from parley.errors import BadInput
from parley.importers.coral_records import COMMENT, STATES, STORY, USER, CoralRecords, Document
from parley.importers.record import Damage, Kind, Quarantined, Record, Trouble
from parley.importers.table import as_csv
from parley.importers.table_csv import cells, first_row
from parley.importers.table_xlsx import Cells
from parley.importers.values import Unusable, email, flag, without_addresses

# By their places; the names are those of Coral's documents.
_COLUMNS = {
    USER: ("id", "email", "username", "role", "banned", "createdAt"),
    STORY: ("id", "url", "title", "author", "publishedAt", "closedAt", "mode"),
    COMMENT: (
        "id", "authorID", "storyID", "createdAt", "body", "parentID", "status", "rating",
    ),
}  # fmt: skip
_BY_WIDTH = {len(columns): kind for kind, columns in _COLUMNS.items()}
_KINDS = {STORY: Kind.ARTICLE, COMMENT: Kind.COMMENT, USER: Kind.AUTHOR}
_FLAGS = frozenset(["true", "false"])
_MODES = frozenset(["", "COMMENTS", "QA", "RATINGS_AND_REVIEWS"])
_ADDRESS = re.compile(r"https?://\S+|/\S*")
_HEADING = "id"
_DELIMITER = ","


def recognises(start: bytes) -> bool:
    return bool(_kind(first_row(start, _DELIMITER)))


def read(path: Path, records: CoralRecords, *, told: Callable[[int], None]) -> Iterator[Record]:
    kind = ""
    for row in cells(path, told, delimiter=_DELIMITER):
        if isinstance(row, Damage):
            yield row
            continue
        if not kind:
            heading = row.values[0].strip().lower() == _HEADING
            kind = _BY_WIDTH.get(len(row.values), "") if heading else _kind(row.values)
            if not kind:
                raise BadInput(f"{path.name} is none of the three tables that Coral imports.")
            if heading:
                continue
        yield _record(row, records, kind=kind)
    if not kind:
        raise BadInput(f"{path.name} is empty.")


def _kind(values: list[str]) -> str:
    """Which of the tables the first row is of, by its width and by what stands in it."""
    kind = _BY_WIDTH.get(len(values), "")
    fits = (
        (kind == USER and values[4].lower() in _FLAGS and (not values[1] or email(values[1])))
        or (kind == STORY and _ADDRESS.fullmatch(values[1]) and values[6].upper() in _MODES)
        or (kind == COMMENT and values[6] in STATES)
    )
    return kind if fits else ""


def _record(row: Cells, records: CoralRecords, *, kind: str) -> Record:
    columns = _COLUMNS[kind]
    document: Document = dict(zip(columns, row.values, strict=False))
    try:
        if row.fault or len(row.values) != len(columns):
            fault = row.fault or f"{len(row.values)} fields, where there are {len(columns)}."
            raise Unusable(Trouble.MALFORMED, fault)
        if kind == USER:
            banned = flag(document.pop("banned"), "banned")
            return records.user(document | {"status": "BANNED" if banned else ""})
        if kind == STORY:
            return records.story(document | {"metadata": _metadata(document)}, line=row.number)
        return records.comment(document, line=row.number)
    except Unusable as unusable:
        hidden = {"email"} if kind == USER else set()
        shown = [
            "" if columns[place : place + 1] and columns[place] in hidden else value
            for place, value in enumerate(row.values)
        ]
        raw = as_csv(shown)
        return Quarantined(
            kind=_KINDS[kind],
            record=f"{kind} {row.values[0][:80]}",
            trouble=unusable.trouble,
            detail=unusable.detail,
            raw=without_addresses(raw) if unusable.trouble is Trouble.MALFORMED else raw,
            email=email(document.get("email")),
            line=row.number,
        )


def _metadata(document: Document) -> Document:
    return {"title": document["title"], "publishedAt": document["publishedAt"]}
