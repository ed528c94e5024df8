"""Numbers as people write them, made at random: some are somebody's, the others only look so."""

from collections.abc import Callable
from random import Random

from parley.policy.personal_data.checksums import passes_luhn, passes_mod97, passes_verhoeff

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_NAMES = ("asha", "ravi.kumar", "k_iyer", "meena1968", "tom.hughes", "d.souza", "bhaskaran")
_HOSTS = ("mail.example.org", "post.co.uk", "letters.in", "inbox.net", "company.com")
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
# Numbers of which the digits given here are real ones of their places.
_AREAS = ("212", "312", "415", "617", "713", "206")
_CARDS = ("4", "51", "55", "2221", "6011", "6521", "8172", "5085")


def phones(random: Random) -> dict[str, str]:
    """One number in every way in which most people write it."""
    number, abroad = _mobile(random), _american(random)
    return {
        "9876543210": number,
        "98765 43210": _parted(number, 5, 5),
        "98765-43210": _parted(number, 5, 5, joint="-"),
        "987 654 3210": _parted(number, 3, 3, 4),
        "+91 98765 43210": "+91 " + _parted(number, 5, 5),
        "+919876543210": "+91" + number,
        "09876543210": "0" + number,
        "07911 123456": "07"
        + str(random.choice((4, 5, 7, 8, 9)))
        + _parted("0" + _digits(random, 7), 2, 6),
        "(212) 555-0123": f"({abroad[:3]}) {_parted(abroad[3:], 3, 4, joint='-')}",
        "212-555-0123": _parted(abroad, 3, 3, 4, joint="-"),
    }


def disguised_phones(random: Random) -> dict[str, str]:
    """And in the ways of those who do not want it to be found."""
    number = _mobile(random)
    spoken = " ".join(_WORDS[int(digit)] for digit in number)
    return {
        "nine eight …": spoken,
        "nine, eight, …": spoken.replace(" ", ", "),
        "98765 four three …": f"{number[:5]} {' '.join(spoken.split()[5:])}",
        "9 8 7 …": " ".join(number),
        "9.8.7. …": ".".join(number),
        "98 76 54 32 10": _parted(number, 2, 2, 2, 2, 2),
        "९८७६५४३२१०": number.translate(_DEVANAGARI),
        "９８７６５": number.translate(_FULL_WIDTH),
        "98765*43210": _parted(number, 5, 5, joint="*"),
        "987\u200b654…": _parted(number, 3, 3, 4, joint="\u200b"),
        "O for 0": number.replace("0", "O"),
    }


def addresses(random: Random) -> dict[str, str]:
    """E-mail addresses, plain and spelled out."""
    name, host = random.choice(_NAMES), random.choice(_HOSTS)
    dotted = host.replace(".", " dot ")
    return {
        "a@b.c": f"{name}@{host}",
        "a [at] b.c": f"{name} [at] {host}",
        "a(at)b(dot)c": f"{name}(at){host.replace('.', '(dot)')}",
        "a [at] b dot c": f"{name} [at] {dotted}",
        "a AT b DOT c": f"{name} AT {dotted.replace('dot', 'DOT')}",
        "a at the rate b dot c": f"{name} at the rate {dotted}",
        "ａ＠ｂ": f"{name}＠{host}",
    }


def numbers_of_people(random: Random) -> dict[str, str]:
    """Identity and payment numbers that pass their checks, by their code."""
    aadhaar = _checked(str(random.randint(2, 9)) + _digits(random, 10), passes_verhoeff)
    start = random.choice(_CARDS)
    card = _checked(start + _digits(random, 15 - len(start)), passes_luhn)
    account = f"{''.join(random.choices(_LETTERS, k=4))}{_digits(random, 14)}"
    check = next(f"{n:02d}" for n in range(2, 99) if passes_mod97(f"gb{n:02d}{account.lower()}"))
    return {
        "aadhaar_number": random.choice((aadhaar, _parted(aadhaar, 4, 4, 4))),
        "card_number": random.choice((card, _parted(card, 4, 4, 4, 4))),
        "bank_account": f"GB{check}{account}",
        "pan_number": f"{''.join(random.choices(_LETTERS, k=3))}P{random.choice(_LETTERS)}"
        f"{_digits(random, 4)}{random.choice(_LETTERS)}",
        "national_insurance_number": f"{random.choice('ABCEHJ')}{random.choice('ABCEHJ')} "
        f"{_parted(_digits(random, 6), 2, 2, 2)} {random.choice('ABCD')}",
        "social_security_number": f"{random.randint(1, 665):03d}-{random.randint(1, 99):02d}-"
        f"{random.randint(1, 9999):04d}",
    }


def other_numbers(random: Random) -> dict[str, str]:
    """Sentences with numbers that are nobody's."""
    year = random.randint(1900, 2025)
    runs = random.randint(90, 480)
    return {
        "order": f"My order no. {_digits(random, random.randint(8, 16))} never came.",
        "case": f"The case number {_digits(random, 5)}/{year} was adjourned again.",
        "price": f"It cost Rs {_indian(random.randint(10**5, 10**9))}, then ₹{_digits(random, 9)}.",
        "score": f"They made {runs}/{random.randint(0, 9)} and {runs - 40} all out in 49.2 overs.",
        "sets": f"She won {' '.join(random.choices(('6-4', '7-5', '7-6', '6-3', '4-6'), k=5))}.",
        "dates": f"From {random.randint(1, 28):02d}-{random.randint(1, 12):02d}-{year} until "
        f"{year + 1}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}.",
        "years": f"It was {year} {year + 4} {year + 9}, and then {year + 1}-{year + 6}.",
        "sections": f"Under sections {' '.join(str(random.randint(100, 511)) for _ in range(4))}.",
        "isbn": f"It is ISBN 978{_digits(random, 10)} on the shelf.",
        "range": f"Some {random.randint(10, 99)}000-{random.randint(10, 99)}000 people came.",
        "index": f"The index fell from {_digits(random, 5)}.{_digits(random, 2)} to "
        f"{_digits(random, 5)}.{_digits(random, 2)} points.",
        "address": f"The server is at {'.'.join(str(random.randint(1, 255)) for _ in range(4))}.",
        "place": f"It is at {random.randint(8, 34)}.{_digits(random, 6)}, 77.{_digits(random, 6)}",
        "votes": f"He got {_digits(random, 6)} votes and she {_digits(random, 6)} votes.",
        "reference": f"The transaction id is {_digits(random, 12)} by UPI.",
    }


def bare_numbers(random: Random) -> dict[str, str]:
    """Digits of which nothing says what they are; of some lengths a checksum passes by chance."""
    return {
        f"{length} digits": f"It said {_digits(random, length)} on the board."
        for length in range(8, 17)
    }


def _mobile(random: Random) -> str:
    """Of the numbers that begin with 9 nearly all are given out."""
    return "9" + _digits(random, 9)


def _american(random: Random) -> str:
    return random.choice(_AREAS) + str(random.randint(2, 9)) + _digits(random, 6)


def _digits(random: Random, count: int) -> str:
    return "".join(str(random.randint(0, 9)) for _ in range(count))


def _parted(number: str, *sizes: int, joint: str = " ") -> str:
    parts, place = list[str](), 0
    for size in sizes:
        parts.append(number[place : place + size])
        place += size
    return joint.join(parts)


def _checked(digits: str, passes: Callable[[str], bool]) -> str:
    return next(digits + check for check in "0123456789" if passes(digits + check))


def _indian(number: int) -> str:
    """12,34,567"""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs = list[str]()
    while head:
        head, pairs = head[:-2], [head[-2:], *pairs]
    return ",".join([*pairs, tail])
