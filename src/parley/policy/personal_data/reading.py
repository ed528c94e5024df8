"""A comment as personal data are looked for in it: one spelling, traceable to the original."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from unicodedata import decimal

import regex

from parley.policy.fold import Folded, fold

# Enough of the neighbouring words to tell a telephone number from an order's.
_AROUND = 48

_DIGITS = regex.compile(r"\d++")
_LETTERS = regex.compile(r"\p{L}++")
_FOREIGN_DIGIT = regex.compile(r"[\p{Nd}--0-9]", regex.V1)
# Not the stop of an abbreviation, as in "no. 5" and "Rs. 5".
_SENTENCE_END = regex.compile(
    r"(?:[!?;\n]|(?<!\b(?:nos?|rs|ph|tel|mob|num|ref|regn?|approx))\.)(?=\s)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody's data. Offsets are the comment's; `value` is the plain form, for comparing."""

    code: str
    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Reading:
    """`text` is folded, so in small letters, and its digits are ASCII."""

    original: str
    text: str
    folded: Folded

    @classmethod
    def of(cls, original: str) -> "Reading":
        folded = fold(original)
        text = folded.text
        if not text.isascii():
            text = _FOREIGN_DIGIT.sub(lambda digit: str(decimal(digit[0])), text)
        return cls(original, text, folded)

    @cached_property
    def digit_groups(self) -> list[int]:
        """How many digits stand together, each time that some do."""
        return [len(group) for group in _DIGITS.findall(self.text)]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_LETTERS.findall(self.text))

    @cached_property
    def cased(self) -> str:
        """`text`, letter by letter, with the capitals that its author gave it."""
        if self.original.isascii():
            return self.original
        return "".join(
            letter.upper() if self._is_capital(place) and len(letter.upper()) == 1 else letter
            for place, letter in enumerate(self.text)
        )

    def _is_capital(self, place: int) -> bool:
        return self.original[self.folded.starts[place]].isupper()

    def found(self, code: str, span: tuple[int, int], *, value: str) -> Found:
        """What stands there in the reading, as it stands in the comment."""
        start, end = self.folded.span(*span)
        return Found(code, start, end, value)

    def written(self, start: int, end: int) -> str:
        """The author's own letters, in which capitals still differ from small ones."""
        first, last = self.folded.span(start, end)
        return self.original[first:last]

    def before(self, start: int) -> str:
        """The few words before, back to where their sentence begins."""
        words = self.text[max(0, start - _AROUND) : start]
        return _SENTENCE_END.split(words)[-1]

    def after(self, end: int) -> str:
        return self.text[end : end + _AROUND]


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """In order; of those that overlap the longest, which says more precisely what it is.

    It takes in what the others hold beyond it: half a number that stays is still a lead.
    """
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        over = [other for other in kept if each.start < other.end and other.start < each.end]
        if not over:
            kept.append(each)
            continue
        start = min(one.start for one in (each, *over))
        end = max(one.end for one in (each, *over))
        kept = [other for other in kept if other not in over]
        kept.append(replace(over[0], start=start, end=end))
    return sorted(kept, key=lambda one: one.start)
