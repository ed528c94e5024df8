"""Checksums by which a number shows that it is one of its kind."""

from collections.abc import Iterator

# The dihedral group D5, and the permutation that each place is put through (Verhoeff 1969).
_TIMES = tuple(
    tuple(
        (a + b) % 5 + 0 if a < 5 and b < 5
        else (a + b - 5) % 5 + 5 if a < 5
        else (a - b - 5) % 5 + 5 if b < 5
        else (a - b) % 5
        for b in range(10)
    )
    for a in range(10)
)  # fmt: skip
_STEP = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _turns() -> Iterator[tuple[int, ...]]:
    turn = tuple(range(10))
    for _ in range(8):
        yield turn
        turn = tuple(_STEP[digit] for digit in turn)


_TURNS = tuple(_turns())


def passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0


def passes_verhoeff(digits: str) -> bool:
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _TIMES[check][_TURNS[place % 8][int(digit)]]
    return check == 0


def passes_mod97(iban: str) -> bool:
    """ISO 13616: letters count from ten, and the first four characters go to the end."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
