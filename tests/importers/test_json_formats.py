"""What holds for every format that is JSON: damage, bad input, and telling formats apart."""

import gzip
from pathlib import Path

import pytest

from parley.errors import BadInput
from parley.importers import artrans, comentario, commento, disqus_api, livefyre, remark42
from parley.importers.export_file import HEAD
from parley.importers.record import MAX_ID, MAX_MESSAGE, Damage, ImportedComment, Record
from parley.importers.source import Importer
from tests.importers.records import DATA, comments, quarantined, read, read_text
from tests.server import ROOT

FIXTURES = {
    "remark42/newsroom.jsonl": remark42.IMPORTER,
    "commento/newsroom.json": commento.IMPORTER,
    "comentario/newsroom-v1.json": comentario.IMPORTER,
    "comentario/newsroom-v3.json": comentario.IMPORTER,
    "artrans/newsroom.json": artrans.IMPORTER,
    "livefyre/conversations.jsonl": livefyre.IMPORTER,
    "livefyre/users.jsonl": livefyre.IMPORTER,
    "disqus-api/posts.json": disqus_api.IMPORTER,
    "disqus-api/threads.json": disqus_api.IMPORTER,
}
IMPORTERS = list({one.title: one for one in FIXTURES.values()}.values())
# A large file is cut short at one byte in so many, a small one at every byte.
EACH = 61

fixtures = pytest.mark.parametrize("name", FIXTURES)
importers = pytest.mark.parametrize("importer", IMPORTERS, ids=[one.title for one in IMPORTERS])


@fixtures
def test_a_format_recognises_its_own_files_and_no_others(name: str) -> None:
    start = (DATA / name).read_bytes()[:HEAD]
    assert [one for one in IMPORTERS if one.recognises(start)] == [FIXTURES[name]]


@fixtures
def test_the_beginning_of_a_file_is_never_taken_for_another_format(name: str) -> None:
    content = (DATA / name).read_bytes()
    for end in range(0, min(len(content), 3000), 41):
        assert {one.title for one in IMPORTERS if one.recognises(content[:end])} <= {
            FIXTURES[name].title
        }


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe[",
        b'[{"id":"/a","title":"T","comments":[{"author":"A","text":"T","created":"2020"}]}]',
        b'{"type":"waline","version":1,"data":{"Comment":[{"comment":"T","nick":"A"}]}}',
        b'{"_id":"1","storyID":"2","revisions":[],"status":"NONE"}\n',
        b'{"version":1,"users":[],"posts":[]}',
        b"<?xml version='1.0'?><disqus/>",
        b"[" * 100_000,
    ],
)
def test_no_other_file_is_recognised(start: bytes) -> None:
    assert [one.name for one in IMPORTERS if one.recognises(start)] == []


@importers
@pytest.mark.parametrize(
    "file",
    [ROOT / "tests/data/disqus/newsroom.xml", ROOT / "pyproject.toml"],
    ids=lambda file: file.name,
)
def test_a_file_of_another_kind_is_refused(importer: Importer, file: Path) -> None:
    with pytest.raises(BadInput):
        read(importer, file)


@pytest.mark.parametrize("name", FIXTURES)
def test_a_file_of_another_format_is_refused(name: str) -> None:
    for other in IMPORTERS:
        if other is not FIXTURES[name]:
            with pytest.raises(BadInput):
                read(other, DATA / name)


def test_a_refusal_says_what_the_file_seems_to_be() -> None:
    with pytest.raises(BadInput, match=r"is no Remark42 backup\. It seems to be XML"):
        read(remark42.IMPORTER, DATA / "disqus" / "newsroom.xml")


def read_if_possible(importer: Importer, folder: Path, content: bytes) -> list[Record]:
    try:
        return read_text(importer, folder, content)
    except BadInput:
        return []


@fixtures
def test_a_file_cut_short_gives_whole_records_only_and_no_addresses(
    name: str, tmp_path: Path
) -> None:
    content = (DATA / name).read_bytes()
    whole = comments(read(FIXTURES[name], DATA / name))
    for end in range(0, len(content), EACH):
        got = read_if_possible(FIXTURES[name], tmp_path, content[:end])
        assert comments(got).items() <= whole.items()
        for kept in quarantined(got):
            assert "@mail" not in kept.raw
            assert "192.0.2" not in kept.raw


@importers
def test_a_record_is_whole_or_not_there(importer: Importer, tmp_path: Path) -> None:
    content = ONE[importer.title].encode()
    whole = comments(read_text(importer, tmp_path, content))
    for end in range(len(content)):
        got = read_if_possible(importer, tmp_path, content[:end])
        assert comments(got) in ({}, whole)


@importers
def test_an_archive_may_end_anywhere(importer: Importer, tmp_path: Path) -> None:
    content = gzip.compress(ONE[importer.title].encode())
    for end in range(len(content)):
        assert not comments(read_if_possible(importer, tmp_path, content[:end])) or end > 9


@fixtures
def test_a_packed_file_cut_short_is_told(name: str, tmp_path: Path) -> None:
    content = gzip.compress((DATA / name).read_bytes() + b" " * 200_000)
    got = read_if_possible(FIXTURES[name], tmp_path, content[:-40])
    assert not got or [one for one in got if isinstance(one, Damage)]


@fixtures
def test_bytes_of_no_encoding_are_told_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    content = (DATA / name).read_bytes().replace(b"lanes", b"lan\xe9s")
    got = read_text(FIXTURES[name], tmp_path, content)
    assert (b"lanes" not in (DATA / name).read_bytes()) or [
        one for one in got if isinstance(one, Damage) and "encoding" in one.detail
    ]


@fixtures
def test_an_export_in_another_encoding_of_unicode_is_read(name: str, tmp_path: Path) -> None:
    content = (DATA / name).read_bytes()
    got = read_text(FIXTURES[name], tmp_path, b"\xef\xbb\xbf" + content)
    assert comments(got) == comments(read(FIXTURES[name], DATA / name))


@importers
@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"version":1,"comments":' + b'{"a":' * 100_000,
        b"\0" * 100_000,
        b"{" + b"\n" * 100_000,
        b'[{"a":1},3,null,"x"]',
        b'{"response":"x"}',
        b'"' + b"x" * 500_000,
    ],
    ids=["arrays", "objects", "nothing", "lines", "scalars", "an answer", "a string"],
)
def test_what_is_no_export_is_refused(importer: Importer, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadInput):
        read_text(importer, tmp_path, content)


ONE = {
    "Remark42": '{"version":1,"users":[],"posts":[]}\n{"id":"ID","text":"TEXT","user":{"name":"A"},'
    '"locator":{"url":"https://a.example"},"time":"2020-01-01T00:00:00Z"}',
    "Commento": '{"version":1,"comments":[{"commentHex":"ID","domain":"a.example","url":"/a",'
    '"markdown":"TEXT","state":"approved","creationDate":"2020-01-01T00:00:00Z"}]}',
    "Comentario": '{"version":3,"comments":[{"id":"ID","pageId":"1","markdown":"TEXT",'
    '"isApproved":true,"createdTime":"2020-01-01T00:00:00Z"}]}',
    "Artalk": '[{"id":"ID","rid":"0","content":"TEXT","nick":"A","page_key":"/a",'
    '"created_at":"2020-01-01T00:00:00Z"}]',
    "Livefyre": '{"id":"1","source":"https://a.example","comments":[{"id":"ID","body_html":"TEXT",'
    '"created":"2020-01-01T00:00:00Z"}]}',
    "Disqus (API)": '[{"id":"ID","thread":"1","message":"TEXT","isApproved":true,"isSpam":false,'
    '"createdAt":"2020-01-01T00:00:00"}]',
}


def one(importer: Importer, folder: Path, *, text: str = "Text.", name: str = "1") -> list[Record]:
    return read_text(
        importer, folder, ONE[importer.title].replace("TEXT", text).replace("ID", name)
    )


@importers
def test_the_least_record_is_read(importer: Importer, tmp_path: Path) -> None:
    assert comments(one(importer, tmp_path))["1"].text == "Text."


@importers
@pytest.mark.parametrize(
    ("text", "name"), [("x" * (MAX_MESSAGE + 1), "1"), ("Text.", "x" * (MAX_ID + 1)), ("Text.", "")]
)
def test_what_does_not_fit_is_kept_aside(
    importer: Importer, tmp_path: Path, text: str, name: str
) -> None:
    got = one(importer, tmp_path, text=text, name=name)
    assert not comments(got)
    assert len(quarantined(got)) == 1


@importers
def test_a_character_that_no_database_takes_is_replaced(importer: Importer, tmp_path: Path) -> None:
    assert comments(one(importer, tmp_path, text="a\\u0000b"))["1"].text == "a\ufffdb"


@importers
@pytest.mark.parametrize("value", ["null", "[]", "{}", "7", "true"])
def test_a_message_of_another_type_is_kept_aside(
    importer: Importer, tmp_path: Path, value: str
) -> None:
    content = ONE[importer.title].replace('"TEXT"', value)
    got = read_text(importer, tmp_path, content)
    assert not [found for found in got if isinstance(found, ImportedComment)]
    assert len(quarantined(got)) == 1
