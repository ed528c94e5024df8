"""Export files are unpacked by what they are, in bounded memory."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from parley.errors import BadInput
from parley.importers import export_file
from parley.importers.export_file import BrokenOff, Line, head, lines, opened, pieces


def content(path: Path) -> bytes:
    return b"".join(pieces(path))


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return path


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_is_unpacked_by_what_it_is(tmp_path: Path, pack: type[bytes]) -> None:
    file = tmp_path / "export.anything"
    file.write_bytes(pack(b"<disqus/>" * 20_000))
    assert content(file) == b"<disqus/>" * 20_000


def test_the_only_file_of_a_zip_is_read(tmp_path: Path) -> None:
    file = archive(tmp_path / "a.zip", **{"export.xml": b"<rss/>", "__MACOSX/export.xml": b"x"})
    assert content(file) == b"<rss/>"


def test_two_files_in_a_zip_are_refused_by_their_names(tmp_path: Path) -> None:
    file = archive(tmp_path / "a.zip", **{"a.xml": b"<rss/>", "b.xml": b"<rss/>"})
    with pytest.raises(BadInput, match=r"2 files \(a.xml, b.xml\)"):
        content(file)


def test_an_empty_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="0 files"):
        content(archive(tmp_path / "a.zip"))


@pytest.mark.parametrize("name", ["../export.xml", "/etc/passwd", "a/../../b.xml"])
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="outside"):
        content(archive(tmp_path / "a.zip", **{name: b"<rss/>"}))


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path / "a.zip", **{"a.xml": b"<rss/>" * 1000})
    file.write_bytes(file.read_bytes()[:60])
    with pytest.raises(BadInput, match="damaged"):
        content(file)


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_bomb_is_refused(tmp_path: Path, kind: str) -> None:
    zeros = b"\0" * (export_file.RATIO_COUNTS_FROM + 1024 * 1024)
    file = tmp_path / "bomb"
    if kind == "gz":
        file.write_bytes(gzip.compress(zeros))
    else:
        archive(file, **{"a.xml": zeros})
    with pytest.raises(BadInput, match="unpacks to far more"):
        for _piece in pieces(file):
            pass


def test_what_came_before_the_damage_is_handed_out(tmp_path: Path) -> None:
    file = tmp_path / "export.gz"
    whole = bytes(range(256)) * 4000
    file.write_bytes(gzip.compress(whole)[:-8])
    got: list[bytes] = []
    with pytest.raises(BrokenOff):
        got.extend(pieces(file))
    assert b"".join(got) == whole


@pytest.mark.parametrize("pack", ["plain", "gz", "zip"])
def test_it_tells_how_much_of_the_disk_was_read(tmp_path: Path, pack: str) -> None:
    data = b"".join(b"%d\n" % number for number in range(100_000))
    file = tmp_path / "export"
    if pack == "zip":
        archive(file, **{"a.json": data})
    else:
        file.write_bytes(data if pack == "plain" else gzip.compress(data))
    told: list[int] = []
    for _piece in pieces(file, told.append):
        pass
    assert 0.9 < sum(told) / file.stat().st_size <= 1
    assert len(told) > 2


def test_the_head_of_several_files_is_the_archives_own(tmp_path: Path) -> None:
    assert head(archive(tmp_path / "a.xlsx", a=b"1", b=b"2")).startswith(b"PK")


def test_the_head_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "export"
    file.write_bytes(b"a" * 200_000)
    assert head(file) == b"a" * export_file.HEAD


def test_lines_are_numbered_and_end_as_they_like() -> None:
    assert list(lines(io.BytesIO(b"a\r\nb\n\nc"))) == [
        Line(1, b"a"),
        Line(2, b"b"),
        Line(3, b""),
        Line(4, b"c"),
    ]


def test_a_line_without_end_is_cut_and_told() -> None:
    stream = io.BytesIO(b"a" * 100 + b"\nb\n")
    assert list(lines(stream, most=10)) == [Line(1, b"a" * 10, cut=True), Line(2, b"b")]


def test_the_stream_can_be_read_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "export.gz"
    file.write_bytes(gzip.compress(b"one\ntwo"))
    with opened(file) as stream:
        assert stream.readline() == b"one\n"
        assert stream.read() == b"two"
