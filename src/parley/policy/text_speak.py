"""Abbreviations of text messages in English prose, and what they stand for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from parley.policy.prose import OBJECT, Word, prose, words
from parley.policy.sentence_starts import begins_sentence
from parley.policy.word_sets import word_set

# Nobody writes these for anything else, in small or capital letters.
_ALWAYS: Mapping[str, str] = {
    "2day": "today", "2mrw": "tomorrow", "2moro": "tomorrow", "2morrow": "tomorrow",
    "2nite": "tonight", "abt": "about", "any1": "anyone", "bcos": "because", "bcoz": "because",
    "bcz": "because", "becoz": "because", "becuz": "because", "cuz": "because",
    "every1": "everyone",
    "frm": "from", "frnd": "friend", "frnds": "friends", "goin": "going", "gr8": "great",
    "gud": "good", "h8": "hate", "hav": "have", "hv": "have", "hve": "have", "jst": "just",
    "knw": "know", "l8": "late", "l8r": "later", "luv": "love", "m8": "mate", "mayb": "maybe",
    "nxt": "next", "nvm": "never mind", "pls": "please", "plss": "please", "plz": "please",
    "plzz": "please", "ppl": "people", "shd": "should", "sme1": "someone", "some1": "someone",
    "sry": "sorry", "str8": "straight", "srsly": "seriously", "thanx": "thanks", "thnx": "thanks",
    "thx": "thanks", "tht": "that", "tmrw": "tomorrow", "tnx": "thanks", "ur": "your",
    "urs": "yours", "urself": "yourself", "w8": "wait", "wht": "what", "wud": "would",
    "cud": "could", "shud": "should", "yr8": "right", "evry": "every", "evryone": "everyone",
}  # fmt: skip

# In capitals these are names or initials of something else: ND, TY, BT, B4 paper.
_SMALL: Mapping[str, str] = {
    "b4": "before", "bt": "but", "iam": "I am", "lik": "like", "nw": "now", "thk": "think",
    "wil": "will", "coz": "because", "dnt": "don't",
    "hw": "how", "nd": "and", "nt": "not", "thr": "there", "tho": "though",
    "ty": "thank you", "u": "you", "wat": "what", "wid": "with",
    "y'day": "yesterday", "yday": "yesterday", "yrself": "yourself", "yu": "you",
}  # fmt: skip

# Said in passing, as if in conversation. None: nothing is lost without it.
_INITIALS: Mapping[str, str | None] = {
    "afaik": "as far as I know", "btw": "by the way", "brb": None, "idc": "I do not care",
    "idk": "I do not know", "ikr": None, "ily": "I love you", "imho": "in my opinion",
    "imo": "in my opinion", "irl": "in real life", "jk": None, "lmao": None, "lmfao": None,
    "lol": None, "lolz": None, "omg": None, "omfg": None, "rofl": None, "smh": None,
    "tbh": "to be honest", "tbf": "to be fair", "ttyl": None, "wtf": None, "wth": None,
    "yolo": None,
}  # fmt: skip
_INITIALS_IN_CAPITALS = frozenset(_INITIALS) - {"jk", "ily"}

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
_AFTER_WHY = word_set("are can did do does don't is not only r should so this u was were")
_AFTER_WE = word_set("all are can have must need r should want will")
_BEFORE_BE = word_set("2 can could may might must should to will would wud shud")
_BEFORE_TO = word_set(
    "able going have has how like need needs nothing ready try trying used want wants"
)
_AFTER_TO = word_set("b be c do get give go have know make say see stop take tell vote")
_AFTER_FOR = word_set("ever me u ur us")
_AFTER_LETTER_U = word_set("bend bends boat boats shape shaped thant tube turn turns")
_YOU_ARE = word_set("a all an just not right so the too very welcome wrong correct mistaken joking")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`full` None: it has to be said in words or left out."""

    start: int
    end: int
    short: str
    full: str | None


@lru_cache(maxsize=32)
def abbreviations(text: str) -> tuple[Abbreviation, ...]:
    return tuple(_abbreviations(prose(text)))


def _abbreviations(own: str) -> Iterator[Abbreviation]:
    spelled = words(own)
    small = own.upper() == own
    for index, word in enumerate(spelled):
        key = word.text.lower().replace("’", "'")
        if len(key) > 8 or _is_glued(own, word):
            continue
        is_small = small or word.text[0].islower() or word.text[0].isdigit()
        if key in _INITIALS and (is_small or key in _INITIALS_IN_CAPITALS):
            yield Abbreviation(word.start, word.end, word.text, _INITIALS[key])
        elif full := _in_full(key, _Neighbours(own, spelled, index), is_small=is_small):
            yield Abbreviation(word.start, word.end, word.text, full)


def is_abbreviation(small: str) -> bool:
    """Whether a word, given in small letters, is text-speak whatever stands beside it."""
    return small in _ALWAYS


def in_place(text: str, found: Abbreviation) -> str:
    """What to write instead, with a capital where a sentence begins."""
    full = found.full or ""
    return full[:1].upper() + full[1:] if begins_sentence(text, found.start) else full


def expanded(text: str) -> str:
    """The text with every abbreviation that has one meaning written out."""
    kept: list[str] = []
    copied = 0
    for found in abbreviations(text):
        if found.full is not None:
            kept += text[copied : found.start], in_place(text, found)
            copied = found.end
    return "".join(kept) + text[copied:]


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The words around one, in small letters; "" where the sentence ends or a mark stands."""

    own: str
    spelled: Sequence[Word]
    index: int

    @property
    def before(self) -> str:
        return self._at(self.index - 1, self.index)

    @property
    def after(self) -> str:
        return self._at(self.index + 1, self.index)

    @property
    def two_before(self) -> str:
        return self._at(self.index - 2, self.index - 1)

    def _at(self, index: int, other: int) -> str:
        if not (0 <= index < len(self.spelled) and 0 <= other < len(self.spelled)):
            return ""
        first, second = sorted((index, other))
        between = self.own[self.spelled[first].end : self.spelled[second].start]
        word = self.spelled[index].text
        # Composed, for how many letters it has is asked.
        return normalize("NFC", word.lower()) if not between.strip() else ""


def _in_full(key: str, near: _Neighbours, *, is_small: bool) -> str | None:
    if key in _ALWAYS:
        if key == "ur" and (near.after in _YOU_ARE or near.after.endswith("ing")):
            return "you are"
        return _ALWAYS[key]
    if is_small and key in _SMALL and not (len(key) == 1 and _is_designation(near)):
        return _SMALL[key]
    if key in _IN_CONTEXT and not _is_designation(near):
        return _IN_CONTEXT[key](near, is_small)
    return None


def _is_glued(own: str, word: Word) -> bool:
    """A mark touches it that makes it a part of something else."""
    if len(word.text) > 1 and not word.text.isdigit():
        return own[word.start - 1 : word.start] in {"@", "#", "/", "&", "-", "."} and word.start > 0
    before = own[word.start - 1] if word.start else " "
    after = own[word.end] if word.end < len(own) else " "
    # A full stop after "u" may end the sentence: then white space follows it.
    ends = after == "." and not own[word.end + 1 : word.end + 2].strip() and word.text == "u"
    return before in _GLUE or (after in _GLUE and not ends)


def _is_designation(near: _Neighbours) -> bool:
    """Vitamin D, plan B, and the "d" of "a, b, c and d"."""
    listed = near.before in {"and", "or", "to"} and len(near.two_before) == 1
    letters = _is_plain_letter(near.before) or _is_plain_letter(near.after)
    return near.before in BEFORE_A_LETTER or letters or (listed and near.two_before not in "ui")


def _is_plain_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word not in "abcdimnruvy"


def _the(near: _Neighbours, is_small: bool) -> str | None:
    return "the" if is_small and len(near.after) > 1 else None


def _and(near: _Neighbours, is_small: bool) -> str | None:
    joins = near.before and near.after and near.after not in _COUNTED
    is_name = (near.before, near.after) in {("rock", "roll"), ("drum", "bass")}
    return "and" if is_small and joins and not is_name else None


def _are(near: _Neighbours, is_small: bool) -> str | None:
    said_to_you = "u" in {near.before, near.after}
    return "are" if said_to_you or (is_small and near.before and near.after) else None


def _you(near: _Neighbours, is_small: bool) -> str | None:
    """A capital "U" is "you" before a small word, but not in "the U" or "Wii U"."""
    here = near.spelled[near.index]
    ahead = near.own[here.end : here.end + 2].strip()
    behind = near.spelled[near.index - 1].text if near.before else ""
    is_name = near.after in _AFTER_LETTER_U or behind.istitle() or near.before in {"the", "a"}
    return "you" if not is_small and ahead.islower() and not is_name else None


def _why(near: _Neighbours, is_small: bool) -> str | None:
    return "why" if is_small and near.after in _AFTER_WHY and near.before != "x" else None


def _we(near: _Neighbours, is_small: bool) -> str | None:
    return "we" if is_small and near.after in _AFTER_WE else None


def _be(near: _Neighbours, is_small: bool) -> str | None:
    return "be" if is_small and near.before in _BEFORE_BE else None


def _see(near: _Neighbours, is_small: bool) -> str | None:
    return "see" if is_small and (near.after == "u" or near.before == "2") else None


def _am(near: _Neighbours, is_small: bool) -> str | None:
    return "am" if is_small and near.before == "i" else None


def _to(near: _Neighbours, _is_small: bool) -> str | None:
    return "to" if near.before in _BEFORE_TO and near.after in _AFTER_TO else None


def _for(near: _Neighbours, _is_small: bool) -> str | None:
    return "for" if near.after in _AFTER_FOR else None


def _i(near: _Neighbours, _is_small: bool) -> str | None:
    """Only where the author uses capitals at all: else they are all missing."""
    word = near.spelled[near.index].text
    return "I" + word[1:] if word[0] == "i" and near.own != near.own.lower() else None


# One letter or digit says something only by its neighbours.
_IN_CONTEXT: Mapping[str, Callable[[_Neighbours, bool], str | None]] = {
    "2": _to, "4": _for, "b": _be, "c": _see, "d": _the, "i": _i, "i'd": _i, "i'll": _i,
    "i'm": _i, "i've": _i, "m": _am, "n": _and, "r": _are, "u": _you, "v": _we, "y": _why,
}  # fmt: skip
