"""`parley common-ground`: what all camps respect, of a table of votes."""

import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.ranking.ground import lower_bound
from tests.cli.vote_tables import HEADER, NONE_YET, answer, run
from tests.server import ROOT


def test_what_both_camps_respect_comes_first_and_has_the_badge(divided: Path) -> None:
    found = answer(divided)
    assert (found["readers"], found["comments"], found["camps"]) == (40, 11, 2)
    first = found["comments_scored"][0]
    assert (first["id"], first["badge"]) == ("shared", True)
    assert sum(comment["badge"] for comment in found["comments_scored"]) == 1


def test_readers_are_placed_with_those_who_vote_alike(divided: Path) -> None:
    camp_of = {reader["id"]: reader["camp"] for reader in answer(divided)["readers_placed"]}
    assert len(camp_of) == 40
    sides = [{camp_of[f"r{reader}"] for reader in half} for half in (range(20), range(20, 40))]
    assert sorted(map(sorted, sides)) == [[0], [1]]


def test_a_comment_has_every_key_that_others_rely_on(divided: Path) -> None:
    found = answer(divided)
    assert set(found["comments_scored"][0]) >= {
        *("id", "respect", "disagree", "pass", "group_aware_consensus", "score", "badge", "camps")
    }
    assert set(found["comments_scored"][0]["camps"][0]) == {"lower_bound", "seen"}
    assert set(found["readers_placed"][0]) == {"id", "position", "camp"}
    assert len(found["readers_placed"][0]["position"]) == 2


def test_scores_of_given_groups_can_be_reckoned_by_hand(tmp_path: Path) -> None:
    """Camp x: 2 of 2 respect “1”, 0 of 1 respects “2”; camp y: 1 of 2 and 1 of 1."""
    (tmp_path / "groups.csv").write_text("voter-id,group-id\na,x\nb,x\nc,y\nd,y\ne,\n")
    rows = "a,1,1\nb,1,1\nc,1,1\nd,1,0\na,2,-1\nc,2,1\ne,1,-1\n"
    found = answer("-", "--groups", tmp_path / "groups.csv", typed=f"{HEADER}\n{rows}")
    one = next(comment for comment in found["comments_scored"] if comment["id"] == "1")
    assert (one["respect"], one["disagree"], one["pass"]) == (3, 1, 1)
    assert one["group_aware_consensus"] == pytest.approx(3 / 4 * 2 / 4)
    # Three votes of each camp, two of them respects, and one of either kind added.
    bounds = [lower_bound(2, 2, rate=3 / 5), lower_bound(1, 2, rate=3 / 5)]
    assert [camp["lower_bound"] for camp in one["camps"]] == pytest.approx(bounds, abs=1e-12)
    assert [camp["seen"] for camp in one["camps"]] == [2, 2]
    assert one["score"] == pytest.approx(math.sqrt(bounds[0] * bounds[1]), abs=1e-12)
    assert found["camp_names"] == ["x", "y"]


def test_polis_orders_by_its_consensus(divided: Path) -> None:
    found = answer(divided, "--model", "polis")
    assert found["comments_scored"][0]["id"] == "shared"
    assert all(one["score"] == one["group_aware_consensus"] for one in found["comments_scored"])
    assert {"centre", "components", "base_clusters", "consensus", "representative"} <= set(found)
    assert [one["id"] for one in found["consensus"]["respect"]] == ["shared"]


def test_polis_admits_whom_a_table_with_a_reader_a_row_has_in_groups() -> None:
    """By today's rule both with seven votes would be, and all where so few are."""
    header = "participant,group-id," + ",".join(map(str, range(7)))
    rows = ["a,0,1,1,1,1,1,1,1", "b,,-1,-1,-1,-1,-1,-1,-1", "c,1,-1,-1,,,,,"]
    found = answer("-", "--model", "polis", typed="\n".join([header, *rows]))
    assert [reader["id"] for reader in found["readers_placed"]] == ["a", "c"]


def test_the_factor_model_orders_by_intercepts(divided: Path) -> None:
    found = answer(divided, "--model", "factor")
    assert found["comments_scored"][0]["id"] == "shared"
    assert abs(found["factors"]["shared"]) < min(abs(found["factors"][f"c{n}"]) for n in range(10))


def test_the_number_of_camps_can_be_given(divided: Path) -> None:
    for model in ("ground", "polis"):
        assert answer(divided, "--model", model, "--camps", "3")["camps"] == 3


@pytest.mark.parametrize("model", ["ground", "polis", "factor"])
def test_the_order_of_rows_changes_nothing(divided: Path, model: str) -> None:
    header, *rows = divided.read_text().splitlines()
    mixed = "\n".join([header, *np.random.default_rng(1).permutation(rows).tolist()])
    assert answer("-", "--model", model, typed=mixed) == answer(divided, "--model", model)


def test_votes_by_chance_are_asked_for_where_the_table_tells_of_them(divided: Path) -> None:
    header, *rows = divided.read_text().splitlines()
    told = "\n".join([f"{header},by-chance", *(f"{row},0" for row in rows)])
    assert not any(one["badge"] for one in answer("-", typed=told)["comments_scored"])


def test_history_places_readers_and_is_not_scored(divided: Path) -> None:
    header, *rows = divided.read_text().splitlines()
    past = [f"{row},{0 if ',shared,' in row else 1}" for row in rows]
    found = answer("-", typed="\n".join([f"{header},history", *past]))
    assert [one["id"] for one in found["comments_scored"]] == ["shared"]
    assert (found["camps"], len(found["readers_placed"])) == (2, 40)


def test_a_table_of_history_alone_has_nothing_to_score(divided: Path) -> None:
    header, *rows = divided.read_text().splitlines()
    found = answer("-", typed="\n".join([f"{header},history", *(f"{row},1" for row in rows)]))
    assert (found["comments_scored"], found["message"]) == ([], NONE_YET)


def test_what_is_moderated_out_has_no_score(divided: Path, tmp_path: Path) -> None:
    listed = [f"c{number},1" for number in range(10)]
    (tmp_path / "comments.csv").write_text(
        "\n".join(["comment-id,moderated", "shared,-1", *listed])
    )
    found = answer(divided, "--comments", tmp_path / "comments.csv")
    last = found["comments_scored"][-1]
    assert (last["id"], last["score"], last["badge"]) == ("shared", None, False)


def test_polis_takes_what_is_moderated_out_as_seen_by_everyone(
    divided: Path, tmp_path: Path
) -> None:
    listed = [f"c{number},1" for number in range(10)]
    (tmp_path / "comments.csv").write_text(
        "\n".join(["comment-id,moderated", "shared,-1", *listed])
    )
    found = answer(divided, "--model", "polis", "--comments", tmp_path / "comments.csv")
    assert found["centre"]["shared"] == 0


def test_votes_on_comments_that_the_list_lacks_are_told_and_left_out(
    divided: Path, tmp_path: Path
) -> None:
    (tmp_path / "comments.csv").write_text("comment-id\n" + "".join(f"c{n}\n" for n in range(10)))
    result = run(divided, "--json", "--comments", tmp_path / "comments.csv")
    assert "40 votes are left out: their comments are not in the list (“shared”)." in result.stderr
    assert json.loads(result.stdout)["comments"] == 10


def test_groups_of_readers_who_never_voted_are_told(divided: Path, tmp_path: Path) -> None:
    groups = {**{f"r{n}": n // 20 for n in range(30)}, "x": 1}
    (tmp_path / "groups.json").write_text(json.dumps(groups))
    result = run(divided, "--json", "--groups", tmp_path / "groups.json")
    assert "1 readers who have a group have no vote (“x”)." in result.stderr
    assert "10 readers have no group: they are in no camp." in result.stderr


def test_groups_that_none_of_the_readers_has_are_refused(divided: Path, tmp_path: Path) -> None:
    (tmp_path / "groups.json").write_text('{"x": 1}')
    result = run(divided, "--groups", tmp_path / "groups.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "None of the readers who voted has a group." in result.stderr


def test_too_many_groups_are_refused(divided: Path, tmp_path: Path) -> None:
    groups = {f"r{n}": n for n in range(40)} | {f"x{n}": 100 + n for n in range(100)}
    (tmp_path / "groups.json").write_text(json.dumps(groups))
    result = run(divided, "--groups", tmp_path / "groups.json")
    assert result.exit_code == 2
    assert "There are 140 groups; at most 100 may be." in result.stderr


def test_standard_input_can_be_one_of_the_files_only() -> None:
    assert run("-", "--groups", "-").exit_code == 2


def test_groups_and_a_number_of_camps_exclude_each_other(divided: Path, tmp_path: Path) -> None:
    (tmp_path / "groups.json").write_text('{"r1": 1}')
    result = run(divided, "--groups", tmp_path / "groups.json", "--camps", "2")
    assert result.exit_code == 2


def test_contradictory_votes_are_counted_on_standard_error(divided: Path) -> None:
    result = run("-", "--json", typed=divided.read_text() + "\nr0,shared,-1\n")
    assert "1 votes were cast again on the same comment, 1 of them otherwise" in result.stderr


@pytest.mark.parametrize("model", ["ground", "polis", "factor"])
@pytest.mark.parametrize(
    "rows",
    [
        "",
        "a,1,1\n",
        "a,1,1\na,2,-1\na,3,0\n",
        "a,1,1\nb,1,-1\nc,1,0\n",
        "".join(f"r{r},c{c},0\n" for r in range(40) for c in range(10)),
        "".join(f"r{r},c{c},1\n" for r in range(40) for c in range(10)),
        "".join(f"r{r},c{c},-1\n" for r in range(40) for c in range(10)),
        "".join(f"r{r},c,{1 if r % 2 else -1}\n" for r in range(40)),
    ],
    ids=["header only", "one vote", "one reader", "three", "passes", "agree", "disagree", "one"],
)
def test_where_there_is_none_it_says_so_and_gives_no_badge(model: str, rows: str) -> None:
    result = run("-", "--json", "--model", model, typed=f"{HEADER}\n{rows}")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout, parse_constant=pytest.fail)
    assert not any(one["badge"] for one in found["comments_scored"])
    if model == "ground":
        assert (found["message"], result.stderr) == (NONE_YET, f"{NONE_YET}\n")


@pytest.mark.parametrize("model", ["ground", "polis", "factor"])
@pytest.mark.parametrize("answer_of_all", [1, 0, -1])
def test_given_groups_that_all_answer_alike_leave_no_number_out(
    tmp_path: Path, model: str, answer_of_all: int
) -> None:
    (tmp_path / "groups.csv").write_text("voter-id,group-id\na,0\nb,1\n")
    rows = f"{HEADER}\na,1,{answer_of_all}\nb,1,{answer_of_all}\n"
    assert answer("-", "--model", model, "--groups", tmp_path / "groups.csv", typed=rows)


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 6), st.sampled_from(["1", "0", "-1"])),
        max_size=120,
    ),
    st.sampled_from(["ground", "polis", "factor"]),
    st.sampled_from([None, "2", "5"]),
)
@settings(max_examples=40, deadline=None)
def test_no_table_of_votes_is_too_odd(
    cast: list[tuple[int, int, str]], model: str, camps: str | None
) -> None:
    rows = "".join(f"{reader},{comment},{vote}\n" for reader, comment, vote in cast)
    more = ("--camps", camps) if camps and model != "factor" else ()
    found = answer("-", "--model", model, *more, typed=f"{HEADER}\n{rows}")
    assert found["comments"] == len({comment for _, comment, _ in cast})


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "The table has no column; it lacks voter-id, comment-id, vote."),
        ("a,b\n1,2\n", "The table has a, b; it lacks voter-id, comment-id, vote."),
        (f"{HEADER}\na,1,1\na,2,NaN\n", "Line 3: the vote “NaN” is none of 1, 0 and -1."),
        (f"{HEADER}\na,1,2\n", "Line 2: the vote “2” is none of 1, 0 and -1."),
        (f"{HEADER}\na,1\n", "Line 2: it has 2 columns"),
        (b"voter-id,comment-id,vote\n\xe9,1,1\n", "Line 2: the reader’s id is not UTF-8."),
    ],
)
def test_what_cannot_be_read_is_told_and_ends_with_2(content: str | bytes, fault: str) -> None:
    result = run("-", typed=content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run(tmp_path / "votes.csv")
    assert result.exit_code == 2
    assert "votes.csv" in result.stderr


def test_a_packed_table_is_unpacked(divided: Path, tmp_path: Path) -> None:
    packed = tmp_path / "votes.csv.gz"
    packed.write_bytes(gzip.compress(divided.read_bytes()))
    assert answer(packed) == answer(divided)


def test_ids_are_given_back_as_they_were_written() -> None:
    rows = "".join(f"{r},{c},1\n" for r in ("0", "00", "आशा") for c in ("一", "0", "00"))
    found = answer("-", typed=f"{HEADER}\n{rows}")
    assert sorted(one["id"] for one in found["comments_scored"]) == ["0", "00", "一"]


def test_without_json_it_prints_tables_to_read(divided: Path, tmp_path: Path) -> None:
    (tmp_path / "comments.csv").write_text(
        "comment-id,comment-body\nshared,Keep the bridge open.\n"
        + "".join(f"c{n},Number {n}\n" for n in range(10))
    )
    lines = run(divided, "--comments", tmp_path / "comments.csv").stdout.splitlines()
    assert lines[0] == "40 readers, 11 comments, 40 readers placed, 2 camps. Model: ground."
    first = lines[lines.index("First:") + 2]
    assert first.split()[:4] == ["shared", f"{float(first.split()[1]):.3f}", "40", "0"]
    assert first.endswith("Common ground  “Keep the bridge open.”")
    assert "What divides:" in lines


def test_without_json_it_says_where_there_is_none() -> None:
    assert NONE_YET in run("-", typed=f"{HEADER}\na,1,1\n").stdout


SHARED = ROOT.parent / "shared" / "data" / "votes"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["15-per-hour-seattle", "football-concussions"])
def test_conversations_without_common_ground_get_no_badge(name: str) -> None:
    for file in ("votes.csv", "participants-votes.csv"):
        found = answer(SHARED / name / file)
        assert not any(one["badge"] for one in found["comments_scored"])


@pytest.mark.shared
@pytest.mark.parametrize("name", ["15-per-hour-seattle", "brexit-consensus", "vtaiwan.uberx"])
@pytest.mark.parametrize("model", ["ground", "factor"])
def test_both_forms_of_open_data_come_to_the_same(name: str, model: str) -> None:
    rows, matrix = (
        answer(SHARED / name / file, "--model", model)
        for file in ("votes.csv", "participants-votes.csv")
    )
    assert rows == matrix
