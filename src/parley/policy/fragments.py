"""Whether a piece of prose says something of something, or only names it.

A logistic model over words, their endings and how often a word is a finite verb, trained on
the English Web Treebank by `training/fragments.py`. A full sentence there is one whose root
is a finite verb, or has a finite copula or auxiliary, with a subject or as an imperative; a
fragment is one of three words or more without any finite verb.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from unicodedata import normalize
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import regex

from parley.errors import ModelUnavailable
from parley.policy.word_sets import word_set

FILE = "fragments.npz"
PLACES = 1 << 17

# What a shorter piece lacks is no verb but the wish to say more: "Nice one."
LEAST_WORDS = 3

_PIECE = regex.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|[0-9]+|[^\sA-Za-z0-9]")
_SHORTENED = regex.compile(r"(.+)(n't|'s|'re|'m|'ve|'d|'ll)")
_MARKS = frozenset(',.?!:;-"()/')

# Words that carry grammar are known by themselves, others by how often they are verbs.
_GRAMMAR = word_set("""
    i you he she it we they who which that this these those there what how why when where if
    because as while though although since until unless so and but or not n't to of in on at by
    for with from about into over after before than then a an the my your his her its our their
    me him us them is are was were am be been being 's 're 'm 've 'd 'll has have had do does did
    will would can could should may might must shall let please just also very too never always
    """)
_UNKNOWN = "u"
_LIKE_A_VERB = "v"
_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"))


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """`verbs` tells of each known word, in fifths, how often it is a finite verb.

    `weights` of shape (PLACES,) times `scale`; a text above `threshold` is a fragment.
    """

    verbs: Mapping[str, int]
    frequent: frozenset[str]
    weights: npt.NDArray[np.int8]
    scale: float
    threshold: float

    def is_fragment(self, sentence: str) -> bool:
        places = [place_of(name) for name in features(sentence, self.verbs, frequent=self.frequent)]
        total = int(self.weights[places].sum(dtype=np.int64))
        return total * self.scale > self.threshold


def pieces(sentence: str) -> list[str]:
    """Words in small letters, shortened ones in two, and marks."""
    found: list[str] = []
    # Composed, as what it was trained on: a mark by itself would count as one more piece.
    for piece in _PIECE.findall(normalize("NFC", sentence).replace("’", "'")):
        small = piece.lower()
        shortened = _SHORTENED.fullmatch(small)
        found += shortened.groups() if shortened else (small,)
    return found


def features(sentence: str, verbs: Mapping[str, int], *, frequent: frozenset[str]) -> Iterator[str]:
    """Names of what the model sees; each at most once."""
    seen: dict[str, None] = {}
    said = pieces(sentence)
    before, before_verb = "^", "^"
    most = sure = -1
    for word in said:
        known = verbs.get(word)
        kind = _kind(word, frequent)
        verb = str(known) if known is not None else _inflected(word, verbs)
        for name in (
            "w" + kind,
            f"s{word[-2:]}{verb}",
            f"b{before} {kind}",
            f"p{before} {verb}",
            f"q{before_verb}{verb}",
        ):
            seen[name] = None
        if known is not None:
            most = max(most, known)
            sure += known >= 3
        before, before_verb = kind, verb
    seen |= dict.fromkeys((f"m{most}", f"n{min(sure, 2)}", f"l{min(6, len(said) // 3)}"))
    yield from seen


def _inflected(word: str, verbs: Mapping[str, int]) -> str:
    """Whether an unknown word ends as a form of a known verb does: "waits", "erupted"."""
    for ending, replaced in _ENDINGS:
        if word.endswith(ending) and verbs.get(word.removesuffix(ending) + replaced, -1) >= 0:
            return _LIKE_A_VERB + ending[-1]
    return _UNKNOWN


def _kind(word: str, frequent: frozenset[str]) -> str:
    if word in _GRAMMAR or word in frequent or word in _MARKS:
        return word
    if word[0].isdigit():
        return "0"
    return "~" + word[-3:] if word[0].isalpha() else "#"


@lru_cache(maxsize=16_384)
def place_of(name: str) -> int:
    return zlib.crc32(name.encode()) & (PLACES - 1)


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The model in the package. Raises ModelUnavailable."""
    try:
        data = files("parley.policy").joinpath("weights", FILE).read_bytes()
        with np.load(BytesIO(data), allow_pickle=False) as stored:
            words = stored["words"].tobytes().decode().split("\n")
            verbs = dict(zip(words, map(int, stored["verbs"]), strict=True))
            return Tagger(
                verbs=verbs,
                frequent=frozenset(words[: int(stored["frequent"])]),
                weights=stored["weights"],
                scale=float(stored["scale"]),
                threshold=float(stored["threshold"]),
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as fault:
        raise ModelUnavailable(f"{FILE} of the policy cannot be read: {fault}") from fault
