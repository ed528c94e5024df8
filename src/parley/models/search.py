"""Finds words in text as people look for them: in capitals or not, in any script."""

import re

from django.db import connection
from django.db.models import Q


def has_words(field: str, words: str) -> Q:
    """Whether the field has these words, one after the other.

    SQLite's own comparison knows no capitals beyond ASCII, but Python's does.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__iregex": re.escape(words)})
    return Q(**{f"{field}__icontains": words})


def words_in(asked: str, *, most: int) -> str:
    """What somebody has typed, as it can be looked for: on one line, of at most this length."""
    return " ".join(asked.replace("\0", "").split())[:most]
