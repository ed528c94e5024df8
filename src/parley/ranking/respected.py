"""Orders by respect, as far as the number of votes allows to trust it."""

from datetime import datetime
from typing import Protocol

from parley.ranking.newest import newest_first
from parley.ranking.wilson import wilson


class Voted(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def respect(self) -> int: ...
    @property
    def disagree(self) -> int: ...


def wilson_lower_bound(positive: int, total: int) -> float:
    """The least share of positive votes, in 0..1, that `total` votes make credible.

    Proposed for rankings by Evan Miller, "How Not To Sort By Average Rating" (2009).
    """
    return wilson(positive, total).low


def most_respected_first(comment: Voted) -> tuple[float, float, int]:
    """A sort key; where the votes say the same, the newest stands first."""
    bound = wilson_lower_bound(comment.respect, comment.respect + comment.disagree)
    return -bound, *newest_first(comment)
