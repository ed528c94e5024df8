"""Numbers by which money moves: cards, bank accounts, and the Indian UPI's addresses."""

from collections.abc import Iterator

import regex

from parley.policy.personal_data import cues
from parley.policy.personal_data.checksums import passes_luhn, passes_mod97
from parley.policy.personal_data.numerals import Window
from parley.policy.personal_data.reading import Found, Reading
from parley.policy.word_sets import word_set

# Issuers by their first digits, with the lengths of their numbers (ISO/IEC 7812).
_ISSUERS: tuple[tuple[int, int, frozenset[int]], ...] = (
    (4, 4, frozenset({13, 16, 19})),  # Visa
    (51, 55, frozenset({16})),  # Mastercard
    (2221, 2720, frozenset({16})),
    (34, 34, frozenset({15})),  # American Express
    (37, 37, frozenset({15})),
    (300, 305, frozenset({14})),  # Diners Club
    (36, 36, frozenset({14})),
    (38, 39, frozenset({14})),
    (3528, 3589, frozenset({16})),  # JCB; RuPay has some of these too
    (6011, 6011, frozenset({16})),  # Discover
    (644, 659, frozenset({16})),
    (60, 60, frozenset({16})),  # RuPay
    (81, 82, frozenset({16})),
    (508, 508, frozenset({16})),
    (62, 62, frozenset({16, 17, 18, 19})),  # UnionPay
    (5018, 5038, frozenset({16})),  # Maestro
    (56, 58, frozenset({16})),
    (67, 67, frozenset({16})),
)
_SHAPES = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (8, 8), (4, 4, 4, 1)})

# From the IBAN registry.
_LENGTHS = word_set("""
    ad:24 ae:23 al:28 at:20 az:28 ba:20 be:16 bg:22 bh:22 br:29 by:28 ch:21 cr:22 cy:28 cz:24 de:22
    dk:18 do:28 ee:20 eg:29 es:24 fi:18 fo:18 fr:27 gb:22 ge:22 gi:23 gl:18 gr:27 gt:28 hr:21 hu:28
    ie:22 il:23 iq:23 is:26 it:27 jo:30 kw:30 kz:20 lb:28 lc:32 li:21 lt:20 lu:20 lv:21 ly:25 mc:27
    md:24 me:22 mk:19 mr:27 mt:31 mu:30 nl:18 no:15 pk:24 pl:28 ps:29 pt:25 qa:29 ro:24 rs:22 sa:24
    sc:31 se:24 si:19 sk:24 sm:27 st:25 sv:28 tl:23 tn:24 tr:26 ua:29 va:22 vg:24 xk:20
    """)
# Without the two letters and the two check digits.
_ACCOUNT_LENGTHS = {
    country: int(length) - 4 for country, length in (pair.split(":") for pair in _LENGTHS)
}
# Digits in an account, the check digits among them: Malta's may have letters elsewhere.
_LEAST = 7
_IBAN = regex.compile(r"(?<![\p{L}\p{N}])([a-z]{2})\d{2}(?=[ -]?[a-z0-9]{4})")

# The Indian Financial System Code: four letters, a zero, six letters or digits.
_BRANCH = regex.compile(r"(?<![\p{L}\p{N}])[a-z]{4}0[a-z0-9]{6}(?![\p{L}\p{N}])")

# What the apps and banks put behind the "@".
_PROVIDERS = (
    "apl|yapl|rapl|axl|ibl|ybl|upi|paytm|ptyes|ptaxis|ptsbi|pthdfc|oksbi|okaxis|okicici|okhdfcbank|"
    "axisbank|axis|sbi|hdfcbank|hdfcbankjd|icici|icicibank|kotak|kmbl|yesbank|yesbankltd|ikwik|"
    "freecharge|jupiteraxis|fam|slice|sliceaxis|airtel|airtelpaymentsbank|postbank|ippb|cnrb|pnb|"
    "barodampay|bob|boi|mahb|unionbank|unionbankofindia|uboi|indianbank|indbank|idbi|idfcbank|"
    "idfcfirst|federal|fbl|indus|rbl|sib|kbl|kvb|cub|dbs|hsbc|citi|citigold|sc|timecosmos|"
    "waaxis|waicici|wahdfcbank|wasbi|superyes|naviaxis|goaxb|tapicici|amazonpay|mbk|pingpay|"
    "axisgo|dlb|jsb|aubank|equitas|bandhan|nsdl|jio|kaypay|payzapp|pockets|eazypay|myicici"
)
_UPI = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}._@-])([\p{{L}}\p{{N}}][\p{{L}}\p{{N}}._-]{{1,63}}+)\s?@\s?"
    rf"(?:(?P<known>{_PROVIDERS})|[a-z]{{2,20}})(?![\p{{L}}\p{{N}}_@-]|\.[\p{{L}}\p{{N}}])"
)


def is_card_number(window: Window, reading: Reading) -> bool:
    digits = window.digits
    if not 13 <= len(digits) <= 19 or not _is_issued(digits) or not passes_luhn(digits):
        return False
    before = reading.before(window.start)
    if cues.CARD.search(before):
        return True
    plain = len(window.blocks) == 1 or window.shape in _SHAPES
    return plain and not cues.OTHER.search(before)


def is_indian_account(window: Window, reading: Reading) -> bool:
    """An account without a checksum, beside the code of its branch."""
    return (
        9 <= len(window.digits) <= 18
        and cues.ACCOUNT.search(reading.before(window.start)) is not None
        and _BRANCH.search(reading.text) is not None
    )


def written_numbers(reading: Reading) -> Iterator[Found]:
    """Bank accounts and UPI addresses, which have letters in them."""
    accounts = _IBAN.finditer(reading.text) if sum(reading.digit_groups) >= _LEAST else ()
    for found in accounts:
        end = _account_end(reading.text, found)
        if end is not None:
            value = regex.sub(r"[ -]", "", reading.text[found.start() : end])
            if passes_mod97(value):
                yield reading.found("bank_account", (found.start(), end), value=value)
    if "@" in reading.text:
        for found in _UPI.finditer(reading.text):
            if found["known"] or cues.UPI.search(reading.before(found.start())):
                yield reading.found("upi_id", found.span(), value=found[0].replace(" ", ""))


def _is_issued(digits: str) -> bool:
    length = len(digits)
    return any(
        length in lengths and first <= int(digits[: len(str(first))]) <= last
        for first, last, lengths in _ISSUERS
    )


def _account_end(text: str, found: "regex.Match[str]") -> int | None:
    """Where the account ends that begins here; None where its country's are longer or shorter."""
    missing = _ACCOUNT_LENGTHS.get(found[1])
    if missing is None:
        return None
    place = found.end()
    while missing and place < len(text):
        if text[place] in " -" and place + 1 < len(text):
            place += 1
        if not (text[place].isascii() and text[place].isalnum()):
            return None
        place, missing = place + 1, missing - 1
    goes_on = place < len(text) and text[place].isalnum()
    return None if missing or goes_on else place
