"""Whether a text names somebody of the staff."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.mentions import named_in
from tests.growth import grows_less_than_squarely

STAFF = ("Meera Nair", "Ann Lee", "Hope", "मीरा नायर")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I thank Meera Nair for this.", {"Meera Nair"}),
        ("Meera Nair's article is right.", {"Meera Nair"}),
        ("So says MEERA  NAIR.", {"Meera Nair"}),
        ("The first letter of Мeera Nair is Cyrillic.", {"Meera Nair"}),
        ("What does @MeeraNair say?", {"Meera Nair"}),
        ("What does @Meera Nair say?", {"Meera Nair"}),
        ("मीरा नायर ने लिखा है।", {"मीरा नायर"}),
        ("Thank you, @Hope, and Ann Lee.", {"Hope", "Ann Lee"}),
    ],
)
def test_somebody_is_named(text: str, found: set[str]) -> None:
    assert named_in(text, STAFF) == found


@pytest.mark.parametrize(
    "text",
    [
        "Joann Leeson is somebody else.",
        "There is hope for us.",
        "Meera and Nair are two people.",
        "It stands at https://paper.example/Meera Nair/ for all to read.".replace(" N", "-N"),
        "Write to meera.nair@paper.example for more.",
        "",
    ],
)
def test_nobody_is_named(text: str) -> None:
    assert named_in(text, STAFF) == set()


@given(st.text(), st.text())
def test_a_whole_name_is_found_wherever_it_stands(before: str, after: str) -> None:
    assert "Meera Nair" in named_in(f"{before.replace('.', '')} \n Meera Nair \n {after}", STAFF)


@pytest.mark.parametrize("piece", ["a", "@", "a@", "Meera ", "@.", "\u200d"])
def test_the_work_does_not_grow_with_the_square_of_the_text(piece: str) -> None:
    def look(size: int) -> object:
        return named_in(piece * size, STAFF)

    assert grows_less_than_squarely(look, 2_000, 16_000)
