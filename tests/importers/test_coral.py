"""Coral's collections by mongoexport, those of release 4, and its importer's three tables."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parley.errors import BadInput
from parley.importers import coral
from parley.importers.record import (
    FOREVER,
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    ImportedRevision,
    Kind,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.source import Options
from tests.server import ROOT

DATA = ROOT / "tests" / "data" / "coral"
OPTIONS = Options(base_url="https://paper.example")
COLLECTIONS = ["comments.json", "users.json", "actions.json", "stories.json"]
FILES = sorted(DATA.iterdir())

Read = Callable[..., list[Record]]


def read_files(*names: str) -> list[Record]:
    return list(coral.read([DATA / name for name in names], OPTIONS))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(text: str | bytes) -> list[Record]:
        path = tmp_path / "export"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(coral.read([path], OPTIONS))

    return read_text


@pytest.fixture
def read_document(read: Read) -> Read:
    def read_one(document: dict[str, Any]) -> list[Record]:
        return read(json.dumps(document) + "\n")

    return read_one


def comment(**values: Any) -> dict[str, Any]:
    usual = {
        "tenantID": "t1", "id": "c1", "storyID": "4711", "authorID": "u1", "status": "NONE",
        "createdAt": {"$date": "2021-03-01T04:00:00Z"}, "revisions": [{"body": "Text"}],
        "metadata": {"akismet": False},
    }  # fmt: skip
    return usual | values


def articles(records: list[Record]) -> dict[str, ImportedArticle]:
    return {one.source_id: one for one in records if isinstance(one, ImportedArticle)}


def comments(records: list[Record]) -> dict[str, ImportedComment]:
    return {one.source_id: one for one in records if isinstance(one, ImportedComment)}


def authors(records: list[Record]) -> dict[str, ImportedAuthor]:
    return {one.user_id: one for one in records if isinstance(one, ImportedAuthor)}


def quarantined(records: list[Record]) -> list[Quarantined]:
    return [one for one in records if isinstance(one, Quarantined)]


@pytest.fixture(scope="module")
def export() -> list[Record]:
    return read_files(*COLLECTIONS)


def test_a_story_is_an_article_with_the_publishers_id(export: list[Record]) -> None:
    assert articles(export)["4711"] == ImportedArticle(
        source_id="4711",
        url="https://paper.example/news/rain/",
        identifier="4711",
        headline="Rain & sun",
        created_at=datetime(2021, 3, 1, 3, tzinfo=UTC),
        closed=True,
        extra={"mode": "COMMENTS", "section": "Weather", "site": "s1"},
        record="story 4711",
        line=1,
    )


def test_an_id_that_coral_made_up_is_not_the_publishers(export: list[Record]) -> None:
    [other] = [one for one in articles(export).values() if one.source_id != "4711"]
    assert (other.identifier, other.closed) == ("", False)


def test_a_comment_is_read_with_all_that_coral_knows(export: list[Record]) -> None:
    assert comments(export)["c1"] == ImportedComment(
        source_id="c1",
        article_id="4711",
        author=ImportedAuthor(name="", user_id="u1"),
        created_at=datetime(2021, 3, 1, 4, tzinfo=UTC),
        text="**Second** words\n\nhttps://video.example/w?v=1",
        original="<b>Second</b> words",
        edited_at=datetime(2021, 3, 1, 4, 10, tzinfo=UTC),
        revisions=(
            ImportedRevision(
                text="**First** words", replaced_at=datetime(2021, 3, 1, 4, 10, tzinfo=UTC)
            ),
        ),
        picked=True,
        respect=5,
        extra={"reports": 1},
        record="comment c1",
        line=2,
    )


def test_every_status_is_kept(export: list[Record]) -> None:
    assert {name: one.state.value for name, one in comments(export).items()} == {
        "c1": "published", "c2": "held", "c3": "rejected", "c4": "deleted", "c5": "held",
    }  # fmt: skip


def test_replies_name_their_parents_and_may_come_before_them(export: list[Record]) -> None:
    assert comments(export)["c2"].parent_id == "c1"


def test_of_a_deleted_comment_nothing_but_its_place_is_read(export: list[Record]) -> None:
    deleted = comments(export)["c4"]
    assert (deleted.text, deleted.original, deleted.author) == ("", "", ImportedAuthor(name=""))
    assert "erased" not in str(export)


def test_a_user_is_known_by_the_publishers_sign_on_and_no_other(export: list[Record]) -> None:
    assert authors(export)["u1"] == ImportedAuthor(
        name="Meera",
        user_id="u1",
        email="meera@mail.example",
        publisher_user_id="reader-77",
        suspended_until=datetime(2021, 4, 8, tzinfo=UTC),
        extra={"role": "STAFF"},
    )
    assert authors(export)["u2"].publisher_user_id == ""


def test_the_banned_stay_so(export: list[Record]) -> None:
    assert authors(export)["u2"].suspended_until == FOREVER


def test_who_has_left_has_neither_name_nor_address(export: list[Record]) -> None:
    assert (authors(export)["u3"].name, authors(export)["u3"].email) == ("", "")


def test_no_secret_is_read(export: list[Record]) -> None:
    assert not [one for one in ("hash", "secret-", "1234567") if one in str(export)]


def test_actions_are_passed_over_and_told(export: list[Record]) -> None:
    [told] = [one.detail for one in export if isinstance(one, Damage)]
    assert told.startswith("1 documents of commentActions were passed over")


@pytest.fixture(scope="module")
def talk() -> list[Record]:
    return read_files("talk4.json")


def test_release_4_is_read_likewise(talk: list[Record]) -> None:
    found = comments(talk)["o1"]
    assert (found.text, found.respect, found.picked, found.extra) == (
        "As it is", 3, True, {"reports": 1},
    )  # fmt: skip
    assert found.revisions == (
        ImportedRevision(text="As it was", replaced_at=datetime(2017, 3, 1, 4, 5, tzinfo=UTC)),
    )
    [story] = articles(talk).values()
    assert (story.headline, story.identifier, story.closed) == ("Old news", "", False)


def test_an_account_of_release_4_is_known_by_its_address(talk: list[Record]) -> None:
    assert authors(talk)["u4"] == ImportedAuthor(
        name="Old Hand",
        user_id="u4",
        email="old@mail.example",
        suspended_until=datetime(2018, 1, 1, tzinfo=UTC),
        extra={"role": "MODERATOR"},
    )


def test_three_tables_are_told_apart_by_what_stands_in_them() -> None:
    records = read_files("users.csv", "stories.csv", "comments.csv")
    assert articles(records)["4711"].closed
    assert not articles(records)["4712"].closed
    assert articles(records)["4711"].headline == "Rain & sun"
    assert authors(records)["u1"].email == "meera@mail.example"
    assert authors(records)["u2"].name == "Loud, very"
    assert authors(records)["u2"].suspended_until == FOREVER
    found = comments(records)
    assert found["c1"].text == 'First; "words",\n\nin two lines'
    assert [found[name].state.value for name in ("c1", "c2", "c3")] == [
        "published", "rejected", "published",
    ]  # fmt: skip
    assert (found["c2"].parent_id, found["c3"].extra) == ("c1", {"rating": "4"})


def test_ids_of_tables_are_nobodys_sign_on() -> None:
    assert {one.publisher_user_id for one in authors(read_files("users.csv")).values()} == {""}


def test_a_table_may_have_headings_after_all(read: Read) -> None:
    text = "id,author_id,story_id,created_at,body,parent_id,status,rating\n"
    assert list(comments(read(text + "c1,u1,s1,2021-03-01T04:00:00Z,Text,,NONE,\n"))) == ["c1"]


def test_a_row_of_another_width_is_kept_aside(read: Read) -> None:
    records = read((DATA / "users.csv").read_text() + "u3,short@mail.example,A\n")
    [kept] = quarantined(records)
    assert (kept.kind, kept.trouble, kept.email) == (
        Kind.AUTHOR, Trouble.MALFORMED, "short@mail.example",
    )  # fmt: skip
    assert "@" not in kept.raw


@pytest.mark.parametrize(
    ("values", "trouble"),
    [
        ({"status": "ODD"}, Trouble.BAD_FLAG),
        ({"status": None}, Trouble.BAD_FLAG),
        ({"createdAt": None}, Trouble.BAD_DATE),
        ({"createdAt": {"$date": {"$numberLong": "-62135596800000"}}}, Trouble.BAD_DATE),
        ({"createdAt": {"$date": 10**30}}, Trouble.BAD_DATE),
        ({"createdAt": {"$date": {"a": 1}}}, Trouble.BAD_DATE),
        ({"revisions": []}, Trouble.EMPTY),
        ({"revisions": [{"body": "<p> </p>"}]}, Trouble.EMPTY),
        ({"revisions": [{"body": 7}]}, Trouble.BAD_FIELD),
        ({"revisions": [{"body": "x" * 100_001}]}, Trouble.TOO_LONG),
        ({"storyID": ""}, Trouble.NO_THREAD),
        ({"id": None}, Trouble.NO_ID),
        ({"id": "x" * 256}, Trouble.NO_ID),
        ({"parentID": "x" * 256}, Trouble.NO_ID),
    ],
)
def test_a_document_that_cannot_be_taken_is_kept_aside(
    read_document: Read, values: dict[str, Any], trouble: Trouble
) -> None:
    [kept] = read_document(comment(**values))
    assert isinstance(kept, Quarantined)
    assert (kept.kind, kept.trouble, kept.line) == (Kind.COMMENT, trouble, 1)


def test_nesting_without_end_costs_its_document_only(read: Read) -> None:
    good = json.dumps(comment())
    for depth in (70, 900, 100_000):
        deep = good[:-1] + ', "x": ' + "[" * depth + "]" * depth + "}"
        records = read(f"{deep}\n{good}\n")
        assert list(comments(records)) == ["c1"]


def test_a_document_kept_aside_can_be_mended_and_read_alone(
    read: Read, read_document: Read
) -> None:
    [kept] = quarantined(read_document(comment(status="ODD")))
    mended = coral.alone(kept.kind, kept.raw.replace("ODD", "REJECTED"))
    assert comments(read(mended))["c1"].state == SourceState.REJECTED


def test_a_user_kept_aside_has_no_address_and_no_secret(read: Read) -> None:
    text = (DATA / "users.json").read_text().replace('"id":"u1",', "")
    [kept] = quarantined(read(text))
    assert (kept.kind, kept.trouble, kept.email) == (
        Kind.AUTHOR, Trouble.NO_ID, "meera@mail.example",
    )  # fmt: skip
    assert not [one for one in ("@", "hash", "secret-") if one in kept.raw]


def test_a_deleted_comment_kept_aside_has_no_words(read_document: Read) -> None:
    [kept] = quarantined(read_document(comment(deletedAt="2021-01-01", createdAt="soon")))
    assert "Text" not in kept.raw


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_cut_anywhere_never_gives_half_a_comment(read: Read, path: Path) -> None:
    whole = path.read_bytes()
    known = {one.text for one in comments(read(whole)).values()}
    for size in range(0, len(whole), 11):
        try:
            records = read(whole[:size])
        except BadInput:
            continue
        assert {one.text for one in comments(records).values()} <= known
        kept = "".join(one.raw for one in quarantined(records))
        secrets = ("mail.ex", "hash", "secret-", "erased")
        assert not [one for one in secrets if one in kept], size


@pytest.mark.parametrize(
    "text",
    ["", "<rss/>", '[{"rid": 1}]', '{"version": 1}', "a,b\n1,2\n", '{"id": 1, "url": "/a"}\n'],
)
def test_another_kind_of_file_is_refused(read: Read, text: str) -> None:
    with pytest.raises(BadInput):
        read(text)


def test_what_mongodump_writes_is_refused_with_advice(read: Read) -> None:
    with pytest.raises(BadInput, match="Parley reads what mongoexport writes"):
        read(b"\x40\x00\x00\x00\x07_id\x00" + b"\x01" * 50)


def test_documents_over_several_lines_are_refused_with_advice(read: Read) -> None:
    with pytest.raises(BadInput, match="--jsonArray"):
        read(json.dumps(comment(), indent=1))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_its_own_files_are_recognised(path: Path) -> None:
    assert coral.recognises(path.read_bytes())


def test_no_other_file_is_recognised() -> None:
    others = [p for p in (ROOT / "tests" / "data").rglob("*.*") if p.parent != DATA]
    assert [path.name for path in others if coral.recognises(path.read_bytes()[:65536])] == []


@pytest.mark.shared
def test_no_real_export_of_others_is_recognised(shared: Path) -> None:
    files = sorted((shared / "data" / "exports").iterdir())
    assert [path.name for path in files if coral.recognises(path.read_bytes()[:65536])] == []
