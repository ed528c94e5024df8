"""Capital letters: comments in nothing but them, passages shouted, and none where due."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import regex

from parley.policy.english_words import COMMON_WORDS, FUNCTION_WORDS
from parley.policy.proper_names import is_initials
from parley.policy.prose import Word, prose, words
from parley.policy.sentence_starts import sentence_starts
from parley.policy.text_speak import is_abbreviation

# A headline, a slogan or a title of a few words may stand in capitals; a longer
# passage is shouted.
_SHOUTED_WORDS = 4
_SHOUTED_LETTERS = 16

# Share of the words in capitals from which on the comment as a whole is.
_ALL = 0.8

# Of this length a word in capitals is no abbreviation of anything.
_LONG = 6

# The scripts that have two cases in ordinary use. Georgian has them in Unicode only.
_CASED = r"[[\p{Lu}\p{Ll}]&&[\p{Latin}\p{Greek}\p{Cyrillic}\p{Armenian}]]"
_CASED_LETTER = regex.compile(_CASED, regex.V1)
_CAPITAL = regex.compile(rf"[{_CASED}&&\p{{Lu}}]", regex.V1)


class Fault(StrEnum):
    ALL_CAPITALS = "all_capitals"
    SHOUTING = "shouting"
    ALL_LOWER_CASE = "all_lower_case"
    NO_CAPITAL = "no_capital"


@dataclass(frozen=True, slots=True)
class CapitalsFault:
    """`span` None: the whole comment is meant."""

    fault: Fault
    span: tuple[int, int] | None = None


def capitals_faults(text: str, names: Mapping[str, str]) -> Iterator[CapitalsFault]:
    """`names`: words that the article writes with capitals, by their small letters."""
    own = prose(text)
    cased = [word for word in words(own) if _is_cased(word.text)]
    if _are_all_capitals(cased, names):
        yield CapitalsFault(Fault.ALL_CAPITALS)
        return
    for span in _shouted(cased, names):
        yield CapitalsFault(Fault.SHOUTING, span)
    starts = [own[start] for start in sentence_starts(text) if has_capital(own[start])]
    if not starts or any(start.isupper() for start in starts):
        return
    if not _CAPITAL.search(own):
        yield CapitalsFault(Fault.ALL_LOWER_CASE)
    elif not _CAPITAL.search(cased[0].text):
        # An iPhone and an eBay may begin a sentence as they are.
        yield CapitalsFault(Fault.NO_CAPITAL)


def has_capital(letter: str) -> bool:
    """Whether the letter is one that could be written as a capital."""
    return _CASED_LETTER.match(letter) is not None and letter.lower() != letter.upper()


def _is_cased(word: str) -> bool:
    plain = word.isascii() and word.isalpha()
    return plain or _CASED_LETTER.search(word) is not None


def _are_all_capitals(cased: Sequence[Word], names: Mapping[str, str]) -> bool:
    shouted = [word for word in cased if word.text.isupper() and _counts(word, names)]
    # Nearly every comment has none, and is done before its words are counted.
    if not shouted or len(shouted) < _ALL * sum(_counts(word, names) for word in cased):
        return False
    return len(shouted) >= _SHOUTED_WORDS or any(_is_a_word(word) for word in shouted)


def _shouted(cased: Sequence[Word], names: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Runs of words in capitals; initials inside one neither break nor lengthen it."""
    for is_run, run in groupby(cased, key=lambda word: word.text.isupper()):
        if not is_run:
            continue
        counted = [each for each in run if _counts(each, names)]
        letters = sum(_letter_count(each) for each in counted)
        if len(counted) >= _SHOUTED_WORDS and letters >= _SHOUTED_LETTERS:
            yield counted[0].start, counted[-1].end


def _counts(word: Word, names: Mapping[str, str]) -> bool:
    """Single letters say nothing, and initials have to be capitals."""
    small = word.text.lower()
    if is_abbreviation(small):
        return True
    is_name = is_initials(small) or names.get(small, "").isupper()
    return _letter_count(word) > 1 and not is_name


def _is_a_word(word: Word) -> bool:
    small = word.text.lower().replace("’", "'")
    known = small in FUNCTION_WORDS or small in COMMON_WORDS or is_abbreviation(small)
    return known or _letter_count(word) >= _LONG


def _letter_count(word: Word) -> int:
    """Without marks, so that a letter counts once however it is composed."""
    text = word.text
    return len(text) if text.isalpha() else sum(map(str.isalpha, text))
