"""Letters and digits that stand for words only beside certain others: u, r, d, n, 2, 4."""

from collections.abc import Callable, Mapping

import regex

from parley.policy.digits_for_words import FOR_WHOM_OR_WHAT, for_for_4, to_for_2
from parley.policy.neighbours import BEFORE_A_LETTER, Neighbours
from parley.policy.prose import OBJECT, Word
from parley.policy.sentence_starts import begins_sentence
from parley.policy.word_sets import word_set

# A letter beside one of these is a part of a name or a formula: U.S., R&D, n-type,
# O'Brien, "u", (d), x = n, #n, 5 d, C++.
_GLUE = frozenset(".'’‘\"“”«»`-‐‑–&/\\()[]{}<>=+*^_#@%|~:0123456789" + OBJECT)
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


def _this(near: Neighbours, is_small: bool) -> str | None:
    """In small letters, and no verb: "to dis somebody"."""
    return "this" if is_small and near.before not in {"to", "not", "don't"} else None


def _would(near: Neighbours, is_small: bool) -> str | None:
    return "would" if is_small and near.after in {"be", "have", "like", "not", "never"} else None


def _for_somebody(near: Neighbours, is_small: bool) -> str | None:
    return "for" if is_small and near.after in FOR_WHOM_OR_WHAT else None


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
    "2": to_for_2, "4": for_for_4, "b": _be, "c": _see, "cant": _cannot, "d": _the, "dis": _this,
    "fr": _for_somebody, "i": _i, "i'd": _i, "i'll": _i, "i'm": _i, "i've": _i, "m": _am,
    "n": _and, "r": _are, "u": _you, "v": _we, "wd": _would, "wont": _will_not, "y": _why,
}  # fmt: skip
