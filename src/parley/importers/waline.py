"""Waline's database, its JSON and its CSV -> records."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from parley.errors import BadInput
from parley.importers.export_file import head, opened
from parley.importers.json_stream import Broken, items, raw
from parley.importers.markdown import from_html
from parley.importers.record import (
    FOREVER,
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
from parley.importers.table import table
from parley.importers.table_csv import delimiter_of
from parley.importers.values import (
    Clock,
    Recent,
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

_STATES = {
    "approved": SourceState.PUBLISHED,
    "waiting": SourceState.HELD,
    "spam": SourceState.SPAM,
}
_COMMENTS = ("data.Comment.item", "results.item", "item")
_USERS = "data.Users.item"
# Where from, with what, and by which secrets and accounts elsewhere it was written.
_HIDDEN = (
    "mail", "email", "ip", "ua", "password", "token", "2fa", "avatar", "github", "twitter",
    "facebook", "google", "weibo", "qq", "oidc", "huawei",
)  # fmt: skip
_JSON_BEGINS = re.compile(rb'\s*\{\s*"type"\s*:\s*"waline"\s*,')
_SCHEMA = re.compile(
    rb'create\s+table\s+(?:if\s+not\s+exists\s+)?["`\[]?wl_comment\b', re.IGNORECASE
)
_OWN_COLUMNS = frozenset(["insertedAt", "nick", "comment", "url", "mail"])
# Valine, whose data Waline takes over, kept HTML.
_HTML = re.compile(r"\s*<(?:p|div|blockquote|ul|ol|h\d)[\s>]", re.IGNORECASE)
# What the form puts before an answer; it leads to a place that will not be.
_MENTION = re.compile(r"\[(@[^\]\n]{0,100})\]\(#[\w-]{0,100}\)")
# Where an address may be a reader's own words.
_LONG = frozenset(["comment", "url", "link"])
_NOBODY = frozenset(["", "0", "null", "undefined"])

Fields = dict[str, Any]  # Any: it is foreign data.


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Every comment and every user, of files of any of its forms."""
    clock = Clock(options.zone)
    reading = _Reading(options, clock)
    for path in paths:
        start = head(path).removeprefix(b"\xef\xbb\xbf").lstrip()
        if start.startswith(MAGIC):
            yield from _read_database(path, reading, told=options.told)
        elif start.startswith((b"{", b"[")):
            yield from _read_json(path, reading, told=options.told)
        else:
            yield from _read_table(path, reading, told=options.told)
    yield from clock.damage()


def recognises(start: bytes) -> bool:
    if start.startswith(MAGIC):
        return bool(_SCHEMA.search(start))
    start = start.removeprefix(b"\xef\xbb\xbf")
    if _JSON_BEGINS.match(start):
        return True
    heading = start.decode("utf-8", "replace").partition("\n")[0].strip()
    return set(_unquoted(heading)) >= _OWN_COLUMNS


def alone(kind: Kind, raw: str) -> bytes:
    """The row in the JSON that Waline exports."""
    name = "Users" if kind is Kind.AUTHOR else "Comment"
    start = f'{{"type": "waline", "version": 1, "tables": ["{name}"], "data": {{"{name}": ['
    return f"{start}{raw}]}}}}".encode()


def _unquoted(heading: str) -> list[str]:
    return [name.strip().strip('"') for name in heading.split(delimiter_of(heading))]


def _read_database(
    path: Path, reading: "_Reading", *, told: Callable[[int], None]
) -> Iterator[Record]:
    yield from unwritten(path)
    with database(path, told) as file:
        tables = {name.lower(): name for name in file.tables()}
        if "wl_comment" not in tables:
            raise BadInput(f"{path.name} is a database, but not Waline's.")
        for name, of_users in (("wl_users", True), ("wl_comment", False)):
            if name not in tables:
                continue
            for row in file.rows(tables[name]):
                if isinstance(row, Damage):
                    yield row
                elif of_users:
                    yield from reading.user(row)
                else:
                    yield from reading.comment(row)
        yield from file.damage()


def _read_json(path: Path, reading: "_Reading", *, told: Callable[[int], None]) -> Iterator[Record]:
    """The whole export, or only its comments as LeanCloud gives them out."""
    found = False
    with opened(path, told) as stream:
        for item in items(stream, (*_COMMENTS, _USERS)):
            if isinstance(item, Damage):
                yield item
                continue
            if item.path == "type" and getattr(item, "value", "") == "waline":
                found = True
            if isinstance(item, Broken):
                found = True
                yield _cut(item)
            elif item.path == _USERS and isinstance(item.value, dict):
                yield from reading.user(item.value)
            elif item.path in _COMMENTS:
                found = True
                fields = item.value if isinstance(item.value, dict) else {}
                if item.path == "item" and not {"nick", "comment", "url"} <= fields.keys():
                    raise BadInput(f"{path.name} is JSON, but not Waline's.")
                yield from reading.comment(fields)
    if not found:
        raise BadInput(f"{path.name} is JSON, but not Waline's.")


def _read_table(
    path: Path, reading: "_Reading", *, told: Callable[[int], None]
) -> Iterator[Record]:
    found = table(path, told)
    if not {"nick", "comment", "url"} <= set(found.headings):
        raise BadInput(f"{path.name} is no export of Waline's: it has no nick, comment and url.")
    for row in found.rows:
        if isinstance(row, Damage):
            yield row
            continue
        fields: Fields = dict(row.fields) or dict(zip(found.headings, row.values, strict=False))
        cut = "The file ends in this row, which may be cut short." if row.doubtful else ""
        yield from reading.comment(fields, fault=row.fault or cut, line=row.number)


def _cut(item: Broken) -> Quarantined:
    names = "|".join(_HIDDEN)
    hidden = re.sub(rf'"({names})"\s*:\s*"(?:[^"\\]|\\.)*"?', r'"\1": ""', item.raw)
    return Quarantined(
        kind=Kind.AUTHOR if item.path == _USERS else Kind.COMMENT,
        record="a record that is not whole",
        trouble=Trouble.MALFORMED,
        detail=item.why,
        raw=without_addresses(hidden),
        line=item.line,
    )


class _Reading:
    """Rows of either table, whichever file they are from."""

    def __init__(self, options: Options, clock: Clock) -> None:
        self._options, self._clock = options, clock
        self._articles = Recent()

    def user(self, row: Fields) -> Iterator[Record]:
        """An account; a comment names it by its id."""
        try:
            kind = line_of(row.get("type"))
            yield ImportedAuthor(
                name=line_of(row.get("display_name")),
                user_id=_own_id(row),
                email=email(row.get("email")),
                suspended_until=FOREVER if kind == "banned" else None,
                extra=extra_of({"type": kind, "label": row.get("label"), "url": row.get("url")}),
            )
        except Unusable as unusable:
            yield _quarantined(row, unusable, kind=Kind.AUTHOR)

    def comment(self, row: Fields, *, fault: str = "", line: int | None = None) -> Iterator[Record]:
        try:
            if fault or not row:
                raise Unusable(Trouble.MALFORMED, fault or "The comment is no object.")
            article = self._article(row)
            comment = self._comment(row, article_id=article.source_id, line=line)
        except Unusable as unusable:
            yield _quarantined(row, unusable, kind=Kind.COMMENT, line=line)
            return
        if self._articles.is_new(article.source_id):
            yield article
        yield comment

    def _article(self, row: Fields) -> ImportedArticle:
        place = line_of(row.get("url"))
        if not place:
            raise Unusable(Trouble.NO_THREAD, "The comment names no page.")
        url = place if urlsplit(place).scheme else f"{self._options.base_url}/{place.lstrip('/')}"
        return ImportedArticle(source_id=id_of(place), url=url, record=f"page {place}")

    def _comment(self, row: Fields, *, article_id: str, line: int | None) -> ImportedComment:
        source_id = _own_id(row)
        word = line_of(row.get("status"))
        state = _STATES.get(word)
        if state is None:
            raise Unusable(Trouble.BAD_FLAG, f"Waline knows no status {word[:80]!r}.")
        original = message(row.get("comment"))
        text = from_html(original) if _HTML.match(original) else _MENTION.sub(r"\1", original)
        if not text:
            raise Unusable(Trouble.EMPTY, "The message is empty.")
        account = identifier(row.get("user_id"), "user's id")
        return ImportedComment(
            source_id=source_id,
            article_id=article_id,
            author=ImportedAuthor(
                name=line_of(row.get("nick")),
                user_id="" if account.lower() in _NOBODY else account,
                email=email(row.get("mail")),
            ),
            created_at=self._clock.moment(_time(row)),
            state=state,
            parent_id=_parent(row),
            text=text,
            original=original,
            respect=count(row.get("like")),
            extra=extra_of({"pinned": _is_pinned(row), "website": row.get("link")}),
            record=f"comment {source_id}",
            line=line,
        )


def _own_id(row: Fields) -> str:
    """What is "id" in its database is "objectId" in its exports."""
    return required(row.get("objectId") or row.get("id"))


def _parent(row: Fields) -> str:
    """The comment that is answered, or else the first of its conversation."""
    for name in ("pid", "rid"):
        found = identifier(row.get(name), "parent's id")
        if found.lower() not in _NOBODY:
            return found
    return ""


def _time(row: Fields) -> Any:
    """LeanCloud wraps it: {"__type": "Date", "iso": "2021-03-01T04:00:00.000Z"}."""
    found = row.get("insertedAt") or row.get("createdAt")
    if isinstance(found, dict):
        return found.get("iso") or found.get("$date")
    return found


def _is_pinned(row: Fields) -> bool:
    return str(row.get("sticky")).lower() in ("1", "true")


def _quarantined(
    row: Fields, unusable: Unusable, *, kind: Kind, line: int | None = None
) -> Quarantined:
    name = "user" if kind is Kind.AUTHOR else "comment"
    # Bytes that a database may hold anywhere have no form in JSON.
    plain = json.loads(json.dumps(row, default=lambda _bytes: None))
    for field, value in plain.items():
        if isinstance(value, str) and field not in _LONG:
            plain[field] = without_addresses(value)
    text = raw(unaddressed(plain), *_HIDDEN)
    return Quarantined(
        kind=kind,
        record=f"{name} {str(row.get('objectId') or row.get('id') or 'without id')[:80]}",
        trouble=unusable.trouble,
        detail=unusable.detail,
        raw=without_addresses(text) if unusable.trouble is Trouble.MALFORMED else text,
        email=email(row.get("mail") or row.get("email")),
        line=line,
    )


IMPORTER = Importer(name="waline", title="Waline", read=read, recognises=recognises, alone=alone)
