"""Who is spoken of: the people present in a discussion, in words that any text has."""

from functools import lru_cache

import regex

from parley.policy.submission import Submission

# "You" for the author of the comment replied to, and what the writer and others are called.
PARENT, WRITER, OTHER = "you", "the author", "he"

_LEAST_LETTERS = 3


def without_names(submission: Submission, text: str) -> str:
    """The text with those present called by their part in the discussion."""
    called = called_by_name(submission)
    if not called:
        return text
    return _names(tuple(called)).sub(lambda found: called[found[0].casefold().lstrip("@")], text)


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
            whole = name.casefold().strip()
            parts = [part for part in whole.split() if len(part) >= _LEAST_LETTERS]
            called.update(dict.fromkeys((whole, *parts), stand_in))
    return {name: stand_in for name, stand_in in called.items() if name}


@lru_cache(maxsize=256)
def _names(names: tuple[str, ...]) -> "regex.Pattern[str]":
    longest_first = sorted(map(regex.escape, names), key=len, reverse=True)
    return regex.compile(
        rf"(?<![\p{{L}}\p{{N}}_])@?(?:{'|'.join(longest_first)})(?![\p{{L}}\p{{N}}_])",
        regex.IGNORECASE,
    )
