"""Opens a table of votes, tells its columns by its header, and its rows with their lines."""

import csv
import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray

from parley.errors import BadInput

# The names of openData's files, of Polis' programming interface, and our own.
READER = ("voter-id", "voter", "reader-id", "reader", "participant-id", "participant", "pid")
COMMENT = ("comment-id", "comment", "statement-id", "tid")
VALUE = ("vote",)
BY_CHANCE, HISTORY, MOMENT = ("by-chance",), ("history",), ("timestamp",)
GROUP = ("group-id", "group")
# What stands in a table with one reader a row before the comments.
COUNTS = ("n-comments", "n-votes", "n-agree", "n-disagree", "n-pass")

# Rows that exist as Python's objects at a time.
CHUNK = 1 << 13
# Enough for the header of a table with a hundred thousand comments as columns.
LARGEST_HEADER = 16 << 20

# Numbers of more digits do not fit into eight bytes.
_DIGITS = 19
_SHOWN = 40
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ENTERED = re.compile(r"\r\n|\r|\n")
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_SEPARATORS = ",;\t"


class Cells(dict[str, int]):
    """What a cell may hold, and what it means; spaces and capitals do not count."""

    def __missing__(self, cell: str) -> int:
        bare = cell.strip().lower()
        if bare == cell:
            raise KeyError(cell)
        return self[bare]


def means(cells: Cells, cell: str) -> bool:
    """Whether the cell holds one of what it may hold."""
    return cell.strip().lower() in cells


# As programs write whole numbers; some tables were once columns of floats.
VOTES = Cells({"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1, "+1": 1})
FLAGS = Cells({"1": 1, "0": 0, "true": 1, "false": 0, "1.0": 1, "0.0": 0, "": 0})


class Numbers(dict[str, int]):
    """Gives each id the next number; KeyError for what is no id."""

    def __missing__(self, name: str) -> int:
        if id_problem(name):
            raise KeyError(name)
        number = self[name] = len(self)
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each column is; None for one that is not there."""

    reader: int
    comment: int
    value: int
    by_chance: int | None
    history: int | None
    moment: int | None

    @property
    def last(self) -> int:
        """The last column that a row must have."""
        flags = (one for one in (self.by_chance, self.history) if one is not None)
        return max(self.reader, self.comment, self.value, *flags)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixColumns:
    """Where the reader, the group and the comments are in a table with one reader a row."""

    reader: int
    group: int | None
    comments: list[int]


class Rows:
    """The rows of a CSV file after its header, a chunk at a time."""

    def __init__(self, stream: IO[bytes]) -> None:
        # Bytes that are not UTF-8 matter only in the columns that are read; they come through
        # as lone surrogates, which no text has.
        text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
        with _told_as_bad_input(lambda: 1):
            first = text.readline(LARGEST_HEADER)
            self.separator = max(_SEPARATORS, key=first.count)
            cells = next(csv.reader([first], delimiter=self.separator, strict=True), [])
        self.header = [cell.strip() for cell in cells]
        self._reader = csv.reader(text, delimiter=self.separator, strict=True)
        self._chunk: list[list[str]] = []
        self._lines_before = 1

    def chunks(self) -> Iterator[list[list[str]]]:
        """The rows that are not empty lines, CHUNK at a time."""
        while True:
            self._lines_before = 1 + self._reader.line_num
            with _told_as_bad_input(lambda: 1 + self._reader.line_num):
                self._chunk = list(islice(self._reader, CHUNK))
            if not self._chunk:
                return
            if filled := [row for row in self._chunk if row]:
                yield filled

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """The rows of the last chunk, each with the number of the line where it begins."""
        line = self._lines_before + 1
        for row in self._chunk:
            if row:
                yield line, row
            line += 1 + sum(len(_ENTERED.findall(cell)) for cell in row)


@contextmanager
def _told_as_bad_input(line: Callable[[], int]) -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        raise BadInput(f"Line {line()}: this is no CSV ({error}).") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput("The file is packed by gzip, and damaged or not complete.") from error


class _StandardInput(io.RawIOBase):
    """Reads standard input, which whoever closes this leaves open: it is not ours to close."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = cast("io.BufferedReader", sys.stdin.buffer).read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, or of standard input for "-"; unpacked where they are gzip."""
    with ExitStack() as stack:
        source: io.BufferedReader
        if path == Path("-"):
            source = io.BufferedReader(_StandardInput())
        else:
            try:
                source = path.open("rb")
                stack.callback(source.close)
            except OSError as error:
                raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
        start = source.peek(len(_PARQUET))
        if start.startswith(_UTF16):
            raise BadInput("This is UTF-16. Save it as UTF-8.")
        if start.startswith(_PARQUET):
            raise BadInput("This is Parquet, which only --model factor --engine duckdb reads.")
        if start.startswith(_GZIP) or path.suffix == ".gz":
            yield cast("IO[bytes]", stack.enter_context(gzip.GzipFile(fileobj=source)))
        else:
            yield source


def is_matrix(header: Sequence[str]) -> bool:
    """Whether the table has one reader a row, as openData's participants-votes.csv."""
    names = _normal(header)
    told = (*GROUP, *COUNTS)
    return _has(names, READER) and not _has(names, COMMENT + VALUE) and _has(names, told)


def of_votes(header: Sequence[str]) -> Columns:
    """The columns of a table with one vote a row; raises BadInput if it lacks one."""
    names = _normal(header)
    needed = {"voter-id": READER, "comment-id": COMMENT, "vote": VALUE}
    lacking = [name for name, aliases in needed.items() if not _has(names, aliases)]
    if lacking:
        found = ", ".join(shown(name) for name in header if name) or "no column"
        raise BadInput(
            f"The table has {found}; it lacks {', '.join(lacking)}."
            " Needed are the columns voter-id, comment-id and vote (1, 0, -1)."
        )
    return Columns(
        reader=_place(names, READER) or 0,
        comment=_place(names, COMMENT) or 0,
        value=_place(names, VALUE) or 0,
        by_chance=_place(names, BY_CHANCE),
        history=_place(names, HISTORY),
        moment=_place(names, MOMENT),
    )


def of_matrix(header: Sequence[str]) -> MatrixColumns:
    """The columns of a table with one reader a row."""
    names = _normal(header)
    reader, group = _place(names, READER), _place(names, GROUP)
    known = {reader, group, *(_place(names, (name,)) for name in COUNTS)}
    comments = [column for column in range(len(names)) if column not in known]
    for column in comments:
        if problem := id_problem(header[column]):
            raise BadInput(f"Line 1: the comment’s id in column {column + 1} {problem}.")
    twice = len(comments) - len({header[column] for column in comments})
    if twice:
        raise BadInput(f"Line 1: {twice} comments have a column already.")
    return MatrixColumns(reader=reader or 0, group=group, comments=comments)


def place_of(header: Sequence[str], aliases: Sequence[str]) -> int | None:
    """Where the column is that has one of these names, the first that is there."""
    return _place(_normal(header), aliases)


def id_problem(name: str) -> str | None:
    """What keeps a text from being an id; None for an id."""
    if not name.strip():
        return "is empty"
    found = _UNFIT.search(name)
    if not found:
        return None
    return "holds a NUL byte" if found[0] == "\0" else "is not UTF-8"


def shown(cell: str) -> str:
    """A cell as it can be told in a message, however long and whatever it holds."""
    clean = _UNFIT.sub("\ufffd", cell.strip())
    return clean if len(clean) <= _SHOWN else clean[:_SHOWN] + "…"


def natural_order(names: Sequence[str]) -> NDArray[np.intp]:
    """The order of the ids: numbers by size if all are numbers, else by their letters."""
    if all(name.isascii() and name.isdigit() and len(name) < _DIGITS for name in names):
        sizes = np.fromiter(map(int, names), np.int64, len(names))
        # "0" before "00".
        lengths = np.fromiter(map(len, names), np.int64, len(names))
        return np.lexsort((lengths, sizes))
    return np.array(sorted(range(len(names)), key=names.__getitem__), np.intp)


def _normal(header: Sequence[str]) -> list[str]:
    return [re.sub("[ _]", "-", name.strip().lower()) for name in header]


def _has(names: Sequence[str], aliases: Sequence[str]) -> bool:
    return any(alias in names for alias in aliases)


def _place(names: Sequence[str], aliases: Sequence[str]) -> int | None:
    for alias in aliases:
        if names.count(alias) > 1:
            raise BadInput(f"The column {alias} is there twice.")
        if alias in names:
            return names.index(alias)
    return None
