"""A table of votes is read as it was meant, or refused with the line that is wrong."""

import gzip
from pathlib import Path

import pytest

from parley.cli import vote_columns, vote_files, vote_table
from parley.cli.vote_columns import Rows
from parley.cli.vote_table import ReadVotes
from parley.errors import BadInput

Told = list[tuple[str, str, int]]


def read(folder: Path, content: str | bytes, name: str = "votes.csv") -> ReadVotes:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with vote_columns.opened(folder / name) as stream:
        return vote_table.read(Rows(stream))


def told(found: ReadVotes) -> Told:
    """The votes in order, by the ids."""
    votes = found.votes
    rows = zip(votes.reader, votes.comment, votes.value.tolist(), strict=True)
    return sorted((found.readers[r], found.comments[c], value) for r, c, value in rows)


def refusal(folder: Path, content: str | bytes, name: str = "votes.csv") -> str:
    with pytest.raises(BadInput) as error:
        read(folder, content, name)
    return str(error.value)


SMALL: Told = [("a", "1", 1), ("a", "2", -1), ("b", "1", 0)]


def test_it_takes_columns_in_any_order_and_ignores_others(tmp_path: Path) -> None:
    found = read(tmp_path, "vote,note,comment-id,voter-id\n1,x,1,a\n-1,,2,a\n0,y,1,b\n")
    assert told(found) == SMALL


@pytest.mark.parametrize(
    "header", ["pid,tid,vote", "Participant,Comment,Vote", "reader,statement_id,vote"]
)
def test_it_knows_the_columns_by_their_other_names(tmp_path: Path, header: str) -> None:
    assert told(read(tmp_path, f"{header}\na,1,1\na,2,-1\nb,1,0\n")) == SMALL


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_it_tells_the_separator_by_the_header(tmp_path: Path, separator: str) -> None:
    content = "voter-id,comment-id,vote\na,1,1\na,2,-1\nb,1,0\n".replace(",", separator)
    assert told(read(tmp_path, content)) == SMALL


def test_a_mark_of_the_encoding_and_other_line_ends_do_not_matter(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfvoter-id,comment-id,vote\r\na,1,1\r\na,2,-1\r\n\r\nb,1,0"
    assert told(read(tmp_path, content)) == SMALL


def test_it_unpacks_gzip(tmp_path: Path) -> None:
    packed = gzip.compress(b"voter-id,comment-id,vote\na,1,1\na,2,-1\nb,1,0\n")
    assert told(read(tmp_path, packed, "votes.csv.gz")) == SMALL


def test_a_packed_file_that_ends_early_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(b"voter-id,comment-id,vote\n" + b"a,1,1\n" * 9999)
    assert "not complete" in refusal(tmp_path, packed[:-20], "votes.csv.gz")


def test_ids_stay_text_in_any_script(tmp_path: Path) -> None:
    found = read(tmp_path, "voter-id,comment-id,vote\nआशा,一,1\n“ü”,Ж,0\n")
    assert told(found) == [("आशा", "一", 1), ("“ü”", "Ж", 0)]


def test_ids_that_look_alike_stay_different(tmp_path: Path) -> None:
    found = read(tmp_path, "voter-id,comment-id,vote\n00,1,1\n0,1,-1\n0 ,1,0\n")
    assert told(found) == [("0", "1", -1), ("0 ", "1", 0), ("00", "1", 1)]
    assert found.remarks == ["1 ids differ from others by spaces only (“0 ”); they stay apart."]


def test_ids_are_numbered_in_their_order_whatever_the_order_of_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "voter-id,comment-id,vote\n10,1,1\n9,1,1\n00,1,1\n0,2,1\n").readers == [
        "0",
        "00",
        "9",
        "10",
    ]


def test_of_several_votes_the_last_row_counts(tmp_path: Path) -> None:
    found = read(tmp_path, "voter-id,comment-id,vote\na,1,1\na,1,1\nb,1,0\na,1,-1\nb,1,0\n")
    assert told(found) == [("a", "1", -1), ("b", "1", 0)]
    assert len(found.remarks) == 1
    assert found.remarks[0].startswith(
        "3 votes were cast again on the same comment, 2 of them otherwise than at last:"
    )


def test_with_timestamps_the_last_in_time_counts(tmp_path: Path) -> None:
    found = read(tmp_path, "timestamp,voter-id,comment-id,vote\n20,a,1,1\n10,a,1,-1\n20,b,1,0\n")
    assert told(found) == [("a", "1", 1), ("b", "1", 0)]


def test_timestamps_may_be_written_as_dates(tmp_path: Path) -> None:
    rows = "2026-11-28T10:00:00+00:00,a,1,1\n2026-11-28T11:00:00+02:00,a,1,-1\n"
    assert told(read(tmp_path, f"timestamp,voter-id,comment-id,vote\n{rows}")) == [("a", "1", 1)]


def test_where_timestamps_cannot_be_read_the_last_row_counts(tmp_path: Path) -> None:
    found = read(tmp_path, "timestamp,voter-id,comment-id,vote\n20,a,1,1\nlate,a,1,-1\n")
    assert told(found) == [("a", "1", -1)]
    assert "timestamps cannot be read" in found.remarks[0]


def test_it_takes_what_was_shown_by_chance_and_the_history(tmp_path: Path) -> None:
    found = read(
        tmp_path, "voter-id,comment-id,vote,by-chance,history\na,1,1,1,0\na,2,1,0,1\nb,1,1,,\n"
    )
    assert found.has_chance
    assert found.votes.by_chance.tolist() == [True, False, False]
    assert found.history.tolist() == [False, True, False]


def test_it_takes_a_table_with_one_reader_a_row(tmp_path: Path) -> None:
    header = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,1,2,3\n"
    found = read(tmp_path, header + "a,0,0,2,1,1,1,-1,\nb,,0,1,0,0,0,,\n")
    assert told(found) == SMALL
    assert found.group_of == {"a": "0"}


@pytest.mark.parametrize("vote", ["2", "NaN", "nan", "yes", "", "1.5", "−1", "1e0"])
def test_a_vote_that_is_none_is_named_with_its_line(tmp_path: Path, vote: str) -> None:
    content = f'note,voter-id,comment-id,vote\n"two\nlines",a,1,1\n\nx,b,1,{vote}\n'
    assert f"Line 5: the vote “{vote}” is none of 1, 0 and -1." in refusal(tmp_path, content)


def test_a_wrong_vote_in_a_table_with_one_reader_a_row_is_named(tmp_path: Path) -> None:
    content = "participant,n-votes,1,2\na,1,1,\nb,1,,NaN\n"
    assert "Line 3: the vote “NaN”" in refusal(tmp_path, content)


def test_lacking_columns_are_told_with_those_that_are_there(tmp_path: Path) -> None:
    assert refusal(tmp_path, "voter,score\na,1\n") == (
        "The table has voter, score; it lacks comment-id, vote."
        " Needed are the columns voter-id, comment-id and vote (1, 0, -1)."
    )


def test_an_empty_file_has_no_columns(tmp_path: Path) -> None:
    assert "The table has no column" in refusal(tmp_path, "")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (b"a,1", "it has 2 columns"),
        (b",1,1", "the reader’s id is empty"),
        (b"a, ,1", "the comment’s id is empty"),
        (b"a\0,1,1", "the reader’s id holds a NUL byte"),
        (b"a\xff,1,1", "the reader’s id is not UTF-8"),
        (b'a,"1,1', "this is no CSV"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_its_line(
    tmp_path: Path, row: bytes, fault: str
) -> None:
    content = b"voter-id,comment-id,vote\na,1,1\n" + row + b"\n"
    assert f"Line 3: {fault}" in refusal(tmp_path, content)


def test_other_columns_may_be_in_any_encoding(tmp_path: Path) -> None:
    content = b"voter-id,comment-id,vote,note\na,1,1,\xff\na,2,-1,\0\nb,1,0,\n"
    assert told(read(tmp_path, content)) == SMALL


def test_utf_16_is_told(tmp_path: Path) -> None:
    content = "voter-id,comment-id,vote\na,1,1\n".encode("utf-16")
    assert "UTF-16" in refusal(tmp_path, content)


def test_parquet_is_told(tmp_path: Path) -> None:
    assert "Parquet" in refusal(tmp_path, b"PAR1\x15\x04", "votes.parquet")


def test_a_wrong_row_is_found_far_down_the_file(tmp_path: Path) -> None:
    rows = "".join(f"{one},1,1\n" for one in range(3 * vote_columns.CHUNK))
    assert refusal(tmp_path, f"voter-id,comment-id,vote\n{rows}x,1,7\n").startswith(
        f"Line {3 * vote_columns.CHUNK + 2}: "
    )


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert "vote is there twice" in refusal(tmp_path, "voter-id,comment-id,vote,vote\n")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("groups.csv", "voter-id,group-id\na,0\nb,\nc,-1\n"),
        ("votes.csv", "participant,group-id,n-votes,1\na,0,1,1\nb,,1,1\nc,,0,\n"),
        ("groups.json", '{"a": 0, "b": null, "c": -1}'),
    ],
)
def test_groups_come_as_a_table_or_as_json(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    assert vote_files.groups(tmp_path / name) == {"a": "0"}


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("groups.csv", "voter-id,camp\na,0\n", "needed are voter-id and group-id"),
        ("groups.csv", "voter-id,group-id\na\n", "Line 2: it has 1 columns"),
        ("groups.json", "[1]", "no JSON object"),
        ("groups.json", '{"a": ', "no JSON"),
        ("groups.json", '{"a": 1.5}', "no text and no number"),
    ],
)
def test_groups_that_cannot_be_read_are_told(
    tmp_path: Path, name: str, content: str, fault: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(BadInput, match=fault):
        vote_files.groups(tmp_path / name)


def test_a_list_of_comments_says_what_is_moderated_out(tmp_path: Path) -> None:
    file = tmp_path / "comments.csv"
    file.write_text("comment-id,moderated,is-meta,comment-body\n1,-1,false,\n2,1,True,So it is.\n")
    found = vote_files.comments(file)
    assert (found.ids, found.moderated_out, found.meta) == ({"1", "2"}, {"1"}, {"2"})
    assert found.text == {"2": "So it is."}


def test_a_list_of_comments_needs_their_ids(tmp_path: Path) -> None:
    (tmp_path / "comments.csv").write_text("moderated\n1\n")
    with pytest.raises(BadInput, match="needed is comment-id"):
        vote_files.comments(tmp_path / "comments.csv")
