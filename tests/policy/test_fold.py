"""Folding: one spelling for what reads alike, with a way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.fold import fold


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ÉTUDE", "e\u0301tude"),
        ("ﬁne", "fine"),
        ("ｅｘａｍｐｌｅ", "Example"),
        ("straße", "STRASSE"),
        ("im\u200bpos\u00adsible", "impossible"),
        ("pаypаl", "paypal"),
        ("ΡΟΚΕR", "poker"),
        ("كتـــاب", "كتاب"),
        ("نمی‌خواهم", "نمیخواهم"),
        ("가", "\u1100\u1161"),
    ],
)
def test_what_reads_alike_is_the_same(text: str, same: str) -> None:
    assert fold(text).text == fold(same).text


@pytest.mark.parametrize("text", ["россия сора", "ελλάδα", "क्षत्रिय", "தமிழ்", "مرحبا"])
def test_other_scripts_keep_their_letters(text: str) -> None:
    assert fold(text).text == text


@given(st.text())
def test_every_folded_character_leads_back_into_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    spans = list(zip(folded.starts, folded.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
