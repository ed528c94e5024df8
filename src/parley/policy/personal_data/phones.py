"""Telephone numbers, valid where the site's readers live or written for the whole world."""

from collections.abc import Sequence
from functools import lru_cache

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberType,
    is_possible_number,
    number_type,
    parse,
    region_code_for_number,
)

from parley.policy.personal_data import cues
from parley.policy.personal_data.numerals import LEAST, Window
from parley.policy.personal_data.reading import Reading

# E.164 allows fifteen, and "00" may stand before them.
_MOST = 17

# Behind these is never a person's own line: free calls, shared costs, company switchboards.
_OF_OFFICES = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER})

# A number that is not valid is of no kind that the library knows.
_OF_NOBODY = _OF_OFFICES | {PhoneNumberType.UNKNOWN}

# In North America mobiles are not told from landlines, and the area code is always dialled.
_NORTH_AMERICA = 1

# People split a number in as many parts as this, and not in more.
_MOST_PARTS = 5

# All numbers of these eleven digits are British mobiles and pagers, the ones reserved
# for films among them, which the library calls invalid.
_BRITISH_MOBILE = "07"


def is_phone_number(window: Window, reading: Reading, *, regions: Sequence[str]) -> bool:
    digits = window.digits
    if not LEAST <= len(digits) <= _MOST:
        return False
    before, after = reading.before(window.start), reading.after(window.end)
    if _has_plus(before):
        return _is_of_a_person(f"+{digits}", None) or (
            _could_be(f"+{digits}", (None,)) and not cues.AMOUNT_AFTER.match(after)
        )
    is_other = cues.OTHER.search(before)
    if cues.PHONE.search(before) or (
        not is_other and (cues.NUMBER.search(before) or cues.PHONE_AFTER.match(after))
    ):
        return any(_is_of_a_person(digits, region) for region in regions) or _could_be(
            digits, regions
        )
    if is_other or cues.AMOUNT_AFTER.match(after) or not _is_grouped(window):
        return False
    return any(_stands_alone(digits, region) for region in regions) or (
        _is_bracketed(window, reading) and _could_be(digits, regions)
    )


def _has_plus(before: str) -> bool:
    return before.rstrip(" (").endswith("+")


def _is_of_a_person(digits: str, region: str | None) -> bool:
    number = _parsed(digits, region)
    return number is not None and number_type(number) not in _OF_NOBODY


def _stands_alone(digits: str, region: str) -> bool:
    """Whether it is a number with no word to say so: a mobile, or with a code dialled before it."""
    if region == "GB" and digits.startswith(_BRITISH_MOBILE) and len(digits) == 11:
        return True
    number = _parsed(digits, region)
    if number is None:
        return False
    kind = number_type(number)
    if kind in _OF_NOBODY:
        return False
    significant = str(number.national_number)
    if len(significant) < LEAST + 1 and number.country_code != _NORTH_AMERICA:
        # Eight digits are a date or a sum as often as not.
        return False
    if number.country_code == _NORTH_AMERICA:
        # Canada shares the numbers, not the readers.
        return region_code_for_number(number) == region
    return kind in _MOBILE or len(digits) > len(significant)


def _could_be(digits: str, regions: Sequence[str | None]) -> bool:
    """Of the right length somewhere; good enough where the author calls it a number."""
    numbers = (_parsed(digits, region) for region in regions)
    return len(digits) > LEAST and any(
        number is not None and is_possible_number(number) and number_type(number) not in _OF_OFFICES
        for number in numbers
    )


def _is_bracketed(window: Window, reading: Reading) -> bool:
    """Written as "(555) 123-4567"."""
    return (
        window.shape == (3, 3, 4)
        and reading.text[window.start - 1 : window.start] == "("
        and window.joints[0].startswith(")")
    )


def _is_grouped(window: Window) -> bool:
    """Whether the digits are grouped as those of a telephone number are."""
    blocks, joints, shape = window.blocks, window.joints, window.shape
    if len(blocks) == 1 or any(block.spoken for block in blocks):
        # "98765 four three two one zero" is grouped as it likes.
        return True
    if joints == (".",) or _is_internet_address(window) or _is_round(window):
        return False
    if all(block.singly for block in blocks[1:]) or set(shape) == {2}:
        return len(set(joints[1:])) <= 1
    code_first = shape[0] == 1 and blocks[0].digits in {"0", "1"}
    parts = shape[1:] if code_first else shape
    return len(parts) <= _MOST_PARTS and min(parts) >= 2 and parts[-1] >= 3


def _is_round(window: Window) -> bool:
    """From 60,000 to 70,000, not a telephone."""
    return all(block.digits.endswith("00") for block in window.blocks)


def _is_internet_address(window: Window) -> bool:
    return set(window.joints) == {"."} and len(window.blocks) == 4 and max(window.shape) <= 3


@lru_cache(maxsize=256)
def _parsed(digits: str, region: str | None) -> PhoneNumber | None:
    try:
        return parse(digits, region)
    except NumberParseException:
        return None
