"""Disguised words are read; what only looks like a disguise is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.disguise import Watched, plain

WATCHED = Watched.of(
    ["fuck", "idiot", "idiots", "stupid", "moron", "shit", "bitch", "asshole", "ass", "dumb"],
    ["pen is", "looser"],
)


def read(text: str) -> str:
    return plain(text, WATCHED).folded.text


@pytest.mark.parametrize(
    "text",
    [
        "i d i o t",
        "i.d.i.o.t",
        "i-d-i-o-t",
        "i_d_i_o_t",
        "id.iot",
        "id iot",
        "1d10t",
        "!diot",
        "idi0t",
        "id*ot",
        "idiiiiot",
        "idiott",
        "іdіоt",
        "ιdιοt",
        "ｉｄｉｏｔ",
        "ⓘⓓⓘⓞⓣ",
        "🅸🅳🅸🅾🆃",
        "𝐢𝐝𝐢𝐨𝐭",
        "i\u200bd\u200bi\u200bo\u200bt",
        "i\u00addi\u00adot",
        "ïdïöt",
        "i̸d̸i̸o̸t̸",
        "IDIOT",
    ],
)
def test_a_disguised_word_is_read(text: str) -> None:
    assert read(f"You are an {text}, as ever.") == "you are an idiot, as ever."


def test_letters_that_stand_apart_hide_no_disguise_before_them() -> None:
    assert read("1d10t\n\ni d i o t") == "idiot\n\nidiot"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("sh!t!!", "shit!!"),
        ("a$$hole", "asshole"),
        ("@sshole", "asshole"),
        ("f**k", "fuck"),
        ("f*ck", "fuck"),
        ("b1tch", "bitch"),
        ("(m0r0n)", "(moron)"),
        ("s t u p i d and d.u.m.b", "stupid and dumb"),
    ],
)
def test_marks_around_it_stay(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "the u.s.a. and the u.k.",
        "plan b, plan c, plan d",
        "r&d, b2b and 4x4",
        "e.g. this, i.e. that",
        "rs.1,20,000/- only",
        "covid-19 in 2020",
        "sooo good",
        "the class will assess it",
        "my pa$$word",
        "a looser rule",
        "the pen is here",
        "see https://example.org/i-d-i-o-t-s",
        "a, b, c and d",
        "mr. k. l. rao",
    ],
)
def test_what_is_no_disguise_is_left_alone(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    "text", ["نمی‌خواهم بروم", "क्षत्रिय और ज्ञान", "தமிழ் மொழி", "مرحبا بالعالم", "👩‍👩‍👧‍👦 👍🏽 🇮🇳"]
)
def test_other_scripts_and_emoji_hide_nothing(text: str) -> None:
    assert plain(text, WATCHED).found == ()


def test_the_disguise_is_found_in_the_original() -> None:
    text = "Ach, you і d і о t, go."
    read_text = plain(text, WATCHED)
    ((start, end),) = read_text.found
    first, last = read_text.folded.span(start, end)
    assert text[first:last] == "і d і о t"


@given(st.text(alphabet="iIdо0ot. *-\u200bs!1\u0301ck", max_size=60))
def test_every_character_leads_back_into_the_text(text: str) -> None:
    folded = plain(text, WATCHED).folded
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    spans = list(zip(folded.starts, folded.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    plain(text, WATCHED)
