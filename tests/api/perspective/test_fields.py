"""The syntax of partial responses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.api.perspective.fields import parse, select
from parley.errors import Malformed

WHOLE = {"a": {"b": 1, "c": {"d": 2, "e": 3}}, "f": [{"g": 4, "h": 5}], "i": 6}


@pytest.mark.parametrize(
    ("mask", "part"),
    [
        ("a", {"a": WHOLE["a"]}),
        ("a/b", {"a": {"b": 1}}),
        ("a.b", {"a": {"b": 1}}),
        ("a/c/d,i", {"a": {"c": {"d": 2}}, "i": 6}),
        ("a(b,c/e)", {"a": {"b": 1, "c": {"e": 3}}}),
        ("a/*/d", {"a": {"b": 1, "c": {"d": 2}}}),
        ("f/g", {"f": [{"g": 4}]}),
        ("a/b,a", {"a": WHOLE["a"]}),
        ("a,a/b", {"a": WHOLE["a"]}),
        (" a ( b ) , i ", {"a": {"b": 1}, "i": 6}),
        ("*", WHOLE),
    ],
)
def test_a_mask_keeps_what_it_names(mask: str, part: dict[str, Any]) -> None:
    assert select(WHOLE, parse(mask)) == part


@pytest.mark.parametrize(
    "mask", [",", "a,", "a(", "a(b", "a)", "a//b", "(a)", "a b!", "a/" * 500 + "a", "a" * 2001]
)
def test_what_is_no_mask_is_refused(mask: str) -> None:
    with pytest.raises(Malformed):
        parse(mask)


@given(st.text(alphabet="ab/.(),*", max_size=60))
def test_whatever_the_mask_nothing_is_added(mask: str) -> None:
    try:
        tree = parse(mask)
    except Malformed:
        return
    kept = select(WHOLE, tree)
    assert kept.items() <= WHOLE.items() or set(kept) <= set(WHOLE)
