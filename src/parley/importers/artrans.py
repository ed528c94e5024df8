"""Artrans, as Artalk exports it -> records: an array in which every value is a string."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from parley.importers.export_file import head, opened
from parley.importers.json_records import (
    Fields,
    Form,
    Reading,
    address,
    first,
    moment_or_none,
)
from parley.importers.json_stream import Item, items
from parley.importers.record import (
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.source import Importer, Options
from parley.importers.values import (
    Clock,
    Recent,
    Unusable,
    count,
    email,
    extra_of,
    flag,
    id_of,
    identifier,
    line_of,
    message,
    required,
)

_PATH = "item"
_SIGNS = frozenset(["rid", "content", "page_key", "nick"])
_FORM = Form(
    title="Artrans file",
    kinds={_PATH: Kind.COMMENT},
    is_record=lambda fields: "page_key" in fields or {"rid", "content", "nick"} <= fields.keys(),
    hidden=("email", "ip", "password"),
)
_ROOTS = ("", "0")
# "2021-10-28 20:50:15.5 +0800 CST m=+0.1": Go writes the zone as a number and by name.
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<hour>\d\d:\d\d:\d\d(?:\.\d+)?)"
    r"(?:\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d))?(?:\s+[A-Z+-][\w+:-]*)?(?:\s+m=\S+)?"
)
# A small picture among the words, as Artalk's editor writes it; readers here would see the tag.
_EMOTICON = re.compile(r"<img\b[^>]*\batk-emoticon=[\"']([^\"'<>]*)[\"'][^>]*>", re.IGNORECASE)
_SITES_SHOWN = 5


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Comments, with each page before the first of its own."""
    clock = Clock(options.zone)
    export = _Export(options.base_url, clock)
    for path in paths:
        with opened(path, options.told) as stream:
            reading = Reading(path, _FORM, export.take, found=recognises(head(path)))
            yield from reading.records(items(stream, _FORM.kinds))
    yield from export.damage()
    yield from clock.damage()


def recognises(start: bytes) -> bool:
    _, record = first(start, _PATH)
    return record.keys() >= _SIGNS


def alone(_kind: Kind, raw: str) -> bytes:
    return f"[{raw}]".encode()


@dataclass(slots=True)
class _Export:
    """Several sites may share one export; that is told, as their pages meet under one address."""

    base_url: str
    clock: Clock
    pages: Recent = field(default_factory=Recent)
    sites: dict[str, None] = field(default_factory=dict)

    def take(self, fields: Fields, item: Item) -> Iterator[Record]:
        key, site = line_of(fields.get("page_key")), line_of(fields.get("site_name"))
        if not key:
            raise Unusable(Trouble.NO_ADDRESS, "The comment names no page: page_key is empty.")
        page = id_of(f"{site} {key}".strip())
        comment = self._comment(fields, page, line=item.line)
        if len(self.sites) <= _SITES_SHOWN:
            self.sites[site] = None
        if self.pages.is_new(page):
            yield ImportedArticle(
                source_id=page,
                url=address(self.base_url, key),
                headline=line_of(fields.get("page_title")),
                closed=flag(fields.get("page_admin_only"), "page_admin_only"),
                record=f"page_key {key}",
            )
        yield comment

    def _comment(self, fields: Fields, page: str, *, line: int | None) -> ImportedComment:
        original = message(fields.get("content"))
        parent = identifier(fields.get("rid"), "rid")
        created = self._moment(fields.get("created_at"))
        updated = moment_or_none(self.clock, _iso(fields.get("updated_at")))
        pending = flag(fields.get("is_pending"), "is_pending")
        return ImportedComment(
            source_id=required(fields.get("id")),
            article_id=page,
            author=_author(fields),
            created_at=created,
            state=SourceState.HELD if pending else SourceState.PUBLISHED,
            parent_id="" if parent in _ROOTS else parent,
            text=_EMOTICON.sub(r":\1:", original),
            original=original,
            # Artalk touches this time for votes as well: an edit it is not.
            respect=count(fields.get("vote_up")),
            disagree=count(fields.get("vote_down")),
            extra=extra_of(
                {
                    "collapsed": flag(fields.get("is_collapsed"), "is_collapsed"),
                    "pinned": flag(fields.get("is_pinned"), "is_pinned"),
                    "updated_at": updated.isoformat() if updated and updated != created else "",
                }
            ),
            record=_FORM.label(fields),
            line=line,
        )

    def _moment(self, value: Any) -> datetime:  # Any: it is foreign JSON.
        return self.clock.moment(_iso(value))

    def damage(self) -> Iterator[Damage]:
        if len(self.sites) > 1:
            names = ", ".join(name or "one without a name" for name in self.sites)
            yield Damage(
                f"The export holds several sites ({names}). Pages that are named by their paths"
                f" are all taken for pages of {self.base_url}; export each site by itself."
            )


def _iso(value: Any) -> Any:
    """A time of Go's in the form of ISO 8601; anything else as it is."""
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return value
    zone = "+00:00" if found["zone"] in ("Z", "UTC") else found["zone"] or ""
    return f"{found['day']}T{found['hour']}{zone}"


def _author(fields: Fields) -> ImportedAuthor:
    return ImportedAuthor(
        name=line_of(fields.get("nick")),
        email=email(fields.get("email")),
        extra=extra_of({"website": fields.get("link"), "badge": fields.get("badge_name")}),
    )


IMPORTER = Importer(name="artrans", title="Artalk", read=read, recognises=recognises, alone=alone)
