"""Reads an XML export record by record, as far as it can be read, whatever the format."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from lxml import etree

from parley.errors import BadInput
from parley.importers.export_file import BrokenOff, pieces
from parley.importers.record import Damage, Record
from parley.importers.xml_layout import Handler, Layout
from parley.importers.xml_text import Text, utf8_head

# A record larger than this is no comment but an attempt on our memory.
MAX_RECORD = 1024 * 1024
# A file with more is noise.
MAX_ERRORS = 5_000
_PROBE = b"<!---->"
_NO_TAGS_WITHIN = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
# Where the parser saw an error, counted from its own first line; reports count the file's.
_PLACE = re.compile(r",? line \d+, column \d+.*\Z")
_BEFORE_ROOT = re.compile(rb"\A(?:\s+|<!--.*?-->|<\?.*?\?>)+", re.DOTALL)
_ROOT = re.compile(rb"<([\w.-]+(?::[\w.-]+)?)(?=[\s>])")
_NAMES_KEPT = 1024
# What other files turn out to be, by their root and by their first bytes.
_SEEMS = {
    "html": "a web page; perhaps the page that offers the export was saved in its place",
    "disqus": "an export of Disqus: try `parley import disqus`",
    "rss": "an export of WordPress or a feed: try `parley import wordpress`",
    "channel": "an export of WordPress or a feed: try `parley import wordpress`",
    "feed": "an Atom feed, which has no comments",
}
_SEEMS_BY_START = {
    b"{": "JSON",
    b"[": "JSON",
    b"SQLite format 3": "an SQLite database",
    b"PK": "an archive or a spreadsheet",
}


def read(
    path: Path, layout: Layout, *, handler: Handler, told: Callable[[int], None] | None = None
) -> Iterator[Record]:
    """Every record, in the order of the file. Raises BadInput for another kind of file.

    Damaged records come as Quarantined, and so does one that the end of the file cuts short.
    """
    text, document = Text(), _Document(layout, handler)
    try:
        for piece in pieces(path, told):
            yield from document.feed(text.feed(piece), lines_before=text.lines_before)
    except BrokenOff as broken:
        yield Damage(f"{path.name}: {broken}")
    yield from document.feed(text.feed(b"", final=True), lines_before=text.lines_before)
    yield from document.close()
    if not document.found:
        own = document.root in layout.above
        seems = "" if own else seems_to_be(document.root, text.start)
        raise BadInput(f"{path.name} is no {layout.title}: it has {layout.has}.{seems}")
    yield from text.damage()


def seems_to_be(root: str, start: bytes = b"") -> str:
    """A sentence for a file of another kind; "" where nothing can be said."""
    found = (kind for sign, kind in _SEEMS_BY_START.items() if start.startswith(sign))
    seems = _SEEMS.get(root.lower()) or next(found, "")
    return f" It seems to be {seems}." if seems else ""


class Root(NamedTuple):
    """The name of a file's root without prefix, "" if there is none, and what follows the name."""

    name: str
    rest: bytes


def root_of(head: bytes) -> Root:
    """The root, by the first bytes of a file alone."""
    data = _BEFORE_ROOT.sub(b"", utf8_head(head))
    found = _ROOT.match(data)
    return Root(local(found[1].decode()), data[found.end() :]) if found else Root("", b"")


@lru_cache(_NAMES_KEPT)
def local(name: str) -> str:
    """The name without namespace: exports differ in prefixes, and damage loses declarations."""
    return name.rpartition("}")[2].rpartition(":")[2]


def name_of(element: etree._Element) -> str:
    return local(str(element.tag))


class _Document:
    """The one pass over the file, forgetting each record once it was yielded.

    XML forbids a parser to go on after an error. A record that is damaged is therefore kept
    aside, and the next one begins a parser of its own, below a root that stands for the file's.
    """

    def __init__(self, layout: Layout, handler: Handler) -> None:
        self.root = ""
        self.found = False
        self._layout, self._handler = layout, handler
        # What the root and its like are called in this file.
        self._above: list[str] = []
        self._out: list[Record] = []
        self._begun = False
        self._parser = self._new_parser()
        # Before the parser's own first line.
        self._lines_before = self._lines_fed = 0
        self._errors = 0
        self._since_record = 0
        self._open: list[etree._Element] = []
        self._in_context = self._in_new_context = False
        self._within: set[bytes] = set()
        self._why = "it ends early."
        # `_astray`: after an error, until a record is whole again.
        self._stopped = self._complete = self._astray = False

    def _new_parser(self) -> etree.XMLPullParser:
        """Entities stay closed, and nothing is fetched."""
        return etree.XMLPullParser(
            events=("start", "end", "comment"),
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )

    def feed(self, data: bytes, *, lines_before: int) -> Iterator[Record]:
        """What more of the file has; `lines_before` were left out before its first mark-up."""
        if not self._begun:
            self._lines_before = self._lines_fed = lines_before
            self._begun = bool(data)
        begin = 0
        for cut in self._layout.cuts.finditer(data):
            part = data[begin : cut.end()]
            if part and not part.isspace():
                begin = cut.end()
                self._feed_part(part, ends_record=bool(cut["record"]))
                yield from self._taken()
        if begin < len(data):
            self._feed_part(data[begin:], ends_record=False, ends_tag=False)
            yield from self._taken()

    def close(self) -> Iterator[Record]:
        """What is open now was cut short."""
        if self._begun and not self._stopped:
            with suppress(etree.XMLSyntaxError):
                self._parser.close()
            self._read_events()
        self._quarantine_open()
        if self._in_context:
            self._handler.hurt()
        self._end_context()
        yield from self._taken()
        if self.found and (self._stopped or not self._complete):
            yield Damage(f"The file could not be read to its end: {self._why}")

    def _taken(self) -> list[Record]:
        out, self._out = self._out, []
        return out

    def _stop(self, why: str) -> None:
        self._stopped, self._why = True, why

    def _feed_part(self, data: bytes, *, ends_record: bool, ends_tag: bool = True) -> None:
        if self._stopped:
            return
        self._since_record += len(data)
        lines = data.count(b"\n")
        self._in_new_context = False
        error = self._parse(data, ends_record=ends_record, ends_tag=ends_tag)
        if error and self._complete:
            self._stop("something follows the end of the export.")
        elif error and not self._open and not (self._astray and not self._layout.context):
            # At the tag of a record that only the file's head has broken, a new parser may help.
            self._in_context = self._in_context and not self._in_new_context
            if self._in_context:
                # What was fed before may have been swallowed by text without an end.
                self._handler.hurt()
            self._begin_anew(error, lines_lost=0)
            self._feed_again(data, ends_tag=ends_tag)
            lines = 0
        elif error:
            self._begin_anew(error, lines_lost=lines)
        self._lines_fed += lines
        self._check_limits()

    def _feed_again(self, data: bytes, *, ends_tag: bool) -> None:
        """Feeds what has an error in it to new parsers; in a context bit by bit."""
        cuts = self._layout.small_cuts.finditer(data) if self._layout.context else ()
        begin, silent = 0, self._astray
        for end in [*(cut.end() for cut in cuts), len(data)]:
            part = data[begin:end]
            begin = end
            if not part:
                continue
            lines = part.count(b"\n")
            error = self._parse(part, ends_record=False, ends_tag=ends_tag or end < len(data))
            if error:
                if self._in_context:
                    self._handler.hurt()
                self._begin_anew(error, lines_lost=lines, damage=not silent)
                silent = True
            self._lines_fed += lines

    def _check_limits(self) -> None:
        most = MAX_RECORD
        if not self._open and self._layout.max_between is not None:
            most = self._layout.max_between
        if self._errors > MAX_ERRORS:
            self._stop(f"there are more than {MAX_ERRORS} errors.")
        elif self._since_record > most:
            why = f"no record ends within {most} bytes."
            if not self._open and not self._astray and not self._layout.context:
                # There is nothing to wait for.
                self._stop(why)
                return
            self._since_record = 0
            self._begin_anew(why, lines_lost=0, damage=not self._astray and not self._open)

    def _parse(self, data: bytes, *, ends_record: bool, ends_tag: bool) -> str:
        """Takes the records that end in `data`; the error that it has, or "".

        After an error this parser may be silent until it is closed. So where a record ends it is
        given a comment, too, which one that still listens reports.
        """
        within = self._is_in_words(data)
        probe = ends_tag and (ends_record or not within)
        try:
            self._parser.feed(data)
            # An unknown entity ends the document without a word, and the next begins anew.
            fault = self._parser.feed_error_log.last_error
            if fault is not None and fault.level >= etree.ErrorLevels.FATAL:
                self._read_events()
                return self._in_words(fault.message, fault.line)
            if probe:
                self._parser.feed(_PROBE)
            heard = self._read_events()
            if probe and not heard:
                self._parser.close()
        except etree.XMLSyntaxError as error:
            self._read_events()
            return self._in_words(error.msg, error.lineno or 1)
        return ""

    def _is_in_words(self, data: bytes) -> bool:
        """Whether `data` ends within CDATA or a comment, in which tags are none."""
        for opener, closer in _NO_TAGS_WITHIN.items():
            begin, end = data.rfind(opener), data.rfind(closer)
            if begin > end:
                self._within.add(opener)
            elif end > begin:
                self._within.discard(opener)
        return bool(self._within)

    def _in_words(self, message: str, line: int) -> str:
        words = _PLACE.sub("", " ".join(message.split()))
        return f"{words} (line {line + self._lines_before})."

    def _begin_anew(self, error: str, *, lines_lost: int, damage: bool = False) -> None:
        """Keeps aside what is open; the parser that comes next knows the file's root only.

        `lines_lost` were fed to the last one, and the next will not see them.
        """
        self._errors += 1
        self._why = error
        if damage and not self._open:
            self._out.append(Damage(f"Near line {self._lines_fed + 1}: {error}"))
        self._astray = self._astray or damage or bool(self._open)
        self._within.clear()
        self._quarantine_open()
        self._parser = self._new_parser()
        root, *others = self._above or self._layout.above
        others += [self._layout.context] if self._in_context else []
        begin = f"<{root} {self._layout.declarations}>" + "".join(f"<{name}>" for name in others)
        self._parser.feed(begin.encode())
        # The events of the root and its like.
        list(self._parser.read_events())
        self._lines_before = self._lines_fed + lines_lost

    def _quarantine_open(self) -> None:
        for element in self._open:
            self.found = True
            line = self._line(element)
            self._out.append(self._handler.damaged(element, self._why, line=line))
        self._open.clear()

    def _read_events(self) -> bool:
        """Takes what has ended; whether a comment was among it."""
        heard = False
        # The stubs know neither the events asked for nor a line number.
        events = cast("Iterator[tuple[str, etree._Element]]", self._parser.read_events())
        for event, element in events:
            if event == "comment":
                heard = True
            elif event == "start":
                self._start(element)
            else:
                self._end(element)
        return heard

    def _start(self, element: etree._Element) -> None:
        name, parent = name_of(element), element.getparent()
        if parent is None:
            self._begin_root(element, name)
        if name in self._layout.records:
            if parent is None or self._layout.references.get(name) != name_of(parent):
                self._open.append(element)
        elif name == self._layout.context:
            # A record that is open now has lost its end.
            self._why = f"another {name} begins within it."
            self._quarantine_open()
            self._end_context()
            self._handler.begin(line=self._line(element))
            self._in_context = self._in_new_context = True
            self._since_record, self._astray = 0, False
        elif self._open:
            return
        elif name in self._layout.above and name not in self._above:
            self._above.append(name)
        elif name in self._layout.proofs:
            self.found = True

    def _begin_root(self, element: etree._Element, name: str) -> None:
        if element.getroottree().docinfo.internalDTD is not None:
            seems = "" if name in self._layout.above else seems_to_be(name)
            told = f"The file declares a document type, which no {self._layout.title} does."
            raise BadInput(told + seems)
        self.root = name

    def _end(self, element: etree._Element) -> None:
        name = name_of(element)
        if name in self._layout.records and element in self._open:
            self._open.remove(element)
            self._since_record, self._astray, self.found = 0, False, True
            self._out.append(self._handler.record(element, line=self._line(element)))
            _forget(element)
        elif not self._open:
            self._end_other(element, name)

    def _end_other(self, element: etree._Element, name: str) -> None:
        parent = element.getparent()
        if parent is None:
            self._complete = True
            return
        within = name_of(parent)
        if name == self._layout.context:
            self._end_context()
            self._astray = False
        elif within == self._layout.context and name in self._layout.noted:
            self._handler.note(name, element.text or "")
        elif parent.getparent() is not None and within not in (
            self._layout.context,
            *self._layout.above,
        ):
            return
        if self._layout.context:
            self._since_record = 0
        _forget(element)

    def _end_context(self) -> None:
        if self._in_context:
            self._in_context = False
            before = len(self._out)
            self._out.extend(self._handler.end())
            self.found = self.found or len(self._out) > before

    def _line(self, element: etree._Element) -> int:
        return cast("int", element.sourceline) + self._lines_before


def _forget(element: etree._Element) -> None:
    """Frees a record that was read; the element itself is still the parser's."""
    element.clear()
    parent = element.getparent()
    # One by one: a slice counts all children of the parent first.
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
