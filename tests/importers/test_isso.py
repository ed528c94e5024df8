"""Isso's database and the JSON that its own importer takes."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parley.errors import BadInput
from parley.importers import isso
from parley.importers.record import (
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.source import Options
from tests.importers.databases import ISSO, WALINE, database
from tests.server import ROOT

DATA = ROOT / "tests" / "data" / "isso"
OPTIONS = Options(base_url="https://paper.example", zone=ZoneInfo("Asia/Kolkata"))
CREATED = 1_336_459_826.25

Read = Callable[..., list[Record]]


def comment(number: int, **values: Any) -> dict[str, Any]:
    usual = {
        "tid": 1, "id": number, "created": CREATED, "mode": 1, "remote_addr": "203.0.113.0",
        "text": f"Text {number}", "author": "Meera", "email": "meera@mail.example",
        "voters": b"\x01secret",
    }  # fmt: skip
    return usual | values


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_rows(*comments: dict[str, Any]) -> list[Record]:
        threads = [{"id": 1, "uri": "/news/rain/", "title": "Rain"}]
        path = database(tmp_path / "comments.db", ISSO, {"threads": threads, "comments": comments})
        return list(isso.read([path], OPTIONS))

    return read_rows


@pytest.fixture
def read_json(tmp_path: Path) -> Read:
    def read_text(text: str | bytes) -> list[Record]:
        path = tmp_path / "isso.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(isso.read([path], OPTIONS))

    return read_text


def comments(records: list[Record]) -> list[ImportedComment]:
    return [record for record in records if isinstance(record, ImportedComment)]


def quarantined(records: list[Record]) -> list[Quarantined]:
    return [record for record in records if isinstance(record, Quarantined)]


def test_a_thread_is_found_below_the_sites_address(read: Read) -> None:
    assert read() == [
        ImportedArticle(
            source_id="1",
            url="https://paper.example/news/rain/",
            headline="Rain",
            record="thread 1",
        )
    ]


def test_a_comment_is_read_with_all_that_isso_knows(read: Read) -> None:
    row = comment(
        7, modified=CREATED + 60, parent=3, likes=4, dislikes=2, website="https://m.example"
    )
    assert comments(read(row)) == [
        ImportedComment(
            source_id="7",
            article_id="1",
            author=ImportedAuthor(name="Meera", email="meera@mail.example"),
            created_at=datetime(2012, 5, 8, 6, 50, 26, 250_000, tzinfo=UTC),
            edited_at=datetime(2012, 5, 8, 6, 51, 26, 250_000, tzinfo=UTC),
            parent_id="3",
            text="Text 7",
            original="Text 7",
            respect=4,
            disagree=2,
            extra={"website": "https://m.example"},
            record="comment 7",
        )
    ]


def test_the_mode_is_the_state(read: Read) -> None:
    found = comments(read(comment(1), comment(2, mode=2), comment(3, mode=4)))
    assert [one.state.value for one in found] == ["published", "held", "deleted"]


def test_of_a_deleted_comment_nothing_but_its_place_is_read(read: Read) -> None:
    [found] = comments(read(comment(1, mode=4, text="Secret", website="https://m.example")))
    assert (found.text, found.original, found.author, found.extra) == (
        "", "", ImportedAuthor(name=""), {},
    )  # fmt: skip


def test_markdown_stays_and_html_of_its_own_imports_is_converted(read: Read) -> None:
    found = comments(read(comment(1, text="*a* <p>"), comment(2, text="<p><b>b</b></p>")))
    assert [(one.text, one.original) for one in found] == [
        ("*a* <p>", "*a* <p>"),
        ("**b**", "<p><b>b</b></p>"),
    ]


@pytest.mark.parametrize(
    ("values", "trouble"),
    [
        ({"mode": 3}, Trouble.BAD_FLAG),
        ({"mode": None}, Trouble.BAD_FLAG),
        ({"created": -1e300}, Trouble.BAD_DATE),
        ({"created": 0}, Trouble.BAD_DATE),
        ({"created": "soon"}, Trouble.BAD_DATE),
        ({"text": ""}, Trouble.EMPTY),
        ({"text": None}, Trouble.EMPTY),
        ({"text": b"bytes"}, Trouble.BAD_FIELD),
        ({"text": "x" * 100_001}, Trouble.TOO_LONG),
        ({"tid": None}, Trouble.NO_THREAD),
    ],
)
def test_a_row_that_cannot_be_taken_is_kept_aside(
    read: Read, values: dict[str, Any], trouble: Trouble
) -> None:
    records = read(comment(1, **values), comment(2))
    [kept] = quarantined(records)
    assert (kept.trouble, kept.kind, kept.record) == (trouble, Kind.COMMENT, "comment 1")
    assert kept.email == "meera@mail.example"
    assert not [hidden for hidden in ("mail.example", "203.0", "secret") if hidden in kept.raw]
    assert [one.source_id for one in comments(records)] == ["2"]


def test_a_row_kept_aside_can_be_mended_and_read_alone(read: Read, read_json: Read) -> None:
    [kept] = quarantined(read(comment(1, mode=3)))
    mended = isso.alone(kept.kind, kept.raw.replace('"mode": 3', '"mode": 1'))
    [found] = comments(read_json(mended))
    assert (found.source_id, found.article_id, found.text) == ("1", "1", "Text 1")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = database(tmp_path / "waline.sqlite", WALINE, {})
    with pytest.raises(BadInput, match="a database, but not Isso's"):
        list(isso.read([path], OPTIONS))
    assert not isso.recognises(path.read_bytes())


def test_its_database_is_recognised(tmp_path: Path) -> None:
    assert isso.recognises(database(tmp_path / "comments.db", ISSO, {}).read_bytes())


@pytest.fixture(scope="module")
def generic() -> list[Record]:
    return list(isso.read([DATA / "generic.json"], OPTIONS))


def test_the_json_is_read_with_ids_that_are_distinct_across_pages(generic: list[Record]) -> None:
    assert [(one.source_id, one.article_id) for one in comments(generic)] == [
        ("/posts/0001/#0", "/posts/0001/"),
        ("/posts/0001/#1", "/posts/0001/"),
        ("/posts/0002/#0", "/posts/0002/"),
    ]


def test_times_of_the_json_are_of_the_zone_that_the_operator_names(generic: list[Record]) -> None:
    assert comments(generic)[0].created_at == datetime(2012, 5, 8, 1, 20, 26, tzinfo=UTC)


def test_a_title_written_like_a_form_is_decoded_and_no_other(generic: list[Record]) -> None:
    titles = [record.headline for record in generic if isinstance(record, ImportedArticle)]
    assert titles == ["Rain & sun", "C++ and rain"]


def test_addresses_and_network_addresses_stay_behind(generic: list[Record]) -> None:
    assert "203.0.113" not in str(generic)
    assert comments(generic)[0].author == ImportedAuthor(name="Meera", email="meera@mail.example")


def test_a_comment_of_the_json_kept_aside_can_be_mended(
    generic: list[Record], read_json: Read
) -> None:
    [kept] = quarantined(generic)
    assert kept.trouble == Trouble.BAD_DATE
    mended = isso.alone(kept.kind, kept.raw.replace("someday", "2012-05-11 06:50:26"))
    assert [one.source_id for one in comments(read_json(mended))] == ["/posts/0002/#1"]


def test_without_a_zone_times_are_utc_and_that_is_told() -> None:
    records = list(isso.read([DATA / "generic.json"], Options(base_url="https://paper.example")))
    assert comments(records)[0].created_at == datetime(2012, 5, 8, 6, 50, 26, tzinfo=UTC)
    assert any(isinstance(one, Damage) and "--timezone" in one.detail for one in records)


def test_the_json_cut_anywhere_never_gives_half_a_comment(
    generic: list[Record], read_json: Read
) -> None:
    whole = (DATA / "generic.json").read_bytes()
    known = {one.text for one in comments(generic)}
    for size in range(0, len(whole), 3):
        try:
            records = read_json(whole[:size])
        except BadInput:
            continue
        assert {one.text for one in comments(records)} <= known
        assert "203.0.113" not in str(records)
        assert "mail.example" not in "".join(one.raw for one in quarantined(records))


@pytest.mark.parametrize("depth", [70, 700])
def test_a_row_that_nests_is_kept_aside(read_json: Read, depth: int) -> None:
    text = "[" * depth + "]" * depth
    [kept] = quarantined(read_json('{"tid": 1, "id": 1, "mode": 1, "text": ' + text + "}"))
    assert kept.trouble == Trouble.EMPTY


def test_deep_nesting_is_refused(read_json: Read) -> None:
    with pytest.raises(BadInput, match="nested"):
        read_json("[" * 100_000)


@pytest.mark.parametrize("text", ["", "<rss/>", '[{"rid": 1}]', '{"version": 1}'])
def test_another_kind_of_file_is_refused(read_json: Read, text: str) -> None:
    with pytest.raises(BadInput):
        read_json(text)


def test_its_json_is_recognised_from_its_first_comment_on() -> None:
    whole = (DATA / "generic.json").read_bytes()
    assert all(isso.recognises(whole[:size]) for size in range(250, len(whole), 7))


def test_no_other_file_is_recognised() -> None:
    others = [p for p in (ROOT / "tests" / "data").rglob("*.*") if p.parent != DATA]
    assert [path.name for path in others if isso.recognises(path.read_bytes()[:65536])] == []


@pytest.mark.shared
def test_a_real_json_is_read(shared: Path) -> None:
    path = shared / "data" / "exports" / "isso-generic.json"
    records = list(isso.read([path], OPTIONS))
    assert len([one for one in records if isinstance(one, ImportedArticle)]) == 2
    assert [one.author.name for one in comments(records)] == ["texas holdem", "Richard Crinshaw"]
    assert quarantined(records) == []


@pytest.mark.shared
def test_of_real_exports_its_own_is_recognised(shared: Path) -> None:
    files = sorted((shared / "data" / "exports").iterdir())
    found = [path.name for path in files if isso.recognises(path.read_bytes()[:65536])]
    assert found == ["isso-generic.json"]


def test_the_json_of_a_state_says_it(read_json: Read) -> None:
    row = {"id": 1, "author": "A", "created": "2012-05-08", "text": "Text", "mode": 2}
    text = json.dumps([{"id": "/a", "title": "", "comments": [row]}])
    assert comments(read_json(text))[0].state == SourceState.HELD
