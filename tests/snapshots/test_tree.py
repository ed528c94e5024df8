"""Conversations stay whole, in order, with stubs only where something hangs below them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parley.ranking.sorts import Sort
from parley.snapshots.tree import PAGE_COMMENTS, Placed, Row, arrange

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)


def row(pk: int, parent: int | None = None, state: str = "published", respect: int = 0) -> Row:
    return Row(
        id=pk,
        parent_id=parent,
        state=state,
        author="Asha",
        badge="",
        text="",
        html="",
        created_at=MORNING + timedelta(minutes=pk),
        edited_at=None,
        respect=respect,
        disagree=0,
        replies=0,
        picked=False,
    )


def order(rows: list[Row], sort: Sort = Sort.NEWEST) -> list[int]:
    return [placed.row.id for page in arrange(rows, sort) for placed in page]


def test_a_reply_stands_below_its_parent() -> None:
    assert order([row(1), row(2), row(3, parent=1)]) == [2, 1, 3]


def test_replies_stand_oldest_first_in_every_order() -> None:
    rows = [row(1), row(2, parent=1), row(3, parent=1, respect=9), row(4, parent=2)]
    assert [order(rows, sort) for sort in Sort] == [[1, 2, 4, 3]] * len(Sort)


def test_conversations_follow_the_order_that_was_asked_for() -> None:
    rows = [row(1), row(2, respect=5), row(3)]
    assert order(rows, Sort.NEWEST) == [3, 2, 1]
    assert order(rows, Sort.OLDEST) == [1, 2, 3]
    assert order(rows, Sort.RESPECTED) == [2, 3, 1]


def test_depth_is_counted_from_the_conversation() -> None:
    [page] = arrange([row(1), row(2, parent=1), row(3, parent=2)], Sort.NEWEST)
    assert [placed.depth for placed in page] == [0, 1, 2]


def test_a_comment_knows_whom_it_answers() -> None:
    [page] = arrange([row(1), row(2, parent=1)], Sort.NEWEST)
    assert page[1] == Placed(row(2, parent=1), 1, row(1))


def test_a_removed_comment_without_replies_is_gone() -> None:
    assert order([row(1), row(2, state="deleted"), row(3, state="held")]) == [1]


def test_a_removed_comment_stands_above_its_published_reply() -> None:
    assert order([row(1, state="rejected"), row(2, parent=1)]) == [1, 2]


def test_stubs_reach_up_to_the_conversations_first_comment() -> None:
    rows = [row(1, state="deleted"), row(2, 1, "rejected"), row(3, 2, "held"), row(4, 3)]
    assert order(rows) == [1, 2, 3, 4]


def test_a_removed_comment_above_only_removed_ones_is_gone() -> None:
    assert order([row(1, state="deleted"), row(2, parent=1, state="deleted")]) == []


def test_a_page_closes_when_it_is_full() -> None:
    pages = arrange([row(pk) for pk in range(1, 2 * PAGE_COMMENTS + 2)], Sort.OLDEST)
    assert [len(page) for page in pages] == [PAGE_COMMENTS, PAGE_COMMENTS, 1]


def test_a_conversation_is_never_torn_apart() -> None:
    long = [row(1), *(row(pk, parent=1) for pk in range(2, 200))]
    pages = arrange([*long, row(200)], Sort.OLDEST)
    assert [len(page) for page in pages] == [199, 1]


def test_an_empty_discussion_has_no_pages() -> None:
    assert arrange([], Sort.NEWEST) == []


def test_a_conversation_a_hundred_thousand_deep_is_arranged() -> None:
    rows = [row(1), *(row(pk, parent=pk - 1) for pk in range(2, 100_001))]
    [page] = arrange(rows, Sort.NEWEST)
    assert page[-1].depth == 99_999


@st.composite
def discussions(draw: st.DrawFn) -> list[Row]:
    states = st.sampled_from(["published", "held", "rejected", "deleted"])
    rows: list[Row] = []
    for pk in range(1, draw(st.integers(1, 60)) + 1):
        parent = draw(st.one_of(st.none(), st.integers(1, pk - 1))) if pk > 1 else None
        rows.append(row(pk, parent, draw(states), draw(st.integers(0, 5))))
    return rows


@given(discussions(), st.sampled_from(Sort))
def test_every_published_comment_is_shown_once(rows: list[Row], sort: Sort) -> None:
    shown = order(rows, sort)
    assert len(shown) == len(set(shown))
    assert {one.id for one in rows if one.state == "published"} <= set(shown)


@given(discussions(), st.sampled_from(Sort))
def test_parents_stand_before_their_replies_on_the_same_page(rows: list[Row], sort: Sort) -> None:
    for page in arrange(rows, sort):
        seen: set[int] = set()
        for placed in page:
            assert placed.row.parent_id is None or placed.row.parent_id in seen
            seen.add(placed.row.id)


def test_a_reply_to_what_is_elsewhere_stands_at_the_top() -> None:
    assert order([row(1), row(2, parent=99), row(3, parent=2)]) == [2, 3, 1]
