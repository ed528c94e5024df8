"""Our own vote on the language: its file is whole or refused."""

from importlib.resources import files

import pytest

from parley.errors import ModelUnavailable
from parley.policy import language_model as model
from parley.policy.language_model import FILE, load_language_model

WHOLE = files("parley.policy").joinpath("weights", FILE).read_bytes()


def test_it_fits_into_three_hundred_kilobytes() -> None:
    assert len(WHOLE) <= 300_000


@pytest.mark.parametrize("length", [0, 1, 100, len(WHOLE) // 2, len(WHOLE) - 1])
def test_a_cut_file_is_refused(length: int) -> None:
    with pytest.raises(ModelUnavailable):
        load_language_model(WHOLE[:length])


def test_a_changed_byte_is_noticed() -> None:
    middle = len(WHOLE) // 2
    damaged = WHOLE[:middle] + bytes([WHOLE[middle] ^ 0xFF]) + WHOLE[middle + 1 :]
    with pytest.raises(ModelUnavailable):
        load_language_model(damaged)


def test_a_missing_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "FILE", "no-such-file.npz")
    with pytest.raises(ModelUnavailable):
        load_language_model()


def test_marks_and_capitals_make_no_difference() -> None:
    plain = load_language_model().english_logit("the council has to act")
    assert load_language_model().english_logit("THE COUNCIL, has to act!") == plain


@pytest.mark.parametrize("text", ["", " ", "!", "12", "a", "…"])
def test_a_text_without_letters_is_no_fault(text: str) -> None:
    assert isinstance(load_language_model().english_logit(text), float)
    assert sum(load_language_model().romanised_votes(text).values()) <= 1
