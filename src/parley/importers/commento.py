"""Commento's export (version 1) -> records; Comentario's first version differs in two names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from parley.importers.export_file import opened
from parley.importers.json_records import Fields, Form, Reading, address, first, score
from parley.importers.json_stream import Item, items
from parley.importers.markdown import from_html
from parley.importers.record import (
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
    id_of,
    identifier,
    line_of,
    message,
    required,
)

ANONYMOUS = "Anonymous"
COMMENTS, COMMENTERS = "comments.item", "commenters.item"
# What stands for no parent, for no account, for a message that is gone, and for no value.
_ROOT = "root"
_NO_ACCOUNT = "anonymous"
_DELETED = "[deleted]"
_NONE = "undefined"
# Readers or the spam filter have flagged it, and nobody has looked at it yet: not shown.
_STATES = {
    "approved": SourceState.PUBLISHED,
    "unapproved": SourceState.HELD,
    "flagged": SourceState.HELD,
}


def form(title: str, place: tuple[str, str]) -> Form:
    """`place` are the names of the members that say on which page of which site it is."""
    of_comment = {"commentHex", *place}
    return Form(
        title=title,
        kinds={COMMENTS: Kind.COMMENT, COMMENTERS: Kind.AUTHOR},
        is_record=lambda fields: (
            of_comment <= fields.keys() or {"commenterHex", "name", "email"} <= fields.keys()
        ),
        ids=("commentHex", "commenterHex"),
        hidden=("email", "photo", "passwordHash", "ip"),
        texts=("markdown", "html"),
        gone=("deleted",),
        versions=(1,),
        marks=(b'"comment',),
    )


@dataclass(slots=True)
class Export:
    """One export, or several of one form."""

    form: Form
    place: tuple[str, str]
    base_url: str
    clock: Clock
    pages: Recent

    def records(self, path: Path, options: Options) -> Iterator[Record]:
        with opened(path, options.told) as stream:
            got = items(stream, self.form.kinds)
            yield from Reading(path, self.form, self.take).records(got)

    def take(self, fields: Fields, item: Item) -> Iterator[Record]:
        if item.path == COMMENTERS:
            yield self._commenter(fields)
            return
        host, path = (line_of(fields.get(name)) for name in self.place)
        if not path:
            raise Unusable(Trouble.NO_ADDRESS, f"The comment names no page: {self.place[1]}.")
        url = address(f"https://{host}" if host else self.base_url, path)
        page = id_of(f"{host}{path}")
        comment = self._comment(fields, page)
        if self.pages.is_new(page):
            yield ImportedArticle(source_id=page, url=url, record=f"{host}{path}")
        yield comment

    def _comment(self, fields: Fields, page: str) -> ImportedComment:
        parent = identifier(fields.get("parentHex"), "parentHex")
        state = _state(fields)
        original, text = texts(fields) if state is not SourceState.DELETED else ("", "")
        respect, disagree = score(fields.get("score"))
        comment = ImportedComment(
            source_id=required(fields.get("commentHex"), "commentHex"),
            article_id=page,
            author=_author(fields),
            created_at=self.clock.moment(fields.get("creationDate")),
            state=state,
            parent_id="" if parent == _ROOT else parent,
            text=text,
            original=original,
            respect=respect,
            disagree=disagree,
            extra={"flagged": True} if fields.get("state") == "flagged" else {},
            record=self.form.label(fields),
        )
        return comment.stub() if state is SourceState.DELETED else comment

    def _commenter(self, fields: Fields) -> ImportedAuthor:
        """The provider "sso:…" names the publisher's server, but not their id of the person."""
        links = (fields.get("link"), fields.get("websiteUrl"))
        website = next((link for link in map(line_of, links) if link not in ("", _NONE)), "")
        return ImportedAuthor(
            name=line_of(fields.get("name")),
            user_id=required(fields.get("commenterHex"), "commenterHex"),
            email=email(fields.get("email")),
            extra=extra_of({"website": website, "provider": line_of(fields.get("provider"))}),
        )


def texts(fields: Fields) -> tuple[str, str]:
    """The original, Markdown where the export has it, and our Markdown of it."""
    if fields.get("markdown"):
        original = message(fields["markdown"])
        return original, original
    original = message(fields.get("html"))
    text = from_html(original)
    if not text:
        raise Unusable(Trouble.EMPTY, "The message is empty.")
    return original, text


def _state(fields: Fields) -> SourceState:
    if flag(fields.get("deleted"), "deleted") or fields.get("markdown") == _DELETED:
        return SourceState.DELETED
    named = line_of(fields.get("state"))
    if named not in _STATES:
        raise Unusable(Trouble.BAD_FLAG, f"state is {named[:80]!r}, which is none of Commento's.")
    return _STATES[named]


def _author(fields: Fields) -> ImportedAuthor:
    known = identifier(fields.get("commenterHex"), "commenterHex")
    if known in ("", _NO_ACCOUNT):
        return ImportedAuthor(name=line_of(fields.get("authorName")) or ANONYMOUS)
    return ImportedAuthor(name="", user_id=known)


_PLACE = ("domain", "url")
_FORM = form("Commento export", _PLACE)


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Comments, with each page before the first of its own, then those who wrote them."""
    clock = Clock(options.zone)
    export = Export(_FORM, _PLACE, options.base_url, clock, Recent())
    for path in paths:
        yield from export.records(path, options)
    yield from clock.damage()


def recognises(start: bytes) -> bool:
    scalars, comment = first(start, COMMENTS)
    return scalars.get("version", 1) == 1 and {"commentHex", *_PLACE} <= comment.keys()


def alone(kind: Kind, raw: str) -> bytes:
    """Of Comentario's first version, too."""
    name = "commenters" if kind is Kind.AUTHOR else "comments"
    return f'{{"version": 1, "{name}": [{raw}]}}'.encode()


IMPORTER = Importer(
    name="commento", title="Commento", read=read, recognises=recognises, alone=alone
)
