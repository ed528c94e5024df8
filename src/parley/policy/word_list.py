"""A site's list of words: compiled once, matched against a text in a fraction of a millisecond.

An entry is a word or a phrase (`free money`), may have `*` for any letters (`scam*`),
or is a regular expression between slashes (`/v[i1]agra/`). Case, look-alike letters
and invisible characters make no difference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import re2
import regex

from parley.errors import BadField
from parley.policy.fold import fold, folded
from parley.policy.kept_lists import KeptLists

# Scripts without spaces between words count by the character.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_LETTER = rf"[[\p{{L}}\p{{N}}_]--{_UNSPACED}]"
_WORD_PATTERN = rf"(?:{_UNSPACED}\p{{M}}*|{_LETTER}(?:{_LETTER}|\p{{M}})*)"
_WORD = regex.compile(_WORD_PATTERN, regex.V1)

# What may stand between the words of a phrase. A full stop may not, lest "I had to
# go. Home is far." be taken for "go home".
_BETWEEN = r"[\s'’‘‐‑–_,*-]*"
_GAP = regex.compile(_BETWEEN, regex.V1)
_PHRASE = regex.compile(
    rf"\*?{_WORD_PATTERN}|{_WORD_PATTERN}(?:[\s'’‘‐‑–-]*{_WORD_PATTERN})*\*?", regex.V1
)

# Patterns are few in practice, and each costs more than a thousand words.
_MOST_PATTERNS = 1_000
_LONGEST_ENTRY = 300
_PATTERN_MEMORY = 64 << 20
# What one pattern may take: a hundred times what a person writes. In RE2's instructions, what
# all of a list may: more could not be matched within a millisecond.
_ENTRY_MEMORY = 1 << 20
_MOST_INSTRUCTIONS = 50_000

# Lists of ten sites with the longest ones allowed; each takes some ten megabytes.
_MOST_KEPT = 500_000

# What a word is made of, for RE2, which pays dearly for Unicode classes: anything but
# white space and marks, of which those outside ASCII stand in a few blocks.
_MARKS = r"\x00-/:-@\[-^`{-\x{BF}\x{2000}-\x{206F}\x{3000}-\x{303F}"
_OF_WORD, _NOT_OF_WORD = f"[^{_MARKS}]", f"[{_MARKS}]"

# By so many letters the beginnings of words are told apart before they are compared.
_HEAD = 4

# Nobody means to hold all of these.
_HARMLESS = (
    "The council should publish the figures.",
    "Thank you for the article.",
    "Good morning to everyone.",
    "I agree, as ever.",
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An entry as a regular expression."""

    source: str
    begins_a_word: bool


# A word of the text, and its start and end.
_Spelled = tuple[str, int, int]


@dataclass(slots=True)
class _Beginnings:
    """How words may begin. Few words share even the first letters with one of many."""

    short: set[str] = field(default_factory=set)
    long: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)

    def add(self, stem: str) -> None:
        if len(stem) < _HEAD:
            self.short.add(stem)
        else:
            self.long.add(stem)
            self.heads.add(stem[:_HEAD])

    def has_one_of(self, word: str) -> bool:
        # `accumulate` makes every beginning of a word.
        if word[:_HEAD] in self.heads and not self.long.isdisjoint(accumulate(word)):
            return True
        return bool(self.short) and not self.short.isdisjoint(accumulate(word[:_HEAD]))


@dataclass(slots=True)
class _Node:
    """The words that may follow, in entries that begin with the same words."""

    is_end: bool = False
    following: dict[str, "_Node"] = field(default_factory=dict)
    # Last words with a "*", by how they begin, and by how they end, read backwards.
    stems: _Beginnings | None = None
    tails: _Beginnings | None = None


# Most entries are one word, and need no node of their own.
_LEAF = _Node(is_end=True)


class Entries(tuple[str, ...]):  # noqa: SLOT001 - A tuple can have no slots of its own.
    """Lines of a list, hashed once: to hash fifty thousand takes a millisecond each time."""

    _hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = super().__hash__()
        return self._hash


class WordList:
    """Entries compiled; BadField for one that is invalid, or would hold everything."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._count = len(entries)
        self._instructions = 0
        self._root = _Node()
        # Patterns found anywhere, and those that begin where a word does.
        anywhere: list[str] = []
        at_words: list[str] = []
        for entry in filter(None, map(str.strip, entries)):
            pattern = self._plant_or_pattern(entry)
            if pattern is not None:
                (at_words if pattern.begins_a_word else anywhere).append(pattern.source)
        if len(anywhere) + len(at_words) > _MOST_PATTERNS:
            raise BadField("words", f"At most {_MOST_PATTERNS} entries can be patterns.")
        self._anywhere = _compiled("|".join(anywhere)) if anywhere else None
        self._at_words = (
            _compiled(f"(?:^|{_NOT_OF_WORD})({'|'.join(at_words)})") if at_words else None
        )

    def __len__(self) -> int:
        return self._count

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the text has words of the list, as offsets into it."""
        compared = fold(text)
        for start, end in self._found(compared.text):
            if start < end:
                yield compared.span(start, end)

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        spelled = [(word[0], *word.span()) for word in _WORD.finditer(text)]
        for index, (_, start, _) in enumerate(spelled):
            last = self._longest_from(text, spelled, index=index)
            if last is not None:
                yield start, spelled[last][2]
        if self._anywhere is not None:
            yield from (found.span() for found in self._anywhere.finditer(text))
        if self._at_words is not None:
            for found in self._at_words.finditer(text):
                if not _goes_on(text, found.end()):
                    yield found.span(1)

    def _longest_from(self, text: str, spelled: Sequence[_Spelled], *, index: int) -> int | None:
        """The last word of the longest entry that begins with this word."""
        node, longest = self._root, None
        for at in range(index, len(spelled)):
            word, start, _ = spelled[at]
            if at > index and not _GAP.fullmatch(text, spelled[at - 1][2], start):
                break
            following = node.following.get(word)
            if (following is not None and following.is_end) or _has_affix(node, word):
                longest = at
            if following is None:
                break
            node = following
        return longest

    def _plant_or_pattern(self, entry: str) -> _Pattern | None:
        """None: the entry is words, and in the tree now."""
        if len(entry) > _LONGEST_ENTRY:
            raise BadField("words", f"“{entry[:30]}…” is longer than {_LONGEST_ENTRY} characters.")
        compared = folded(entry)
        if len(entry) > 2 and entry[0] == entry[-1] == "/":
            return _Pattern(self._checked(entry, entry[1:-1]), begins_a_word=False)
        if _PHRASE.fullmatch(compared):
            self._plant(compared)
            return None
        escaped = (re2.escape(part) for part in compared.lstrip("*").split("*"))
        source = self._checked(entry, f"{_OF_WORD}*".join(escaped))
        return _Pattern(source, begins_a_word=_starts_word(compared))

    def _checked(self, entry: str, source: str) -> str:
        """The pattern in a group of its own, once it is known to be valid and to be choosy."""
        try:
            pattern = _compiled(source, memory=_ENTRY_MEMORY)
        except re2.error as fault:
            why = fault.args[0]
            why = why.decode() if isinstance(why, bytes) else why
            raise BadField("words", f"“{entry}” is not a valid pattern: {why}.") from fault
        if pattern.search("") or all(pattern.search(text) for text in _HARMLESS):
            raise BadField("words", f"“{entry}” would stop “{_HARMLESS[0]}”, as all comments.")
        self._instructions += pattern.programsize
        if self._instructions > _MOST_INSTRUCTIONS:
            raise BadField("words", f"With “{entry}” the patterns are too large together.")
        return f"(?:{source})"

    def _plant(self, compared: str) -> None:
        node = self._root
        *first, last = _WORD.findall(compared)
        for word in first:
            known = node.following.get(word)
            if known is None or known is _LEAF:
                known = node.following[word] = _Node(is_end=known is _LEAF)
            node = known
        if compared.startswith("*"):
            node.tails = node.tails or _Beginnings()
            node.tails.add(last[::-1])
        elif compared.endswith("*"):
            node.stems = node.stems or _Beginnings()
            node.stems.add(last)
        elif (known := node.following.setdefault(last, _LEAF)) is not _LEAF:
            known.is_end = True


_compiled_lists: KeptLists[tuple[str, ...], WordList] = KeptLists(_MOST_KEPT)


def word_list(entries: tuple[str, ...]) -> WordList:
    """The same list is compiled once for as long as it is in use; `Entries` are found fastest."""
    return _compiled_lists.made(entries, lambda: WordList(entries))


def _has_affix(node: _Node, word: str) -> bool:
    return (node.stems is not None and node.stems.has_one_of(word)) or (
        node.tails is not None and node.tails.has_one_of(word[::-1])
    )


def _starts_word(compared: str) -> bool:
    return _WORD.match(compared) is not None


def _goes_on(text: str, offset: int) -> bool:
    """Whether a match ends in the middle of a word."""
    return _starts_word(text[offset - 1 : offset]) and _starts_word(text[offset : offset + 1])


def _compiled(source: str, memory: int = _PATTERN_MEMORY) -> Any:  # RE2's have no types.
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = not source.startswith("(?:^")
    options.log_errors = False
    options.max_mem = memory
    return re2.compile(source, options)
