"""Closes and reopens appeals when what they ask for has happened by other ways."""

from collections.abc import Iterable
from datetime import datetime

from parley.models.appeal import Appeal, AppealOutcome
from parley.models.comment import Comment


def close(comment: Comment, now: datetime) -> None:
    """Nothing is left to hear: the comment was published, or its author deleted it; inside
    the transaction that did it."""
    Appeal.objects.filter(comment=comment, outcome="").update(
        outcome=AppealOutcome.WITHDRAWN, decided_at=now
    )


def forget(comments: Iterable[int]) -> None:
    """The authors' words go with those of the comments."""
    Appeal.objects.filter(comment__in=list(comments)).update(text="")


def open_ones(comment: Comment) -> list[int]:
    """The keys of those that wait to be heard."""
    return list(Appeal.objects.filter(comment=comment, outcome="").values_list("pk", flat=True))


def reopen(comment: Comment, appeals: Iterable[int]) -> None:
    """The decision that closed these was taken back; inside a transaction."""
    Appeal.objects.filter(comment=comment, pk__in=list(appeals)).update(outcome="", decided_at=None)
