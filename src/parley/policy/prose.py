"""The author's own prose within a comment, and its words, by offset."""

from functools import lru_cache
from typing import NamedTuple

import regex

from parley.policy.links import links_in

# Stands for what is written but is not prose, character for character, so that
# offsets hold and a sentence that ends with a link still ends with something.
# Private, as Unicode's own "object replacement character" is of one class with emoji,
# which end nothing.
OBJECT = "\ue000"

# Whose words were quoted, behind the closing mark: “…” — B. R. Ambedkar, 1949. Without
# giving back, as each letter could begin a name.
SPEAKER = r"\s*+[—–-]{1,2}\s?+(?:[\p{Lu}\p{N}(][\p{L}\p{M}\p{N}'’.)-]*+,?+[ \t]*+){1,5}+$"

_QUOTED_LINE = regex.compile(r"^[ \t]*(?:>|&gt;).*$", regex.MULTILINE)
_CODE = regex.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", regex.DOTALL)
_HANDLE = regex.compile(
    # From the start of a run and without giving back, or a long one costs its square.
    r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"
    r"|(?<![\p{L}\p{M}\p{N}_])[@#][\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*"
)
_WORD = regex.compile(
    r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\u00AD\u200C\u200D]*(?:['’‘-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*"
)


class Word(NamedTuple):
    text: str
    start: int
    end: int


def unquoted(text: str) -> str:
    """The text with quoted lines blank."""
    return _QUOTED_LINE.sub(lambda line: " " * len(line[0]), text)


@lru_cache(maxsize=32)
def prose(text: str) -> str:
    """The text with quoted lines blank, and links, handles and code as `OBJECT`.

    It has the length of the text. The few last are kept, as several checks ask for
    the same one.
    """
    text = unquoted(text)
    text = _CODE.sub(_as_object, text)
    kept: list[str] = []
    copied = 0
    for link in links_in(text):
        kept += text[copied : link.start], OBJECT * (link.end - link.start)
        copied = link.end
    text = "".join(kept) + text[copied:]
    # Nearly every comment has neither, and the pattern would try each of its letters.
    if "@" not in text and "#" not in text:
        return text
    return _HANDLE.sub(lambda handle: OBJECT * len(handle[0]), text)


def _as_object(code: regex.Match[str]) -> str:
    """Code that is never closed goes to the end of the text, but what is blank there does not
    belong to it."""
    shown = code[0].rstrip()
    return OBJECT * len(shown) + code[0][len(shown) :]


@lru_cache(maxsize=32)
def words(text: str) -> tuple[Word, ...]:
    """Runs of letters and digits, with apostrophes and hyphens inside."""
    spans = map(regex.Match.span, _WORD.finditer(text))
    return tuple(Word(text[start:end], start, end) for start, end in spans)
