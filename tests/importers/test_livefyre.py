"""Livefyre's conversations and users."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parley.importers import json_stream, livefyre
from parley.importers.livefyre import IMPORTER
from parley.importers.record import (
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    ImportedVote,
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

CONVERSATIONS = DATA / "livefyre" / "conversations.jsonl"
USERS = DATA / "livefyre" / "users.jsonl"


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read(IMPORTER, CONVERSATIONS, USERS)


@pytest.fixture(scope="module")
def newsroom(records: list[Record]) -> dict[str, ImportedComment]:
    return comments(records)


def test_a_conversation_is_an_article_with_its_id(records: list[Record]) -> None:
    assert articles(records)["4711"] == ImportedArticle(
        source_id="4711",
        url="https://paper.example/bus-lanes",
        identifier="4711",
        headline="Bus lanes",
        created_at=datetime(2013, 5, 1, 8, tzinfo=UTC),
        closed=True,
        record="id 4711",
        line=1,
    )
    assert not articles(records)["4713"].closed


def test_a_comment_is_read_with_its_likes(newsroom: dict[str, ImportedComment]) -> None:
    likes = [
        ImportedVote(voter=ImportedAuthor(name="", user_id=one), value=1) for one in ("u2", "u3")
    ]
    assert newsroom["1"] == ImportedComment(
        source_id="1",
        article_id="4711",
        author=ImportedAuthor(name="", user_id="u1"),
        created_at=datetime(2013, 5, 1, 9, 30, tzinfo=UTC),
        text="The **figures** are public.",
        original="<p>The <b>figures</b> are public.</p>",
        respect=2,
        votes=tuple(likes),
        record="id 1",
        line=1,
    )


def test_who_has_no_account_comes_with_the_comment(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["2"].author == ImportedAuthor(
        name="Ravi", email="ravi@mail.example", extra={"website": "https://ravi.example"}
    )


def test_users_come_by_themselves_under_the_ids_that_comments_name(records: list[Record]) -> None:
    assert authors(records) == {
        "u1": ImportedAuthor(
            name="Meera Iyer",
            user_id="u1",
            email="meera@mail.example",
            extra={"website": "http://meera.example"},
        ),
        "u2": ImportedAuthor(name="Asha", user_id="u2"),
    }
    assert comments(records)["3"].author.user_id == "u2"


@pytest.mark.parametrize(("source_id", "parent"), [("1", ""), ("2", "1"), ("3", "")])
def test_zero_is_no_parent(
    newsroom: dict[str, ImportedComment], source_id: str, parent: str
) -> None:
    assert newsroom[source_id].parent_id == parent


@pytest.mark.parametrize(
    ("source_id", "moment"),
    [
        ("2", datetime(2013, 5, 1, 9, 40, tzinfo=UTC)),
        ("3", datetime(2013, 5, 1, 9, 40, tzinfo=UTC)),
        ("4", datetime(2013, 5, 1, 7, 50, tzinfo=UTC)),
    ],
)
def test_times_are_utc_with_a_zone_or_without(
    newsroom: dict[str, ImportedComment], source_id: str, moment: datetime
) -> None:
    assert newsroom[source_id].created_at == moment


@pytest.mark.parametrize(
    ("source_id", "state"),
    [
        ("1", SourceState.PUBLISHED),
        ("4", SourceState.HELD),
        ("5", SourceState.DELETED),
        ("6", SourceState.SPAM),
        ("7", SourceState.REJECTED),
    ],
)
def test_only_what_was_public_is_published(
    newsroom: dict[str, ImportedComment], source_id: str, state: SourceState
) -> None:
    assert newsroom[source_id].state == state


def test_of_what_was_deleted_nothing_is_read(newsroom: dict[str, ImportedComment]) -> None:
    assert (newsroom["5"].text, newsroom["5"].author) == ("", ImportedAuthor(name=""))


def test_what_cannot_be_taken_is_kept_aside_without_addresses(records: list[Record]) -> None:
    assert troubles(records) == {
        "id 8": Trouble.BAD_DATE,
        "id 4712": Trouble.NO_ADDRESS,
        "without id": Trouble.NO_ID,
    }
    late, _, nobody = quarantined(records)
    assert (late.kind, late.email) == (Kind.COMMENT, "ravi@mail.example")
    assert "ravi@" not in late.raw
    assert "secret" not in nobody.raw


def test_comments_of_a_conversation_without_an_address_are_not_lost(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert newsroom["9"].article_id == "4712"


def test_a_comment_that_was_mended_finds_its_conversation(
    tmp_path: Path, records: list[Record]
) -> None:
    mended = quarantined(records)[0].raw.replace('"soon"', '"2013-05-01T10:00:00Z"')
    got = read_text(IMPORTER, tmp_path, IMPORTER.alone(Kind.COMMENT, mended))
    assert comments(got)["8"].article_id == "4711"


def test_a_conversation_that_was_mended_is_read_alone(
    tmp_path: Path, records: list[Record]
) -> None:
    mended = quarantined(records)[1].raw.replace('"source": ""', '"source": "https://a.example/"')
    got = read_text(IMPORTER, tmp_path, IMPORTER.alone(Kind.ARTICLE, mended))
    assert articles(got)["4712"].url == "https://a.example/"


def test_an_array_of_conversations_is_read_as_well(
    tmp_path: Path, newsroom: dict[str, ImportedComment]
) -> None:
    array = json.dumps([json.loads(line) for line in CONVERSATIONS.read_text().splitlines()])
    got = comments(read_text(IMPORTER, tmp_path, array))
    assert {name: one.text for name, one in got.items()} == {
        name: one.text for name, one in newsroom.items()
    }


def test_a_line_that_is_no_json_is_kept_aside_and_the_next_is_read(tmp_path: Path) -> None:
    lines = CONVERSATIONS.read_text().splitlines()
    got = read_text(IMPORTER, tmp_path, f"{lines[0][:-50]}\n{lines[2]}\n")
    assert list(articles(got)) == ["4713"]
    [broken] = quarantined(got)
    assert broken.trouble == Trouble.MALFORMED
    assert "ravi@" not in broken.raw


def test_a_line_longer_than_memory_allows_is_kept_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "MAX_ITEM", 1000)
    got = read_text(IMPORTER, tmp_path, CONVERSATIONS.read_bytes())
    assert [one.line for one in quarantined(got)] == [1, 2]
    assert list(articles(got)) == ["4713"]


def test_users_alone_are_recognised() -> None:
    assert livefyre.recognises(USERS.read_bytes())
