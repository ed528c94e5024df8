"""`parley common-ground` on one discussion of a site: only votes of their own count."""

from collections.abc import Iterator

import pytest

from tests.cli.vote_tables import answer

READERS, BRIGADE, ELSEWHERE, COMMENTS = 100, 40, 10, 12
GOOD = "good"
# Of a day in 2026, in seconds.
NOON = 1_795_003_200


def table(*, brigade: bool, timed: bool = True) -> str:
    """Readers of two camps, known from elsewhere, who all respect one comment; and accounts with
    the same past who come to disagree with that one and do nothing else."""
    names = ["voter-id", "comment-id", "vote", "history", "timestamp"]
    rows = [names, *votes(brigade=brigade)]
    return "\n".join(",".join(row if timed else row[:-1]) for row in rows)


def votes(*, brigade: bool) -> Iterator[list[str]]:
    people = [f"r{one}" for one in range(READERS)]
    people += [f"b{one}" for one in range(BRIGADE)] if brigade else []
    for one, person in enumerate(people):
        camp = one % 2
        for comment in range(ELSEWHERE):
            yield [person, f"past{comment}", side(camp, comment), "1", str(one)]
        if person.startswith("b"):
            yield [person, GOOD, "-1", "0", str(10_000 + one)]
            continue
        for comment in range(COMMENTS):
            if (one + comment) % 3:
                said = side(camp, comment)
                yield [person, f"c{comment}", said, "0", str(one * 60 + comment * 31)]
        yield [person, GOOD, "1", "0", str(one * 60 + 900)]


def side(camp: int, comment: int) -> str:
    return "1" if comment % 2 == camp else "-1"


def test_a_crowd_sent_to_one_comment_changes_nothing() -> None:
    calm, attacked = (answer("-", typed=table(brigade=sent)) for sent in (False, True))
    assert attacked["votes_left_out"] == BRIGADE
    first = attacked["comments_scored"][0]
    assert (first["id"], first["badge"]) == (GOOD, True)
    assert first["score"] == calm["comments_scored"][0]["score"]


def test_it_needs_no_times() -> None:
    assert answer("-", typed=table(brigade=True, timed=False))["votes_left_out"] == BRIGADE


def test_those_who_come_by_themselves_are_all_counted() -> None:
    assert answer("-", typed=table(brigade=False))["votes_left_out"] == 0


@pytest.mark.parametrize("unit", [1, 1_000])
def test_with_times_who_votes_faster_than_anybody_reads_is_left_out(unit: int) -> None:
    hasty = [f"r0,late{comment},1,0,{50_000 + comment / 10}" for comment in range(21)]
    typed = "\n".join([table(brigade=False), *hasty])
    untimed = "\n".join(row.rpartition(",")[0] for row in typed.splitlines())
    mine = len(hasty) + 1 + sum(1 for comment in range(COMMENTS) if comment % 3)
    assert answer("-", typed=since_epoch(typed, unit))["votes_left_out"] == mine
    assert answer("-", typed=untimed)["votes_left_out"] == 0


@pytest.mark.parametrize("unit", [1, 1_000])
def test_with_times_only_a_first_day_is_by_chance(unit: int) -> None:
    """Who comes back until the draw brings what they want has chosen it."""
    header, *rows = table(brigade=False).splitlines()
    found = {}
    for days in (0, 1):
        told = [header.replace("timestamp", "by-chance,timestamp")]
        for row in rows:
            *cells, at = row.split(",")
            is_good = cells[1] == GOOD
            later = int(at) + 86_400 * days * is_good
            told.append(",".join([*cells, str(int(is_good)), str(later)]))
        typed = since_epoch("\n".join(told), unit)
        first = answer("-", typed=typed)["comments_scored"][0]
        found[days] = (first["id"], first["badge"])
    assert found == {0: (GOOD, True), 1: (GOOD, False)}


def since_epoch(typed: str, unit: int) -> str:
    """The same with its times as Unix has them, in seconds or thousandths of them."""
    header, *rows = typed.splitlines()
    split = [row.rpartition(",") for row in rows]
    return "\n".join([header, *(f"{rest},{(NOON + float(at)) * unit}" for rest, _, at in split)])


def test_times_of_whole_days_make_nobody_hasty() -> None:
    rows = [row.rpartition(",")[0] for row in table(brigade=False).splitlines()]
    busy = [f"r0,late{comment},1,0" for comment in range(21)]
    typed = "\n".join([f"{rows[0]},timestamp", *(f"{row},2026-11-28" for row in rows[1:] + busy)])
    assert answer("-", typed=typed)["votes_left_out"] == 0


def test_a_conversation_that_stands_for_itself_keeps_every_vote() -> None:
    """Without history there is no other discussion in which readers could have voted."""
    typed = "\n".join(
        ",".join(row[:3]) for row in [["voter-id", "comment-id", "vote"], *votes(brigade=True)]
    )
    assert answer("-", typed=typed)["votes_left_out"] == 0
