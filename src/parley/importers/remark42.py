"""Remark42's backup -> records: a line about users and pages, then a comment a line."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from parley.importers.export_file import PIECE, head, opened
from parley.importers.json_records import (
    Fields,
    Form,
    Reading,
    address,
    first,
    member,
    moment_or_none,
    one_line,
)
from parley.importers.json_stream import Broken, Item, documents, items
from parley.importers.markdown import from_html
from parley.importers.record import (
    FOREVER,
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    ImportedVote,
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
    extra_of,
    flag,
    id_of,
    identifier,
    line_of,
    message,
    required,
)

# Pages wait for the first comment that knows their title, so many at a time.
_MOST_WAITING = 10_000
_MARK = b'"version"'
_HIDDEN = ("email", "ip", "voted_ips", "picture")
_META = Form(
    title="Remark42 backup",
    kinds={"users.item": Kind.AUTHOR, "posts.item": Kind.ARTICLE},
    is_record=lambda _fields: True,
    ids=("id", "url"),
    hidden=_HIDDEN,
    versions=(1,),
    marks=(b'"users"', b'"posts"'),
)
_COMMENTS = Form(
    title="Remark42 backup",
    kinds={"item": Kind.COMMENT},
    is_record=lambda fields: "locator" in fields or {"id", "pid", "user"} <= fields.keys(),
    hidden=_HIDDEN,
    texts=("text", "orig"),
    gone=("delete",),
    address=("user", "email"),
)


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Of each file the comments in their order, and its pages among them."""
    clock = Clock(options.zone)
    for path in paths:
        backup = _Backup(options.base_url, clock)
        # The first line tells of all users and pages, and may itself be of any length.
        about = _first_line(head(path)).lstrip(b"\xef\xbb\xbf \t{").startswith(_MARK)
        reading = Reading(path, _COMMENTS, backup.comment, found=about)
        with opened(path, options.told) as stream:
            if about:
                line = io.BufferedReader(_FirstLine(stream), PIECE)
                told = items(line, _META.kinds)
                yield from Reading(path, _META, backup.about).records(told)
            yield from reading.records(_numbered(documents(stream), before=int(about)))
        yield from backup.waiting.values()
    yield from clock.damage()


def recognises(start: bytes) -> bool:
    line = _first_line(start)
    scalars, user = first(line, "users.item")
    _, post = first(line, "posts.item")
    if scalars.get("version") != 1:
        return False
    if "blocked" in user or "read_only" in post:
        return True
    # Where neither users nor pages are told of, the first comment tells.
    _, page = first(start[len(line) :], "locator")
    return "url" in page and b'"users"' in line and b'"posts"' in line


def alone(kind: Kind, raw: str) -> bytes:
    users, posts, comment = ("", "", one_line(raw))
    if kind is Kind.AUTHOR:
        users, comment = comment, ""
    elif kind is Kind.ARTICLE:
        posts, comment = comment, ""
    return f'{{"version":1,"users":[{users}],"posts":[{posts}]}}\n{comment}\n'.encode()


def _first_line(start: bytes) -> bytes:
    return start.split(b"\n", 1)[0]


def _numbered(
    got: Iterator[Item | Broken | Damage], *, before: int
) -> Iterator[Item | Broken | Damage]:
    """The same with the file's own lines, of which so many were read before."""
    for one in got:
        if isinstance(one, Item):
            yield Item(one.path, one.value, (one.line or 0) + before)
        elif isinstance(one, Broken):
            yield Broken(one.path, one.raw, one.why, (one.line or 0) + before)
        else:
            yield one


class _FirstLine(io.RawIOBase):
    """What a stream has up to the end of the line, and nothing of what follows."""

    def __init__(self, stream: io.BufferedReader) -> None:
        super().__init__()
        self._stream, self._ended = stream, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # Any: what io hands over has no better name.
        if self._ended:
            return 0
        data = self._stream.readline(len(buffer))
        self._ended = data.endswith(b"\n")
        buffer[: len(data)] = data
        return len(data)


@dataclass(slots=True)
class _Backup:
    """What the first line has told, and the pages whose title is not known yet."""

    base_url: str
    clock: Clock
    blocked: dict[str, datetime] = field(default_factory=dict)
    verified: set[str] = field(default_factory=set)
    # By their hashes: there may be as many as pages.
    closed: set[int] = field(default_factory=set)
    told: Recent = field(default_factory=Recent)
    waiting: dict[str, ImportedArticle] = field(default_factory=dict)

    def about(self, fields: Fields, item: Item) -> Iterator[Record]:
        """Nothing of it is a record: comments name their users and pages."""
        if item.path == "posts.item":
            if flag(fields.get("read_only"), "read_only"):
                self.closed.add(hash(fields.get("url")))
        else:
            user, blocked = required(fields.get("id")), member(fields, "blocked")
            if flag(blocked.get("status"), "blocked.status"):
                self.blocked[user] = self._ban_end(blocked.get("until"))
            if flag(fields.get("verified"), "verified"):
                self.verified.add(user)
        yield from ()

    def _ban_end(self, until: Any) -> datetime:  # Any: it is foreign JSON.
        """A hundred years hence and the year 1 both mean for ever."""
        try:
            return moment_or_none(self.clock, until) or FOREVER
        except Unusable:
            return FOREVER

    def comment(self, fields: Fields, item: Item) -> Iterator[Record]:
        url = line_of(member(fields, "locator").get("url"))
        if not url:
            raise Unusable(Trouble.NO_ADDRESS, "The comment names no page: locator.url is empty.")
        if flag(fields.get("delete"), "delete"):
            comment = self._read(fields, item, url=url).stub()
        else:
            comment = self._read(fields, item, url=url)
        yield from self._page(url, line_of(fields.get("title")), line=item.line)
        yield comment

    def _read(self, fields: Fields, item: Item, *, url: str) -> ImportedComment:
        deleted = flag(fields.get("delete"), "delete")
        original, text = ("", "") if deleted else _texts(fields)
        votes = {} if deleted else member(fields, "votes")
        up, down = _totals(votes, fields.get("score"))
        return ImportedComment(
            source_id=required(fields.get("id")),
            article_id=id_of(url),
            author=self._author(member(fields, "user")),
            created_at=self.clock.moment(fields.get("time")),
            state=SourceState.DELETED if deleted else SourceState.PUBLISHED,
            parent_id=identifier(fields.get("pid"), "pid"),
            text=text,
            original=original,
            edited_at=moment_or_none(self.clock, member(fields, "edit").get("time")),
            respect=up,
            disagree=down,
            votes=_votes(votes),
            extra=_extra(fields),
            record=_COMMENTS.label(fields),
            line=item.line,
        )

    def _author(self, user: Fields) -> ImportedAuthor:
        known = identifier(user.get("id"), "user.id")
        extra = {"admin": user.get("admin") is True, "verified": known in self.verified}
        return ImportedAuthor(
            name=line_of(user.get("name")),
            user_id=known,
            suspended_until=self.blocked.get(known),
            extra={name: True for name, said in extra.items() if said},
        )

    def _page(self, url: str, title: str, *, line: int | None) -> Iterator[ImportedArticle]:
        """The page, once its title is known or there is no waiting for it any longer."""
        waits = url in self.waiting
        if not waits and not self.told.is_new(url):
            return
        article = ImportedArticle(
            source_id=id_of(url),
            url=address(self.base_url, url),
            headline=title,
            closed=hash(url) in self.closed,
            record=url,
            line=line,
        )
        if title:
            self.waiting.pop(url, None)
            yield article
        elif not waits:
            self.waiting[url] = article
            if len(self.waiting) > _MOST_WAITING:
                yield self.waiting.pop(next(iter(self.waiting)))


def _texts(fields: Fields) -> tuple[str, str]:
    """The original, Markdown where the backup has it, and our Markdown of it."""
    if fields.get("orig"):
        original = message(fields["orig"])
        return original, original
    original = message(fields.get("text"))
    text = from_html(original)
    if not text:
        raise Unusable(Trouble.EMPTY, "The message is empty.")
    return original, text


def _votes(votes: Fields) -> tuple[ImportedVote, ...]:
    return tuple(
        ImportedVote(
            voter=ImportedAuthor(name="", user_id=identifier(voter, "voter")),
            value=1 if up else -1,
        )
        for voter, up in votes.items()
        if isinstance(up, bool) and voter.strip()
    )


def _totals(votes: Fields, score: Any) -> tuple[int, int]:  # Any: it is foreign JSON.
    """Those known and, where the score tells of more, as many as make it up."""
    up = sum(value is True for value in votes.values())
    down = sum(value is False for value in votes.values())
    if isinstance(score, bool) or not isinstance(score, int):
        return up, down
    missing = score - (up - down)
    return up + max(missing, 0), down + max(-missing, 0)


def _extra(fields: Fields) -> dict[str, str | int | float | bool]:
    if not (fields.get("pin") or fields.get("edit") or fields.get("imported")):
        return {}
    return extra_of(
        {
            "pinned": fields.get("pin") is True,
            "imported": fields.get("imported") is True,
            "edit_summary": member(fields, "edit").get("summary"),
        }
    )


IMPORTER = Importer(
    name="remark42", title="Remark42", read=read, recognises=recognises, alone=alone
)
