"""Our own labelled text in its plainest form: a label in brackets, then lines that bear it."""

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"

_HEADER = re.compile(r"\[([a-z_ ]+)\]")


class BadText(ValueError):
    """A file that does not keep to its form; names file and line."""


def read(name: str) -> Iterator[tuple[str, str]]:
    """Each label with its line, of `name`.txt; lines that begin with "# " are remarks.

    Raises BadText.
    """
    label: str | None = None
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("# "):
            continue
        if header := _HEADER.fullmatch(line.strip()):
            label = header[1]
        elif label is None:
            raise BadText(f"{name}.txt:{number}: a comment before any header.")
        else:
            yield label, line.strip()
