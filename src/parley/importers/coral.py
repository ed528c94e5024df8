"""Coral's collections, as mongoexport writes them, and its importer's three tables -> records."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from parley.errors import BadInput
from parley.importers import coral_csv
from parley.importers.coral_records import CoralRecords, kind_of, quarantined
from parley.importers.export_file import head, opened
from parley.importers.json_stream import Broken, Item, documents, items
from parley.importers.record import Damage, Kind, Quarantined, Record, Trouble
from parley.importers.source import Importer, Options
from parley.importers.values import Clock, Unusable, without_addresses

_MARKS = b"\xef\xbb\xbf \t\r\n"
# What mongodump writes, and mongoexport does not: a document begins with its length and its id.
_BSON_BEGINS = re.compile(rb"[\s\S]{4}[\x02\x07]_id\0")
_PRETTY = re.compile(rb"\{\s*\n")
_NAME = re.compile(rb'"(\w{1,40})"\s*:')
_FOREIGN = Unusable(Trouble.MALFORMED, "It is no document of Coral's.")
# By these a document is Coral's, since 6 and before.
_OWN_NAMES = (
    {b"storyID", b"authorID", b"revisions"},
    {b"tenantID", b"storyID", b"commentID"},
    {b"tenantID", b"url", b"commentCounts"},
    {b"tenantID", b"username", b"profiles"},
    {b"tenantID", b"username", b"role"},
    {b"asset_id", b"body", b"body_history"},
    {b"asset_id", b"author_id", b"status_history"},
    {b"scraped", b"url", b"modified_date"},
    {b"profiles", b"lowercaseUsername"},
)
# Of half a document nobody knows whether its author has deleted it.
_SECRET = re.compile("profiles|password|token|secret|provider")
_WORDS = re.compile(r'"(body|email|username)"\s*:\s*"(?:[^"\\]|\\.)*"?')


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Every document of any of the collections, told apart by what is in it."""
    clock = Clock(options.zone)
    records = CoralRecords(clock, options.base_url)
    for path in paths:
        start = head(path).lstrip(_MARKS)
        if start.startswith((b"[", b"{")):
            yield from _read_json(path, records, told=options.told)
        elif _BSON_BEGINS.match(start):
            raise BadInput(
                f"{path.name} is what mongodump writes. Parley reads what mongoexport writes."
            )
        else:
            yield from coral_csv.read(path, records, told=options.told)
    yield from records.damage()
    yield from clock.damage()


def recognises(start: bytes) -> bool:
    start = start.lstrip(_MARKS)
    if not start.startswith((b"[", b"{")):
        return coral_csv.recognises(start)
    if start.startswith(b"["):
        start = start[1:].lstrip()
    names = set(_NAME.findall(start))
    return start.startswith(b"{") and any(own <= names for own in _OWN_NAMES)


def alone(_kind: Kind, raw: str) -> bytes:
    """The document, or the row."""
    return raw.encode()


def _read_json(
    path: Path, records: CoralRecords, *, told: Callable[[int], None]
) -> Iterator[Record]:
    found = False
    with opened(path, told) as stream:
        for item in _documents(stream, path):
            if isinstance(item, Damage):
                yield item
            elif isinstance(item, Broken):
                yield _cut(item)
            elif isinstance(item.value, dict) and kind_of(item.value):
                found = True
                yield from records.document(item.value, line=item.line)
            elif not found:
                raise BadInput(
                    f"{path.name} holds no stories, comments or users of Coral's. Export the"
                    " collections stories, comments and users by mongoexport, each to a file."
                )
            else:
                yield quarantined(item.value, _FOREIGN)


def _documents(stream: Any, path: Path) -> Iterator[Item | Broken | Damage]:
    start = stream.peek(64)
    if start.lstrip(_MARKS).startswith(b"["):
        yield from (
            item for item in items(stream, ("item",)) if isinstance(item, Damage) or item.path
        )
        return
    if _PRETTY.match(start.lstrip(_MARKS)):
        raise BadInput(
            f"{path.name} has a document over several lines. Export it by mongoexport without"
            " --pretty, or with --jsonArray."
        )
    yield from documents(stream)


def _cut(item: Broken) -> Quarantined:
    return Quarantined(
        kind=Kind.COMMENT,
        record="a document that is not whole",
        trouble=Trouble.MALFORMED,
        detail=item.why,
        raw=""
        if _SECRET.search(item.raw)
        else without_addresses(_WORDS.sub(r'"\1": ""', item.raw)),
        line=item.line,
    )


IMPORTER = Importer(name="coral", title="Coral", read=read, recognises=recognises, alone=alone)
