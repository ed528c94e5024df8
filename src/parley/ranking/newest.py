"""Orders by age; comments of the same instant stand as they were written."""

from datetime import datetime
from typing import Protocol


class Dated(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...


def oldest_first(comment: Dated) -> tuple[float, int]:
    """A sort key. Seconds, because dates cannot be negated for the opposite order."""
    return comment.created_at.timestamp(), comment.id


def newest_first(comment: Dated) -> tuple[float, int]:
    """A sort key."""
    return -comment.created_at.timestamp(), -comment.id
