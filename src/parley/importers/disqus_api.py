"""Answers of Disqus' API (listPosts, listThreads), as saved -> the records of its XML export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from parley.importers.export_file import head, opened
from parley.importers.json_records import (
    Fields,
    Form,
    Reading,
    first,
    is_a_document_a_line,
    member,
    moment_or_none,
)
from parley.importers.json_stream import Broken, Item, documents, items
from parley.importers.markdown import from_html
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
    identifier,
    line_of,
    message,
    required,
)

_UTC = ZoneInfo("UTC")
_POST = "response.item"
# An answer holds a hundred posts at most, so that one as a whole is no burden.
_PATHS = (_POST, "item")
_HIDDEN = ("email", "emailHash", "ipAddress")
_POST_SIGNS = frozenset(["id", "thread", "createdAt", "isApproved", "isSpam"])
_THREAD_SIGNS = frozenset(["id", "identifiers", "link", "isClosed"])


def _is_post(fields: Fields) -> bool:
    return "thread" in fields or {"isApproved", "isSpam"} <= fields.keys()


def _is_thread(fields: Fields) -> bool:
    return not _is_post(fields) and (
        "identifiers" in fields or {"link", "isClosed"} <= fields.keys()
    )


_FORM = Form(
    title="answer of Disqus' API",
    kinds=dict.fromkeys(_PATHS, Kind.COMMENT),
    is_record=lambda fields: _is_post(fields) or _is_thread(fields),
    hidden=_HIDDEN,
    texts=("message", "raw_message"),
    gone=("isDeleted", "isDeletedByAuthor"),
    address=("author", "email"),
    # As the XML export's records are called: the ids are the same.
    prefix="dsq:",
)
_THREADS = replace(_FORM, hidden=(*_HIDDEN, "author"))


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Posts and threads in the order of the files."""
    # Disqus writes times in UTC and does not say so.
    export = _Export(Clock(_UTC))
    for path in paths:
        a_line, found = is_a_document_a_line(path), recognises(head(path))
        with opened(path, options.told) as stream:
            got = documents(stream) if a_line else items(stream, _PATHS, several=True)
            reading = Reading(path, _FORM, export.take, found=found)
            yield from reading.records(_answers(got))


def recognises(start: bytes) -> bool:
    for path in (_POST, f"item.{_POST}", "item"):
        scalars, found = first(start, path)
        # A post or a thread a line: of its objects, first does not tell.
        seen = found.keys() or scalars.keys() | {"thread", "identifiers"}
        if seen >= _THREAD_SIGNS or (seen >= _POST_SIGNS and seen & {"message", "raw_message"}):
            return True
    return False


def alone(_kind: Kind, raw: str) -> bytes:
    return f"[{raw}]".encode()


def _answers(got: Iterator[Item | Broken | Damage]) -> Iterator[Item | Broken | Damage]:
    """Posts and threads, of whole answers too; an answer that is an error is told."""
    for one in got:
        if not isinstance(one, Item):
            yield one
        elif isinstance(one.value, list):
            yield from (Item("item", value, one.line) for value in one.value)
        elif isinstance(one.value, dict) and "response" in one.value:
            yield from _answered(one.value["response"], one.line)
        elif one.path == "response":
            yield from _answered(one.value, one.line)
        else:
            yield one


def _answered(response: Any, line: int | None) -> Iterator[Item | Damage]:
    if isinstance(response, list):
        yield from (Item(_POST, value, line) for value in response)
    else:
        yield Damage(f"One answer of Disqus' is an error: {line_of(str(response))[:200]}")


@dataclass(slots=True)
class _Export:
    clock: Clock
    threads: Recent = field(default_factory=Recent)

    def take(self, fields: Fields, item: Item) -> Iterator[Record]:
        if _is_post(fields):
            comment = self._comment(fields, line=item.line)
            if isinstance(thread := fields["thread"], dict) and _is_thread(thread):
                yield from self._thread(thread, line=item.line)
            yield comment
        else:
            yield from self._thread(fields, line=item.line)

    def _thread(self, fields: Fields, *, line: int | None) -> Iterator[Record]:
        """Each once, though every post may carry it."""
        if not self.threads.is_new(identifier(fields.get("id"))):
            return
        try:
            yield self._article(fields, line=line)
        except Unusable as unusable:
            yield _THREADS.quarantined(fields, unusable, kind=Kind.ARTICLE, line=line)

    def _article(self, fields: Fields, *, line: int | None) -> ImportedArticle:
        url = unescape(line_of(fields.get("link")))
        if not url:
            raise Unusable(Trouble.NO_ADDRESS, "The thread has no link.")
        names = fields.get("identifiers")
        name = names[0] if isinstance(names, list) and names else ""
        return ImportedArticle(
            source_id=required(fields.get("id")),
            url=url,
            identifier=unescape(identifier(name, "identifier")),
            headline=line_of(fields.get("clean_title")) or unescape(line_of(fields.get("title"))),
            created_at=moment_or_none(self.clock, fields.get("createdAt")),
            closed=flag(fields.get("isClosed"), "isClosed"),
            deleted=flag(fields.get("isDeleted"), "isDeleted"),
            record=_FORM.label(fields),
            line=line,
        )

    def _comment(self, fields: Fields, *, line: int | None) -> ImportedComment:
        thread = fields.get("thread")
        thread_id = identifier(thread.get("id") if isinstance(thread, dict) else thread, "thread")
        if not thread_id:
            raise Unusable(Trouble.NO_THREAD, "The post names no thread.")
        state = _state(fields)
        original = text = ""
        if state is not SourceState.DELETED:
            original = message(fields.get("message") or fields.get("raw_message"))
            text = from_html(original)
            if not text:
                raise Unusable(Trouble.EMPTY, "The message is empty.")
        comment = ImportedComment(
            source_id=required(fields.get("id")),
            article_id=thread_id,
            author=_author(member(fields, "author")),
            created_at=self.clock.moment(fields.get("createdAt")),
            state=state,
            parent_id=identifier(fields.get("parent"), "parent"),
            text=text,
            original=original,
            picked=flag(fields.get("isHighlighted"), "isHighlighted"),
            respect=count(fields.get("likes")),
            disagree=count(fields.get("dislikes")),
            extra=_extra(fields),
            record=_FORM.label(fields),
            line=line,
        )
        return comment.stub() if state is SourceState.DELETED else comment


def _state(fields: Fields) -> SourceState:
    """The least public of what the flags say."""
    if any(flag(fields.get(name), name) for name in _FORM.gone):
        return SourceState.DELETED
    if flag(fields.get("isSpam"), "isSpam"):
        return SourceState.SPAM
    approved = fields.get("isApproved")
    held = approved is not None and not flag(approved, "isApproved")
    return SourceState.HELD if held else SourceState.PUBLISHED


def _author(author: Fields) -> ImportedAuthor:
    """By the user name, as the XML export knows people; its remote id is the publisher's own."""
    remote = member(author, "remote")
    return ImportedAuthor(
        name=line_of(author.get("name")),
        user_id=identifier(author.get("username"), "username"),
        email=email(author.get("email")),
        publisher_user_id=identifier(remote.get("identifier"), "remote.identifier"),
        extra=extra_of({"website": author.get("url")}),
    )


def _extra(fields: Fields) -> dict[str, str | int | float | bool]:
    return extra_of(
        {
            "edited": fields.get("isEdited") is True,
            "flagged": fields.get("isFlagged") is True,
            "reports": count(fields.get("numReports")) or "",
        }
    )


IMPORTER = Importer(
    name="disqus",
    title="Disqus (API)",
    read=read,
    recognises=recognises,
    alone=alone,
)
