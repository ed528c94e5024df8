"""The orders in which a reader may see the comments that begin a conversation."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from parley.ranking.newest import newest_first, oldest_first
from parley.ranking.respected import Voted, most_respected_first


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    RESPECTED = "respected"


V = TypeVar("V", bound=Voted)


def order_roots(roots: Iterable[V], sort: Sort) -> list[V]:
    """The first comments of the conversations; replies below them are always oldest first."""
    match sort:
        case Sort.NEWEST:
            return sorted(roots, key=newest_first)
        case Sort.OLDEST:
            return sorted(roots, key=oldest_first)
        case Sort.RESPECTED:
            return sorted(roots, key=most_respected_first)
