"""Offsets are told in UTF-16, in which JavaScript counts."""

from hypothesis import given
from hypothesis import strategies as st

from parley.api.perspective.scores import utf16_offsets


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.data())
def test_an_offset_counts_the_units_before_it(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert utf16_offsets(text)(place) == len(text[:place].encode("utf-16-le")) // 2
