"""Whether a text names somebody, by their whole name or by "@" and the name."""

from collections.abc import Iterable
from functools import lru_cache

import regex

from parley import names

_ADDRESS = regex.compile(
    r"\b(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]++@[^\s@]+\.[^\s@]+", regex.IGNORECASE
)
# Persian and the Indian scripts join the letters of a word with the last two.
_WORD = regex.compile(r"(@?)([\p{L}\p{M}\p{N}\u200c\u200d]+)")


def named_in(text: str, people: Iterable[str]) -> set[str]:
    """Which of these names the text has.

    A name counts whole, in capitals or not, in letters that only look like its own, and
    between other words' ends: "Ann Lee" is not in "Joann Leeson". Of one word, or written
    together, it counts only after "@", since "Hope" is a word and a byline. Addresses of
    pages and mailboxes name nobody.
    """
    said = [(found[1], _key(found[2])) for found in _WORD.finditer(_ADDRESS.sub(" ", text))]
    at = {key for sign, key in said if sign}
    words = f" {' '.join(key for _sign, key in said)} "
    return {name for name in people if _is_named(name, words, at=at)}


def _is_named(name: str, words: str, *, at: set[str]) -> bool:
    parts = [_key(found[2]) for found in _WORD.finditer(name)]
    if "".join(parts) in at:
        return True
    return len(parts) > 1 and f" {' '.join(parts)} " in words


# Most words of a comment are words of every comment.
@lru_cache(maxsize=16_384)
def _key(word: str) -> str:
    return names.fold(word)
