"""Who is spoken of: the people present in a discussion, in words that any text has."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from unicodedata import normalize

import regex

from parley.policy.english_words import COMMON_WORDS, FUNCTION_WORDS
from parley.policy.fold import folded
from parley.policy.submission import ArticleFacts, Submission

# "You" for the author of the comment replied to, and what the writer and others are called.
PARENT, WRITER, OTHER = "you", "the author", "he"

_LEAST_LETTERS = 3
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}_]+")

# Nobody is spoken of by these, even where somebody is called “The People”: whoever took the
# name “Government” would turn every complaint about it into an attack on a person.
_NO_NAMES = FUNCTION_WORDS | COMMON_WORDS


def without_names(submission: Submission, text: str) -> str:
    """The text with those present called by their part in the discussion; then it is composed."""
    called = called_by_name(submission)
    if not called:
        return text
    return _names(tuple(called)).sub(
        lambda found: called_so(found[0].casefold(), called) or found[0], normalize("NFC", text)
    )


def called_by_name(submission: Submission) -> dict[str, str]:
    """What stands in for each name, and each part of a name, in small letters.

    Where the article itself speaks of somebody by the name of a reader, that is who is meant:
    the reader is only by “@” and the name, or where they are the one answered.
    """
    parents = (submission.parent_author,) if submission.parent_author else ()
    in_the_news = _news(submission.article)
    called: dict[str, str] = {}
    for name in submission.others:
        for spoken in _spoken(name):
            is_news = _words(spoken) in in_the_news
            called[f"@{spoken}" if is_news else spoken] = OTHER
    for stand_in, names in ((WRITER, submission.article.writers), (PARENT, parents)):
        for name in names:
            called.update(dict.fromkeys(_spoken(name), stand_in))
    return called


def called_so(name: str, called: Mapping[str, str]) -> str | None:
    """What stands in for a name in small letters, which may have an “@” before it."""
    return called.get(name) or called.get(name.removeprefix("@"))


def _spoken(name: str) -> Iterator[str]:
    """The name and its parts, in small letters, as far as they can mean nothing else.

    As it is written, for reading it in a text that is so too, and folded as texts are.
    """
    for written in (normalize("NFC", name).casefold(), folded(name)):
        telling = [part for part in written.split() if part not in _NO_NAMES]
        if telling:
            yield written.strip()
        yield from (part for part in telling if len(part) >= _LEAST_LETTERS)


# An article is the same for all its comments.
@lru_cache(maxsize=32)
def _news(article: ArticleFacts) -> str:
    return _words(f"{article.headline}\n{article.body}")


def _words(text: str) -> str:
    """In small letters, each between spaces, so that one can be found whole."""
    return f" {' '.join(_WORD.findall(normalize('NFC', text).casefold()))} "


@lru_cache(maxsize=256)
def _names(names: tuple[str, ...]) -> "regex.Pattern[str]":
    longest_first = sorted(names, key=len, reverse=True)
    sources = (("" if name[0] == "@" else "@?") + regex.escape(name) for name in longest_first)
    return regex.compile(
        rf"(?<![\p{{L}}\p{{N}}_])(?:{'|'.join(sources)})(?![\p{{L}}\p{{N}}_])",
        regex.IGNORECASE,
    )
