"""Reads the first sheet of a workbook (.xlsx), row by row, whatever its size."""

import os
import re
import tempfile
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, cast

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel
from openpyxl.utils.escape import unescape

from parley.errors import BadInput
from parley.importers.export_file import PIECE, BrokenOff, parts
from parley.importers.record import Damage

# A row, or a text, with more is no comment but an attempt on our memory. The format itself
# allows a cell 32,767 characters.
MAX_RECORD = 1024 * 1024
# The parts that describe the workbook are some kilobytes long.
MAX_PART = 4 * 1024 * 1024
# The format's own bound (column XFD).
MAX_COLUMNS = 16_384

_COLUMN = re.compile(r"[A-Z]{1,3}")
_FRACTION = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as it is written; `fault` says what is wrong with it, "" if nothing is.

    `open_end` if the file ends in it, so that nobody can tell whether the last value is whole.
    """

    number: int
    values: list[str]
    fault: str = ""
    open_end: bool = False


_Part = Callable[[str], IO[bytes] | None]


def cells(path: Path, told: Callable[[int], None]) -> Iterator[Cells | Damage]:
    """The rows of the first sheet; times are written as ISO 8601 has them, without a zone."""
    with parts(path, told) as part, tempfile.TemporaryFile() as file:
        book = _Book.of(path, part)
        strings = _Strings(file)
        source = part("xl/sharedStrings.xml")
        if source is not None:
            for element in _Elements(source, "si").read():
                if isinstance(element, Damage):
                    yield element
                else:
                    strings.add(_words(element))
            strings.finish()
        sheet = part(book.sheet)
        if sheet is None:
            raise BadInput(f"{path.name} is a workbook without a sheet.")
        yield from _rows(sheet, book, strings=strings)


def _rows(sheet: IO[bytes], book: "_Book", *, strings: "_Strings") -> Iterator[Cells | Damage]:
    number = 0
    for element in _Elements(sheet, "row").read():
        if isinstance(element, Damage):
            yield element
            continue
        given = str(element.get("r", ""))
        number = int(given) if given.isdecimal() and len(given) < 10 else number + 1
        yield _row(element, _Values(book, strings), number=number)


def _row(element: etree._Element, values: "_Values", *, number: int) -> Cells:
    found: list[str] = []
    fault = ""
    for cell in element.iterchildren("{*}c"):
        column = _column(str(cell.get("r", "")), len(found))
        if column >= MAX_COLUMNS:
            return Cells(number, found, "A cell lies beyond the last column that there is.")
        try:
            value = values.of(cell)
        except (ValueError, IndexError, OverflowError):
            value, fault = "", f"The cell in column {column + 1} cannot be read."
        found.extend([""] * (column + 1 - len(found)))
        found[column] = value
    return Cells(number, found, fault)


def _column(reference: str, following: int) -> int:
    """The index of "C7" is 2; a cell that does not say follows the one before."""
    letters = _COLUMN.match(reference)
    if letters is None:
        return following
    index = 0
    for letter in letters[0]:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


@dataclass(frozen=True, slots=True)
class _Values:
    """What stands in cells, as text."""

    book: "_Book"
    strings: "_Strings"

    def of(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _words(cell)
        written = next((child.text or "" for child in cell.iterchildren("{*}v")), "")
        if not written:
            return ""
        if kind == "s":
            return self.strings[int(written)]
        if kind == "b":
            return "true" if written == "1" else "false"
        if kind == "n":
            return self._number(written, int(str(cell.get("s", "0"))))
        # What a formula gave, an error, or a time in ISO 8601.
        return unescape(written)

    def _number(self, written: str, style: int) -> str:
        if style in self.book.date_styles:
            moment = from_excel(float(written), self.book.epoch)
            if isinstance(moment, datetime):
                # Days are kept as binary fractions, which miss the second by microseconds.
                moment = moment + _FRACTION / 2
                return moment.isoformat(sep=" ", timespec="milliseconds").removesuffix(".000")
            return str(moment)
        # Long ids are written as 1.7E+18 by some programs.
        number = float(written) if re.search(r"[.eE]", written) else int(written)
        return str(int(number)) if number == int(number) else repr(number)


@dataclass(frozen=True, slots=True)
class _Book:
    """Where the first sheet is, and which styles of its cells mean that a number is a time."""

    sheet: str
    epoch: datetime
    date_styles: frozenset[int]

    @classmethod
    def of(cls, path: Path, part: _Part) -> "_Book":
        workbook = _small(path, part, name="xl/workbook.xml")
        relations = _small(path, part, name="xl/_rels/workbook.xml.rels")
        if workbook is None or relations is None:
            raise BadInput(f"{path.name} is no workbook. Save it as CSV (UTF-8), and name that.")
        targets = {str(one.get("Id", "")): str(one.get("Target", "")) for one in relations}
        sheets = [one for one in workbook.iter() if _local(one) == "sheet"]
        ids = [
            str(value) for one in sheets[:1] for name, value in one.attrib.items() if _is_id(name)
        ]
        target = targets.get(ids[0], "") if ids else ""
        mac = any(
            one.get("date1904") in ("1", "true")
            for one in workbook.iter()
            if _local(one) == "workbookPr"
        )
        return cls(
            sheet=target.removeprefix("/") if target.startswith("/") else f"xl/{target}",
            epoch=MAC_EPOCH if mac else WINDOWS_EPOCH,
            date_styles=_date_styles(_small(path, part, name="xl/styles.xml")),
        )


def _is_id(name: str | bytes) -> bool:
    return str(name).endswith("}id")


def _date_styles(styles: etree._Element | None) -> frozenset[int]:
    if styles is None:
        return frozenset()
    formats = dict(BUILTIN_FORMATS)
    for one in styles.iter():
        if _local(one) == "numFmt" and str(one.get("numFmtId", "")).isdecimal():
            formats[int(str(one.get("numFmtId")))] = str(one.get("formatCode", ""))
    cell_styles = [child for one in styles if _local(one) == "cellXfs" for child in one]
    return frozenset(
        index
        for index, one in enumerate(cell_styles)
        if str(one.get("numFmtId", "0")).isdecimal()
        and is_date_format(formats.get(int(str(one.get("numFmtId", "0"))), ""))
    )


def _small(path: Path, part: _Part, *, name: str) -> etree._Element | None:
    """A part that is read as a whole."""
    source = part(name)
    if source is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        data = source.read(MAX_PART + 1)
        if len(data) > MAX_PART:
            raise BadInput(f"{path.name} is a workbook that is described at more length than any.")
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, BrokenOff) as error:
        raise BadInput(f"{path.name} is a damaged workbook; get it once more.") from error
    _refuse_declarations(root)
    return root


def _refuse_declarations(element: etree._Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise BadInput("The workbook declares a document type, which no program does.")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(element: etree._Element) -> str:
    """The text of its runs; how a word is pronounced is none."""
    found: list[str] = []
    for part in element.iter("{*}t"):
        above = part.getparent()
        if above is None or _local(above) != "rPh":
            found.append(part.text or "")
    return unescape("".join(found))


class _Elements:
    """One pass over a part, forgetting each element once it was yielded."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        self._source, self._name = source, name
        self._parser = etree.XMLPullParser(
            events=("end",),
            tag=(f"{{*}}{name}", "{*}sheetData"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        self._since = 0
        self._checked = self._done = False

    def read(self) -> Iterator[etree._Element | Damage]:
        why = ""
        try:
            while not (why or self._done) and (piece := self._source.read(PIECE)):
                self._since += len(piece)
                self._parser.feed(piece)
                yield from self._complete()
                if self._since > MAX_RECORD + PIECE:
                    why = f"a {self._name} is longer than {MAX_RECORD} bytes."
            if not (why or self._done):
                self._parser.close()
        except etree.XMLSyntaxError as error:
            yield from self._complete()
            why = " ".join(error.msg.split())
        except BrokenOff as broken:
            why = str(broken)
        if why:
            yield Damage(f"The workbook could not be read to its end: {why}")

    def _complete(self) -> Iterator[etree._Element]:
        events = cast("Iterator[tuple[str, etree._Element]]", self._parser.read_events())
        for _event, element in events:
            if not self._checked:
                _refuse_declarations(element)
                self._checked = True
            if _local(element) != self._name:
                # Behind its rows, a sheet has links and colours of unknown length.
                self._done = True
                return
            self._since = 0
            yield element
            element.clear()
            above = element.getparent()
            while above is not None and (before := element.getprevious()) is not None:
                above.remove(before)


class _Strings:
    """The texts that cells point to, on the disk: there may be more of them than memory holds."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ends = array("Q", [0])

    def add(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def finish(self) -> None:
        self._file.flush()

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self._ends) - 1:
            raise IndexError(index)
        start, end = self._ends[index], self._ends[index + 1]
        return os.pread(self._file.fileno(), end - start, start).decode()
