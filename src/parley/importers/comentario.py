"""Comentario's export, of its first version and of its third -> records."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from parley.importers import commento
from parley.importers.commento import ANONYMOUS, COMMENTERS, COMMENTS, texts
from parley.importers.export_file import head, opened
from parley.importers.json_records import (
    NO_TIME,
    Fields,
    Form,
    Reading,
    address,
    first,
    moment_or_none,
    score,
)
from parley.importers.json_stream import Item, items
from parley.importers.record import (
    FOREVER,
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
    email,
    extra_of,
    flag,
    identifier,
    line_of,
    required,
)

_PAGES = "pages.item"
# The account that stands for all who have none.
_NO_ACCOUNT = "00000000-0000-0000-0000-000000000000"
_PLACE = ("host", "path")
_V1 = commento.form("Comentario export", _PLACE)
# Of a comment, a page and a commenter.
_SIGNS = frozenset(["pageId", "path", "name"])
_V3 = Form(
    title="Comentario export",
    kinds={_PAGES: Kind.ARTICLE, COMMENTS: Kind.COMMENT, COMMENTERS: Kind.AUTHOR},
    is_record=lambda fields: "id" in fields and bool(_SIGNS & fields.keys()),
    hidden=("email", "authorIp", "ip", "userIp", "federatedId", "passwordHash"),
    texts=("markdown", "html"),
    gone=("isDeleted",),
    versions=(3,),
    marks=(b'"comment',),
)


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """In the order of each file; its pages may come last."""
    clock = Clock(options.zone)
    first_version = commento.Export(_V1, _PLACE, options.base_url, clock, Recent())
    third = _Third(options.base_url, clock)
    for path in paths:
        if _is_first_version(path):
            yield from first_version.records(path, options)
            continue
        with opened(path, options.told) as stream:
            got = items(stream, _V3.kinds)
            yield from Reading(path, _V3, third.take).records(got)
    yield from clock.damage()


def recognises(start: bytes) -> bool:
    scalars, comment = first(start, COMMENTS)
    if {"commentHex", *_PLACE} <= comment.keys():
        return bool(scalars.get("version", 1) == 1)
    _, page = first(start, _PAGES)
    return bool(scalars.get("version") == 3) and (
        {"id", "pageId"} <= comment.keys() or {"id", "path", "domainId"} <= page.keys()
    )


def alone(kind: Kind, raw: str) -> bytes:
    if '"commentHex"' in raw or '"commenterHex"' in raw:
        return commento.alone(kind, raw)
    name = {Kind.ARTICLE: "pages", Kind.AUTHOR: "commenters"}.get(kind, "comments")
    return f'{{"version": 3, "{name}": [{raw}]}}'.encode()


def _is_first_version(path: Path) -> bool:
    scalars, comment = first(head(path), COMMENTS)
    return bool(scalars.get("version") == 1) or "commentHex" in comment


class _Third:
    """The third version: pages, comments and commenters, each naming the others by id."""

    def __init__(self, base_url: str, clock: Clock) -> None:
        self._base_url, self._clock = base_url, clock

    def take(self, fields: Fields, item: Item) -> Iterator[Record]:
        if item.path == _PAGES:
            yield self._page(fields)
        elif item.path == COMMENTERS:
            yield self._commenter(fields)
        else:
            yield self._comment(fields)

    def _page(self, fields: Fields) -> ImportedArticle:
        path = line_of(fields.get("path"))
        if not path:
            raise Unusable(Trouble.NO_ADDRESS, "The page has no path.")
        return ImportedArticle(
            source_id=required(fields.get("id")),
            url=address(self._base_url, path),
            headline=line_of(fields.get("title")),
            created_at=moment_or_none(self._clock, fields.get("createdTime")),
            closed=flag(fields.get("isReadonly"), "isReadonly"),
            extra=extra_of({"views": fields.get("countViews")}),
            record=_V3.label(fields),
        )

    def _comment(self, fields: Fields) -> ImportedComment:
        page = identifier(fields.get("pageId"), "pageId")
        if not page:
            raise Unusable(Trouble.NO_THREAD, "The comment names no page: pageId is empty.")
        state = _state(fields)
        original, text = texts(fields) if state is not SourceState.DELETED else ("", "")
        respect, disagree = score(fields.get("score"))
        comment = ImportedComment(
            source_id=required(fields.get("id")),
            article_id=page,
            author=_author(fields),
            created_at=self._clock.moment(fields.get("createdTime")),
            state=state,
            parent_id=_or_none(identifier(fields.get("parentId"), "parentId")),
            text=text,
            original=original,
            edited_at=moment_or_none(self._clock, fields.get("editedTime")),
            respect=respect,
            disagree=disagree,
            extra=extra_of(
                {
                    "sticky": fields.get("isSticky") is True,
                    "country": fields.get("authorCountry"),
                    "pending_reason": fields.get("pendingReason"),
                }
            ),
            record=_V3.label(fields),
        )
        return comment.stub() if state is SourceState.DELETED else comment

    def _commenter(self, fields: Fields) -> ImportedAuthor:
        banned = any(flag(fields.get(name), name) for name in ("banned", "isBanned"))
        return ImportedAuthor(
            name=line_of(fields.get("name")),
            user_id=required(fields.get("id")),
            email=email(fields.get("email")),
            suspended_until=FOREVER if banned else None,
            extra=extra_of({"website": fields.get("websiteUrl")}),
        )


def _state(fields: Fields) -> SourceState:
    """The least public of what the flags and the time of deletion say."""
    gone = line_of(fields.get("deletedTime"))
    if flag(fields.get("isDeleted"), "isDeleted") or (gone and not gone.startswith(NO_TIME)):
        return SourceState.DELETED
    if flag(fields.get("isPending"), "isPending"):
        return SourceState.HELD
    if flag(fields.get("isApproved"), "isApproved"):
        return SourceState.PUBLISHED
    return SourceState.REJECTED


def _author(fields: Fields) -> ImportedAuthor:
    known = _or_none(identifier(fields.get("userCreated"), "userCreated"))
    if known:
        return ImportedAuthor(name="", user_id=known)
    return ImportedAuthor(name=line_of(fields.get("authorName")) or ANONYMOUS)


def _or_none(known: str) -> str:
    return "" if known == _NO_ACCOUNT else known


IMPORTER = Importer(
    name="comentario", title="Comentario", read=read, recognises=recognises, alone=alone
)
