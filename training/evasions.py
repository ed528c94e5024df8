"""Writes a word so that a list of words would not know it, in the ways that people do."""

from collections.abc import Callable, Mapping
from random import Random

_LOOK_ALIKES = str.maketrans("aceiopsxyuhkm", "асеіорѕхуυһкм")
_LEET = {
    "a": "4@",
    "e": "3",
    "i": "1!",
    "o": "0",
    "s": "5$",
    "t": "7+",
    "g": "9",
    "b": "8",
    "l": "1",
}
_MARKS = "\u0301\u0316\u0334\u0338\u0353\u0489"
_INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff"
_MATHEMATICAL = 0x1D41A
_WIDE = 0xFF41
_CIRCLED = 0x24D0


def _from(first: int) -> Callable[[str, Random], str]:
    """Each letter as the one of an alphabet that begins there."""

    def write(word: str, _random: Random) -> str:
        return "".join(chr(first + ord(each) - ord("a")) for each in word)

    return write


def _between(*separators: str) -> Callable[[str, Random], str]:
    def write(word: str, random: Random) -> str:
        return random.choice(separators).join(word)

    return write


def _leet(word: str, random: Random) -> str:
    places = [index for index, letter in enumerate(word) if letter in _LEET]
    chosen = set(random.sample(places, max(1, len(places) - 1))) if places else set()
    return "".join(
        random.choice(_LEET[letter]) if index in chosen else letter
        for index, letter in enumerate(word)
    )


def _stretched(word: str, random: Random) -> str:
    index = random.randrange(1, len(word))
    return word[:index] + word[index] * random.randint(3, 6) + word[index + 1 :]


def _mark_inside(word: str, random: Random) -> str:
    index = random.randrange(1, len(word))
    return word[:index] + random.choice(".-_*~'") + word[index:]


def _blanked(word: str, random: Random) -> str:
    vowels = [index for index, letter in enumerate(word) if index and letter in "aeiou"]
    index = random.choice(vowels or [1])
    return word[:index] + random.choice("*#") + word[index + 1 :]


def _zalgo(word: str, random: Random) -> str:
    return "".join(letter + "".join(random.choices(_MARKS, k=2)) for letter in word)


def _invisible(word: str, random: Random) -> str:
    return random.choice(_INVISIBLE).join(word)


def _one_foreign(word: str, random: Random) -> str:
    places = [
        index for index, letter in enumerate(word) if letter.translate(_LOOK_ALIKES) != letter
    ]
    if not places:
        return word
    index = random.choice(places)
    return word[:index] + word[index].translate(_LOOK_ALIKES) + word[index + 1 :]


DISGUISES: Mapping[str, Callable[[str, Random], str]] = {
    "look-alike letters": lambda word, _random: word.translate(_LOOK_ALIKES),
    "one look-alike letter": _one_foreign,
    "invisible characters": _invisible,
    "leetspeak": _leet,
    "spaced letters": _between(" ", "  "),
    "marks between letters": _between(".", "-", "_", "*", ". "),
    "a mark inside": _mark_inside,
    "a letter left out": _blanked,
    "stretched letters": _stretched,
    "stacked accents": _zalgo,
    "mathematical letters": _from(_MATHEMATICAL),
    "wide letters": _from(_WIDE),
    "circled letters": _from(_CIRCLED),
}
