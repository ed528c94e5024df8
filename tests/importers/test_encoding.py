"""Text whose encoding was damaged is told from text that only looks foreign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.importers.encoding import is_damaged


@pytest.mark.parametrize("text", ["Itâ€™s", "CafÃ©", "à¤¹à¤¿à¤¨", "lost \ufffd", "ÐŸÑ€Ð¸"])
def test_damage_is_told(text: str) -> None:
    assert is_damaged(text)


@pytest.mark.parametrize(
    "text", ["It’s", "Café", "हिन्दी", "Привет", "Größe — “ja”", "£5 ½ °C", "ÀÉ", "日本語", "👩‍👩‍👧"]
)
def test_foreign_letters_are_no_damage(text: str) -> None:
    assert not is_damaged(text)


@given(st.text(st.characters(min_codepoint=0x900, max_codepoint=0xD7FF), min_size=1))
def test_whatever_was_read_as_western_is_told(text: str) -> None:
    assert is_damaged(text.encode().decode("latin-1"))
