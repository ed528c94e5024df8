"""Reads JSON of any size: the objects of its arrays one by one, or a document a line."""

import codecs
import json
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import ijson
import msgspec

from parley.errors import BadInput
from parley.importers.export_file import PIECE, BrokenOff, lines
from parley.importers.record import MAX_RAW, Damage

# A record with more is no comment but an attempt on our memory. A thread of Isso's or a
# conversation of Livefyre's is one object with all its comments, hence so much.
MAX_ITEM = 64 * 1024 * 1024
# No export nests deeper than a dozen.
MAX_DEPTH = 64

_START = {"start_map": dict, "start_array": list}
_END = frozenset(["end_map", "end_array"])
_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


@dataclass(frozen=True, slots=True)
class Item:
    """A whole value; `path` names its place: "item" in an array, "comments.item", "version".

    `value` is any JSON; `line` where it begins, None where that is not known.
    """

    path: str
    value: Any  # Any: it is foreign JSON.
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that the file breaks off in; `raw` is what was read of it, as JSON or as text."""

    path: str
    raw: str
    why: str
    line: int | None = None


def items(
    stream: IO[bytes], paths: Collection[str], *, several: bool = False
) -> Iterator[Item | Broken | Damage]:
    """The values at `paths` in the order of the file; nothing else is kept in memory.

    With `several`, one document may follow another, as where answers were saved to one file.

    Scalars of the outermost object ("version") are yielded whatever the paths. After an error
    in the file nothing more can be read of it: JSON has no place to begin anew. Raises BadInput
    for nesting that no export has.
    """
    reading = _Reading(frozenset(paths), several)
    text = Text()
    why = ""
    try:
        while piece := stream.read(PIECE):
            yield from reading.feed(text.as_utf8(piece))
        yield from reading.feed(text.as_utf8(b"", final=True))
        reading.close()
    except BrokenOff as broken:
        why = str(broken)
    except (ijson.JSONError, _TooLarge) as error:
        # What was parsed before the error in the same piece.
        yield from reading.parsed()
        why = " ".join(str(error).split())[:200] or "it is no JSON."
    if why:
        yield from reading.broken(why)
        yield Damage(f"The file could not be read to its end: {why}")
    yield from text.damage()


def documents(stream: IO[bytes], shape: Any = Any) -> Iterator[Item | Broken | Damage]:
    """A JSON document a line, as `mongoexport` and backups write it; empty lines are none.

    `shape` is what msgspec makes of a line, for those that are better taken apart bit by bit.
    """
    text = Text()
    try:
        for line in lines(stream, MAX_ITEM):
            data = text.as_utf8(line.data).strip()
            if line.cut:
                yield Broken("item", "", "The line is longer than any record.", line.number)
            elif data:
                yield _document(data, line.number, shape=shape)
    except BrokenOff as broken:
        yield Damage(f"The file could not be read to its end: {broken}")
    yield from text.damage()


def raw(value: Any, *hidden: str) -> str:  # Any: it is foreign JSON.
    """The value as JSON, for a person to mend; without the members `hidden`, at any depth."""
    return json.dumps(_without(value, frozenset(hidden)), ensure_ascii=False)[:MAX_RAW]


def _without(value: Any, hidden: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(each, hidden) for name, each in value.items() if name not in hidden}
    return [_without(each, hidden) for each in value] if isinstance(value, list) else value


def _document(data: bytes, number: int, *, shape: Any) -> Item | Broken:  # Any: it is a type.
    try:
        return Item("item", msgspec.json.decode(data, type=shape), number)
    except (msgspec.DecodeError, RecursionError) as error:
        return Broken("item", data[:MAX_RAW].decode("utf-8", "replace"), str(error), number)


class _TooLarge(Exception):  # Never leaves this module.
    """A value that would fill memory."""


class Text:
    """Makes any Unicode encoding UTF-8; bytes that are none become U+FFFD and are counted."""

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder | None = None
        self._replaced = 0

    def as_utf8(self, piece: bytes, *, final: bool = False) -> bytes:
        if self._decoder is None:
            found = (name for bom, name in _BOMS.items() if piece.startswith(bom))
            self._decoder = codecs.getincrementaldecoder(next(found, "utf-8"))("replace")
        text = self._decoder.decode(piece, final)
        if "\ufffd" in text:
            # Those that the export itself has are no damage of the file, but as few.
            self._replaced += text.count("\ufffd") - piece.count(b"\xef\xbf\xbd")
        return text.encode("utf-8", "replace")

    def damage(self) -> Iterator[Damage]:
        if self._replaced > 0:
            yield Damage(
                f"{self._replaced} bytes are in no Unicode encoding; “\ufffd” stands for them."
            )


@dataclass(slots=True)
class _Open:
    """A value that is being read; `container` is None where it is passed over."""

    name: str
    container: dict[str, Any] | list[Any] | None
    is_array: bool
    key: str = ""


@dataclass(slots=True)
class _Reading:
    """The state between two pieces of the file."""

    paths: frozenset[str]
    several: bool
    _events: Any = field(init=False)  # Any: ijson's own, without types.
    _parser: Any = field(init=False)
    _open: list[_Open] = field(default_factory=list)
    _fed: int = 0
    _quiet_since: int = 0
    _item_since: int = 0

    def __post_init__(self) -> None:
        self._events = ijson.sendable_list()
        self._parser = ijson.basic_parse_coro(
            self._events, use_float=True, multiple_values=self.several
        )

    def feed(self, data: bytes) -> Iterator[Item]:
        if not data:
            return
        self._fed += len(data)
        self._parser.send(data)
        yield from self.parsed()
        if self._fed - min(self._quiet_since, self._item_since) > MAX_ITEM:
            raise _TooLarge(f"a value is longer than {MAX_ITEM} bytes.")

    def close(self) -> None:
        self._parser.close()

    def parsed(self) -> Generator[Item, None, None]:
        for event, value in self._events:
            self._quiet_since = self._fed
            if event == "map_key":
                self._open[-1].key = value
            elif event in _START:
                self._begin(event)
            elif event in _END:
                done = self._open.pop()
                if done.container is not None and not self._is_within():
                    yield Item(done.name, done.container)
            else:
                yield from self._scalar(value)
            if not self._is_within():
                self._item_since = self._fed
        del self._events[:]

    def broken(self, why: str) -> Iterator[Broken]:
        """The wanted value that is open, if there is one."""
        for one in self._open:
            if one.container is not None:
                yield Broken(one.name, json.dumps(one.container, ensure_ascii=False)[:MAX_RAW], why)
                return

    def _is_within(self) -> bool:
        return bool(self._open) and self._open[-1].container is not None

    def _place(self) -> str:
        if not self._open:
            return ""
        above = self._open[-1]
        step = "item" if above.is_array else above.key
        return f"{above.name}.{step}" if above.name else step

    def _begin(self, event: str) -> None:
        if len(self._open) == MAX_DEPTH:
            raise BadInput(f"The JSON is nested more than {MAX_DEPTH} deep, which no export is.")
        within, place = self._is_within(), self._place()
        made: dict[str, Any] | list[Any] | None = None
        if within or place in self.paths:
            made = _START[event]()
        if within:
            self._put(made)
        self._open.append(_Open(place, made, event == "start_array"))

    def _scalar(self, value: Any) -> Iterator[Item]:
        if self._is_within():
            self._put(value)
        elif len(self._open) == 1 or self._place() in self.paths:
            yield Item(self._place(), value)

    def _put(self, value: Any) -> None:
        above = self._open[-1]
        if isinstance(above.container, dict):
            above.container[above.key] = value
        elif above.container is not None:
            above.container.append(value)
