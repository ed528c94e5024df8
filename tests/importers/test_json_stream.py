"""JSON of any size is read object by object, as far as it can be read."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.importers import export_file, json_stream
from parley.importers.json_stream import Broken, Item, documents, items, raw
from parley.importers.record import Damage

COMMENTS = {"version": 1, "comments": [{"id": 1, "a": {"b": [1, None]}}, {"id": 2}], "users": [3]}


def read(text: str | bytes, *paths: str) -> list[Item | Broken | Damage]:
    data = text.encode() if isinstance(text, str) else text
    return list(items(io.BytesIO(data), paths or ("item",)))


def test_the_objects_of_an_array_come_one_by_one() -> None:
    assert read('[{"a": 1}, {"b": [2.5, true]}]') == [
        Item("item", {"a": 1}),
        Item("item", {"b": [2.5, True]}),
    ]


def test_what_is_wanted_is_named_by_its_place() -> None:
    got = read(json.dumps(COMMENTS), "comments.item")
    assert got == [
        Item("version", 1),
        Item("comments.item", {"id": 1, "a": {"b": [1, None]}}),
        Item("comments.item", {"id": 2}),
    ]


def test_scalars_of_an_array_can_be_wanted() -> None:
    assert Item("users.item", 3) in read(json.dumps(COMMENTS), "users.item")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@settings(max_examples=50)
@given(st.lists(st.dictionaries(st.text(), json_values, max_size=3), max_size=3))
def test_it_reads_what_any_other_reader_reads(values: list[dict[str, Any]]) -> None:
    got = read(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
    expected = json.loads(json.dumps(values).encode("utf-8", "replace"))
    surrogate = any(0xD800 <= ord(char) < 0xE000 for char in json.dumps(values, ensure_ascii=False))
    assert surrogate or [item.value for item in got if isinstance(item, Item)] == expected


def test_of_a_file_that_ends_early_everything_before_is_read() -> None:
    whole = json.dumps([{"id": number, "text": "é" * number} for number in range(5)])
    for end in range(1, len(whole)):
        got = read(whole[:end])
        found = [item.value for item in got if isinstance(item, Item)]
        assert found == json.loads(whole)[: len(found)]
        assert isinstance(got[-1], Damage)


def test_the_object_that_the_end_cuts_is_told() -> None:
    got = read('[{"a": 1}, {"b": 2, "c": [3')
    assert got[0] == Item("item", {"a": 1})
    assert isinstance(got[1], Broken)
    assert json.loads(got[1].raw) == {"b": 2, "c": [3]}


def test_what_is_no_json_is_damage() -> None:
    [damage] = read("Dear editor")
    assert isinstance(damage, Damage)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000])
def test_nesting_that_no_export_has_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="nested"):
        read(text, "item", "a")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_encoding_that_the_file_declares_is_read(encoding: str) -> None:
    assert read('[{"a": "ß"}]'.encode(encoding)) == [Item("item", {"a": "ß"})]


def test_bytes_that_are_no_unicode_are_told() -> None:
    assert read('[{"a": "ß"}]'.encode("latin-1")) == [
        Item("item", {"a": "\ufffd"}),
        Damage("1 bytes are in no Unicode encoding; “\ufffd” stands for them."),
    ]


def test_a_value_without_end_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_ITEM", 1000)
    got = read('[{"a": 1}, {"b": "' + "x" * 300_000 + '"}]')
    assert got[0] == Item("item", {"a": 1})
    assert "longer than" in str(got[-1])


def test_a_document_a_line_is_read_with_its_line() -> None:
    text = b'{"a": 1}\n\n  {"b": 2}\r\n{"c": \n{"d": 4}'
    got = list(documents(io.BytesIO(text)))
    assert got[:2] == [Item("item", {"a": 1}, 1), Item("item", {"b": 2}, 3)]
    assert isinstance(got[2], Broken)
    assert got[2].line == 4
    assert got[3] == Item("item", {"d": 4}, 5)


def test_a_line_without_end_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_ITEM", 1000)
    [broken, after] = documents(io.BytesIO(b'{"a": "' + b"x" * 5000 + b'"}\n{"b": 2}'))
    assert isinstance(broken, Broken)
    assert after == Item("item", {"b": 2}, 2)


def test_deep_nesting_in_a_line_breaks_that_line_only() -> None:
    got = list(documents(io.BytesIO(b'{"a":' * 100_000 + b'\n{"b": 2}')))
    assert isinstance(got[0], Broken)
    assert got[1] == Item("item", {"b": 2}, 2)


def test_an_archive_that_ends_early_is_damage() -> None:
    class EndsEarly(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            piece = super().read(10)
            if not piece:
                raise export_file.BrokenOff("The archive ends early.")
            return piece

    got = list(items(EndsEarly(b'[{"a": 1}, {"b": '), ("item",)))
    assert got[0] == Item("item", {"a": 1})
    assert "The archive ends early." in str(got[-1])


def test_raw_leaves_out_what_nobody_may_see() -> None:
    value = {"id": 1, "email": "a@mail.example", "user": {"ip": "10.0.0.1", "name": "Asha"}}
    assert json.loads(raw(value, "email", "ip")) == {"id": 1, "user": {"name": "Asha"}}


def test_one_document_may_follow_another_where_that_is_said() -> None:
    stream = io.BytesIO(b'{"code": 0, "response": [1]}\n{"response": [2]} [3]')
    values = [
        item.value
        for item in items(stream, ("response.item", "item"), several=True)
        if isinstance(item, Item) and item.path.endswith("item")
    ]
    assert values == [1, 2, 3]
