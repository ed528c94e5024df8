"""Vuukle's tables, by the headings they have or the operator names, and its old dump -> records."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parley.errors import BadInput
from parley.importers import vuukle_dump
from parley.importers.export_file import head
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
from parley.importers.states import known_state, state_of
from parley.importers.table import WORKBOOK, Row, as_csv, table
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
    is_address,
    line_of,
    message,
    storable,
    without_addresses,
)

# Our fields, and the headings that are known for them, in letters and digits only. Vuukle
# documents what its search can be asked for, not how its table is headed.
FIELDS = {
    "comment": "comment commenttext text message body content",
    "name": "name username author authorname user commenter",
    "created_at": "createdat created createddate date datetime timestamp time posted postedon",
    "status": "status state commentstatus moderationstatus",
    "article_id": "articleid postid",
    "url": "url articleurl pageurl link permalink",
    "title": "title articletitle pagetitle headline",
    "comment_id": "commentid id",
    "parent_id": "parentid parentcommentid parent replyto inreplyto",
    "email": "email useremail authoremail emailaddress",
    "user_id": "userid authorid",
    "publisher_user_id": "publisheruserid",
    "likes": "likes like upvotes thumbsup",
    "dislikes": "dislikes dislike downvotes thumbsdown",
    "ignored": "ignored moderatoremail moderator ip ipaddress",
}
REQUIRED = ("comment", "created_at", "status")
# More columns than this are no export of comments.
MAX_EXTRA = 32

_KNOWN = {heading: field for field, headings in FIELDS.items() for heading in headings.split()}
# By these alone a table is told from others'.
_OWN_HEADINGS = frozenset(["moderatoremail", "toxicityscore", "spamscore"])
_FORM = re.compile(r"created_at:(.+)", re.DOTALL)
_HASH_LENGTH = 40


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Every row, in order. Raises BadInput where no column gives what a comment needs."""
    clock = Clock(options.zone)
    for path in paths:
        if vuukle_dump.recognises(head(path)):
            yield from vuukle_dump.read(path, options, clock=clock)
        else:
            yield from _read_table(path, options, clock=clock)
    yield from clock.damage()


def recognises(start: bytes) -> bool:
    """Any workbook: no other system's export is one."""
    if start.startswith(WORKBOOK):
        return b"xl/" in start
    if vuukle_dump.recognises(start):
        return True
    heading = start.decode("utf-8-sig", "replace").partition("\n")[0]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        heading = start[: len(start) // 2 * 2].decode("utf-16", "replace").partition("\n")[0]
    names = {_plain(name) for name in heading.split(delimiter_of(heading))}
    return bool(names & _OWN_HEADINGS) and "comment" in names


def alone(_kind: Kind, raw: str) -> bytes:
    """The row below its heading, or the comment below its page."""
    return raw.encode()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which heading gives which field; `state` where the operator gave one to all rows."""

    headings: list[str]
    of: Mapping[str, str]
    by_field: Mapping[str, str]
    state: SourceState | None
    form: str

    @property
    def hidden(self) -> frozenset[str]:
        return frozenset(name for name, field in self.of.items() if field in ("email", "ignored"))

    def value(self, row: Row, field: str) -> str:
        return row.fields.get(self.by_field.get(field, ""), "")

    def unknown(self, row: Row) -> dict[str, str]:
        names = [name for name in self.headings if self.of.get(name) == "extra"]
        return {name: row.fields[name] for name in names[:MAX_EXTRA]}


def _plain(heading: str) -> str:
    return "".join(letter for letter in heading.lower() if letter.isalnum())


def _columns(path: Path, headings: list[str], *, given: Mapping[str, str]) -> _Columns:
    of: dict[str, str] = {}
    state, form = None, ""
    for column, field in given.items():
        timed = _FORM.fullmatch(field)
        if not column.strip() and (state := state_of(field)):
            continue
        heading = " ".join(column.split())
        if heading not in headings:
            raise BadInput(f"{path.name} has no column “{column}”. {_told(headings)}")
        if not timed and field not in (*FIELDS, "extra"):
            raise BadInput(f"There is no field “{field}”. The fields are {', '.join(FIELDS)}.")
        form = timed[1] if timed else form
        of[heading] = "created_at" if timed else field
    for heading in headings:
        field = _KNOWN.get(_plain(heading), "extra")
        taken = field not in ("extra", "ignored") and field in of.values()
        of.setdefault(heading, "extra" if taken else field)
    by_field = {field: heading for heading, field in reversed(of.items())}
    found = _Columns(headings, of, by_field, state, form)
    _refuse_missing(path, found)
    return found


def _refuse_missing(path: Path, columns: _Columns) -> None:
    given = set(columns.of.values())
    needed = [field for field in REQUIRED if field not in given]
    if columns.state is not None and "status" in needed:
        needed.remove("status")
    if not given & {"article_id", "url"}:
        needed.append("article_id")
    if "parent_id" in given and "comment_id" not in given:
        needed.append("comment_id")
    if not needed:
        return
    advice = [f"Name the column of each by --map “COLUMN={needed[0]}”."]
    if "status" in needed:
        advice.append(
            "If the table has no column of statuses, say what all its comments are:"
            " --map =held, or --map =published if it holds no pending comments and no spam."
        )
    missing = ", ".join(needed)
    raise BadInput(
        f"No column of {path.name} gives {missing}. {_told(columns.headings)} {' '.join(advice)}"
    )


def _told(headings: list[str]) -> str:
    return f"Its columns are: {', '.join(headings[: 2 * MAX_EXTRA])}."


def _read_table(path: Path, options: Options, *, clock: Clock) -> Iterator[Record]:
    found = table(path, options.told)
    columns = _columns(path, found.headings, given=options.columns)
    reading = _Reading(columns, options, clock=clock)
    for row in found.rows:
        if isinstance(row, Damage):
            yield row
            continue
        try:
            yield from reading.records(row)
        except Unusable as unusable:
            yield reading.quarantined(row, unusable)
    if not {"url"} & set(columns.of.values()):
        yield Damage(
            "The table has no addresses of articles. They are found by the ids that the pages"
            " name, or else stand under addresses of Parley's making until --url-map gives others."
        )


class _Reading:
    """The rows of one table."""

    def __init__(self, columns: _Columns, options: Options, *, clock: Clock) -> None:
        self._columns, self._options, self._clock = columns, options, clock
        self._articles = Recent()

    def records(self, row: Row) -> Iterator[Record]:
        if row.fault:
            raise Unusable(Trouble.MALFORMED, row.fault)
        if row.doubtful and self._columns.of[row.doubtful] not in ("extra", "ignored", "status"):
            raise Unusable(Trouble.MALFORMED, "The file ends in this row, which may be cut short.")
        article = self._article(row)
        comment = self._comment(row, article.source_id)
        if self._articles.is_new(article.source_id):
            yield article
        yield comment

    def quarantined(self, row: Row, unusable: Unusable) -> Quarantined:
        columns = self._columns
        shown = [
            "" if name in columns.hidden else self._shown(value, columns.of.get(name, ""))
            for name, value in zip(columns.headings, row.values, strict=False)
        ]
        shown.extend(without_addresses(value) for value in row.values[len(shown) :])
        if self._is_deleted(row):
            shown = [
                value if columns.of.get(name) in ("article_id", "comment_id", "status") else ""
                for name, value in zip(columns.headings, shown, strict=False)
            ]
        raw = as_csv(columns.headings, shown)
        return Quarantined(
            kind=Kind.COMMENT,
            record=f"row {row.number}",
            trouble=unusable.trouble,
            detail=unusable.detail,
            raw=without_addresses(raw) if unusable.trouble is Trouble.MALFORMED else raw,
            email=email(columns.value(row, "email")),
            line=row.number,
        )

    def _shown(self, value: str, field: str) -> str:
        if field in ("comment", "url"):
            return "" if is_address(value) else value
        return without_addresses(value)

    def _is_deleted(self, row: Row) -> bool:
        """In a row that does not fit the headings, any column may be that of the status."""
        words = row.values if row.fault else [self._columns.value(row, "status")]
        return any(state_of(word) is SourceState.DELETED for word in words)

    def _article(self, row: Row) -> ImportedArticle:
        own = identifier(self._columns.value(row, "article_id"), "article's id")
        url = line_of(self._columns.value(row, "url"))
        if not own and not url:
            raise Unusable(Trouble.NO_THREAD, "The row names no article.")
        if not url:
            url = f"{self._options.base_url}/?article={own}"
        elif url.startswith("/") and not url.startswith("//"):
            url = self._options.base_url + url
        return ImportedArticle(
            source_id=own or id_of(url),
            url=url,
            identifier=own,
            headline=line_of(self._columns.value(row, "title")),
            record=f"article {own or url}",
            line=row.number,
        )

    def _comment(self, row: Row, article_id: str) -> ImportedComment:
        columns = self._columns
        state = columns.state
        if "status" in columns.of.values():
            state = known_state(columns.value(row, "status"))
        created = self._clock.moment(columns.value(row, "created_at"), columns.form)
        deleted = state is SourceState.DELETED
        original = (
            columns.value(row, "comment") if deleted else message(columns.value(row, "comment"))
        )
        text = "" if deleted else from_html(original)
        if not text and not deleted:
            raise Unusable(Trouble.EMPTY, "The message is empty.")
        own = identifier(columns.value(row, "comment_id"), "comment's id")
        parts = (article_id, columns.value(row, "name"), created.isoformat(), storable(original))
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
        if not own and "comment_id" in columns.of.values():
            raise Unusable(Trouble.NO_ID, "The row has no comment's id.")
        return ImportedComment(
            source_id=own or f"row-{digest[:_HASH_LENGTH]}",
            article_id=article_id,
            author=ImportedAuthor(name="") if deleted else self._author(row),
            created_at=created,
            # Nobody has said that it is public.
            state=state or SourceState.HELD,
            parent_id=self._parent(row),
            text=text,
            original="" if deleted else original,
            respect=count(columns.value(row, "likes")),
            disagree=count(columns.value(row, "dislikes")),
            extra={} if deleted else extra_of(columns.unknown(row)),
            record=f"comment {own}" if own else f"row {row.number}",
            line=row.number,
        )

    def _parent(self, row: Row) -> str:
        parent = identifier(self._columns.value(row, "parent_id"), "parent's id")
        return "" if parent in ("0", "-1", "null", "NULL") else parent

    def _author(self, row: Row) -> ImportedAuthor:
        columns = self._columns
        return ImportedAuthor(
            name=line_of(columns.value(row, "name")),
            user_id=identifier(columns.value(row, "user_id"), "user's id"),
            email=email(columns.value(row, "email")),
            publisher_user_id=identifier(columns.value(row, "publisher_user_id"), "user's id"),
        )


IMPORTER = Importer(
    name="vuukle",
    title="Vuukle",
    read=read,
    recognises=recognises,
    alone=alone,
    takes_columns=True,
)
