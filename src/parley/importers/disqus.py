"""Disqus' XML export -> records, streamed, as far as the file can be read."""

import re
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

from lxml import etree

from parley.errors import BadInput
from parley.importers.disqus_records import (
    KINDS,
    damaged,
    name_of,
    parent_name_of,
    record,
)
from parley.importers.export_file import BrokenOff, pieces
from parley.importers.record import Damage, Record

# A record larger than this is no comment but an attempt on our memory; as much between two, no
# export of Disqus'.
MAX_RECORD = 1024 * 1024
# A file with more is noise.
MAX_ERRORS = 5_000
# The parser is fed record by record, so that an error can be laid to the record it is in.
_FED_AT_ONCE = re.compile(rb".*?</(?:\w+:)?(?:post|thread)\s*>|.+", re.DOTALL)
_RECORD_END = re.compile(rb"</(?:\w+:)?(?:post|thread)\s*>\Z")
_PROBE = b"<!---->"
# Where the parser saw an error, counted from its own first line; reports count the file's.
_PLACE = re.compile(r",? line \d+, column \d+.*\Z")
# Stands for the file's root once a new parser had to begin.
_ROOT = '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
# Exports were seen to begin with a stray back-tick; no parser accepts that.
_MARKUP_BEGINS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read(path: Path) -> Iterator[Record]:
    """Every thread and post, in the order of the file. Raises BadInput for another kind of file.

    Damaged records come as Quarantined, and so does one that the end of the file cuts short.
    """
    document = _Document()
    try:
        for piece in pieces(path):
            for part in _FED_AT_ONCE.findall(document.without_junk(piece)):
                yield from document.feed(part)
    except BrokenOff as broken:
        yield Damage(f"{path.name}: {broken}")
    yield from document.close()
    if not document.found:
        raise BadInput(f"{path.name} is no Disqus export: it has no threads and no posts.")


class _Document:
    """The one pass over the file, forgetting each record once it was yielded.

    XML forbids a parser to go on after an error. A record that is damaged is therefore kept
    aside, and the next one begins a parser of its own, below a root that stands for the file's.
    """

    def __init__(self) -> None:
        self.found = False
        self._begun = False
        self._encoding: str | None = None
        self._parser = self._new_parser()
        # Before the parser's own first line.
        self._lines_before = self._lines_fed = 0
        self._errors = 0
        self._since_record = 0
        self._open: list[etree._Element] = []
        self._why = "it ends early."
        # `_astray`: after an error, until a record is whole again.
        self._stopped = self._complete = self._astray = False

    def _new_parser(self) -> etree.XMLPullParser:
        """Entities stay closed, and nothing is fetched."""
        return etree.XMLPullParser(
            events=("start", "end", "comment"),
            encoding=self._encoding,
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )

    def without_junk(self, piece: bytes) -> bytes:
        """The piece, from the first mark-up of the file on."""
        if self._begun or piece.startswith(_MARKUP_BEGINS):
            self._begun = True
            return piece
        start = piece.find(b"<")
        self._begun = start >= 0
        junk = piece[:start] if self._begun else piece
        self._lines_before += junk.count(b"\n")
        self._lines_fed = self._lines_before
        return piece[len(junk) :]

    def feed(self, data: bytes) -> Iterator[Record]:
        if self._stopped:
            return
        self._since_record += len(data)
        lines = data.count(b"\n")
        error = yield from self._parse(data)
        if error and self._complete:
            self._stop("something follows the end of the export.")
        elif error:
            # At the tag of a record that only the file's head has broken, a new parser may help.
            again = not self._open and not self._astray
            yield from self._begin_anew(error, lines_lost=0 if again else lines)
            error = (yield from self._parse(data)) if again else ""
            if error:
                yield from self._begin_anew(error, lines_lost=lines, damage=True)
        self._lines_fed += lines
        if self._since_record > MAX_RECORD:
            yield from self._pass_over(f"no record ends within {MAX_RECORD} bytes.")
        elif self._errors > MAX_ERRORS:
            self._stop(f"there are more than {MAX_ERRORS} errors.")

    def _pass_over(self, why: str) -> Iterator[Record]:
        """What is left of a record without end; outside of one there is nothing to wait for."""
        if not self._open and not self._astray:
            self._stop(why)
            return
        self._since_record = 0
        yield from self._begin_anew(why, lines_lost=0)

    def close(self) -> Iterator[Record]:
        """What is open now was cut short."""
        if self._begun and not self._stopped:
            with suppress(etree.XMLSyntaxError):
                self._parser.close()
            yield from self._records()
        yield from self._quarantine_open()
        if self.found and (self._stopped or not self._complete):
            yield Damage(f"The file could not be read to its end: {self._why}")

    def _stop(self, why: str) -> None:
        self._stopped, self._why = True, why

    def _parse(self, data: bytes) -> Generator[Record, None, str]:
        """The records that end in `data`; at last the error that it has, or "".

        After an error this parser is silent until it is closed. So where a record ends it is
        given a comment, too, which one that still listens reports.
        """
        ends_record = _RECORD_END.search(data) is not None
        try:
            self._parser.feed(data)
            if ends_record:
                self._parser.feed(_PROBE)
            heard = yield from self._records()
            if ends_record and not heard:
                self._parser.close()
        except etree.XMLSyntaxError as fault:
            yield from self._records()
            return self._in_words(fault)
        return ""

    def _in_words(self, fault: etree.XMLSyntaxError) -> str:
        words = _PLACE.sub("", " ".join(fault.msg.split()))
        return f"{words} (line {(fault.lineno or 1) + self._lines_before})."

    def _begin_anew(self, error: str, *, lines_lost: int, damage: bool = False) -> Iterator[Record]:
        """Keeps aside what is open; the parser that comes next knows the file's root only.

        `lines_lost` were fed to the last one, and the next will not see them.
        """
        self._errors += 1
        self._why = error
        if damage and not self._open:
            yield Damage(f"Near line {self._lines_fed + 1}: {error}")
        self._astray = self._astray or damage or bool(self._open)
        yield from self._quarantine_open()
        self._parser = self._new_parser()
        self._parser.feed(_ROOT.encode(self._encoding or "utf-8"))
        # The root's own event.
        list(self._parser.read_events())
        self._lines_before = self._lines_fed + lines_lost

    def _quarantine_open(self) -> Iterator[Record]:
        for element in self._open:
            self.found = True
            yield damaged(element, self._why, line=self._line(element))
        self._open.clear()

    def _records(self) -> Generator[Record, None, bool]:
        """What has ended; at last, whether a comment was among it."""
        heard = False
        # The stubs know neither the events asked for nor a line number.
        events = cast("Iterator[tuple[str, etree._Element]]", self._parser.read_events())
        for event, element in events:
            if event == "comment":
                heard = True
            elif event == "start":
                self._start(element)
            elif element in self._open:
                self._open.remove(element)
                self.found = True
                self._astray = False
                self._since_record = 0
                yield record(element, line=self._line(element))
                _forget(element)
            elif element.getparent() is None:
                self._complete = True
            elif _is_below_root(element):
                _forget(element)
        return heard

    def _start(self, element: etree._Element) -> None:
        if element.getparent() is None:
            docinfo = element.getroottree().docinfo
            self._encoding = docinfo.encoding or "utf-8"
            if docinfo.internalDTD is not None:
                raise BadInput("The file declares a document type, which no Disqus export does.")
        name = name_of(element)
        is_reference = name == "thread" and parent_name_of(element) == "post"
        if name in KINDS and not is_reference:
            self._open.append(element)

    def _line(self, element: etree._Element) -> int:
        return cast("int", element.sourceline) + self._lines_before


def _forget(element: etree._Element) -> None:
    """Frees a record that was read; the element itself is still the parser's."""
    element.clear()
    parent = element.getparent()
    # One by one: a slice counts all children of the parent first.
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)


def _is_below_root(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.getparent() is None
