"""Reads an export file, packed or not, in pieces of bounded size."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from parley.errors import BadInput

PIECE = 64 * 1024
# Exports pack about ten to one. What grows a hundredfold is made to fill a disk.
MAX_RATIO = 100
RATIO_COUNTS_FROM = 64 * 1024 * 1024

_GZIP = b"\x1f\x8b"


class BrokenOff(Exception):  # The file is; whoever reads it goes on with what came.
    """The archive ends early or is damaged; everything before was handed out."""


def pieces(path: Path) -> Iterator[bytes]:
    """The file's content, unpacked by what it is and not by its name.

    Raises BadInput for a gzip bomb, BrokenOff where an archive cannot be read any further.
    """
    with path.open("rb") as raw:
        if not raw.peek(len(_GZIP)).startswith(_GZIP):
            while piece := raw.read(PIECE):
                yield piece
            return
        unpacked = 0
        with gzip.GzipFile(fileobj=raw) as archive:
            while piece := _read(archive):
                unpacked += len(piece)
                if unpacked > max(RATIO_COUNTS_FROM, MAX_RATIO * raw.tell()):
                    raise BadInput(f"{path.name} unpacks to far more than any export does.")
                yield piece


def _read(archive: gzip.GzipFile) -> bytes:
    try:
        # One at a time, as a whole piece is lost with the error that it ends in.
        return archive.read1(PIECE)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BrokenOff("The archive is damaged or not complete.") from error
