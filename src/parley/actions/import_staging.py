"""Keeps the records of one import on disk until it is known what becomes of each of them."""

import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from django.db.models import QuerySet

from parley.actions import import_names
from parley.actions.import_names import Row
from parley.importers.record import (
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Own,
    Quarantined,
    Record,
    SourceState,
)
from parley.importers.report import Fate, Report
from parley.models.site import Site

AnyRecord = TypeVar("AnyRecord", bound=Record)

# Rows read or written at once: enough to be quick, little enough to hold no lock for long.
BATCH = 500

# `leader` is the article that stands for a record: a new one by its source id, one that exists
# by "#" and its key. `level` is the distance to the top of a tree of comments that are new,
# `people` says that others voted on a comment or reported it, `walk` is for finding circles.
# `placed` has the rows of comments in the order in which they are stored, parents first.
# A fate of "known" is that of rows which are not in the file but in the database.
_SCHEMA = """
CREATE TABLE article (
    id TEXT PRIMARY KEY, record BLOB, leader TEXT, fate TEXT, trouble TEXT NOT NULL DEFAULT ''
);
CREATE TABLE leader (id TEXT PRIMARY KEY, pk INTEGER);
CREATE TABLE address (key TEXT PRIMARY KEY, leader TEXT NOT NULL, by_path INTEGER NOT NULL);
CREATE TABLE author (
    key TEXT PRIMARY KEY, record BLOB NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
    needed INTEGER NOT NULL DEFAULT 0, fate TEXT, pk INTEGER
);
CREATE TABLE comment (
    id TEXT PRIMARY KEY, record BLOB, article TEXT NOT NULL, author TEXT NOT NULL DEFAULT '',
    parent TEXT NOT NULL DEFAULT '', rank INTEGER NOT NULL DEFAULT 0,
    people INTEGER NOT NULL DEFAULT 0, fate TEXT, level INTEGER, pk INTEGER, depth INTEGER,
    walk INTEGER
);
CREATE TABLE placed (comment INTEGER NOT NULL);
CREATE INDEX comment_parent ON comment (parent);
CREATE INDEX comment_level ON comment (level);
CREATE INDEX comment_author ON comment (author);
CREATE INDEX comment_article ON comment (article);
CREATE TABLE quarantine (record BLOB NOT NULL);
"""

_RANKS = {state: rank for rank, state in enumerate(SourceState)}
DELETED = _RANKS[SourceState.DELETED]


@dataclass(frozen=True, slots=True)
class Import:
    """One import: records of `source`, staged, on their way into `site`.

    `empty`: the site had no discussions when it began; `bans`: the operator asks for those of
    the file, also where that is not so.
    """

    site: Site
    source: str
    staging: "Staging"
    report: Report
    empty: bool = True
    bans: bool = False

    @property
    def warnings(self) -> list[str]:
        return self.report.warnings

    def known(self, rows: QuerySet[Row], identifiers: Iterable[str]) -> Iterator[tuple[str, Row]]:
        """Those of the rows that are here under ids of the export, each with its id."""
        return import_names.known(
            rows, self.site, export_source=self.source, identifiers=identifiers
        )

    def names(self, identifier: str) -> dict[str, str]:
        """The columns by which a row of the export will be known again."""
        source, source_id = import_names.split(self.source, identifier)
        return {"source": source, "source_id": source_id}


class Staging:
    """A database of its own, which is thrown away. SQL for it is written where it is used."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        # Nothing here outlives the import, so nothing needs to survive a crash.
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA
        )
        self._database.execute("BEGIN")
        # How the site was set that the export comes from, where it tells.
        self.settings: Own | None = None
        # Of the bans that are taken: how many of each kind, and those that name no author.
        self.banned: dict[str, int] = {}
        self.site_bans: list[Own] = []
        # Records that repeat another of the same file, by kind.
        self.repeated = dict.fromkeys(Kind, 0)

    @classmethod
    @contextmanager
    def open(cls) -> "Iterator[Staging]":
        with tempfile.TemporaryDirectory(prefix="parley-import-") as folder:
            staging = cls(Path(folder) / "staging.sqlite3")
            try:
                yield staging
            finally:
                staging._database.close()

    def execute(self, sql: str, *values: object) -> int:
        """The number of rows changed."""
        return self._database.execute(sql, values).rowcount

    def execute_many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        self._database.executemany(sql, rows)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self._database.execute(sql, values).fetchall()

    def savepoint(self) -> None:
        self._database.execute("SAVEPOINT sample")

    def rollback(self) -> None:
        """To the savepoint, which is gone then."""
        self._database.execute("ROLLBACK TO sample")
        self._database.execute("RELEASE sample")

    def batches(self, sql: str, *values: object) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of a query that begins with `SELECT rowid` and ends in a condition.

        Each batch may be changed before the next is read.
        """
        # The query is ours, never made of input.
        paged = f"{sql} AND rowid > ? ORDER BY rowid LIMIT {BATCH}"
        after = -1
        while batch := self.rows(paged, *values, after):
            after = batch[-1][0]
            yield batch

    def add_article(self, article: ImportedArticle) -> None:
        added = self.execute(
            "INSERT OR IGNORE INTO article (id, record) VALUES (?, ?)",
            article.source_id,
            msgspec.json.encode(article),
        )
        self.repeated[Kind.ARTICLE] += not added

    def add_comment(self, comment: ImportedComment, author_key: str) -> None:
        """Of a comment that comes twice the less public one counts: it was taken down since."""
        row = (
            msgspec.json.encode(comment),
            comment.article_id,
            author_key,
            comment.parent_id,
            _RANKS[comment.state],
            bool(comment.votes or comment.own.get("reports")),
        )
        added = self.execute(
            "INSERT OR IGNORE INTO comment (id, record, article, author, parent, rank, people)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            comment.source_id,
            *row,
        )
        if not added:
            self.repeated[Kind.COMMENT] += 1
            self.execute(
                "UPDATE comment SET record = ?, article = ?, author = ?, parent = ?, rank = ?,"
                " people = ?"
                " WHERE id = ? AND rank < ?",
                *row,
                comment.source_id,
                _RANKS[comment.state],
            )

    def add_author(self, key: str, author: ImportedAuthor, *, address: str = "") -> None:
        """The first that has a name counts; some exports tell names apart from comments.

        `address` is the hash of an address.
        """
        self.execute(
            "INSERT INTO author (key, record, name, address) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET record = iif(name = '', excluded.record, record),"
            " address = iif(name = '', excluded.address, address),"
            " name = iif(name = '', excluded.name, name)",
            key,
            msgspec.json.encode(author),
            author.name.strip(),
            address,
        )

    def need_author(self, key: str) -> None:
        """The author is kept even if no comment of the file is theirs."""
        self.execute("UPDATE author SET needed = 1 WHERE key = ?", key)

    def quarantine(self, record: Quarantined) -> None:
        self.execute("INSERT INTO quarantine VALUES (?)", msgspec.json.encode(record))

    def quarantined(self) -> Iterator[Quarantined]:
        for batch in self.batches("SELECT rowid, record FROM quarantine WHERE true"):
            for _rowid, record in batch:
                yield msgspec.json.decode(record, type=Quarantined)

    def fates(self, kind: Kind) -> dict[Fate, int]:
        """How many rows of a kind came to which end; what is only "known" is not of the file."""
        table = {Kind.ARTICLE: "article", Kind.AUTHOR: "author", Kind.COMMENT: "comment"}[kind]
        counted = self.rows(
            f"SELECT fate, count(*) FROM {table} WHERE fate <> 'known' GROUP BY fate"  # noqa: S608
        )
        return {Fate(fate): count for fate, count in counted}


def article_of(record: bytes) -> ImportedArticle:
    return msgspec.json.decode(record, type=ImportedArticle)


def author_of(record: bytes) -> ImportedAuthor:
    return msgspec.json.decode(record, type=ImportedAuthor)


def comment_of(record: bytes) -> ImportedComment:
    return msgspec.json.decode(record, type=ImportedComment)


# How JSON writes a zero character, unless the backslash before it is itself a character.
_ZERO = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


def without_zeros(record: AnyRecord) -> AnyRecord:
    """The record without zero characters, of which PostgreSQL stores none, in whatever field."""
    data = msgspec.json.encode(record)
    if b"\\u0000" not in data:
        return record
    # One after the other: of two in a row the first is part of what the second looks back at.
    while (cleaned := _ZERO.sub(rb"\1", data)) != data:
        data = cleaned
    return msgspec.json.decode(data, type=type(record))
