"""The first tier's file: whole or refused."""

from importlib.resources import files

import pytest

from parley.errors import ModelUnavailable
from parley.policy.first_tier import FILE, load_first_tier

WHOLE = files("parley.policy").joinpath("weights", FILE).read_bytes()


def test_it_fits_into_eight_megabytes() -> None:
    assert len(WHOLE) <= 8_000_000


def test_the_same_bytes_are_the_same_version() -> None:
    assert load_first_tier(WHOLE).version == load_first_tier().version


@pytest.mark.parametrize("length", [0, 1, 100, len(WHOLE) // 2, len(WHOLE) - 1])
def test_a_cut_file_is_refused(length: int) -> None:
    with pytest.raises(ModelUnavailable):
        load_first_tier(WHOLE[:length])


def test_a_changed_byte_is_noticed() -> None:
    middle = len(WHOLE) // 2
    damaged = WHOLE[:middle] + bytes([WHOLE[middle] ^ 0xFF]) + WHOLE[middle + 1 :]
    with pytest.raises(ModelUnavailable):
        load_first_tier(damaged)
