"""Isso's database, and the JSON that its own importer takes -> records."""

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from parley.errors import BadInput
from parley.importers.export_file import head, opened
from parley.importers.json_stream import Broken, Item, documents, items, raw
from parley.importers.markdown import from_html
from parley.importers.record import (
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.source import Importer, Options
from parley.importers.sqlite_file import MAGIC, database, unwritten
from parley.importers.values import (
    Clock,
    Unusable,
    count,
    email,
    extra_of,
    id_of,
    identifier,
    line_of,
    message,
    required,
    unaddressed,
    without_addresses,
)

_STATES = {1: SourceState.PUBLISHED, 2: SourceState.HELD, 4: SourceState.DELETED}
# Whose network address it was, who has voted, whom to write to, and what else is not ours.
_HIDDEN = ("email", "remote_addr", "voters", "notification")
_SCHEMA = re.compile(rb"tid\s+references\s+threads\s*\(", re.IGNORECASE)
_GENERIC = ("item.comments.item", "item.title", "item.id")
# Isso's own importers of Disqus and WordPress store HTML among its Markdown.
_HTML = re.compile(r"\s*<(?:p|div|blockquote)[\s>]", re.IGNORECASE)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}|(?<=\w)\+(?=\w)")


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Threads first, then comments, of each file."""
    clock = Clock(options.zone)
    for path in paths:
        start = head(path)
        reading = _Reading(options, clock)
        if start.startswith(MAGIC):
            yield from _read_database(path, reading, told=options.told)
        elif start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
            yield from _read_generic(path, reading, told=options.told)
        elif start.lstrip().startswith(b"{"):
            yield from _read_rows(path, reading, told=options.told)
        else:
            raise BadInput(f"{path.name} is neither Isso's database (comments.db) nor its JSON.")
    yield from clock.damage()


def recognises(start: bytes) -> bool:
    if start.startswith(MAGIC):
        return bool(_SCHEMA.search(start))
    if not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return False
    try:
        found = list(items(io.BytesIO(start), _GENERIC))
    except BadInput:
        return False
    comments = [
        item.value
        for item in found
        if isinstance(item, Item) and item.path == _GENERIC[0] and isinstance(item.value, dict)
    ]
    if comments:
        return {"text", "created", "author"} <= comments[0].keys()
    begun = [item.raw for item in found if isinstance(item, Broken) and item.path == _GENERIC[0]]
    return bool(begun) and '"created"' in begun[0] and '"remote_addr"' in begun[0]


def alone(_kind: Kind, raw: str) -> bytes:
    return raw.encode()


def _read_database(
    path: Path, reading: "_Reading", *, told: Callable[[int], None]
) -> Iterator[Record]:
    yield from unwritten(path)
    with database(path, told) as file:
        if not {"threads", "comments"} <= set(file.tables()):
            raise BadInput(f"{path.name} is a database, but not Isso's.")
        for table in ("threads", "comments"):
            for row in file.rows(table):
                if isinstance(row, Damage):
                    yield row
                else:
                    yield reading.row(row)
        yield from file.damage()


def _read_rows(path: Path, reading: "_Reading", *, told: Callable[[int], None]) -> Iterator[Record]:
    """Rows of the database as JSON, as records in quarantine are kept."""
    with opened(path, told) as stream:
        for item in documents(stream):
            if isinstance(item, Damage):
                yield item
            elif isinstance(item, Broken):
                yield _cut(item)
            elif isinstance(item.value, dict) and ("tid" in item.value or "uri" in item.value):
                # No table nests anything.
                plain = {k: v for k, v in item.value.items() if not isinstance(v, dict | list)}
                yield reading.row(plain)
            else:
                raise BadInput(f"{path.name} is no export of Isso's.")


def _read_generic(
    path: Path, reading: "_Reading", *, told: Callable[[int], None]
) -> Iterator[Record]:
    with opened(path, told) as stream:
        for item in items(stream, ("item",)):
            if isinstance(item, Damage):
                yield item
            elif isinstance(item, Broken):
                yield _cut(item)
            elif item.path == "item":
                yield from reading.page(item.value, path)


def _cut(item: Broken) -> Quarantined:
    """What an error in the file has cut short. What it is cannot be told, nor what it hides."""
    return Quarantined(
        kind=Kind.COMMENT,
        record="a record that is not whole",
        trouble=Trouble.MALFORMED,
        detail=item.why,
        raw=without_addresses(_without_hidden(item.raw)),
        line=item.line,
    )


def _without_hidden(text: str) -> str:
    names = "|".join(_HIDDEN)
    return re.sub(rf'"({names})"\s*:\s*"(?:[^"\\]|\\.)*"?', r'"\1": ""', text)


class _Reading:
    """The rows of one file."""

    def __init__(self, options: Options, clock: Clock) -> None:
        self._options, self._clock = options, clock

    def row(self, row: dict[str, Any]) -> Record:
        """Of either table: a thread has an address, a comment belongs to one."""
        try:
            if "tid" not in row:
                return self._thread(row)
            return self._comment(row, article_id=_thread_id(row), source_id=required(row.get("id")))
        except Unusable as unusable:
            kind = Kind.COMMENT if "tid" in row else Kind.ARTICLE
            return _quarantined(row, unusable, kind=kind, kept=row)

    def _thread(self, row: dict[str, Any]) -> ImportedArticle:
        return self._article(row, source_id=required(row.get("id")), uri=line_of(row.get("uri")))

    def _article(self, row: dict[str, Any], *, source_id: str, uri: str) -> ImportedArticle:
        if not uri:
            raise Unusable(Trouble.NO_ADDRESS, "The thread has no address.")
        below = uri if "://" in uri else f"{self._options.base_url}/{uri.lstrip('/')}"
        return ImportedArticle(
            source_id=source_id,
            url=below,
            headline=line_of(row.get("title")),
            record=f"thread {source_id}",
        )

    def page(self, page: Any, path: Path) -> Iterator[Record]:  # Any: it is foreign JSON.
        if not isinstance(page, dict) or not isinstance(page.get("comments"), list):
            raise BadInput(f"{path.name} is no JSON of Isso's: a page in it has no comments.")
        uri = line_of(page.get("id"))
        title = _decoded(line_of(page.get("title")))
        about = {"id": page.get("id"), "title": page.get("title")}
        try:
            yield self._article({"title": title}, source_id=id_of(uri), uri=uri)
        except Unusable as unusable:
            yield _quarantined(about, unusable, kind=Kind.ARTICLE, kept=[about | {"comments": []}])
        for comment in page["comments"]:
            found = comment if isinstance(comment, dict) else {}
            try:
                yield self._of_page(found, uri)
            except Unusable as unusable:
                kept = [about | {"comments": [comment]}]
                yield _quarantined(found, unusable, kind=Kind.COMMENT, kept=kept)

    def _of_page(self, comment: dict[str, Any], uri: str) -> ImportedComment:
        """Ids of this form are told apart within a page only."""
        if not comment:
            raise Unusable(Trouble.MALFORMED, "The comment is no object.")
        if not uri:
            raise Unusable(Trouble.NO_THREAD, "The comment's page has no address.")
        own, parent = required(comment.get("id")), _parent(comment)
        return self._comment(
            {"mode": 1} | comment | {"parent": id_of(f"{uri}#{parent}") if parent else None},
            article_id=id_of(uri),
            source_id=id_of(f"{uri}#{own}"),
        )

    def _comment(self, row: dict[str, Any], *, article_id: str, source_id: str) -> ImportedComment:
        state = _STATES.get(row["mode"]) if isinstance(row.get("mode"), int) else None
        if state is None:
            shown = str(row.get("mode"))[:80]
            raise Unusable(Trouble.BAD_FLAG, f"Isso knows no mode {shown}; 1, 2 and 4 are its own.")
        deleted = state is SourceState.DELETED
        original = "" if deleted else message(row.get("text"))
        author = ImportedAuthor(name=line_of(row.get("author")), email=email(row.get("email")))
        modified = row.get("modified")
        return ImportedComment(
            source_id=source_id,
            article_id=article_id,
            author=ImportedAuthor(name="") if deleted else author,
            created_at=self._clock.moment(row.get("created")),
            state=state,
            parent_id=_parent(row),
            text=from_html(original) if _HTML.match(original) else original,
            original=original,
            edited_at=self._clock.moment(modified) if modified and not deleted else None,
            respect=count(row.get("likes")),
            disagree=count(row.get("dislikes")),
            extra={} if deleted else extra_of({"website": row.get("website")}),
            record=f"comment {source_id}",
        )


def _thread_id(row: dict[str, Any]) -> str:
    found = identifier(row.get("tid"))
    if not found:
        raise Unusable(Trouble.NO_THREAD, "The comment belongs to no thread.")
    return found


def _parent(row: dict[str, Any]) -> str:
    """In the JSON, ids begin at 0, and no comment answers the first by it."""
    found = identifier(row.get("parent"), "parent's id")
    return "" if found == "0" else found


def _decoded(title: str) -> str:
    """Some programs write titles as a browser's form does; no title has these marks of itself."""
    return unquote_plus(title) if " " not in title and _ENCODED.search(title) else title


def _quarantined(row: dict[str, Any], unusable: Unusable, *, kind: Kind, kept: Any) -> Quarantined:
    deleted = row.get("mode") == 4
    hidden = (*_HIDDEN, "text", "author", "website") if deleted else _HIDDEN
    name = "comment" if kind is Kind.COMMENT else "thread"
    return Quarantined(
        kind=kind,
        record=f"{name} {str(row.get('id', 'without id'))[:80]}",
        trouble=unusable.trouble,
        detail=unusable.detail,
        raw=raw(_as_json(kept), *hidden),
        email="" if deleted else email(row.get("email")),
    )


def _as_json(value: Any) -> Any:  # Any: it is foreign data.
    """Without addresses, and without bytes: a database may hold both anywhere."""
    return unaddressed(json.loads(json.dumps(value, default=lambda _bytes: None)))


IMPORTER = Importer(name="isso", title="Isso", read=read, recognises=recognises, alone=alone)
