"""Artrans, Artalk's export."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from parley.importers.artrans import IMPORTER
from parley.importers.record import (
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Kind,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.source import Options
from tests.importers.records import (
    DATA,
    OPTIONS,
    articles,
    comments,
    quarantined,
    read,
    read_text,
    troubles,
)

EXPORT = DATA / "artrans" / "newsroom.json"


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read(IMPORTER, EXPORT)


@pytest.fixture(scope="module")
def newsroom(records: list[Record]) -> dict[str, ImportedComment]:
    return comments(records)


def artran(**fields: str) -> str:
    common = {"id": "1", "rid": "0", "content": "Text.", "nick": "Ravi", "page_key": "/a"}
    return json.dumps([{**common, "created_at": "2021-01-01T00:00:00Z", **fields}])


def test_a_comment_is_read_with_all_it_has(newsroom: dict[str, ImportedComment]) -> None:
    original = newsroom["1000"].original
    assert original.endswith('atk-emoticon="smile">')
    assert newsroom["1000"] == ImportedComment(
        source_id="1000",
        article_id="Paper /bus-lanes.html",
        author=ImportedAuthor(
            name="Meera Iyer",
            email="meera@mail.example",
            extra={"website": "https://meera.example", "badge": "Editor"},
        ),
        created_at=datetime(2021, 10, 28, 12, 50, 15, tzinfo=UTC),
        text="The **figures** are public. :smile:",
        original=original,
        respect=6,
        disagree=1,
        extra={"pinned": True, "updated_at": "2021-10-28T12:55:15+00:00"},
        record="id 1000",
    )


@pytest.mark.parametrize(("source_id", "parent"), [("1000", ""), ("1001", "1000"), ("1002", "")])
def test_zero_and_nothing_are_no_parents(
    newsroom: dict[str, ImportedComment], source_id: str, parent: str
) -> None:
    assert newsroom[source_id].parent_id == parent


def test_what_is_pending_is_held(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["1002"].state == SourceState.HELD


def test_what_was_collapsed_says_so(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["1001"].extra == {"collapsed": True}


def test_an_address_that_leads_nowhere_is_none(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["1002"].author == ImportedAuthor(name="Ravi")


def test_a_page_is_a_path_or_an_address(records: list[Record]) -> None:
    assert list(articles(records).values()) == [
        ImportedArticle(
            source_id="Paper /bus-lanes.html",
            url="https://paper.example/bus-lanes.html",
            headline="Bus lanes",
            record="page_key /bus-lanes.html",
        ),
        ImportedArticle(
            source_id="Paper https://paper.example/tram/",
            url="https://paper.example/tram/",
            headline="The tram",
            closed=True,
            record="page_key https://paper.example/tram/",
        ),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2021-10-28 20:50:15 +0800 +0800",
        "2021-10-28 20:50:15 +0800 CST",
        "2021-10-28 20:50:15.000000001 +0800 CST m=+0.0123",
        "2021-10-28 12:50:15 +0000 UTC",
        "2021-10-28T20:50:15+08:00",
        "2021-10-28T12:50:15Z",
    ],
)
def test_times_are_read_as_go_and_others_write_them(tmp_path: Path, written: str) -> None:
    got = read_text(IMPORTER, tmp_path, artran(created_at=written))
    assert comments(got)["1"].created_at == datetime(2021, 10, 28, 12, 50, 15, tzinfo=UTC)


def test_a_time_without_a_zone_is_of_the_zone_that_was_named() -> None:
    options = Options(base_url="https://paper.example", zone=ZoneInfo("Asia/Kolkata"))
    got = read(IMPORTER, EXPORT, options=options)
    assert comments(got)["1002"].created_at == datetime(2021, 10, 28, 15, 22, 15, tzinfo=UTC)
    assert not [one for one in got if isinstance(one, Damage)]


def test_without_one_it_is_utc_and_that_is_told_once(records: list[Record]) -> None:
    assert comments(records)["1002"].created_at == datetime(2021, 10, 28, 20, 52, 15, tzinfo=UTC)
    [damage] = [one for one in records if isinstance(one, Damage)]
    assert "--timezone" in damage.detail


def test_several_sites_in_one_export_are_told(tmp_path: Path) -> None:
    two = [*json.loads(artran(site_name="A")), *json.loads(artran(id="2", site_name="B"))]
    got = read_text(IMPORTER, tmp_path, json.dumps(two))
    assert len(articles(got)) == 2
    [damage] = [one for one in got if isinstance(one, Damage)]
    assert "(A, B)" in damage.detail


def test_what_cannot_be_taken_is_kept_aside_without_addresses(records: list[Record]) -> None:
    assert troubles(records) == {"id 1003": Trouble.NO_ADDRESS, "id 1004": Trouble.BAD_FLAG}
    nowhere = quarantined(records)[0]
    assert nowhere.email == "ravi@mail.example"
    assert "ravi@" not in nowhere.raw
    assert "192.0.2" not in repr(records)


def test_a_mended_record_is_read_alone(tmp_path: Path, records: list[Record]) -> None:
    mended = quarantined(records)[0].raw.replace('"page_key": ""', '"page_key": "/x"')
    got = read_text(IMPORTER, tmp_path, IMPORTER.alone(Kind.COMMENT, mended))
    assert comments(got)["1003"].text == "Nowhere."


def test_numbers_and_flags_may_be_what_they_are(tmp_path: Path) -> None:
    record = json.loads(artran())[0] | {"id": 7, "rid": 0, "is_pending": True, "vote_up": 3}
    comment = comments(read_text(IMPORTER, tmp_path, json.dumps([record])))["7"]
    assert (comment.state, comment.parent_id, comment.respect) == (SourceState.HELD, "", 3)


def test_the_base_of_paths_is_the_sites(records: list[Record]) -> None:
    assert articles(records)["Paper /bus-lanes.html"].url.startswith(OPTIONS.base_url)
