"""Reads a table of separated values (.csv), row by row, whatever its size."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from parley.importers.export_file import PIECE, BrokenOff, opened
from parley.importers.json_stream import Text
from parley.importers.record import MAX_RAW, Damage
from parley.importers.table_xlsx import MAX_RECORD, Cells

DELIMITERS = ",;\t|"
# Excel's way to name the delimiter.
_NAMES_DELIMITER = re.compile(r"sep=(.)\r?\n?")
_IN_QUOTES = re.compile(r'(?:[^"]++|"")*+')
_LINE = re.compile(r"[^\n]*+\n|[^\n]++")
_TRAILING_QUOTES = re.compile(r'"*\Z')


def cells(
    path: Path, told: Callable[[int], None], *, delimiter: str = ""
) -> Iterator[Cells | Damage]:
    """The rows that are not empty, numbered by the line in which they begin.

    `delimiter` is "" where the first row, of headings, tells.
    """
    # The bound is ours, and it is that of a row.
    csv.field_size_limit(2 * MAX_RECORD)
    source = _Source(path, told)
    source.delimiter = delimiter or source.delimiter
    for number, text, whole in source.records():
        if not delimiter:
            named = _NAMES_DELIMITER.fullmatch(text)
            delimiter = source.delimiter = named[1] if named else delimiter_of(text)
            if named:
                continue
        row = _row(number, text, delimiter=delimiter)
        if not whole:
            row = replace(row, fault=source.why, open_end=False)
        if any(row.values):
            yield row
    yield from source.damage()


def _row(number: int, text: str, *, delimiter: str) -> Cells:
    try:
        values = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error as error:
        return Cells(number, [text[:MAX_RAW]], f"It is no row of a table: {error}.")
    return Cells(number, values, open_end=not text.endswith(("\n", '"')))


def first_row(start: bytes, delimiter: str) -> list[str]:
    """What the first row holds, as far as it can be told from how the file begins."""
    text = Text().as_utf8(start).decode()
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def delimiter_of(heading: str) -> str:
    """The commonest of a heading outside of its quotes."""
    plain = re.sub(r'"[^"]*+"', "", heading)
    return max(DELIMITERS, key=plain.count)


class _Source:
    """The text of a file, cut into records by the quotes in it and in bounded memory."""

    def __init__(self, path: Path, told: Callable[[int], None]) -> None:
        self._path, self._told = path, told
        # Until the heading is known.
        self.delimiter = ","
        self.why = ""
        self._text = Text()
        self._nuls = 0
        self._broken = ""

    def damage(self) -> Iterator[Damage]:
        yield from self._text.damage()
        if self._nuls:
            yield Damage(f"{self._nuls} NUL characters were left out.")
        if self._broken:
            yield Damage(f"The file could not be read to its end: {self._broken}")

    def records(self) -> Iterator[tuple[int, str, bool]]:
        """Line, text, and whether it is all; of what is longer than a record, the beginning."""
        held: list[str] = []
        size, number, line = 0, 1, 1
        quotes = _Quotes()
        for text in self._lines():
            if not held:
                number = line
                quotes = _Quotes()
            if size <= MAX_RECORD or not held:
                held.append(text)
            size += len(text)
            ends = text.endswith("\n")
            line += ends
            quotes.feed(text, self.delimiter)
            if ends and not quotes.within:
                self.why = f"The row is longer than {MAX_RECORD} characters."
                yield number, "".join(held), size <= MAX_RECORD
                held, size = [], 0
        if held:
            self.why = "The quotation marks of a field never end."
            open_ended = quotes.within_at_end()
            yield number, "".join(held), size <= MAX_RECORD and not open_ended and not self._broken

    def _lines(self) -> Iterator[str]:
        """Lines, longer ones in pieces."""
        begun = ""
        for piece in self._pieces():
            for part in _LINE.findall(begun + piece):
                if part.endswith("\n") or len(part) >= PIECE:
                    yield part
                    begun = ""
                else:
                    begun = part
        if begun:
            yield begun

    def _pieces(self) -> Iterator[str]:
        try:
            with opened(self._path, self._told) as stream:
                while piece := stream.read1(PIECE):
                    yield self._plain(self._text.as_utf8(piece))
                yield self._plain(self._text.as_utf8(b"", final=True))
        except BrokenOff as broken:
            self._broken = str(broken)

    def _plain(self, data: bytes) -> str:
        text = data.decode()
        nuls = text.count("\0")
        self._nuls += nuls
        return text.replace("\0", "") if nuls else text


class _Quotes:
    """Whether a text ends within quotation marks, as Python's reader and Excel see them.

    A mark counts at the beginning of a field only, and within one that began so, two of them are
    a mark of the text.
    """

    def __init__(self) -> None:
        self.within = False
        self._at_start = True
        self._held = ""

    def feed(self, text: str, delimiter: str) -> None:
        text = self._held + text
        marks = len(text) - _TRAILING_QUOTES.search(text).start()  # type: ignore[union-attr]
        # What follows tells what they mean; for that, as many as two are as good as any number.
        self._held = '"' * (marks if marks <= 1 else 2 - marks % 2)
        self._walk(text[: len(text) - marks], delimiter)

    def within_at_end(self) -> bool:
        """At the file's end, where nothing follows."""
        odd = len(self._held) % 2 == 1
        return self.within != odd if self.within or self._at_start else False

    def _walk(self, text: str, delimiter: str) -> None:
        place = 0
        while place < len(text):
            if self.within:
                place = _IN_QUOTES.match(text, place).end()  # type: ignore[union-attr]
                if place < len(text):
                    self.within, self._at_start = False, False
                    place += 1
            elif self._at_start and text[place] == '"':
                self.within = True
                place += 1
            else:
                end = text.find(delimiter, place)
                place = end + 1 if end >= 0 else len(text)
                self._at_start = end >= 0
