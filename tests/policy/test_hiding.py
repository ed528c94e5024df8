"""Taking words out of a text leaves every other word, and says where it stands now."""

from hypothesis import given
from hypothesis import strategies as st

from parley.policy.hiding import Hiding, marks, moved, places, replaced

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


def hide(text: str, *words: str) -> Hiding:
    spans = [(text.index(each), text.index(each) + len(each)) for each in words]
    return Hiding(text, replaced(text, spans, mark=MARK), spans)


def test_a_mark_is_told_from_the_same_word_of_the_authors() -> None:
    done = hide(f"{MARK} Call Ravi Shenoy {MARK}", "Ravi Shenoy")
    assert marks([done], done.after, mark=MARK) == [(12, 18)]


def test_marks_are_found_after_more_was_hidden_around_them() -> None:
    first = hide(TEXT, "080 2345 6789")
    second = hide(first.after, "Ravi Shenoy")
    third = hide(second.after, f"at {MARK}, or")
    assert marks([first, second], second.after, mark=MARK) == places(second.after, MARK)
    assert marks([first, second, third], third.after, mark=MARK) == places(third.after, MARK)


def test_without_the_text_before_they_are_found_too() -> None:
    done = hide(TEXT, "Ravi Shenoy", "080 2345 6789")
    assert marks([done._replace(before="")], done.after, mark=MARK) == places(done.after, MARK)


def test_what_the_author_writes_anew_has_no_more_marks_than_before() -> None:
    done = hide(TEXT, "Ravi Shenoy")
    assert marks([done], f"{MARK} and {MARK}", mark=MARK) == [(0, 6)]
    assert marks([done], "Call him.", mark=MARK) == []


def test_nothing_is_a_mark_where_nothing_was_hidden() -> None:
    assert marks([], MARK, mark=MARK) == []


@given(given_=texts_with_spans())
def test_as_many_are_found_as_were_made(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = given_
    after = replaced(text, spans, mark=MARK)
    assert marks([Hiding(text, after, spans)], after, mark=MARK) == places(after, MARK)


def test_a_mark_right_beside_another_is_one_too() -> None:
    first = hide("tel:12345678 12", "1234")
    second = hide(first.after, "5678")
    third = hide(second.after, " ")
    assert third.after == f"tel:{MARK}{MARK}{MARK}12"
    for done in ([first, second], [first, second, third]):
        text = done[-1].after
        assert marks(done, text, mark=MARK) == places(text, MARK)


def test_an_older_mark_of_which_a_part_was_hidden_is_none() -> None:
    first = hide("tel:12345678", "1234")
    second = hide(first.after, MARK[2:] + "5")
    assert second.after == f"tel:{MARK[:2]}{MARK}678"
    assert marks([first, second], second.after, mark=MARK) == places(second.after, MARK)


@given(given_=texts_with_spans(), data=st.data())
def test_however_often_words_are_hidden_every_mark_is_found(
    given_: tuple[str, list[tuple[int, int]]], data: st.DataObject
) -> None:
    text, spans = given_
    done = [Hiding(text, replaced(text, spans, mark=MARK), spans)]
    for _turn in range(3):
        before = done[-1].after
        start = data.draw(st.integers(0, len(before) - 1))
        spans = [(start, data.draw(st.integers(start + 1, len(before))))]
        done.append(Hiding(before, replaced(before, spans, mark=MARK), spans))
    assert marks(done, done[-1].after, mark=MARK) == places(done[-1].after, MARK)


def test_many_places_are_moved_in_one_go() -> None:
    text, spans = "ab" * 20_000, [(at, at + 1) for at in range(0, 40_000, 2)]
    after = replaced(text, spans, mark=MARK)
    assert len(marks([Hiding(text, after, spans)], after, mark=MARK)) == len(spans)
