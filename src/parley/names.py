"""Display names: what one may look like, and when two look alike."""

import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache

import regex
from confusable_homoglyphs import confusables

from parley.errors import BadField

MIN_LENGTH = 2
MAX_LENGTH = 40
# What the columns hold; a name of 40 graphemes only exceeds them when something is wrong with it.
MAX_CODE_POINTS = 80
MAX_KEY = 240

# Refused as a word of a name: readers would take its bearer for one of us.
RESERVED_WORDS = frozenset(
    [
        "admin", "administration", "administrator", "admins", "editor", "editorial", "editors",
        "helpdesk", "moderation", "moderator", "moderators", "newsroom", "official", "parley",
        "staff", "superuser", "support", "sysadmin", "webmaster",
    ]
)  # fmt: skip
# Refused only as the whole name, since people are called Joe Root.
RESERVED_NAMES = frozenset(
    ["anonymous", "comments", "deleted", "guest", "mod", "mods", "root", "security", "system"]
)

# Look-alikes within ASCII that Unicode's table leaves to case folding or does not know.
_ASCII_LOOK_ALIKES = str.maketrans(
    {"i": "l", "1": "l", "|": "l", "0": "o", "m": "rn", "w": "vv", "@": "a", "$": "s"}
)
# Unicode's table takes the small eth for a sign, which is no letter and would be dropped.
_ETH = str.maketrans({"ð": "d", "Ð": "d"})
_NOT_OF_A_KEY = regex.compile(r"[^\p{L}\p{N}\p{M}]")
# Accents and optional vowel points belong to no script of their own; Indian vowel signs do.
_ACCENTS = regex.compile(r"\p{Script=Inherited}")

_SPACES = regex.compile(r"\s+")
_INVISIBLE = regex.compile(r"[\p{C}--[\u200c\u200d]]", regex.VERSION1)
# Persian and the Indian scripts join letters with these; anywhere else they only hide.
_STRAY_JOINER = regex.compile(r"(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])")
_SYMBOL = regex.compile(r"[^\p{L}\p{M}\p{N}\p{P} \u200c\u200d]")
_PILED_MARKS = regex.compile(r"[\p{Mn}\p{Me}\u200c\u200d]{5}")
_LETTER = regex.compile(r"\p{L}")
_ADDRESS = regex.compile(
    r"@|://|\bwww\.|[\p{L}\p{N}-]{2,}\.(?:"
    r"app|biz|blog|club|com|dev|edu|gov|in|info|io|live|me|net|news|online|org|ru|shop|site|top"
    r"|tv|uk|us|xyz)\b",
    regex.IGNORECASE,
)
_WORD_ENDS = regex.compile(r"[^\p{L}\p{N}\p{M}\u200c\u200d]+|(?<=\p{Ll})(?=\p{Lu})")
_NUMBER_AT_END = regex.compile(r"\p{N}+$")


def fold(name: str) -> str:
    """The key under which names that look alike are equal; for comparing, never for showing.

    Greek capitals fold to the Latin ones they look like, so a Greek name and the same in
    capitals may differ: impersonation in a mixed script is the greater evil.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name))
    skeleton = "".join(map(shape_of, decomposed.translate(_ETH))).translate(_ASCII_LOOK_ALIKES)
    return unicodedata.normalize("NFC", _NOT_OF_A_KEY.sub("", skeleton))


def clean_display_name(name: str) -> str:
    """The name as it will be shown, or `BadField` with a sentence for the person.

    For our own people, who may be called administrator.
    """
    cleaned = _SPACES.sub(" ", unicodedata.normalize("NFC", name)).strip()
    complaint = _complaint(cleaned)
    if complaint:
        raise BadField("display_name", complaint)
    return cleaned


def check_display_name(name: str, reserved_keys: Collection[str] = ()) -> str:
    """A reader's name as it will be shown, or `BadField` with a sentence for the person.

    `reserved_keys` are folded names that nobody may carry or contain, such as the site's own.
    """
    cleaned = clean_display_name(name)
    if _is_reserved(cleaned, reserved_keys):
        raise BadField(
            "display_name", "This name could be taken for our staff. Please choose another."
        )
    return cleaned


def _complaint(name: str) -> str:
    """What is wrong with the form of the name; empty when nothing is."""
    length = len(regex.findall(r"\X", name))
    too_long = length > MAX_LENGTH or len(name) > MAX_CODE_POINTS or len(fold(name)) > MAX_KEY
    complaints = {
        "The name contains invisible characters. Please type it without them.": (
            _INVISIBLE.search(name) or _STRAY_JOINER.search(name)
        ),
        "The name has too many marks on one letter.": _PILED_MARKS.search(name),
        f"The name must have at least {MIN_LENGTH} characters.": length < MIN_LENGTH,
        f"The name may have at most {MAX_LENGTH} characters.": too_long,
        "The name must not be a web or e-mail address.": _ADDRESS.search(name),
        "Please use only letters, digits and punctuation in the name.": _SYMBOL.search(name),
        "The name must contain a letter.": not _LETTER.search(name),
    }
    return next((complaint for complaint, applies in complaints.items() if applies), "")


def _is_reserved(name: str, reserved_keys: Collection[str]) -> bool:
    if fold(name) in _keys(RESERVED_NAMES):
        return True
    words = [_NUMBER_AT_END.sub("", word) for word in _WORD_ENDS.split(name)]
    # Runs of words too: "Ad min", "A d m i n".
    runs = {
        fold("".join(words[start:end]))
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    }
    return not runs.isdisjoint(_keys(RESERVED_WORDS)) or any(key in runs for key in reserved_keys)


@cache
def _keys(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold, names))


@lru_cache(maxsize=4096)
def shape_of(character: str) -> str:
    """The lower-case shape of one character, without accents (after UTS 39, section 4)."""
    shape = _ACCENTS.sub("", _prototype(character))
    if shape.isascii():
        return shape.casefold()
    lower = "".join(map(_prototype, character.casefold()))
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", lower)).casefold()


def _prototype(character: str) -> str:
    """What stands for all look-alikes of this character in Unicode's table.

    The library keeps the table's pairs in both directions: a character with several
    partners is a prototype, one with a single partner has it as its prototype.
    """
    partners = _look_alikes(character)
    if len(partners) != 1:
        return character
    partner = partners[0]
    if len(_look_alikes(partner)) > 1:
        return partner
    return min(character, partner, key=lambda text: (not text.isascii(), text))


def _look_alikes(text: str) -> list[str]:
    # Some entries carry the marks that the table's comments use for display.
    return [entry["c"].strip("\u200e") for entry in confusables.confusables_data.get(text, [])]
