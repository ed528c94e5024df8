"""Livefyre's conversations and users -> records: a conversation a line, or an array of them."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from parley.importers.export_file import head, opened
from parley.importers.json_records import (
    Fields,
    Form,
    Reading,
    first,
    is_a_document_a_line,
    moment_or_none,
    one_line,
)
from parley.importers.json_stream import Broken, Item, documents, items
from parley.importers.markdown import from_html
from parley.importers.record import (
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

_CONVERSATION = frozenset(["source", "comments"])
_HIDDEN = (
    "email", "imported_email", "connections", "credentials", "accessToken", "oauth_token", "ip",
)  # fmt: skip
# "123@paper.fyre.co" is the account 123 of the network "paper".
_NETWORK = re.compile(r"@[\w.-]+\.fyre\.co\Z")
# Comments without a parent are written so by some programs.
_NO_PARENT = ("", "0", "None")
_STATES = {
    "": SourceState.PUBLISHED,
    "active": SourceState.PUBLISHED,
    "approved": SourceState.PUBLISHED,
    "everyone": SourceState.PUBLISHED,
    "published": SourceState.PUBLISHED,
    "pending": SourceState.HELD,
    "premod": SourceState.HELD,
    "unapproved": SourceState.HELD,
    "bozo": SourceState.REJECTED,
    "hidden": SourceState.REJECTED,
    "rejected": SourceState.REJECTED,
    "spam": SourceState.SPAM,
    "deleted": SourceState.DELETED,
    "trash": SourceState.DELETED,
}


def _is_record(fields: Fields) -> bool:
    return _is_conversation(fields) or _is_user(fields) or "body_html" in fields


def _is_conversation(fields: Fields) -> bool:
    return fields.keys() >= _CONVERSATION


def _is_user(fields: Fields) -> bool:
    return {"id", "display_name"} <= fields.keys() and not _CONVERSATION & fields.keys()


_FORM = Form(
    title="Livefyre file",
    kinds={"item": Kind.ARTICLE},
    is_record=_is_record,
    ids=("id", "source"),
    hidden=_HIDDEN,
)
_COMMENTS = Form(
    title="Livefyre file",
    kinds={"item": Kind.COMMENT},
    is_record=_is_record,
    hidden=_HIDDEN,
    address=("imported_email",),
)


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Each conversation's page and comments, and users, whichever file they are in."""
    export = _Export(Clock(options.zone))
    for path in paths:
        by_line = is_a_document_a_line(path) or not _is_array(path)
        found = recognises(head(path))
        with opened(path, options.told) as stream:
            got = _conversations(stream) if by_line else items(stream, ("item",))
            yield from Reading(path, _FORM, export.take, found=found).records(got)
    yield from export.clock.damage()


def _is_array(path: Path) -> bool:
    return head(path).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def _conversations(stream: io.BufferedReader) -> Iterator[Item | Broken | Damage]:
    """Each line with its comments as they are written: they are read one by one later.

    A line may have hundreds of thousands, which take ten times the room once they are read.
    """
    for one in documents(stream, dict[str, msgspec.Raw]):
        if isinstance(one, Item):
            yield _opened(one)
        else:
            yield one


def _opened(item: Item) -> Item | Broken:
    fields: Fields = {}
    try:
        for name, written in item.value.items():
            apart = name == "comments" and bytes(memoryview(written)[:1]) == b"["
            shape: Any = list[msgspec.Raw] if apart else Any
            fields[name] = msgspec.json.decode(written, type=shape)
    except (msgspec.DecodeError, RecursionError) as error:
        return Broken(item.path, "", str(error), item.line)
    return Item(item.path, fields, item.line)


def _comment_of(written: Any) -> Fields:  # Any: it is foreign JSON.
    """A comment that is still as it was written, or has been read with its file."""
    try:
        found = msgspec.json.decode(written) if isinstance(written, msgspec.Raw) else written
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unusable(Trouble.MALFORMED, str(error)) from error
    if not isinstance(found, dict):
        raise Unusable(Trouble.MALFORMED, "It is no comment.")
    return found


def recognises(start: bytes) -> bool:
    for prefix in ("", "item."):
        scalars, comment = first(start, f"{prefix}comments.item")
        if {"id", "body_html", "created"} <= comment.keys() and (prefix or "source" in scalars):
            return True
    scalars, _ = first(start.split(b"\n", 1)[0], "item")
    return isinstance(scalars.get("display_name"), str) and _is_network_id(scalars.get("id"))


def _is_network_id(value: Any) -> bool:  # Any: it is foreign JSON.
    return isinstance(value, str) and _NETWORK.search(value) is not None


def alone(_kind: Kind, raw: str) -> bytes:
    """A comment that was kept aside names its conversation."""
    return (one_line(raw) + "\n").encode()


@dataclass(slots=True)
class _Export:
    clock: Clock

    def take(self, fields: Fields, item: Item) -> Iterator[Record]:
        if _is_user(fields):
            yield _user(fields)
            return
        if not _is_conversation(fields):
            yield from self._comments([fields], line_of(fields.get("conversation")), line=item.line)
            return
        comments = fields.pop("comments")
        page = line_of(str(fields.get("id") or "")) or line_of(fields.get("source"))
        try:
            yield self._article(fields, page, line=item.line)
        except Unusable as unusable:
            alone = {**fields, "comments": []}
            yield _FORM.quarantined(alone, unusable, kind=Kind.ARTICLE, line=item.line)
        if isinstance(comments, list):
            yield from self._comments(comments, page, line=item.line)

    def _article(self, fields: Fields, page: str, *, line: int | None) -> ImportedArticle:
        url = line_of(fields.get("source"))
        if not url:
            raise Unusable(Trouble.NO_ADDRESS, "The conversation has no source.")
        closed = not flag(fields.get("allow_comments", True), "allow_comments")
        return ImportedArticle(
            source_id=id_of(page),
            url=url,
            identifier=identifier(fields.get("id")),
            headline=line_of(fields.get("title")),
            created_at=moment_or_none(self.clock, fields.get("created")),
            closed=closed,
            record=_FORM.label(fields),
            line=line,
        )

    def _comments(self, comments: list[Any], page: str, *, line: int | None) -> Iterator[Record]:
        for written in comments:
            fields: Fields = {}
            try:
                fields = _comment_of(written)
                yield self._comment(fields, page, line=line)
            except Unusable as unusable:
                # The page goes with it, for the day that it is mended.
                kept = {**fields, "conversation": page}
                yield _COMMENTS.quarantined(kept, unusable, kind=Kind.COMMENT, line=line)

    def _comment(self, fields: Fields, page: str, *, line: int | None) -> ImportedComment:
        if not page:
            raise Unusable(Trouble.NO_THREAD, "The conversation has neither an id nor a source.")
        state = _state(fields)
        original = text = ""
        if state is not SourceState.DELETED:
            original = message(fields.get("body_html"))
            text = from_html(original)
            if not text:
                raise Unusable(Trouble.EMPTY, "The message is empty.")
        parent = identifier(fields.get("parent_id"), "parent_id")
        votes, liked = _likes(fields.get("likes"))
        comment = ImportedComment(
            source_id=required(fields.get("id")),
            article_id=id_of(page),
            author=_author(fields),
            # Livefyre's own tools read times without a zone as UTC.
            created_at=self.clock.moment(_in_utc(fields.get("created"))),
            state=state,
            parent_id="" if parent in _NO_PARENT else parent,
            text=text,
            original=original,
            respect=liked,
            votes=votes,
            record=_COMMENTS.label(fields),
            line=line,
        )
        return comment.stub() if state is SourceState.DELETED else comment


_WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")


def _in_utc(value: Any) -> Any:  # Any: it is foreign JSON.
    if isinstance(value, str) and _WITHOUT_ZONE.fullmatch(value.strip()):
        return f"{value.strip()}Z"
    return value


def _state(fields: Fields) -> SourceState:
    named = line_of(fields.get("state")).lower()
    if named not in _STATES:
        raise Unusable(Trouble.BAD_FLAG, f"state is {named[:80]!r}, which is none of Livefyre's.")
    return _STATES[named]


def _account(value: Any, name: str) -> str:  # Any: it is foreign JSON.
    return _NETWORK.sub("", identifier(value, name))


def _author(fields: Fields) -> ImportedAuthor:
    return ImportedAuthor(
        name=line_of(fields.get("imported_display_name")),
        user_id=_account(fields.get("author_id"), "author_id"),
        email=_email(fields.get("imported_email")),
        extra=extra_of({"website": fields.get("imported_url")}),
    )


def _user(fields: Fields) -> ImportedAuthor:
    return ImportedAuthor(
        name=line_of(fields.get("display_name")),
        user_id=_account(required(fields.get("id")), "id"),
        email=_email(fields.get("email")),
        extra=extra_of({"website": fields.get("profile_url")}),
    )


def _email(value: Any) -> str:  # Any: it is foreign JSON.
    """An account of a network looks like an address, but is none."""
    found = email(value)
    return "" if _NETWORK.search(found) else found


def _likes(likes: Any) -> tuple[tuple[ImportedVote, ...], int]:  # Any: it is foreign JSON.
    """Those who liked it, each once, and how many there were."""
    if not isinstance(likes, list):
        return (), count(likes)
    voters = dict.fromkeys(_account(voter, "likes") for voter in likes)
    voters.pop("", None)
    votes = (ImportedVote(voter=ImportedAuthor(name="", user_id=one), value=1) for one in voters)
    return tuple(votes), len(voters)


IMPORTER = Importer(
    name="livefyre", title="Livefyre", read=read, recognises=recognises, alone=alone
)
