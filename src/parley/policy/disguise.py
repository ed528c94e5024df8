"""Words that were written so as not to be recognised, and what they say."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from unicodedata import normalize

import regex

from parley.names import shape_of
from parley.policy.fold import Folded, fold

# A chunk between spaces that is a plain word, with the marks that stand around words.
_PLAIN = regex.compile(
    r"[(\[\"'“”‘’«*_]*+([a-z]++(?:['’‘-][a-z]++)*+)(?:['’]s?)?+[)\]\"'“”‘’»*_.,;:!?…-]*+"
)
_STRETCHED = regex.compile(r"([a-z])\1")
_HELD = regex.compile(r"([a-z])\1\1")
_CHUNK = regex.compile(r"\S++")
_EDGE_BEHIND = regex.compile(r"[)\]\"'“”’».,;:?…]+$")
_EDGE_BEFORE = regex.compile(r"^[(\[\"'“”‘’«]+")

# Three or more single letters with the same few marks between them. The letters before
# and behind must be alone too, hence the look-arounds. It asks for no property of letters,
# and so can be left to `re`, which is several times as fast at finding that nothing is there.
_SPACED = re.compile(
    r"(?<![^\s.,!?\"'(])[a-z0-9@$!*](?![a-z0-9])"
    r"(?:(?:[ \t]{1,3}|[._*~|/\\+-]{1,2}| ?[.,_*~|-] ?)[a-z0-9@$!*](?![a-z0-9])){2,40}"
)

# What stands for a letter by its look. "1", "!" and "|" are read as "i", and so is "l":
# words are compared without the difference.
_LEET = str.maketrans("4@^3€015$§7+8920!|(<¢×¥£", "aaaeeoisssttbgzoiicccxyi")

# One of these stands for a letter that the writer left out, when letters are around it.
_BLANKS = frozenset("*#%-_.•·")

# Shorter words are too often a part of something else to be looked for in a row of letters.
_LEAST_IN_A_ROW = 4
_LEAST_WITH_BLANKS = 3

# "asss" needs a letter held down to be more than a slip; "idiott" does not.
_SHORT = 3

_WHITE_ON_BLACK = (0x1F150, 0x1F170)

# Nobody reads a word in a longer run.
_LONGEST = 60


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """The words to look for behind a disguise.

    `by_skeleton` leads from what is left of a disguised word to the word; `known` are
    the words themselves, the likeliest first in `words`; `innocent` what looks like a
    disguise, and is English.
    """

    words: tuple[str, ...]
    by_skeleton: Mapping[str, str]
    known: frozenset[str]
    innocent: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[str], innocent: Iterable[str] = ()) -> "Watched":
        """Of words with one skeleton the first is taken, so give the likeliest first."""
        by_skeleton: dict[str, str] = {}
        known = tuple(words)
        for word in known:
            by_skeleton.setdefault(_skeleton(word), word)
        return cls(known, by_skeleton, frozenset(known), frozenset(innocent))


@dataclass(frozen=True, slots=True)
class Plain:
    """`folded`: the text with disguised words written out; `found`: where they stand in it."""

    folded: Folded
    found: tuple[tuple[int, int], ...]


# Start and end in the folded text, and the word that stands there.
_Found = tuple[int, int, str]


@lru_cache(maxsize=32)
def plain(text: str, watched: "Watched") -> Plain:
    """The text folded, and every watched word in it in plain letters.

    Only what is watched is written out: "B2B", "4x4" and "sooo" stay as they are.
    """
    folded = fold(text)
    found = sorted(_found(folded.text, watched))
    return _written_out(folded, found) if found else Plain(folded, ())


def disguises(text: str, watched: Watched) -> list[tuple[int, int]]:
    """Where in the folded text disguised words stand."""
    return [(start, end) for start, end, _ in sorted(_found(fold(text).text, watched))]


def _found(text: str, watched: Watched) -> Iterator[_Found]:
    rows = [each for row in _SPACED.finditer(text) for each in _in_row(row, watched)]
    yield from rows
    taken = {place for start, end, _ in rows for place in range(start, end)}
    before = ""
    for found in _CHUNK.finditer(text):
        if taken and found.start() in taken:
            continue
        chunk = found[0]
        read = _reading(chunk, watched)
        if read.meant is not None:
            offset = found.start()
            yield offset + read.start, offset + read.end, read.meant
        # "id iot": two pieces that are a watched word together.
        elif (
            before
            and read.word
            and before + read.word in watched.known
            and _is_split(before, read, watched=watched)
        ):
            offset = found.start()
            yield offset - len(before) - 1, offset + read.end, before + read.word
        before = read.word if read.meant is None and read.end == len(chunk) else ""


def _is_split(before: str, read: "_Reading", *, watched: Watched) -> bool:
    whole = len(before) + len(read.word) >= _LEAST_IN_A_ROW and read.start == 0
    return whole and f"{before} {read.word}" not in watched.innocent


@dataclass(frozen=True, slots=True)
class _Reading:
    """A chunk's plain `word`, or what it means in disguise; offsets within the chunk."""

    start: int
    end: int
    word: str = ""
    meant: str | None = None


@lru_cache(maxsize=8192)
def _reading(chunk: str, watched: Watched) -> _Reading:
    simple = _PLAIN.fullmatch(chunk)
    if simple is None:
        found = next(_in_chunk(chunk, watched), None)
        return _Reading(*found[:2], meant=found[2]) if found else _Reading(0, 0)
    start, end = simple.span(1)
    word = simple[1]
    is_longer = _STRETCHED.search(word) is not None or "-" in word
    return _Reading(start, end, word, _stretched(word, watched) if is_longer else None)


def _in_row(row: re.Match[str], watched: Watched) -> Iterator[_Found]:
    """Watched words in letters that stand alone, one after the other."""
    spots = [
        (row.start() + index, letter.translate(_LEET))
        for index, letter in enumerate(row[0])
        if letter.translate(_LEET).isalpha()
    ]
    letters = "".join(letter for _, letter in spots)
    start = 0
    while start < len(letters):
        for end in range(len(letters), start + 2, -1):
            whole = start == 0 and end == len(letters)
            word = _looked_up(letters[start:end], watched)
            if word and (whole or len(word) >= _LEAST_IN_A_ROW):
                yield spots[start][0], spots[end - 1][0] + 1, word
                start = end - 1
                break
        start += 1


def _in_chunk(chunk: str, watched: Watched) -> Iterator[_Found]:
    """What stands between two spaces and is no plain word."""
    if len(chunk) > _LONGEST or (chunk.isascii() and not any(map(str.isalpha, chunk))):
        return
    front = _EDGE_BEFORE.match(chunk)
    back = _EDGE_BEHIND.search(chunk)
    start = front.end() if front else 0
    for stop in dict.fromkeys((back.start() if back else len(chunk), len(chunk))):
        piece = chunk[start:stop]
        if piece in watched.innocent:
            return
        # "sh!t!!": the marks behind may be letters or just marks.
        for shorter in filter(None, dict.fromkeys((piece, piece.rstrip("!*")))):
            word = _read(shorter, watched)
            if word is not None and word != shorter:
                yield start, start + len(shorter), word
                return


def _read(piece: str, watched: Watched) -> str | None:
    letters = "".join(map(_letter, piece.translate(_LEET)))
    if len(letters) >= _LEAST_WITH_BLANKS and (word := _looked_up(letters, watched)):
        return word
    # "f*ck", "f**k", "s#it": each blank is a letter.
    if piece[0] not in _BLANKS and 0 < sum(map(piece.count, _BLANKS)) <= len(piece) - 1:
        return _filled_in(piece, watched)
    return None


@lru_cache(maxsize=2048)
def _letter(character: str) -> str:
    """The Latin letter that a character is taken for; "" if none."""
    if "a" <= character <= "z":
        return character
    bare = normalize("NFD", character)[:1].casefold()
    if "a" <= bare <= "z":
        return bare
    if character.isascii():
        return ""
    # White letters on black, in circles and squares, which nothing else unfolds.
    for first in _WHITE_ON_BLACK:
        if 0 <= ord(character) - first < len(ascii_lowercase):
            return ascii_lowercase[ord(character) - first]
    shape = shape_of(character).translate(_LEET)
    return shape if len(shape) == 1 and "a" <= shape <= "z" else ""


def _looked_up(letters: str, watched: Watched) -> str | None:
    if letters in watched.innocent:
        return None
    if letters in watched.known:
        return letters
    return watched.by_skeleton.get(_skeleton(letters))


def _filled_in(piece: str, watched: Watched) -> str | None:
    pattern = "".join("." if each in _BLANKS else each for each in piece.translate(_LEET_KEPT))
    if not pattern.replace(".", "").isalpha() or len(pattern) < _LEAST_WITH_BLANKS:
        return None
    return _matching(pattern, watched)


_LEET_KEPT = {key: value for key, value in _LEET.items() if chr(key) not in _BLANKS}


@lru_cache(maxsize=512)
def _matching(pattern: str, watched: Watched) -> str | None:
    """The first watched word of this length with letters where the pattern has some."""
    # "f***" says enough, "a**" does not.
    if pattern.count(".") > max(1, len(pattern) - 2) and len(pattern) < 4:
        return None
    compiled = regex.compile(pattern)
    return next((word for word in watched.words if compiled.fullmatch(word)), None)


def _stretched(word: str, watched: Watched) -> str | None:
    """ "stuuupid", "idiott", "mo-ron": only ever longer than the word that is meant."""
    if word in watched.known or word in watched.innocent:
        return None
    meant = _looked_up("".join(each for each in word if each.isalpha()), watched)
    if meant is None or len(meant) >= len(word):
        return None
    return meant if len(meant) > _SHORT or _HELD.search(word) else None


@lru_cache(maxsize=4096)
def _skeleton(word: str) -> str:
    """Each letter once where it is repeated, "l" as "i"."""
    kept = [letter for letter, before in zip(word, "\0" + word, strict=False) if letter != before]
    return "".join(kept).replace("l", "i")


def _written_out(folded: Folded, found: Iterable[_Found]) -> Plain:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    spans: list[tuple[int, int]] = []
    copied = length = 0
    for start, end, word in found:
        if start < copied:
            continue
        pieces += folded.text[copied:start], word
        length += start - copied
        spans.append((length, length + len(word)))
        length += len(word)
        starts += [*folded.starts[copied:start], *[folded.starts[start]] * len(word)]
        ends += [*folded.ends[copied:start], *[folded.ends[end - 1]] * len(word)]
        copied = end
    pieces.append(folded.text[copied:])
    starts += folded.starts[copied:]
    ends += folded.ends[copied:]
    return Plain(Folded("".join(pieces), starts, ends), tuple(spans))
