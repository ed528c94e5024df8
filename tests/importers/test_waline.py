"""Waline's database, its JSON and its CSV."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parley.errors import BadInput
from parley.importers import waline
from parley.importers.record import (
    FOREVER,
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

DATA = ROOT / "tests" / "data" / "waline"
OPTIONS = Options(base_url="https://paper.example", zone=ZoneInfo("Asia/Kolkata"))

Read = Callable[..., list[Record]]


def comment(number: int, **values: Any) -> dict[str, Any]:
    usual = {
        "id": number, "comment": f"Text {number}", "insertedAt": "2021-03-01 09:30:00",
        "ip": "203.0.113.7", "mail": "meera@mail.example", "nick": "Meera", "status": "approved",
        "ua": "Mozilla", "url": "/news/rain.html",
    }  # fmt: skip
    return usual | values


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_rows(
        *comments: dict[str, Any], users: tuple[dict[str, Any], ...] = ()
    ) -> list[Record]:
        tables: dict[str, Sequence[dict[str, Any]]] = {"wl_Comment": comments, "wl_Users": users}
        path = database(tmp_path / "waline.sqlite", WALINE, tables)
        return list(waline.read([path], OPTIONS))

    return read_rows


@pytest.fixture
def read_text(tmp_path: Path) -> Read:
    def read_content(text: str | bytes) -> list[Record]:
        path = tmp_path / "export"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(waline.read([path], OPTIONS))

    return read_content


def comments(records: list[Record]) -> list[ImportedComment]:
    return [record for record in records if isinstance(record, ImportedComment)]


def quarantined(records: list[Record]) -> list[Quarantined]:
    return [record for record in records if isinstance(record, Quarantined)]


@pytest.fixture(scope="module")
def export() -> list[Record]:
    return list(waline.read([DATA / "export.json"], OPTIONS))


def test_a_comment_is_read_with_all_that_waline_knows(export: list[Record]) -> None:
    assert comments(export)[0] == ImportedComment(
        source_id="11",
        article_id="/news/rain.html",
        author=ImportedAuthor(name="Meera", email="meera@mail.example"),
        created_at=datetime(2021, 3, 1, 4, tzinfo=UTC),
        text="**First** words",
        original="**First** words",
        respect=4,
        extra={"pinned": True, "website": "https://meera.example"},
        record="comment 11",
    )


def test_a_page_is_found_below_the_sites_address_and_told_once(export: list[Record]) -> None:
    assert [one.url for one in export if isinstance(one, ImportedArticle)] == [
        "https://paper.example/news/rain.html",
        "https://paper.example/news/sun.html",
    ]


def test_a_page_may_have_its_whole_address(read: Read) -> None:
    records = read(comment(1, url="https://other.example/a"), comment(2, url="news/a"))
    assert [one.url for one in records if isinstance(one, ImportedArticle)] == [
        "https://other.example/a",
        "https://paper.example/news/a",
    ]


def test_every_status_is_kept(export: list[Record]) -> None:
    assert [one.state for one in comments(export)] == [
        SourceState.PUBLISHED,
        SourceState.HELD,
        SourceState.SPAM,
    ]


def test_a_reply_names_whom_it_answers_or_else_its_conversation(export: list[Record]) -> None:
    assert [one.parent_id for one in comments(export)] == ["", "11", "11"]


def test_a_mention_is_no_link_to_where_nothing_is(export: list[Record]) -> None:
    found = comments(export)[1]
    assert (found.text, found.original) == ("@Meera: Indeed.", "[@Meera](#11): Indeed.")


def test_html_of_valine_is_converted(export: list[Record]) -> None:
    assert comments(export)[2].text == "Cheap **watches**"


def test_users_come_by_themselves_and_the_banned_stay_so(export: list[Record]) -> None:
    assert [one for one in export if isinstance(one, ImportedAuthor)] == [
        ImportedAuthor(
            name="Ravi",
            user_id="5",
            email="ravi@mail.example",
            extra={"type": "administrator", "label": "Editor", "url": "https://ravi.example"},
        ),
        ImportedAuthor(
            name="Loud", user_id="6", email="loud@mail.example", suspended_until=FOREVER,
            extra={"type": "banned"},
        ),
    ]  # fmt: skip
    assert comments(export)[1].author.user_id == "5"


def test_no_secret_and_no_network_address_is_read(export: list[Record]) -> None:
    for secret in ("203.0.113", "hash", "SECRETSEED", "Mozilla"):
        assert secret not in str(export)


def test_times_of_a_database_are_of_the_zone_that_the_operator_names(read: Read) -> None:
    assert comments(read(comment(1)))[0].created_at == datetime(2021, 3, 1, 4, tzinfo=UTC)


def test_without_a_zone_they_are_utc_and_that_is_told(tmp_path: Path) -> None:
    path = database(tmp_path / "waline.sqlite", WALINE, {"wl_Comment": [comment(1)]})
    records = list(waline.read([path], Options(base_url="https://paper.example")))
    assert comments(records)[0].created_at == datetime(2021, 3, 1, 9, 30, tzinfo=UTC)
    assert any(isinstance(one, Damage) and "--timezone" in one.detail for one in records)


def test_a_database_is_read_with_its_users(read: Read) -> None:
    user = {"id": 5, "display_name": "Ravi", "email": "ravi@mail.example", "password": "x"}
    records = read(comment(1, user_id=5), users=(user,))
    assert ImportedAuthor(name="Ravi", user_id="5", email="ravi@mail.example") in records
    assert comments(records)[0].author.user_id == "5"


def test_a_csv_is_read_likewise() -> None:
    first, second = comments(list(waline.read([DATA / "comments.csv"], OPTIONS)))
    assert first.text == 'First "words",\nin two lines'
    assert first.created_at == datetime(2021, 3, 1, 4, tzinfo=UTC)
    assert (second.parent_id, second.state, second.author.user_id) == ("11", SourceState.HELD, "5")


@pytest.mark.parametrize(
    ("values", "trouble"),
    [
        ({"status": "deleted"}, Trouble.BAD_FLAG),
        ({"status": ""}, Trouble.BAD_FLAG),
        ({"insertedAt": "0000-00-00 00:00:00"}, Trouble.BAD_DATE),
        ({"insertedAt": "1970-01-01 00:00:00"}, Trouble.BAD_DATE),
        ({"comment": None}, Trouble.EMPTY),
        ({"comment": "<p></p>"}, Trouble.EMPTY),
        ({"comment": b"\xff"}, Trouble.BAD_FIELD),
        ({"comment": "x" * 100_001}, Trouble.TOO_LONG),
        ({"url": None}, Trouble.NO_THREAD),
        ({"user_id": "x" * 256}, Trouble.NO_ID),
    ],
)
def test_a_row_that_cannot_be_taken_is_kept_aside(
    read: Read, values: dict[str, Any], trouble: Trouble
) -> None:
    records = read(comment(1, **values), comment(2))
    [kept] = quarantined(records)
    assert (kept.kind, kept.trouble, kept.record) == (Kind.COMMENT, trouble, "comment 1")
    assert kept.email == "meera@mail.example"
    assert not [hidden for hidden in ("mail.example", "203.0", "Mozilla") if hidden in kept.raw]
    assert [one.source_id for one in comments(records)] == ["2"]


def test_a_row_kept_aside_can_be_mended_and_read_alone(read: Read, read_text: Read) -> None:
    [kept] = quarantined(read(comment(1, status="odd")))
    mended = waline.alone(kept.kind, kept.raw.replace("odd", "waiting"))
    [found] = comments(read_text(mended))
    assert (found.source_id, found.state) == ("1", SourceState.HELD)


def test_a_user_kept_aside_can_be_mended_and_read_alone(read_text: Read) -> None:
    [kept] = quarantined(read_text('{"type":"waline","data":{"Users":[{"display_name":"A"}]}}'))
    assert (kept.kind, kept.trouble) == (Kind.AUTHOR, Trouble.NO_ID)
    mended = waline.alone(kept.kind, kept.raw.replace("{", '{"objectId": 7, ', 1))
    assert ImportedAuthor(name="A", user_id="7") in read_text(mended)


@pytest.mark.parametrize("name", ["export.json", "comments.csv"])
def test_a_file_cut_anywhere_never_gives_half_a_comment(read_text: Read, name: str) -> None:
    whole = (DATA / name).read_bytes()
    known = {one.original for one in comments(read_text(whole))}
    for size in range(0, len(whole), 5):
        try:
            records = read_text(whole[:size])
        except BadInput:
            continue
        assert {one.original for one in comments(records)} <= known
        kept = "".join(one.raw for one in quarantined(records))
        assert not [one for one in ("mail.example", "203.0", "SECRET", "hash") if one in kept]


@pytest.mark.parametrize(
    "text", ["", "<rss/>", '[{"rid": 1}]', '{"version": 1}', "a,b\n1,2\n", '{"type": "x"}']
)
def test_another_kind_of_file_is_refused(read_text: Read, text: str) -> None:
    with pytest.raises(BadInput):
        read_text(text)


def test_deep_nesting_is_refused(read_text: Read) -> None:
    with pytest.raises(BadInput, match="nested"):
        read_text('{"type":"waline","data":' + "[" * 100_000)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = database(tmp_path / "comments.db", ISSO, {})
    with pytest.raises(BadInput, match="a database, but not Waline's"):
        list(waline.read([path], OPTIONS))
    assert not waline.recognises(path.read_bytes())


def test_its_own_files_are_recognised(tmp_path: Path) -> None:
    assert waline.recognises(database(tmp_path / "waline.sqlite", WALINE, {}).read_bytes())
    assert waline.recognises((DATA / "comments.csv").read_bytes())
    whole = (DATA / "export.json").read_bytes()
    assert all(waline.recognises(whole[:size]) for size in range(20, len(whole), 50))


def test_no_other_file_is_recognised() -> None:
    others = [p for p in (ROOT / "tests" / "data").rglob("*.*") if p.parent != DATA]
    assert [path.name for path in others if waline.recognises(path.read_bytes()[:65536])] == []


@pytest.mark.shared
def test_no_real_export_of_others_is_recognised(shared: Path) -> None:
    files = sorted((shared / "data" / "exports").iterdir())
    assert [path.name for path in files if waline.recognises(path.read_bytes()[:65536])] == []
