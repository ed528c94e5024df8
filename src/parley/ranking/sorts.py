"""The orders in which a reader may see the comments that begin a conversation."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from parley.ranking.agreed import Agreed, common_ground_first
from parley.ranking.newest import newest_first, oldest_first
from parley.ranking.respected import most_respected_first


class Sort(StrEnum):
    GROUND = "ground"
    RESPECTED = "respected"
    NEWEST = "newest"
    OLDEST = "oldest"


# What a reader sees who asks for no order. Where there is not enough ground to order by, it is
# the most respected first.
DEFAULT = Sort.GROUND

V = TypeVar("V", bound=Agreed)


def order_roots(roots: Iterable[V], sort: Sort) -> list[V]:
    """The first comments of the conversations; replies below them are always oldest first."""
    match sort:
        case Sort.GROUND:
            return sorted(roots, key=common_ground_first)
        case Sort.NEWEST:
            return sorted(roots, key=newest_first)
        case Sort.OLDEST:
            return sorted(roots, key=oldest_first)
        case Sort.RESPECTED:
            return sorted(roots, key=most_respected_first)
