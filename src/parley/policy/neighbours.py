"""A word of a text beside the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from parley.policy.prose import Word
from parley.policy.word_sets import word_set

BEFORE_A_LETTER = word_set("""
    appendix article batch block category chapter class clause column division drug exhibit factor
    figure form gate grade group hepatitis influenza item letter letters level line model note
    option paragraph part phase plan platform point room schedule section sector series size
    standard step table team terminal type unit variable vitamin vitamins wing word zone
    """)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The words around one, in small letters; "" where the sentence ends or a mark stands."""

    own: str
    spelled: Sequence[Word]
    index: int

    @property
    def here(self) -> Word:
        return self.spelled[self.index]

    @property
    def before(self) -> str:
        return self._at(self.index - 1, self.index)

    @property
    def after(self) -> str:
        return self._at(self.index + 1, self.index)

    @property
    def two_before(self) -> str:
        return self._at(self.index - 2, self.index - 1)

    @property
    def two_after(self) -> str:
        return self._at(self.index + 2, self.index + 1)

    @property
    def before_a_comma(self) -> str:
        """The word before, where nothing but a comma or semicolon stands between."""
        if not self.index:
            return ""
        word = self.spelled[self.index - 1]
        between = self.own[word.end : self.here.start].strip()
        return word.text.lower() if between in {",", ";"} else ""

    def is_small_ahead(self) -> bool:
        return self.own[self.here.end : self.here.end + 2].strip().islower()

    def _at(self, index: int, other: int) -> str:
        if not (0 <= index < len(self.spelled) and 0 <= other < len(self.spelled)):
            return ""
        first, second = sorted((index, other))
        between = self.own[self.spelled[first].end : self.spelled[second].start]
        word = self.spelled[index].text
        # Composed, for how many letters it has is asked.
        return normalize("NFC", word.lower()) if not between.strip() else ""
