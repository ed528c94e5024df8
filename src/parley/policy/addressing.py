"""Who is spoken of: the people present in a discussion, in words that any text has."""

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

import regex

from parley.policy.english_words import COMMON_WORDS, FUNCTION_WORDS
from parley.policy.fold import folded
from parley.policy.submission import Submission

# "You" for the author of the comment replied to, and what the writer and others are called.
PARENT, WRITER, OTHER = "you", "the author", "he"

_LEAST_LETTERS = 3

# Nobody is spoken of by these, even where somebody is called “The People”: whoever took the
# name “Government” would turn every complaint about it into an attack on a person.
_NO_NAMES = FUNCTION_WORDS | COMMON_WORDS


def without_names(submission: Submission, text: str) -> str:
    """The text with those present called by their part in the discussion; then it is composed."""
    called = called_by_name(submission)
    if not called:
        return text
    return _names(tuple(called)).sub(
        lambda found: called[found[0].casefold().lstrip("@")], normalize("NFC", text)
    )


def called_by_name(submission: Submission) -> dict[str, str]:
    """What stands in for each name, and each part of a name, in small letters."""
    parents = (submission.parent_author,) if submission.parent_author else ()
    called: dict[str, str] = {}
    for stand_in, names in (
        (OTHER, submission.others),
        (WRITER, submission.article.writers),
        (PARENT, parents),
    ):
        for name in names:
            called.update(dict.fromkeys(_spoken(name), stand_in))
    return called


def _spoken(name: str) -> Iterator[str]:
    """The name and its parts, in small letters, as far as they can mean nothing else.

    As it is written, for reading it in a text that is so too, and folded as texts are.
    """
    for written in (normalize("NFC", name).casefold(), folded(name)):
        telling = [part for part in written.split() if part not in _NO_NAMES]
        if telling:
            yield written.strip()
        yield from (part for part in telling if len(part) >= _LEAST_LETTERS)


@lru_cache(maxsize=256)
def _names(names: tuple[str, ...]) -> "regex.Pattern[str]":
    longest_first = sorted(map(regex.escape, names), key=len, reverse=True)
    return regex.compile(
        rf"(?<![\p{{L}}\p{{N}}_])@?(?:{'|'.join(longest_first)})(?![\p{{L}}\p{{N}}_])",
        regex.IGNORECASE,
    )
