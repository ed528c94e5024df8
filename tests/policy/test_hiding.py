"""Taking words out of a text leaves every other word, and says where it stands now."""

from hypothesis import given
from hypothesis import strategies as st

from parley.policy.hiding import moved, places, replaced

MARK = "[gone]"
TEXT = "Call Ravi Shenoy at 080 2345 6789, or write to him."


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text("abc", min_size=1, max_size=30))
    starts = draw(st.lists(st.integers(0, len(text) - 1), max_size=4))
    return text, [(start, draw(st.integers(start + 1, len(text)))) for start in starts]


@given(given_=texts_with_spans())
def test_every_word_outside_stays(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = given_
    inside = {at for start, end in spans for at in range(start, end)}
    kept = "".join(letter for at, letter in enumerate(text) if at not in inside)
    assert replaced(text, spans, mark=MARK).replace(MARK, "") == kept


@given(given_=texts_with_spans())
def test_what_stands_outside_is_found_again(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = given_
    after = replaced(text, spans, mark=MARK)
    inside = {at for start, end in spans for at in range(start, end)}
    for at in set(range(len(text))) - inside:
        start, end = moved((at, at + 1), spans, text=text, mark=MARK)
        assert start is not None
        assert after[start:end] == text[at]


def test_what_was_hidden_in_part_is_with_the_mark() -> None:
    hidden = [(TEXT.index("080"), TEXT.index(", or"))]
    after = replaced(TEXT, hidden, mark=MARK)
    start, end = moved((TEXT.index("at 080"), TEXT.index("6789")), hidden, text=TEXT, mark=MARK)
    assert after[start:end] == f"at {MARK}"


def test_what_is_about_the_whole_text_stays_so() -> None:
    assert moved((None, None), [(0, 4)], text=TEXT, mark=MARK) == (None, None)


def test_words_are_found_wherever_they_stand() -> None:
    assert places("No, no and No.", "No") == [(0, 2), (11, 13)]
    assert places("Anything.", "") == []
