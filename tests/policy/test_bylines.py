"""Who wrote an article, as its byline says."""

import pytest

from parley import names
from parley.policy.bylines import keys_of, writers_of


@pytest.mark.parametrize(
    ("byline", "writers"),
    [
        ("Meera Nair", ("Meera Nair",)),
        ("By Meera Nair and Tom Hughes", ("Meera Nair", "Tom Hughes")),
        ("by Meera Nair, Tom Hughes & Ann Lee", ("Meera Nair", "Tom Hughes", "Ann Lee")),
        ("Anand Byron", ("Anand Byron",)),
        ("", ()),
    ],
)
def test_a_byline_has_these_writers(byline: str, writers: tuple[str, ...]) -> None:
    assert writers_of(byline) == writers


@pytest.mark.parametrize("byline", ["MEERA NAIR", "By Meera Nair in Delhi", "X and meera nair"])
def test_a_writer_is_found_however_the_name_is_set(byline: str) -> None:
    assert names.fold("Meera Nair") in keys_of(byline)


def test_a_longer_name_is_somebody_else_s() -> None:
    assert names.fold("Ann Lee") not in keys_of("Ann Lee Smith")
