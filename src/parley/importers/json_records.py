"""Reads a JSON export record by record, and keeps aside those that cannot be taken."""

import io
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from parley.errors import BadInput
from parley.importers.export_file import BrokenOff, head, opened
from parley.importers.json_stream import Broken, Item, items, raw
from parley.importers.record import MAX_ID, MAX_RAW, Damage, Kind, Quarantined, Record, Trouble
from parley.importers.values import Clock, Unusable, email, line_of

# Any in this module: it is foreign JSON.
Fields = dict[str, Any]

NO_TIME = "0001-01-01"
# What PostgreSQL's integers hold.
_MOST = 2**31 - 1
# Where a record breaks off it is no JSON, and its members can only be told by their looks.
_VALUE = (
    r'\s*:\s*(?:"(?:[^"\\]|\\.)*(?:"|\\?\Z)|\[[^\]]*\]?|\{[^{}]*(?:\{[^{}]*\}?[^{}]*)*\}?|[^,}\]]*)'
)
# The lengths are bounded, as what is searched may be one word of any length.
_ADDRESS = re.compile(
    r"[^\s@\"'<>:,]{1,64}@[^\s@\"'<>,]{1,255}|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F:]*"
)
# Long enough for any first line that is a document of its own.
_FIRST_LINE = 8 * 1024 * 1024
# By how a file begins, in words that follow "It seems to be"; the first that fits tells.
_LOOKS = (
    ((b"<!doctype html", b"<html"), "a web page"),
    ((b"<",), "XML, as of Disqus or WordPress"),
    ((b"sqlite format 3",), "a database, as of Isso or Waline"),
    ((b"pk\x03\x04",), "a workbook, or an archive of several files"),
    ((b"{", b"["), "another system's JSON"),
)
_LONGEST_LOOK = 16
_BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a format names things.

    `kinds` are of the values by their paths. `ids` are the members that name a record, the
    first that it has, `prefix` goes before them. `hidden` are kept nowhere; `texts` neither
    where one of `gone` is true.
    `is_record` says whether a value is of this format at all, `address` is where a record
    has its author's e-mail. Where the version is one of `versions` and the file begins with
    all `marks`, it is of this format even without a record.
    """

    title: str
    kinds: Mapping[str, Kind]
    is_record: Callable[[Fields], bool]
    ids: tuple[str, ...] = ("id",)
    hidden: tuple[str, ...] = ("email", "ip")
    texts: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    address: tuple[str, ...] = ("email",)
    prefix: str = ""
    versions: Collection[int] = ()
    marks: tuple[bytes, ...] = ()

    def label(self, fields: Fields) -> str:
        for name in self.ids:
            found = fields.get(name)
            if isinstance(found, str | int) and (shown := line_of(str(found))):
                return f"{self.prefix}{name} {shown}"[:MAX_ID]
        return f"without {self.ids[0]}"

    def quarantined(
        self, value: Any, unusable: Unusable, *, kind: Kind, line: int | None
    ) -> Quarantined:
        fields = value if isinstance(value, dict) else {}
        gone = any(fields.get(name) in (True, 1, "true", "1") for name in self.gone)
        found: Any = fields
        for name in self.address:
            found = found.get(name) if isinstance(found, dict) else None
        return Quarantined(
            kind=kind,
            record=self.label(fields),
            trouble=unusable.trouble,
            detail=unusable.detail,
            raw=raw(value, *self.hidden, *(self.texts if gone else ())),
            email=email(found),
            line=line,
        )

    def broken(self, broken: Broken) -> Quarantined:
        """What the file breaks off in, or a line that is no JSON."""
        try:
            value = json.loads(broken.raw)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            unusable = Unusable(Trouble.MALFORMED, broken.why)
            kind = self._kind(broken.path)
            return self.quarantined(value, unusable, kind=kind, line=broken.line)
        return Quarantined(
            kind=self._kind(broken.path),
            record=f"line {broken.line}" if broken.line else "the last of the file",
            trouble=Trouble.MALFORMED,
            detail=broken.why,
            raw=self._redacted(broken.raw),
            line=broken.line,
        )

    def _kind(self, path: str) -> Kind:
        return self.kinds.get(path, Kind.COMMENT)

    def _redacted(self, text: str) -> str:
        names = "|".join(re.escape(name) for name in self.hidden)
        without = re.sub(rf'"(?:{names})"{_VALUE}', '"…": ""', text)
        return _ADDRESS.sub("…", without)[:MAX_RAW]


Take = Callable[[Fields, Item], Iterator[Record]]
"""The records of a value; raises Unusable where there is none to be had."""


@dataclass(slots=True)
class Reading:
    """One file on its way; BadInput once it proves to be another system's."""

    path: Path
    form: Form
    take: Take
    found: bool = False
    _has_version: bool = field(default=False, init=False)

    def records(self, got: Iterator[Item | Broken | Damage]) -> Iterator[Record]:
        for one in got:
            if isinstance(one, Damage):
                yield one
            elif isinstance(one, Broken):
                yield self.form.broken(one)
            elif one.path in self.form.kinds:
                yield from self._taken(one)
            elif one.path == "version":
                self._check_version(one.value)
        if not self.found and not (self._has_version and self._has_marks()):
            raise BadInput(wrong_kind(self.path, self.form.title))

    def _has_marks(self) -> bool:
        start = head(self.path)
        return all(mark in start for mark in self.form.marks)

    def _taken(self, item: Item) -> Iterator[Record]:
        ours = isinstance(item.value, dict) and self.form.is_record(item.value)
        if not ours and not self.found:
            raise BadInput(wrong_kind(self.path, self.form.title))
        self.found = True
        try:
            if not ours:
                raise Unusable(Trouble.MALFORMED, f"It is no record of a {self.form.title}.")
            yield from self.take(item.value, item)
        except Unusable as unusable:
            kind = self.form.kinds[item.path]
            yield self.form.quarantined(item.value, unusable, kind=kind, line=item.line)

    def _check_version(self, version: Any) -> None:
        if not self.form.versions:
            return
        if version not in self.form.versions:
            known = " or ".join(str(one) for one in sorted(self.form.versions))
            raise BadInput(
                f"{self.path.name} is of version {version!r};"
                f" a {self.form.title} that can be read is of version {known}."
            )
        self._has_version = True


def wrong_kind(path: Path, title: str) -> str:
    """What is said of a file that is none of `title`."""
    start = head(path).lstrip(_BLANK)[:_LONGEST_LOOK].lower()
    found = next((words for looks, words in _LOOKS if start.startswith(looks)), "")
    seems = f" It seems to be {found}." if found else ""
    return f"{path.name} is no {title}.{seems} Name its format, or let `auto` tell it."


def first(start: bytes, path: str) -> tuple[Fields, Fields]:
    """Of how a file begins: the scalars of its outermost object, and the first object at `path`.

    A record that the end cuts short counts with what it has. Both are empty for another file.
    """
    scalars: Fields = {}
    try:
        for one in items(io.BytesIO(start), {path}):
            if isinstance(one, Damage):
                continue
            if one.path != path and isinstance(one, Item):
                scalars[one.path] = one.value
                continue
            value = one.value if isinstance(one, Item) else json.loads(one.raw)
            return scalars, value if isinstance(value, dict) else {}
    except (BadInput, BrokenOff, ValueError):
        pass
    return scalars, {}


def is_a_document_a_line(path: Path) -> bool:
    """Whether the first line is a whole document, and not the only one's beginning."""
    try:
        with opened(path) as stream:
            line = stream.readline(_FIRST_LINE)
    except BrokenOff:
        return False
    text = line.strip(_BLANK)
    return line.endswith(b"\n") and (text[:1] + text[-1:]) in (b"{}", b"[]") and len(text) > 1


def one_line(text: str) -> str:
    """A record as it was kept, for a file of which each line is one."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return " ".join(text.splitlines())


def score(value: Any) -> tuple[int, int]:
    """Respect and disagreement of a source that keeps only the sum."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0, 0
    # Not a number is none; the comparison with it is false.
    number = int(max(-_MOST, min(value, _MOST))) if abs(value) >= 0 else 0
    return max(number, 0), max(-number, 0)


def address(base: str, path: str) -> str:
    """The address of a page that an export names by its path, or by its address after all."""
    if path.startswith(("http://", "https://")):
        return path
    return f"{base.rstrip('/')}/{path.lstrip('/')}"


def moment_or_none(clock: Clock, value: Any) -> datetime | None:
    """Go writes the year 1 for no time at all."""
    if value is None or value == "" or str(value).startswith(NO_TIME):
        return None
    return clock.moment(value)


def member(fields: Fields, name: str) -> Fields:
    """An object within another; an empty one for anything else."""
    found = fields.get(name)
    return found if isinstance(found, dict) else {}
