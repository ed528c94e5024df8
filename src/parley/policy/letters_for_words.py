"""Letters and digits that stand for words only beside certain others: u, r, d, n, 2, 4."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import regex

from parley.policy.prose import OBJECT, Word
from parley.policy.sentence_starts import begins_sentence
from parley.policy.word_sets import word_set

# A letter beside one of these is a part of a name or a formula: U.S., R&D, n-type,
# O'Brien, "u", (d), x = n, #n, 5 d, C++.
_GLUE = frozenset(".'’‘\"“”«»`-‐‑–&/\\()[]{}<>=+*^_#@%|~:0123456789" + OBJECT)
BEFORE_A_LETTER = word_set("""
    appendix article batch block category chapter class clause column division drug exhibit factor
    figure form gate grade group hepatitis influenza item letter letters level line model note
    option paragraph part phase plan platform point room schedule section sector series size
    standard step table team terminal type unit variable vitamin vitamins wing word zone
    """)
_COUNTED = frozenset({"number", "numbers", "times", "th"})
_NO_CLAUSE = word_set("and are be denotes equals in is must or stands was")
_AFTER_WHY = word_set("are can did do does don't is not only r should so this u was were")
_HAVING_A_WONT = word_set("her his is its my our their was were your")
_AFTER_WE = word_set("all are can have must need r should want will")
_BEFORE_BE = word_set("2 can could may might must should to will would wud shud")
_AFTER_LETTER_U = word_set("bend bends boat boats shape shaped thant tube turn turns")
_YOU_ARE = word_set("a all an just not right so the too very welcome wrong correct mistaken joking")
_PRONOUNS = word_set("i you u he she it we they this that these those there")

# A capital "D" before these is a name or a mark: D major, D company.
_AFTER_LETTER_D = word_set("""
    and block category class company day drive flat grade group has is major minor or road school
    sector section sharp stands string wing was ward zone
    """)
# What a "d" may stand before although no word follows directly: “bad” reviews, U.K.
_NAMED = regex.compile(rf" (?:[\"“'‘]\p{{L}}{{2}}|[$£€₹]|{OBJECT}|\p{{Lu}}\.\p{{Lu}})")

# "To" and "for" are written as digits, which mostly count something.
_BEFORE_TO = word_set("""
    able afraid allowed decided forced glad going got happy has have hope how like need needs
    nothing plan planning ready refuse refused refuses sad supposed time try trying used want
    wanted wants way
    """)
_AFTER_TO = word_set("""
    b be believe buy c change come do feel find get give go have hear help keep know learn leave
    live make pay protect read resign say see show sleep speak stay stop take talk tell think
    understand use vote wait watch win work write
    """)
_GIVEN_TO = word_set("""
    according belongs close due go goes going happened listen listening next said speak
    talk talking thanks told went
    """)
_TO_SOMEBODY = word_set("him me my our the their them this ur us your")
_FOR_SOMEBODY = word_set("ever me u ur us")
_FOR_SOMETHING = word_set("""
    a an another certain d doing each free getting having her his it its making money my not our
    peace power public real so such that the their them these this those votes what whatever
    which whom your
    """)
_UNCOUNTED = word_set("""
    any anybody anyone anything breakfast dinner every everybody everyone everything example freedom
    fun granted him instance justice life lunch myself nothing sale some somebody someone something
    sure themselves yourself
    """)
# Who looks, waits or stands does so for something.
_BEFORE_FOR = word_set("""
    account accounted accounts acronym applied applies apply applying blame blamed compete competing
    eligible excuse famous fit grateful hungry hunting known look looking looks pray prayed praying
    prepare prepared qualified responsible search searched searching stand standing stands thank
    thanks unfit wait waited waiting
    """)
_AFTER_WAITING = word_set("looking waiting")

_NUMERALS = word_set("crore dozen hundred lakh men million people thousand women children")
_AFTER_DOING = word_set("a all an her him his it me my our that the their them this us you your")

# Behind these a digit is a number or a part of a name: at 4, page 4, last 4, killed 4.
_BEFORE_A_NUMBER = BEFORE_A_LETTER | word_set("""
    about act after age aged all almost am and answer any are area around arrested as at be been
    before between bought but by chapter convicted day every field final first for from games gave
    get gets give had her his hit hour in injured is its just killed lane lap last least lost made
    match me month more most my nearly next nor number of on only onto or other our over
    page past per question quarter rank ranked round rule saw scene scored season since sold stage
    than that the their them these they this those till to took top track tier turned under until
    verse volume want wants was ward week were when which while with won year you
    """)
# What is counted by time: "4 a day", "4 this year".
_TIMES = word_set("""
    century day decade evening game head hour kilo litre match minute month morning night person
    piece season seat share side time week weekend year
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


def is_glued(own: str, word: Word) -> bool:
    """A mark touches it that makes it a part of something else."""
    if len(word.text) > 1 and not word.text.isdigit():
        return own[word.start - 1 : word.start] in {"@", "#", "/", "&", "-", "."} and word.start > 0
    before = own[word.start - 1] if word.start else " "
    after = own[word.end] if word.end < len(own) else " "
    # A full stop after "u" may end the sentence: then white space follows it.
    ends = after == "." and not own[word.end + 1 : word.end + 2].strip() and word.text in "u4"
    return before in _GLUE or (after in _GLUE and not ends)


def is_designation(near: Neighbours) -> bool:
    """Vitamin D, plan B, and the "d" of "a, b, c and d"."""
    listed = near.before in {"and", "or", "to"} and len(near.two_before) == 1
    letters = _is_plain_letter(near.before) or _is_plain_letter(near.after)
    return near.before in BEFORE_A_LETTER or letters or (listed and near.two_before not in "ui")


def you_are(near: Neighbours) -> bool:
    """Whether "ur" is "you are" rather than "your"."""
    return near.after in _YOU_ARE or near.after.endswith("ing")


def _is_plain_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word not in "abcdimnruvy"


def _the(near: Neighbours, is_small: bool) -> str | None:
    if is_small:
        named = len(near.after) > 1 or _NAMED.match(near.own, near.here.end)
        return "the" if named else None
    begins = begins_sentence(near.own, near.here.start)
    is_word = len(near.after) > 1 and near.after not in _AFTER_LETTER_D and near.is_small_ahead()
    return "the" if begins and is_word else None


def _and(near: Neighbours, is_small: bool) -> str | None:
    goes_on = near.after and near.after not in _COUNTED and near.two_after not in _COUNTED
    if is_small and near.before and goes_on:
        is_name = (near.before, near.after) in {("rock", "roll"), ("drum", "bass")}
        return None if is_name else "and"
    # "The cost, n the time": but "the letters m, n and p", "at any n, is".
    is_word = len(near.after) > 1 or near.after in {"a", "i", "u"}
    listed = len(near.before_a_comma) > 1 and is_word and near.after not in _NO_CLAUSE
    return "and" if is_small and goes_on and listed else None


def _are(near: Neighbours, is_small: bool) -> str | None:
    asked = near.after in _PRONOUNS and near.is_small_ahead()
    said = "u" in {near.before, near.after} or asked
    return "are" if said or (is_small and near.before and near.after) else None


def _you(near: Neighbours, is_small: bool) -> str | None:
    """A capital "U" is "you" before a small word, but not in "the U" or "Wii U"."""
    behind = near.spelled[near.index - 1].text if near.before else ""
    is_name = near.after in _AFTER_LETTER_U or behind.istitle() or near.before in {"the", "a"}
    return "you" if not is_small and near.is_small_ahead() and not is_name else None


def _why(near: Neighbours, is_small: bool) -> str | None:
    return "why" if is_small and near.after in _AFTER_WHY and near.before != "x" else None


def _we(near: Neighbours, is_small: bool) -> str | None:
    return "we" if is_small and near.after in _AFTER_WE else None


def _be(near: Neighbours, is_small: bool) -> str | None:
    return "be" if is_small and near.before in _BEFORE_BE else None


def _see(near: Neighbours, is_small: bool) -> str | None:
    return "see" if is_small and (near.after == "u" or near.before == "2") else None


def _am(near: Neighbours, is_small: bool) -> str | None:
    return "am" if is_small and near.before == "i" else None


def _to(near: Neighbours, _is_small: bool) -> str | None:
    does = near.before in _BEFORE_TO and near.after in _AFTER_TO
    given = near.before in _GIVEN_TO and near.after in _TO_SOMEBODY
    return "to" if does or given or near.after == "u" else None


def _for(near: Neighbours, _is_small: bool) -> str | None:
    after = near.after
    if after in _FOR_SOMEBODY | _UNCOUNTED or (near.before in _AFTER_WAITING and not after):
        return "for"
    # But "wait 4 days", "wait 4 million years".
    if near.before in _BEFORE_FOR and after and not after.endswith("s") and after not in _NUMERALS:
        return "for"
    before = near.spelled[near.index - 1].text if near.before else ""
    # "Channel 4 this evening", "120 4 the second".
    if not before.islower() or before in _BEFORE_A_NUMBER or near.two_after in _TIMES:
        return None
    is_hour = after == "a" and near.own[near.spelled[near.index + 1].end :][:1] == "."
    doing = after.endswith("ing") and near.two_after in _AFTER_DOING
    return "for" if (after in _FOR_SOMETHING and not is_hour) or doing else None


def _this(near: Neighbours, is_small: bool) -> str | None:
    """In small letters, and no verb: "to dis somebody"."""
    return "this" if is_small and near.before not in {"to", "not", "don't"} else None


def _would(near: Neighbours, is_small: bool) -> str | None:
    return "would" if is_small and near.after in {"be", "have", "like", "not", "never"} else None


def _for_somebody(near: Neighbours, is_small: bool) -> str | None:
    return "for" if is_small and near.after in _FOR_SOMEBODY | _FOR_SOMETHING | _UNCOUNTED else None


def _i(near: Neighbours, _is_small: bool) -> str | None:
    """Only where the author uses capitals at all: else they are all missing."""
    word = near.here.text
    return "I" + word[1:] if word[0] == "i" and near.own != near.own.lower() else None


def _will_not(near: Neighbours, is_small: bool) -> str | None:
    """Somebody's wont is a habit."""
    return "won't" if is_small and near.before not in _HAVING_A_WONT else None


def _cannot(near: Neighbours, is_small: bool) -> str | None:
    """Cant is the language of hypocrites."""
    is_noun = near.before in {"of", "the", "this", "and", "such", "religious", "political"}
    return "can't" if is_small and near.after and not is_noun else None


IN_CONTEXT: Mapping[str, Callable[[Neighbours, bool], str | None]] = {
    "2": _to, "4": _for, "b": _be, "c": _see, "cant": _cannot, "d": _the, "dis": _this,
    "fr": _for_somebody, "i": _i, "i'd": _i, "i'll": _i, "i'm": _i, "i've": _i, "m": _am,
    "n": _and, "r": _are, "u": _you, "v": _we, "wd": _would, "wont": _will_not, "y": _why,
}  # fmt: skip
