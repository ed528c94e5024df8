"""Remark42's backup."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parley.errors import BadInput
from parley.importers.export_file import HEAD, PIECE
from parley.importers.record import (
    FOREVER,
    Damage,
    ImportedAuthor,
    ImportedComment,
    ImportedVote,
    Kind,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.remark42 import IMPORTER
from tests.importers.records import (
    DATA,
    articles,
    comments,
    quarantined,
    read,
    read_text,
    troubles,
)

BACKUP = DATA / "remark42" / "newsroom.jsonl"
META = '{"version":1,"users":[],"posts":[]}'


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read(IMPORTER, BACKUP)


@pytest.fixture(scope="module")
def newsroom(records: list[Record]) -> dict[str, ImportedComment]:
    return comments(records)


def line(**fields: object) -> str:
    page = {"locator": {"url": "https://paper.example/a"}, "time": "2020-01-01T00:00:00Z"}
    return json.dumps({"id": "1", "pid": "", "text": "Text.", "user": {}, **page, **fields})


def test_the_markdown_is_preferred(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["c1"].text == newsroom["c1"].original == "The **figures** are public."


def test_html_is_made_markdown_where_there_is_nothing_else(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert newsroom["c2"].text == "Are they? [Here](https://paper.example/f)"
    assert newsroom["c2"].original.startswith("<p>Are they?")


def test_times_have_their_zone(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["c1"].created_at == datetime(2021, 3, 1, 5, 0, 0, 123456, tzinfo=UTC)
    assert newsroom["c1"].edited_at == datetime(2021, 3, 1, 5, 5, tzinfo=UTC)


def test_votes_come_with_their_voters_and_never_with_addresses(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert newsroom["c1"].votes == (
        ImportedVote(voter=ImportedAuthor(name="", user_id="google_2"), value=1),
        ImportedVote(voter=ImportedAuthor(name="", user_id="anonymous_3"), value=1),
        ImportedVote(voter=ImportedAuthor(name="", user_id="email_4"), value=-1),
    )
    assert "aa11" not in repr(newsroom)
    assert "f1e2d3" not in repr(newsroom)


@pytest.mark.parametrize(("source_id", "totals"), [("c1", (4, 1)), ("c4", (0, 2)), ("c5", (0, 0))])
def test_a_score_beyond_the_votes_counts_too(
    newsroom: dict[str, ImportedComment], source_id: str, totals: tuple[int, int]
) -> None:
    assert (newsroom[source_id].respect, newsroom[source_id].disagree) == totals


def test_what_has_no_place_here_is_kept_beside(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["c1"].extra == {"pinned": True, "edit_summary": "a slip"}
    assert newsroom["c4"].extra == {"imported": True}
    assert newsroom["c1"].author.extra == {"admin": True, "verified": True}


@pytest.mark.parametrize(
    ("source_id", "until"),
    [("c1", None), ("c2", datetime(2031, 5, 1, tzinfo=UTC)), ("c4", FOREVER), ("c5", FOREVER)],
)
def test_bans_come_along(
    newsroom: dict[str, ImportedComment], source_id: str, until: datetime | None
) -> None:
    assert newsroom[source_id].author.suspended_until == until


def test_of_what_was_deleted_only_its_place_is_read(newsroom: dict[str, ImportedComment]) -> None:
    deleted = newsroom["c3"]
    assert (deleted.state, deleted.parent_id) == (SourceState.DELETED, "c2")
    assert (deleted.text, deleted.original, deleted.votes) == ("", "", ())
    assert deleted.author == ImportedAuthor(name="")


def test_parents_are_named_even_where_they_are_missing(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert [newsroom[one].parent_id for one in ("c1", "c4", "c5")] == ["", "c3", "gone"]


def test_a_page_is_told_once_with_its_title_and_whether_it_is_closed(
    records: list[Record],
) -> None:
    pages = articles(records)
    assert [(page.url, page.headline, page.closed) for page in pages.values()] == [
        ("https://paper.example/bus-lanes/", "Bus lanes", True),
        ("https://paper.example/tram/", "The tram", False),
    ]
    assert sum(one in pages.values() for one in records) == len(pages)


def test_what_cannot_be_taken_is_kept_aside_without_addresses(records: list[Record]) -> None:
    assert troubles(records) == {
        "id c7": Trouble.NO_ADDRESS,
        "id c8": Trouble.EMPTY,
        "id c9": Trouble.BAD_DATE,
    }
    nowhere = quarantined(records)[0]
    assert (nowhere.email, nowhere.line) == ("ravi@mail.example", 8)
    assert "Nowhere" in nowhere.raw
    assert not any(hidden in nowhere.raw for hidden in ("f1e2d3", "bb22", "ravi@mail"))


def test_what_was_deleted_is_not_kept_aside_with_its_words(tmp_path: Path) -> None:
    got = read_text(IMPORTER, tmp_path, f"{META}\n{line(delete=True, time='?', orig='Secret')}")
    assert "Secret" not in quarantined(got)[0].raw


def test_a_line_that_is_no_json_is_kept_aside_and_the_next_is_read(tmp_path: Path) -> None:
    broken = line(id="2", user={"ip": "f1e2d3", "email": "a@mail.example"})[:-9]
    got = read_text(IMPORTER, tmp_path, f"{META}\n{broken}\n{line()}\n")
    assert troubles(got) == {"line 2": Trouble.MALFORMED}
    assert "f1e2d3" not in quarantined(got)[0].raw
    assert "@" not in quarantined(got)[0].raw
    assert list(comments(got)) == ["1"]


def test_a_first_line_of_any_length_is_read(tmp_path: Path) -> None:
    users = [{"id": f"u{i}", "blocked": {"status": True, "until": ""}} for i in range(5_000)]
    meta = json.dumps({"version": 1, "users": users, "posts": []})
    assert len(meta) > 3 * PIECE
    got = read_text(IMPORTER, tmp_path, f"{meta}\n{line(user={'id': 'u4999'})}\n")
    assert comments(got)["1"].author.suspended_until == FOREVER
    assert IMPORTER.recognises(meta.encode()[:HEAD])


def test_a_line_that_nests_without_end_is_kept_aside(tmp_path: Path) -> None:
    deep = f'{{"id":"2","user":{"[" * 100_000}{"]" * 100_000}}}'
    got = read_text(IMPORTER, tmp_path, f"{META}\n{deep}\n{line()}\n")
    assert troubles(got) == {"line 2": Trouble.MALFORMED}
    assert list(comments(got)) == ["1"]


def test_without_its_first_line_the_comments_are_read(tmp_path: Path) -> None:
    got = read_text(IMPORTER, tmp_path, f"{line()}\n{line(id='2')}\n")
    assert list(comments(got)) == ["1", "2"]


def test_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="version 9"):
        read_text(IMPORTER, tmp_path, '{"version":9,"users":[],"posts":[]}\n')


def test_a_time_without_a_zone_is_told(tmp_path: Path) -> None:
    got = read_text(IMPORTER, tmp_path, f"{META}\n{line(time='2020-01-01T00:00:00')}\n")
    assert [one for one in got if isinstance(one, Damage) and "--timezone" in one.detail]


def test_a_mended_record_is_read_alone(tmp_path: Path, records: list[Record]) -> None:
    mended = quarantined(records)[0].raw.replace('"url": ""', '"url": "https://paper.example/x"')
    got = read_text(IMPORTER, tmp_path, IMPORTER.alone(Kind.COMMENT, mended))
    assert comments(got)["c7"].text == "Nowhere."


@pytest.mark.shared
def test_remark42s_own_backup_is_read(shared: Path) -> None:
    got = read(IMPORTER, shared / "data" / "exports" / "remark42-native-test-0.jsonl")
    assert {name: one.parent_id for name, one in comments(got).items()} == {
        "efbc17f177ee1a1c0ee6e1e025749966ec071adc": "",
        "f863bd79-fec6-4a75-b308-61fe5dd02aa1": "1234",
    }
    assert [page.closed for page in articles(got).values()] == [True, False]
    assert len(got) == 4
