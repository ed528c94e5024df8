"""Comments without words, and words that only fingers on a keyboard have made."""

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

import regex

from parley.policy.english_words import COMMON_WORDS
from parley.policy.prose import Word, prose, words

_LETTER = regex.compile(r"\p{L}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUN = 5
_RUNS = frozenset(
    row[start : start + _RUN]
    for along in _ROWS
    for row in (along, along[::-1])
    for start in range(len(row) - _RUN + 1)
)
# Real words with five neighbouring keys in a row.
_KEYBOARD_WORDS = ("qwerty", "propriet", "typewriter", "repertoire", "pauperty")

# "Soooooo" is a way of speaking; this is a key held down.
_SAME = regex.compile(r"(\p{L})\1{7,}", regex.IGNORECASE)
_REPEATED = regex.compile(r"([b-df-hj-np-tv-z]{2,4}|\p{L}{3,4})\1{3,}", regex.IGNORECASE)
# "Knightsbridge" and "catchphrase" have six consonants in a row; "hmmm" and "brrr"
# are sounds with few different letters.
_CONSONANTS = regex.compile(r"[bcdfghjklmnpqrstvwxz]{7,}|\b[bcdfghjklmnpqrstvwxz]{6,}\b")
_FEWEST_LETTERS = 4

# Of the letters of what these two find, so many at least stand twice: four times two of two.
_TWICE = 6


def has_words(text: str) -> bool:
    """Whether anything is said beside links, quotations, numbers and emoji."""
    return _LETTER.search(prose(text)) is not None


def mashed_words(text: str) -> Iterator[Word]:
    for word in words(prose(text)):
        # Nearly every word is a common one, and is done with here.
        if len(word.text) < _RUN or word.text in COMMON_WORDS:
            continue
        if _is_mashed(word.text):
            yield word


# Comments have most of their words in common.
@lru_cache(maxsize=8192)
def _is_mashed(written: str) -> bool:
    word = normalize("NFC", written)
    is_repetitive = len(word) - len(set(word.lower())) >= _TWICE
    if is_repetitive and (_SAME.search(word) or _REPEATED.search(word)):
        return True
    if not word.islower() and not word.istitle():
        return False
    small = word.lower()
    if any(small[at : at + _RUN] in _RUNS for at in range(len(small) - _RUN + 1)):
        return not small.startswith(_KEYBOARD_WORDS)
    consonants = _CONSONANTS.search(small)
    return consonants is not None and len(set(consonants[0])) >= _FEWEST_LETTERS
