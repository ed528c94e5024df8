"""Comentario's exports, of the first version and of the third."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parley.errors import BadInput
from parley.importers.comentario import IMPORTER
from parley.importers.record import (
    FOREVER,
    ImportedArticle,
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
    return read(IMPORTER, DATA / "comentario" / "newsroom-v3.json")


@pytest.fixture(scope="module")
def newsroom(records: list[Record]) -> dict[str, ImportedComment]:
    return comments(records)


@pytest.mark.parametrize(
    ("source_id", "state"),
    [
        ("c1", SourceState.PUBLISHED),
        ("c3", SourceState.HELD),
        ("c4", SourceState.REJECTED),
        ("c5", SourceState.DELETED),
    ],
)
def test_only_what_was_approved_is_published(
    newsroom: dict[str, ImportedComment], source_id: str, state: SourceState
) -> None:
    assert newsroom[source_id].state == state


def test_a_comment_is_read_with_all_it_has(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["c1"] == ImportedComment(
        source_id="c1",
        article_id="p1",
        author=ImportedAuthor(name="", user_id="u1"),
        created_at=datetime(2023, 11, 14, 20, 15, 12, tzinfo=UTC),
        text="The **figures** are public.",
        original="The **figures** are public.",
        edited_at=datetime(2023, 11, 14, 20, 20, tzinfo=UTC),
        respect=5,
        extra={"sticky": True, "country": "IN"},
        record="id c1",
    )


def test_the_year_one_is_no_time(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["c2"].edited_at is None


def test_html_is_made_markdown_where_there_is_nothing_else(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert (newsroom["c2"].text, newsroom["c2"].original) == ("Are they?", "<p>Are they?</p>")


def test_a_guest_has_a_name_and_no_account(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["c2"].author == ImportedAuthor(name="A guest")


def test_of_what_was_deleted_nothing_is_read(newsroom: dict[str, ImportedComment]) -> None:
    deleted = newsroom["c5"]
    assert (deleted.text, deleted.author, deleted.parent_id) == ("", ImportedAuthor(name=""), "c1")


def test_pages_may_come_last(records: list[Record]) -> None:
    assert articles(records)["p1"] == ImportedArticle(
        source_id="p1",
        url="https://paper.example/bus-lanes",
        headline="Bus lanes",
        created_at=datetime(2023, 10, 25, 14, 51, 49, 371000, tzinfo=UTC),
        closed=True,
        extra={"views": 7},
        record="id p1",
    )


def test_commenters_come_with_their_bans(records: list[Record]) -> None:
    people = authors(records)
    assert people["u1"].email == "meera@mail.example"
    assert people["u2"] == ImportedAuthor(name="Ravi", user_id="u2", suspended_until=FOREVER)


def test_what_cannot_be_taken_is_kept_aside_without_addresses(records: list[Record]) -> None:
    assert troubles(records) == {"id c6": Trouble.NO_THREAD, "id p2": Trouble.NO_ADDRESS}
    assert "192.0.2.7" not in repr(records)


@pytest.mark.parametrize(
    ("record", "kind", "mended"),
    [
        (0, Kind.COMMENT, ('"pageId": ""', '"pageId": "p1"')),
        (1, Kind.ARTICLE, ('"path": ""', '"path": "/x"')),
    ],
)
def test_a_mended_record_is_read_alone(
    tmp_path: Path, records: list[Record], record: int, kind: Kind, mended: tuple[str, str]
) -> None:
    raw = quarantined(records)[record].raw.replace(*mended)
    got = read_text(IMPORTER, tmp_path, IMPORTER.alone(kind, raw))
    assert len(got) == 1
    assert not quarantined(got)


def test_the_first_version_names_hosts_and_paths() -> None:
    got = read(IMPORTER, DATA / "comentario" / "newsroom-v1.json")
    assert {name: page.url for name, page in articles(got).items()} == {
        "paper.example/bus-lanes": "https://paper.example/bus-lanes",
        "/tram": "https://paper.example/tram",
    }
    assert [one.state for one in comments(got).values()] == [
        SourceState.PUBLISHED,
        SourceState.HELD,
    ]
    assert authors(got)["u1"].extra == {"website": "https://meera.example"}


def test_a_version_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="version 4"):
        read_text(IMPORTER, tmp_path, '{"version":4,"comments":[]}')


@pytest.mark.shared
@pytest.mark.parametrize(
    ("version", "page"), [(1, "https://example.com/"), (3, "https://paper.example/")]
)
def test_comentarios_own_exports_are_read(shared: Path, version: int, page: str) -> None:
    file = shared / "data" / "exports" / f"comentario-ok-single-v{version}.json.gz"
    got = read(IMPORTER, file)
    [comment], [article], [author] = comments(got).values(), articles(got).values(), authors(got)
    assert (comment.text, comment.respect, comment.author.user_id) == ("Yay, imported", 23, author)
    assert article.url == page
    assert len(got) == 3
