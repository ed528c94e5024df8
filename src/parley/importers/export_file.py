"""Reads an export file, packed or not, in pieces of bounded size."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from parley.errors import BadInput

PIECE = 64 * 1024
# Enough of a file to tell its format by.
HEAD = 64 * 1024
# Exports pack about ten to one. What grows a hundredfold is made to fill a disk.
MAX_RATIO = 100
RATIO_COUNTS_FROM = 64 * 1024 * 1024
# No comment of any system is longer; a line that is was made to fill memory.
MAX_LINE = 16 * 1024 * 1024

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
# What programs that pack add by themselves.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_ENCRYPTED = 0x1
_NAMES_SHOWN = 5


class BrokenOff(Exception):  # The file is; whoever reads it goes on with what came.
    """The archive ends early or is damaged; everything before was handed out."""


@contextmanager
def opened(path: Path, told: Callable[[int], None] | None = None) -> Iterator[io.BufferedReader]:
    """The file's content as a stream, unpacked by what it is and not by its name.

    `told` hears how many bytes were read from the disk. Raises BadInput for an archive that
    holds more or less than one file or that is a bomb; reading raises BrokenOff where an
    archive cannot be read any further.
    """
    with path.open("rb") as raw:
        start = raw.peek(len(_ZIP))[: len(_ZIP)]
        if start.startswith((_ZIP, _EMPTY_ZIP)):
            with _archive(path, raw) as archive:
                member = _only_member(path, archive)
                with _member(path, archive, member=member) as inner:
                    read = _share_of(member)
                    yield io.BufferedReader(_Unpacked(path, inner, read=read, told=told), PIECE)
        elif start.startswith(_GZIP):
            with gzip.GzipFile(fileobj=raw) as inner:
                read = _place_in(raw)
                yield io.BufferedReader(_Unpacked(path, inner, read=read, told=told), PIECE)
        else:
            read = _place_in(raw)
            yield io.BufferedReader(_Unpacked(path, raw, read=read, told=told), PIECE)


def pieces(path: Path, told: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The content of `opened`, piece by piece."""
    with opened(path, told) as stream:
        while piece := stream.read1(PIECE):
            yield piece


@contextmanager
def parts(
    path: Path, told: Callable[[int], None] | None = None
) -> Iterator[Callable[[str], io.BufferedReader | None]]:
    """For a file that is an archive by its nature (a workbook): opens a part by name, if it is in.

    As of `opened`, no part that is a bomb is read, and none damaged but for BrokenOff.
    """
    with path.open("rb") as raw, _archive(path, raw) as archive, ExitStack() as stack:

        def part(name: str) -> io.BufferedReader | None:
            if name not in archive.NameToInfo:
                return None
            member = archive.getinfo(name)
            if member.flag_bits & _ENCRYPTED:
                raise BadInput(f"{path.name} is protected by a password. Unpack it first.")
            inner = stack.enter_context(_member(path, archive, member=member))
            share = _share_of(member)
            return io.BufferedReader(_Unpacked(path, inner, read=share, told=told), PIECE)

        yield part


def head(path: Path) -> bytes:
    """How the content begins; an archive's own bytes where it holds several files."""
    try:
        with opened(path) as stream:
            return _read_upto(stream, HEAD)
    except (BadInput, BrokenOff):
        with path.open("rb") as raw:
            return raw.read(HEAD)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end; `cut` if it was longer than MAX_LINE and the rest passed over."""

    number: int
    data: bytes
    cut: bool = False


def lines(stream: IO[bytes], most: int = MAX_LINE) -> Iterator[Line]:
    """The lines of a stream, none longer in memory than `most` bytes."""
    number = 0
    while data := stream.readline(most):
        number += 1
        cut = len(data) == most and not data.endswith(b"\n")
        if cut:
            while (rest := stream.readline(PIECE)) and not rest.endswith(b"\n"):
                pass
        yield Line(number, data.rstrip(b"\r\n"), cut)


_Read = Callable[[int], int]
"""How many bytes were read from the disk for so many unpacked ones."""


class _Unpacked(io.RawIOBase):
    """Counts what is read from the disk, and what becomes of it unpacked."""

    def __init__(
        self,
        path: Path,
        inner: io.BufferedReader | gzip.GzipFile | zipfile.ZipExtFile,
        *,
        read: _Read,
        told: Callable[[int], None] | None,
    ) -> None:
        super().__init__()
        self._path, self._inner, self._read_for, self._told = path, inner, read, told
        self._unpacked = self._counted = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            # One at a time, as a whole piece is lost with the error that it ends in.
            data = self._inner.read1(min(len(buffer), PIECE))
        except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
            raise BrokenOff("The archive is damaged or not complete.") from error
        buffer[: len(data)] = data
        self._unpacked += len(data)
        read = self._read_for(self._unpacked)
        if self._told is not None and read > self._counted:
            self._told(read - self._counted)
            self._counted = read
        if self._unpacked > max(RATIO_COUNTS_FROM, MAX_RATIO * read):
            raise BadInput(f"{self._path.name} unpacks to far more than any export does.")
        return len(data)


def _place_in(raw: IO[bytes]) -> _Read:
    return lambda _unpacked: raw.tell()


def _share_of(member: zipfile.ZipInfo) -> _Read:
    """By what the archive says, as it reads ahead and elsewhere."""
    packed, size = member.compress_size, max(member.file_size, 1)
    return lambda unpacked: packed * min(unpacked, size) // size


def _archive(path: Path, raw: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(raw)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadInput(f"{path.name} is a damaged archive; get it once more.") from error


def _member(path: Path, archive: zipfile.ZipFile, *, member: zipfile.ZipInfo) -> zipfile.ZipExtFile:
    try:
        return cast("zipfile.ZipExtFile", archive.open(member))
    # OSError where the directory of the archive points before the file's beginning.
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise BadInput(f"{path.name} is a damaged archive; get it once more.") from error


def _only_member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Nothing is ever unpacked to the disk, so that no name in an archive can do harm."""
    members = [one for one in archive.infolist() if not one.is_dir() and not _is_litter(one)]
    if len(members) != 1:
        names = ", ".join(one.filename for one in members[:_NAMES_SHOWN]) or "nothing"
        raise BadInput(
            f"{path.name} holds {len(members)} files ({names})."
            " Unpack it, and name those to import."
        )
    [member] = members
    if ".." in PurePosixPath(member.filename).parts or member.filename.startswith(("/", "\\")):
        raise BadInput(f"{path.name} holds a file that wants to lie outside: {member.filename}.")
    if member.flag_bits & _ENCRYPTED:
        raise BadInput(f"{path.name} is protected by a password. Unpack it first.")
    return member


def _is_litter(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith(_LITTER) or member.filename.endswith(_LITTER)


def _read_upto(stream: IO[bytes], size: int) -> bytes:
    found = b""
    while len(found) < size and (piece := stream.read(size - len(found))):
        found += piece
    return found
