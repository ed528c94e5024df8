"""Numbers that a state gives a person, known by their form and, where there is one, checksum."""

from collections.abc import Iterator

import regex

from parley.policy.personal_data import cues
from parley.policy.personal_data.checksums import passes_verhoeff
from parley.policy.personal_data.numerals import Window
from parley.policy.personal_data.reading import Found, Reading

_ALONE = r"(?<![\p{L}\p{N}_-])", r"(?![\p{L}\p{N}_])"
_PAN = regex.compile(rf"{_ALONE[0]}([a-z]{{5}})[ -]?(\d{{4}})[ -]?([a-z]){_ALONE[1]}")
_NATIONAL_INSURANCE = regex.compile(
    rf"{_ALONE[0]}([a-z]{{2}})[ -]?(\d\d)[ -]?(\d\d)[ -]?(\d\d)[ -]?([a-d]){_ALONE[1]}"
)
_PASSPORT = regex.compile(rf"{_ALONE[0]}(?:[a-z]{{1,2}} ?)?\d{{7,9}}{_ALONE[1]}")

# The fourth letter says what the holder is: a person, a company, a family and so on.
_HOLDERS = frozenset("abcfghjlpte")
# HM Revenue & Customs, NIM39110: letters and pairs that are never given out.
_NEVER_FIRST, _NEVER_SECOND = frozenset("dfiquv"), frozenset("dfiquvo")
_NEVER_A_PAIR = frozenset({"bg", "gb", "kn", "nk", "nt", "tn", "zz"})
# Printed in advertisements, and void since.
_VOID_SOCIAL_SECURITY = frozenset({"078051120", "219099999"})


def is_aadhaar_number(window: Window, reading: Reading) -> bool:
    digits = window.digits
    if len(digits) != 12 or digits[0] in "01" or not passes_verhoeff(digits):
        return False
    before = reading.before(window.start)
    if cues.AADHAAR.search(before):
        return True
    if cues.OTHER.search(before) or cues.AMOUNT_AFTER.match(reading.after(window.end)):
        return False
    return window.shape == (12,) or (window.shape == (4, 4, 4) and not _are_years(window))


def is_social_security_number(window: Window, reading: Reading) -> bool:
    digits = window.digits
    if len(digits) != 9 or digits in _VOID_SOCIAL_SECURITY:
        return False
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area in {"000", "666"} or area[0] == "9" or group == "00" or serial == "0000":
        return False
    before = reading.before(window.start)
    if cues.SOCIAL_SECURITY.search(before):
        return window.shape in {(9,), (3, 2, 4)}
    hyphened = set(window.joints) <= {"-", "–", "‐", "‑"}
    return window.shape == (3, 2, 4) and hyphened and not cues.OTHER.search(before)


def written_numbers(reading: Reading) -> Iterator[Found]:
    """Those that have letters in them."""
    if 4 in reading.digit_groups:
        yield from _pan_numbers(reading)
    if sum(reading.digit_groups) >= 6:
        yield from _national_insurance_numbers(reading)
    if "passport" in reading.words:
        yield from _passport_numbers(reading)


def _pan_numbers(reading: Reading) -> Iterator[Found]:
    for found in _PAN.finditer(reading.text):
        called_so = cues.PAN.search(reading.before(found.start()))
        if called_so or (_in_capitals(found, reading) and found[1][3] in _HOLDERS):
            yield reading.found("pan_number", found.span(), value="".join(found.groups()))


def _national_insurance_numbers(reading: Reading) -> Iterator[Found]:
    for found in _NATIONAL_INSURANCE.finditer(reading.text):
        prefix = found[1]
        given_out = (
            prefix[0] not in _NEVER_FIRST
            and prefix[1] not in _NEVER_SECOND
            and prefix not in _NEVER_A_PAIR
        )
        called_so = cues.NATIONAL_INSURANCE.search(reading.before(found.start()))
        if called_so or (given_out and _in_capitals(found, reading)):
            value = "".join(found.groups())
            yield reading.found("national_insurance_number", found.span(), value=value)


def _passport_numbers(reading: Reading) -> Iterator[Found]:
    """Any seven to nine digits: only the word beside them tells."""
    for found in _PASSPORT.finditer(reading.text):
        if cues.PASSPORT.search(reading.before(found.start())):
            value = found[0].replace(" ", "")
            yield reading.found("passport_number", found.span(), value=value)


def _in_capitals(found: "regex.Match[str]", reading: Reading) -> bool:
    return reading.written(*found.span()).isupper()


def _are_years(window: Window) -> bool:
    return all(1800 <= int(block.digits) <= 2100 for block in window.blocks)
