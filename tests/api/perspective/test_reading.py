"""Requests are read as leniently as Google reads them, and no more."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.api.perspective.reading import Message, read
from parley.errors import Malformed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"", {}),
        (b"  \n", {}),
        (b"\xef\xbb\xbf{}", {}),
        (b"{a: {b_1: 2}}", {"a": {"b_1": 2}}),
        (b"{'a': 'it\\'s \"so\"'}", {"a": 'it\'s "so"'}),
        (b'{"a": [1, 2,], }', {"a": [1, 2]}),
        (b'{a: "b: c, }"}', {"a": "b: c, }"}),
        (b'{a: "\\"b: ,]"}', {"a": '"b: ,]'}),
    ],
)
def test_what_googles_examples_leave_out_is_understood(body: bytes, value: object) -> None:
    assert read(body) == value


@given(st.dictionaries(st.text(), JSON))
def test_json_is_read_as_what_it_is(value: dict[str, Any]) -> None:
    assert read(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_anything_else_is_refused_and_nothing_worse(body: bytes) -> None:
    with contextlib.suppress(Malformed):
        assert isinstance(read(body), dict)


@pytest.mark.parametrize("part", ["'", "\\'", '"\\', "a:", ",", "'\\", "{a", "a", "a ", ", ", "$"])
def test_no_text_takes_long_to_be_refused(part: str) -> None:
    """Quadratic work on a text as long as this would not end."""
    with pytest.raises(Malformed):
        read((part * (900_000 // len(part))).encode())


@pytest.mark.parametrize("value", [0.5, "0.5"])
def test_a_number_may_be_written_as_text(value: object) -> None:
    assert Message({"value": value}, ["value"]).number("value") == 0.5


@pytest.mark.parametrize("value", [True, "x", "", [], {}, 10**400, 1e999, "nan", "inf"])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(Malformed):
        Message({"value": value}, ["value"]).number("value")
