"""Commento's export."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parley.importers.commento import IMPORTER
from parley.importers.record import (
    ImportedAuthor,
    ImportedComment,
    Kind,
    Record,
    SourceState,
    Trouble,
)
from tests.importers.records import (
    DATA,
    articles,
    authors,
    comments,
    quarantined,
    read,
    read_text,
    troubles,
)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read(IMPORTER, DATA / "commento" / "newsroom.json")


@pytest.fixture(scope="module")
def newsroom(records: list[Record]) -> dict[str, ImportedComment]:
    return comments(records)


@pytest.mark.parametrize(
    ("source_id", "state"),
    [
        ("c1", SourceState.PUBLISHED),
        ("c3", SourceState.HELD),
        ("c4", SourceState.HELD),
        ("c5", SourceState.DELETED),
    ],
)
def test_only_what_was_approved_is_published(
    newsroom: dict[str, ImportedComment], source_id: str, state: SourceState
) -> None:
    assert newsroom[source_id].state == state


def test_what_is_called_deleted_is_not_read(newsroom: dict[str, ImportedComment]) -> None:
    deleted = newsroom["c5"]
    assert (deleted.text, deleted.original, deleted.respect) == ("", "", 0)
    assert deleted.author == ImportedAuthor(name="")


def test_the_markdown_is_taken_and_html_where_there_is_none(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert newsroom["c1"].text == "The **figures** are public."
    assert (newsroom["c6"].text, newsroom["c6"].original) == (
        "As **HTML**.",
        "<p>As <b>HTML</b>.</p>",
    )


def test_root_is_no_parent(newsroom: dict[str, ImportedComment]) -> None:
    assert [newsroom[one].parent_id for one in ("c1", "c2", "c6")] == ["", "c1", "c5"]


def test_times_are_utc(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["c1"].created_at == datetime(2021, 3, 12, 11, 21, 56, 722181, tzinfo=UTC)
    assert newsroom["c2"].created_at == datetime(2021, 3, 12, 11, 21, 56, tzinfo=UTC)


def test_a_score_is_respect_or_disagreement(newsroom: dict[str, ImportedComment]) -> None:
    assert [(newsroom[one].respect, newsroom[one].disagree) for one in ("c1", "c2")] == [
        (3, 0),
        (0, 2),
    ]


def test_a_page_is_a_path_of_its_domain_or_else_of_the_site(records: list[Record]) -> None:
    assert {name: page.url for name, page in articles(records).items()} == {
        "paper.example/bus-lanes": "https://paper.example/bus-lanes",
        "/tram": "https://paper.example/tram",
    }


def test_comments_name_their_authors(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["c1"].author == ImportedAuthor(name="", user_id="u1")
    assert newsroom["c2"].author == ImportedAuthor(name="Anonymous")


def test_commenters_come_by_themselves(records: list[Record]) -> None:
    assert authors(records) == {
        "u1": ImportedAuthor(
            name="Meera Iyer",
            user_id="u1",
            email="meera@mail.example",
            extra={"website": "https://meera.example", "provider": "sso:paper.example"},
        ),
        "u2": ImportedAuthor(name="Ravi", user_id="u2", extra={"provider": "commento"}),
    }


def test_what_cannot_be_taken_is_kept_aside(records: list[Record]) -> None:
    assert troubles(records) == {
        "commentHex c7": Trouble.BAD_FLAG,
        "commentHex c8": Trouble.BAD_DATE,
    }
    assert "Taken back" not in quarantined(records)[1].raw


def test_a_mended_record_is_read_alone(tmp_path: Path, records: list[Record]) -> None:
    mended = quarantined(records)[0].raw.replace('"odd"', '"approved"')
    got = read_text(IMPORTER, tmp_path, IMPORTER.alone(Kind.COMMENT, mended))
    assert comments(got)["c7"].text == "What state?"


def test_an_export_without_comments_is_one(tmp_path: Path) -> None:
    assert read_text(IMPORTER, tmp_path, '{"version":1,"comments":[],"commenters":[]}') == []


@pytest.mark.shared
def test_an_export_of_another_project_is_read(shared: Path) -> None:
    got = read(IMPORTER, shared / "data" / "exports" / "remark42-commento.json")
    assert [len(found) for found in (comments(got), articles(got), authors(got))] == [3, 2, 2]
    assert quarantined(got) == []
