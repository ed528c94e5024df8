"""Tables as CSV that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Iterator, Sequence

# With these a spreadsheet takes a cell for a formula (OWASP, CSV Injection), in its wide form too.
FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠")
# By it a spreadsheet knows the encoding.
BYTE_ORDER_MARK = "\ufeff"


class _Line:
    """A file whose last line can be taken."""

    def write(self, text: str) -> str:
        return text


def lines(
    columns: Sequence[str], rows: Iterable[Iterable[object]], *, mark: bool = True
) -> Iterator[str]:
    """A line at a time, the names of the columns first; None is an empty cell, and only texts
    are kept from being formulas: a number may be less than nothing. Without `mark` the encoding
    is not told, as in a terminal."""
    writer = csv.writer(_Line())
    yield (BYTE_ORDER_MARK if mark else "") + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])


def harmless(cell: str) -> str:
    """With an apostrophe before it, what would be a formula is a text."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell
