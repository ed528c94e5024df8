"""Vuukle's tables, by known headings and by those that the operator names, and its old dump."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote_plus
from zoneinfo import ZoneInfo

import pytest

from parley.errors import BadInput
from parley.importers import vuukle
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
from tests.importers.workbooks import inline, number, row, workbook
from tests.server import ROOT

DATA = ROOT / "tests" / "data" / "vuukle"
INDIA = ZoneInfo("Asia/Kolkata")
HEADING = "Article ID,Comment,Name,Status,Date"

Read = Callable[..., list[Record]]


def options(zone: ZoneInfo | None = INDIA, /, **columns: str) -> Options:
    return Options(base_url="https://paper.example", zone=zone, columns=columns)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(content: str | bytes, given: Options | None = None) -> list[Record]:
        path = tmp_path / "comments.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(vuukle.read([path], given or options()))

    return read_text


def comments(records: list[Record]) -> list[ImportedComment]:
    return [record for record in records if isinstance(record, ImportedComment)]


def quarantined(records: list[Record]) -> list[Quarantined]:
    return [record for record in records if isinstance(record, Quarantined)]


def damage(records: list[Record]) -> str:
    return " ".join(record.detail for record in records if isinstance(record, Damage))


@pytest.fixture(scope="module")
def table() -> list[Record]:
    return list(vuukle.read([DATA / "comments.csv"], options()))


def test_a_comment_is_read_by_the_headings_that_are_known(table: list[Record]) -> None:
    first = comments(table)[0]
    assert (first.article_id, first.state, first.line) == ("4711", SourceState.PUBLISHED, 2)
    assert first.author == ImportedAuthor(name="Meera Iyer", email="meera@mail.example")
    assert first.original == "The figures are public.\nWho read them?"
    assert first.text == "The figures are public.\nWho read them?"


def test_times_are_of_the_zone_that_the_operator_names(table: list[Record]) -> None:
    assert comments(table)[0].created_at == datetime(2021, 3, 1, 4, 0, tzinfo=UTC)


def test_without_a_zone_times_are_utc_and_that_is_told(read: Read) -> None:
    records = read(f"{HEADING}\n1,Text,A,Published,2021-03-01 09:30:00\n", options(None))
    assert comments(records)[0].created_at == datetime(2021, 3, 1, 9, 30, tzinfo=UTC)
    assert "--timezone" in damage(records)


def test_every_status_is_kept(table: list[Record]) -> None:
    assert [comment.state.value for comment in comments(table)] == [
        "published", "held", "spam", "rejected", "deleted",
    ]  # fmt: skip


def test_of_a_deleted_comment_only_the_place_is_kept(table: list[Record]) -> None:
    deleted = comments(table)[-1]
    assert (deleted.text, deleted.original, deleted.author.name) == ("", "", "")
    assert deleted.extra == {}


def test_an_article_is_read_once_by_its_id(table: list[Record]) -> None:
    articles = [record for record in table if isinstance(record, ImportedArticle)]
    assert [(one.identifier, one.headline, one.url) for one in articles] == [
        ("4711", "Bus lanes, again", "https://paper.example/?article=4711"),
        ("4712", "Rain", "https://paper.example/?article=4712"),
    ]
    assert "--url-map" in damage(table)


def test_what_we_have_no_place_for_is_kept_beside_it(table: list[Record]) -> None:
    assert comments(table)[0].extra == {
        "Toxicity score": "0.04",
        "Spam score": "0.10",
        "Device": "desktop",
        "OS": "Windows",
        "Browser": "Chrome",
        "Country": "India",
    }


def test_no_address_of_a_person_or_machine_leaves_the_table(table: list[Record]) -> None:
    rest = [(one.text, one.original, one.extra, one.record) for one in comments(table)]
    assert "203.0.113" not in str(table)
    assert "@" not in str(rest)
    assert "mod@paper.example" not in str(table)


def test_entities_are_characters(table: list[Record]) -> None:
    assert comments(table)[1].text == "I did & agree."


def test_a_second_import_knows_a_row_without_an_id_again(table: list[Record]) -> None:
    again = list(vuukle.read([DATA / "comments.csv"], options()))
    ids = [comment.source_id for comment in comments(again)]
    assert ids == [comment.source_id for comment in comments(table)]
    assert len(set(ids)) == 5


def test_a_thread_is_read_where_the_table_has_ids(read: Read) -> None:
    rows = "1,A,A,Published,2021-03-01,7,0\n1,B,B,live,2021-03-02,8,7\n"
    text = f"{HEADING},Comment ID,Parent ID\n{rows}"
    assert [(one.source_id, one.parent_id) for one in comments(read(text))] == [
        ("7", ""),
        ("8", "7"),
    ]


def test_the_operator_names_columns(read: Read) -> None:
    text = "Wo,Was,Wer,Wie,Wann,Mehr\nhttps://paper.example/a,Text,A,live,31.12.2021 23:00,x\n"
    columns = {
        "Wo": "url", "Was": "comment", "Wer": "name", "Wie": "status",
        "Wann": "created_at:%d.%m.%Y %H:%M",
    }  # fmt: skip
    [comment] = comments(read(text, options(INDIA, **columns)))
    assert comment.created_at == datetime(2021, 12, 31, 17, 30, tzinfo=UTC)
    assert (comment.article_id, comment.extra) == ("https://paper.example/a", {"Mehr": "x"})


def test_a_column_can_be_left_out(read: Read) -> None:
    text = f"{HEADING},Note\n1,Text,A,Published,2021-03-01,private\n"
    [comment] = comments(read(text, options(Note="ignored")))
    assert comment.extra == {}


@pytest.mark.parametrize(
    ("heading", "missing"),
    [
        ("Article ID,Name,Status,Date", "comment"),
        ("Article ID,Comment,Name,Status", "created_at"),
        ("Comment,Name,Status,Date", "article_id"),
        ("Article ID,Comment,Name,Status,Date,Parent ID", "comment_id"),
    ],
)
def test_what_no_column_gives_is_asked_for(read: Read, heading: str, missing: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(f"{heading}\n")
    assert f"gives {missing}. Its columns are: {heading.replace(',', ', ')}." in str(refusal.value)
    assert f"--map “COLUMN={missing}”" in str(refusal.value)


def test_without_statuses_nothing_is_taken_for_public(read: Read) -> None:
    text = "Article ID,Comment,Name,Date\n1,Text,A,2021-03-01\n"
    with pytest.raises(BadInput, match="--map =held, or --map =published if"):
        read(text)


@pytest.mark.parametrize("state", ["held", "published", "rejected"])
def test_the_operator_may_say_what_all_rows_are(read: Read, state: str) -> None:
    text = "Article ID,Comment,Name,Date\n1,Text,A,2021-03-01\n"
    given = Options(base_url="https://paper.example", columns={"": state})
    assert comments(read(text, given))[0].state == state


def test_a_status_of_the_row_counts_more_than_that_of_all(read: Read) -> None:
    given = Options(base_url="https://paper.example", columns={"": "published"})
    [comment] = comments(read(f"{HEADING}\n1,Text,A,Spam,2021-03-01\n", given))
    assert comment.state == SourceState.SPAM


def test_a_column_that_is_not_there_is_an_error(read: Read) -> None:
    with pytest.raises(BadInput, match=r"has no column “Remark”\. Its columns are: Article ID"):
        read(f"{HEADING}\n", options(Remark="comment"))


def test_a_field_that_is_not_there_is_an_error(read: Read) -> None:
    with pytest.raises(BadInput, match=r"There is no field “remark”\. The fields are comment"):
        read(f"{HEADING}\n", options(Comment="remark"))


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("1,Text,A,Published,3/4/2021", Trouble.BAD_DATE),
        ("1,Text,A,Published,0001-01-01", Trouble.BAD_DATE),
        ("1,Text,A,Published,", Trouble.BAD_DATE),
        ("1,Text,A,Gone fishing,2021-03-01", Trouble.BAD_FLAG),
        ("1,Text,A,,2021-03-01", Trouble.BAD_FLAG),
        ("1,,A,Published,2021-03-01", Trouble.EMPTY),
        ("1,<p></p>,A,Published,2021-03-01", Trouble.EMPTY),
        (",Text,A,Published,2021-03-01", Trouble.NO_THREAD),
        ("1,Text,A,Published", Trouble.MALFORMED),
        (f"1,{'x' * 100_001},A,Published,2021-03-01", Trouble.TOO_LONG),
        (f"{'x' * 256},Text,A,Published,2021-03-01", Trouble.NO_ID),
    ],
)
def test_a_row_that_cannot_be_taken_is_kept_aside(read: Read, line: str, trouble: Trouble) -> None:
    records = read(f"{HEADING}\n{line}\n1,After,A,Published,2021-03-01\n")
    [kept] = quarantined(records)
    assert (kept.kind, kept.trouble, kept.record, kept.line) == (
        Kind.COMMENT, trouble, "row 2", 2,
    )  # fmt: skip
    assert [comment.text for comment in comments(records)] == ["After"]


@pytest.mark.parametrize(
    "time",
    ["2021-03-01T04:00:00Z", "2021-03-01 09:30", "1614571200", "1614571200000", "2021/03/01 09:30",
     "1 Mar 2021 09:30", "Mar 1, 2021 9:30 AM", "March 1st, 2021 09:30:00",
     "Mon Mar 01 2021 09:30:00 GMT+0530 (India Standard Time)"],
)  # fmt: skip
def test_a_time_is_read_in_any_form_that_means_one_moment(read: Read, time: str) -> None:
    [comment] = comments(read(f'{HEADING}\n1,Text,A,Published,"{time}"\n'))
    assert comment.created_at == datetime(2021, 3, 1, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("line", ["1,Secret,A,Deleted,soon", "1,Secret,A,Deleted"])
def test_a_deleted_row_kept_aside_has_no_words(read: Read, line: str) -> None:
    [kept] = quarantined(read(f"{HEADING}\n{line}\n"))
    assert "Secret" not in kept.raw


def test_a_row_kept_aside_can_be_mended_and_read_alone(read: Read) -> None:
    heading = f"{HEADING},Email"
    [kept] = quarantined(read(f"{heading}\n1,Text,A,Published,soon,a@mail.example\n"))
    assert (kept.raw, kept.email) == (f"{heading}\n1,Text,A,Published,soon,\n", "a@mail.example")
    mended = vuukle.alone(kept.kind, kept.raw.replace("soon", "2021-03-01"))
    assert comments(read(mended))[0].text == "Text"


def test_a_workbook_is_read_likewise(tmp_path: Path) -> None:
    rows = row(*(inline(name) for name in HEADING.split(","))) + row(
        number("4711"), inline("Text"), inline("A"), inline("Approved"), number("44256.5", style=1)
    )
    records = list(vuukle.read([workbook(tmp_path / "a.xlsx", rows)], options()))
    [comment] = comments(records)
    assert (comment.article_id, comment.created_at) == (
        "4711",
        datetime(2021, 3, 1, 6, 30, tzinfo=UTC),
    )


def test_a_table_cut_anywhere_never_gives_half_a_comment(read: Read, table: list[Record]) -> None:
    whole = (DATA / "comments.csv").read_bytes()
    known = {comment.original for comment in comments(table)}
    for size in range(0, len(whole), 3):
        try:
            records = read(whole[:size])
        except BadInput:
            continue
        assert {comment.original for comment in comments(records)} <= known
        kept = "".join(one.raw for one in quarantined(records))
        assert "@" not in kept
        assert "203.0.113." not in kept


def test_a_text_that_the_end_of_the_file_may_have_cut_is_kept_aside(read: Read) -> None:
    heading = "Article ID,Name,Status,Date,Comment"
    [kept] = quarantined(read(f"{heading}\n1,A,Published,2021-03-01,You are not wel"))
    assert kept.trouble == Trouble.MALFORMED


def dump(state: str = "held") -> Options:
    return Options(base_url="https://paper.example", zone=INDIA, columns={"": state})


def test_the_old_dump_is_read_with_its_articles() -> None:
    records = list(vuukle.read([DATA / "dump.json"], dump()))
    articles = [record.url for record in records if isinstance(record, ImportedArticle)]
    assert articles == ["https://paper.example/news/rain/", "https://paper.example/news/sun/"]
    first, second = comments(records)
    assert first.created_at == datetime(2012, 6, 5, 13, 0, tzinfo=UTC)
    assert first.author == ImportedAuthor(name="Meera O'Neil", email="meera@mail.example")
    assert second.author == ImportedAuthor(name="Ravi", user_id="facebook:1234567")
    assert {first.state, second.state} == {SourceState.HELD}


def test_back_ticks_become_what_they_most_likely_were_and_the_original_is_kept() -> None:
    records = list(vuukle.read([DATA / "dump.json"], dump()))
    first = comments(records)[0]
    assert first.text == (
        'It won\'t rain, they said: "never". R & D was cut.\n'
        "See [this](https://paper.example/a?x=1&y=2)."
    )
    assert "won`t" in first.original
    assert "7 back-ticks" in damage(records)


def test_of_the_old_dump_nobody_knows_what_was_public() -> None:
    with pytest.raises(BadInput, match="--map =held, or --map =published if"):
        list(vuukle.read([DATA / "dump.json"], options()))


def test_the_old_dump_may_be_the_body_of_a_form(read: Read) -> None:
    text = (DATA / "dump.json").read_text()
    plain = read(text, dump())
    assert read("list=" + quote_plus(text) + "&more=1", dump()) == plain
    assert read('{"list": ' + text + "}", dump()) == plain


def test_the_dump_cut_anywhere_never_gives_half_a_comment(read: Read) -> None:
    whole = (DATA / "dump.json").read_bytes()
    known = {one.original for one in comments(read(whole, dump("published")))}
    for size in range(len(whole)):
        try:
            records = read(whole[:size], dump("published"))
        except BadInput:
            continue
        assert {one.original for one in comments(records)} <= known
        assert "mail.example" not in "".join(kept.raw for kept in quarantined(records))


def test_a_comment_of_the_dump_kept_aside_can_be_mended(read: Read) -> None:
    text = (DATA / "dump.json").read_text().replace("2012-06-05 18:30:00", "yesterday")
    [kept] = quarantined(read(text, dump()))
    assert kept.email == "meera@mail.example"
    assert "mail.example" not in kept.raw
    mended = vuukle.alone(kept.kind, kept.raw.replace("yesterday", "2012-06-05 18:30:00"))
    assert [one.article_id for one in comments(read(mended, dump()))] == [
        "https://paper.example/news/rain/"
    ]


@pytest.mark.parametrize("name", ["comments.csv", "dump.json"])
def test_its_own_files_are_recognised(name: str) -> None:
    assert vuukle.recognises((DATA / name).read_bytes())


def test_any_workbook_is_recognised(tmp_path: Path) -> None:
    assert vuukle.recognises(workbook(tmp_path / "a.xlsx", row(inline("a"))).read_bytes())


def test_no_other_file_is_recognised() -> None:
    others = [p for p in (ROOT / "tests" / "data").rglob("*.*") if p.parent != DATA]
    assert [path.name for path in others if vuukle.recognises(path.read_bytes()[:65536])] == []


@pytest.mark.shared
def test_no_real_export_of_others_is_recognised(shared: Path) -> None:
    files = sorted((shared / "data" / "exports").iterdir())
    assert [path.name for path in files if vuukle.recognises(path.read_bytes()[:65536])] == []
