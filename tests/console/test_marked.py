"""The policy's words in a rendered comment."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley import markup
from parley.console.marked import Marked, mark


def marked(text: str, *words: str) -> Marked:
    """The first place of each of the words is meant."""
    spans = [(text.index(each), text.index(each) + len(each)) for each in words]
    return mark(markup.render(text), text, spans=spans)


def test_the_words_are_marked_where_they_stand() -> None:
    assert marked("Only a fool would.", "fool").html == "<p>Only a <mark>fool</mark> would.</p>"


def test_the_place_that_is_meant_is_marked_and_no_other() -> None:
    text = "A fool, and again a fool."
    found = mark(markup.render(text), text, spans=[(20, 24)])
    assert found.html == "<p>A fool, and again a <mark>fool</mark>.</p>"


def test_a_mark_reaches_across_emphasis_without_breaking_it() -> None:
    text = "You *are a* fool."
    found = mark("<p>You <em>are a</em> fool.</p>", "You are a fool.", spans=[(4, 14)])
    assert text != found.html
    assert found.html == ("<p>You <em><mark>are a</mark></em><mark> fool</mark>.</p>")


def test_words_that_markup_runs_through_are_left_to_the_excerpt() -> None:
    found = marked("Only a f**oo**l would.", "f**oo**l")
    assert found.found == frozenset()
    assert "<mark>" not in found.html


def test_words_that_stand_in_an_address_too_are_left_to_the_excerpt() -> None:
    text = "A [fool](https://fool.example) spoke."
    assert marked(text, "fool").found == frozenset()


def test_a_span_across_lines_is_marked() -> None:
    assert marked("One bad\nword here.", "bad\nword").html == (
        "<p>One <mark>bad</mark><br><mark>\nword</mark> here.</p>"
    )


def test_what_looks_like_markup_stays_text() -> None:
    found = marked("A <script>fool</script> & co.", "fool</script>")
    assert found.html == "<p>A &lt;script&gt;<mark>fool&lt;/script&gt;</mark> &amp; co.</p>"


def test_overlapping_spans_are_marked_once() -> None:
    assert marked("An utter fool.", "utter fool", "fool").html == (
        "<p>An <mark>utter fool</mark>.</p>"
    )


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 900), (4, 5)])
def test_a_span_of_an_older_text_marks_nothing(span: tuple[int, int]) -> None:
    assert mark("<p>Only us.</p>", "Only us.", spans=[span]).found == frozenset()


@given(st.text(st.sampled_from("ab *_[]()<>&`\n1.")), st.integers(0, 20), st.integers(1, 20))
def test_marking_adds_marks_and_changes_nothing_else(text: str, start: int, length: int) -> None:
    html = markup.render(text)
    found = mark(html, text, spans=[(start, start + length)]).html
    assert unescape(found.replace("<mark>", "").replace("</mark>", "")) == unescape(html)
