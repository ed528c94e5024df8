"""Showing the author, and the moderator, which words a reason is about."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from parley.policy.marking import Excerpt, Piece, excerpt, pieces

spans = st.tuples(
    st.none() | st.integers(min_value=-5, max_value=60),
    st.none() | st.integers(min_value=-5, max_value=60),
)


def test_the_words_of_a_span_are_marked() -> None:
    assert pieces("are u there", [(4, 5)]) == (
        Piece("are ", marked=False),
        Piece("u", marked=True),
        Piece(" there", marked=False),
    )


def test_overlapping_spans_become_one() -> None:
    assert pieces("buy now cheap", [(4, 7), (0, 5)]) == (
        Piece("buy now", marked=True),
        Piece(" cheap", marked=False),
    )


def test_a_reason_about_the_whole_text_marks_nothing() -> None:
    assert pieces("all of it", [(None, None)]) == (Piece("all of it", marked=False),)


@given(st.text(max_size=50), st.lists(spans, max_size=6))
def test_no_letter_is_lost_or_doubled(
    text: str, marks: list[tuple[int | None, int | None]]
) -> None:
    assert "".join(piece.text for piece in pieces(text, marks)) == text


@given(st.text(max_size=50), st.lists(spans, max_size=6))
def test_marked_and_unmarked_pieces_take_turns(
    text: str, marks: list[tuple[int | None, int | None]]
) -> None:
    cut = pieces(text, marks)
    assert all(one.marked != next_one.marked for one, next_one in itertools.pairwise(cut))


def test_an_excerpt_keeps_the_neighbouring_words() -> None:
    assert excerpt("Why do u ask?", (7, 8)) == Excerpt("Why do ", "u", " ask?")


def test_a_long_neighbourhood_is_cut_between_words() -> None:
    found = excerpt("word " * 20 + "WRONG" + " word" * 20, (100, 105))
    assert found == Excerpt("…" + "word " * 7, "WRONG", " word" * 7 + "…")


def test_a_span_outside_the_text_has_no_excerpt() -> None:
    assert excerpt("short now", (5, 50)) is None


def test_a_reason_without_a_span_has_no_excerpt() -> None:
    assert excerpt("anything", (None, None)) is None
