"""Answers of Disqus' API, saved to files."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parley.importers.disqus_api import IMPORTER
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
from tests.importers.records import (
    DATA,
    articles,
    comments,
    quarantined,
    read,
    read_text,
    troubles,
)

POSTS = DATA / "disqus-api" / "posts.json"
THREADS = DATA / "disqus-api" / "threads.json"


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read(IMPORTER, POSTS, THREADS)


@pytest.fixture(scope="module")
def newsroom(records: list[Record]) -> dict[str, ImportedComment]:
    return comments(records)


def test_a_post_is_read_with_all_it_has(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["200"] == ImportedComment(
        source_id="200",
        article_id="100",
        author=ImportedAuthor(
            name="Meera Iyer",
            user_id="meera",
            email="meera@mail.example",
            publisher_user_id="4242",
            extra={"website": "https://meera.example"},
        ),
        created_at=datetime(2019, 3, 1, 9, 30, tzinfo=UTC),
        text="The **figures** are public.",
        original="<p>The <b>figures</b> are public.</p>",
        picked=True,
        respect=4,
        disagree=1,
        extra={"edited": True, "flagged": True, "reports": 2},
        record="dsq:id 200",
    )


def test_a_thread_within_a_post_is_read_as_the_xml_export_has_it(records: list[Record]) -> None:
    assert articles(records)["100"] == ImportedArticle(
        source_id="100",
        url="https://paper.example/news/bus-lanes/?a=1&b=2",
        identifier="4711 https://paper.example/?p=4711",
        headline="Bus lanes & bicycles",
        created_at=datetime(2019, 3, 1, 8, tzinfo=UTC),
        closed=True,
        record="dsq:id 100",
    )


def test_threads_of_their_own_are_read(records: list[Record]) -> None:
    assert articles(records)["101"].url == "https://paper.example/tram/"


def test_a_guest_has_no_account_and_no_address_that_disqus_made_up(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert newsroom["201"].author == ImportedAuthor(name="Ravi")


def test_replies_name_their_parents(newsroom: dict[str, ImportedComment]) -> None:
    assert [newsroom[one].parent_id for one in ("200", "201")] == ["", "200"]


@pytest.mark.parametrize(
    ("source_id", "state"),
    [
        ("200", SourceState.PUBLISHED),
        ("202", SourceState.HELD),
        ("203", SourceState.DELETED),
        ("204", SourceState.SPAM),
    ],
)
def test_the_least_public_state_counts(
    newsroom: dict[str, ImportedComment], source_id: str, state: SourceState
) -> None:
    assert newsroom[source_id].state == state


def test_of_what_was_deleted_nothing_is_read(newsroom: dict[str, ImportedComment]) -> None:
    assert (newsroom["203"].text, newsroom["203"].author) == ("", ImportedAuthor(name=""))


def test_what_cannot_be_taken_is_kept_aside_without_addresses(records: list[Record]) -> None:
    assert troubles(records) == {"dsq:id 205": Trouble.EMPTY, "dsq:id 102": Trouble.NO_ADDRESS}
    post, thread = quarantined(records)
    assert (post.email, post.kind, thread.kind) == (
        "ravi@mail.example",
        Kind.COMMENT,
        Kind.ARTICLE,
    )
    assert not any(hidden in one.raw for one in (post, thread) for hidden in ("@", "192.0.2.7"))


def posts() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(POSTS.read_text())["response"]
    return found


def answer(start: int, end: int) -> dict[str, object]:
    return {"cursor": {"hasNext": True}, "code": 0, "response": posts()[start:end]}


FORMS = {
    "a whole answer": json.dumps(answer(0, 9), indent=1),
    "an answer a line": "\n".join(json.dumps(answer(i, i + 2)) for i in (0, 2, 4)) + "\n",
    "one answer after the other": "".join(
        json.dumps(answer(i, i + 2), indent=1) for i in (0, 2, 4)
    ),
    "an array of answers": json.dumps([answer(0, 3), answer(3, 9)]),
    "an array of posts": json.dumps(posts()),
    "a post a line": "\n".join(json.dumps(post) for post in posts()) + "\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_however_answers_were_saved_they_are_read(
    tmp_path: Path, form: str, newsroom: dict[str, ImportedComment]
) -> None:
    got = read_text(IMPORTER, tmp_path, FORMS[form])
    assert list(comments(got)) == list(newsroom)
    assert list(articles(got)) == ["100"]
    assert len(quarantined(got)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_however_answers_were_saved_they_are_recognised(form: str) -> None:
    assert IMPORTER.recognises(FORMS[form].encode())


def test_an_answer_that_is_an_error_is_told(tmp_path: Path) -> None:
    error = {"code": 13, "response": "You have exceeded your hourly limit"}
    got = read_text(IMPORTER, tmp_path, f"{json.dumps(answer(0, 2))}\n{json.dumps(error)}\n")
    assert [one for one in got if isinstance(one, Damage) and "hourly limit" in one.detail]


def test_damage_of_one_line_leaves_the_others(tmp_path: Path) -> None:
    lines = [json.dumps(answer(i, i + 2)) for i in (0, 2, 4)]
    got = read_text(IMPORTER, tmp_path, f"{lines[0]}\n{lines[1][:-40]}\n{lines[2]}\n")
    assert list(comments(got)) == ["200", "201", "204"]


@pytest.mark.parametrize(
    ("record", "mended"),
    [
        (0, ('"raw_message": ""', '"raw_message": "Words."')),
        (1, ('"link": null', '"link": "https://a.example/"')),
    ],
)
def test_a_mended_record_is_read_alone(
    tmp_path: Path, records: list[Record], record: int, mended: tuple[str, str]
) -> None:
    kept = quarantined(records)[record]
    got = read_text(IMPORTER, tmp_path, IMPORTER.alone(kept.kind, kept.raw.replace(*mended)))
    assert len(got) == 1
    assert not quarantined(got)
