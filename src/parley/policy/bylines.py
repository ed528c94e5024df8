"""Who wrote an article, as its byline says."""

import re
from collections.abc import Iterator
from functools import lru_cache

from parley import names

_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r",|&|;|\band\b")


def writers_of(byline: str) -> tuple[str, ...]:
    """The names in a byline: "By Meera Nair and Tom Hughes" has two."""
    parts = _BETWEEN_NAMES.split(_BY.sub("", byline))
    return tuple(part.strip() for part in parts if part.strip())


# More than a newspaper has different bylines on all of its articles: they are gone through
# in one order, of which a smaller cache would keep nothing.
@lru_cache(maxsize=16_384)
def keys_of(byline: str) -> frozenset[str]:
    """By what its writers are found, folded as `parley.names.fold` does."""
    keys = (names.fold(name) for writer in writers_of(byline) for name in _readings(writer))
    return frozenset(key for key in keys if key)


def _readings(writer: str) -> Iterator[str]:
    """The whole, and what stands before small letters: "Meera Nair in Delhi" is Meera Nair."""
    yield writer
    words = writer.split()
    small = next((place for place, word in enumerate(words) if word[:1].islower()), 0)
    if small:
        yield " ".join(words[:small])
