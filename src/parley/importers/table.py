"""Reads a table, whether a workbook or separated values: its rows by the headings."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from parley.errors import BadInput
from parley.importers import table_csv, table_xlsx
from parley.importers.export_file import opened, parts
from parley.importers.record import MAX_RAW, Damage
from parley.importers.table_xlsx import Cells

WORKBOOK = b"PK\x03\x04"
# The workbooks of before 2007, and those that a password protects.
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# Headings are told, not quoted at length.
_MAX_HEADING = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `fault` says why its `fields` are not to be relied on, "" if they are.

    `number` is the line, or the row of the sheet, `values` is what stands there, and
    `doubtful` the heading of a value that the end of the file may have cut short.
    """

    number: int
    values: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    doubtful: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a table, and its rows as they are read."""

    headings: list[str]
    rows: Iterator[Row | Damage]


def cells(path: Path, told: Callable[[int], None]) -> Iterator[Cells | Damage]:
    """The rows as they are written, those that are empty left out."""
    with path.open("rb") as raw:
        start = raw.read(len(WORKBOOK))
    if start == _OLD_WORKBOOK:
        raise BadInput(
            f"{path.name} is an old workbook (.xls), or protected by a password."
            " Save it as .xlsx or as CSV (UTF-8), and name that."
        )
    if is_workbook(path):
        return (
            row
            for row in table_xlsx.cells(path, told)
            if isinstance(row, Damage) or any(row.values) or row.fault
        )
    return table_csv.cells(path, told)


def is_workbook(path: Path) -> bool:
    """Raises BadInput for an archive that is damaged, or that holds a workbook."""
    with path.open("rb") as raw:
        if raw.read(len(WORKBOOK)) != WORKBOOK:
            return False
    with parts(path) as part:
        if part("xl/workbook.xml") is not None:
            return True
    with opened(path) as stream:
        if stream.peek(len(WORKBOOK)).startswith(WORKBOOK):
            raise BadInput(f"{path.name} holds a workbook. Unpack it, and name that.")
    return False


def table(path: Path, told: Callable[[int], None]) -> Table:
    """Raises BadInput for what has no headings. Rows that do not fit them have a fault."""
    found = cells(path, told)
    before: list[Damage] = []
    for first in found:
        if isinstance(first, Damage):
            before.append(first)
            continue
        if first.fault:
            raise BadInput(f"{path.name} is no table: {first.fault}")
        headings = _distinct(first.values)
        strict = not is_workbook(path)
        return Table(headings, chain(before, _rows(found, headings, strict=strict)))
    raise BadInput(f"{path.name} is no table: it is empty.")


def _rows(
    found: Iterator[Cells | Damage], headings: list[str], *, strict: bool
) -> Iterator[Row | Damage]:
    for row in found:
        if isinstance(row, Damage):
            yield row
            continue
        values, fault = row.values, row.fault
        # Programs leave out the empty cells at the end of a sheet's row, and of no other.
        ragged = len(values) != len(headings) if strict else any(values[len(headings) :])
        if ragged and not fault:
            fault = f"{len(values)} fields, where the heading has {len(headings)}."
        fields = dict.fromkeys(headings, "") | dict(zip(headings, values, strict=False))
        yield Row(
            row.number,
            values,
            {} if fault else fields,
            fault,
            headings[-1] if row.open_end and not fault else "",
        )


def _distinct(values: list[str]) -> list[str]:
    """Names for all columns, none twice."""
    headings: list[str] = []
    for place, value in enumerate(values, 1):
        name = " ".join(value.split())[:_MAX_HEADING] or f"column {place}"
        while name in headings:
            name += " (again)"
        headings.append(name)
    return headings


def as_csv(*rows: list[str]) -> str:
    """As much of the rows as is kept of a record."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()[:MAX_RAW]
