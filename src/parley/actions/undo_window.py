"""Until when a decision of the desk can be taken back, and from when on anybody is told of it."""

from datetime import datetime, timedelta

from parley.models.decision import Decision

# For so long the desk offers to take it back.
UNDO_WINDOW = timedelta(seconds=10)
# On top of it: the click is made at its end, and then travels.
UNDO_TRAVEL = timedelta(seconds=5)
# Whoever is told of a decision is told from this moment on.
TOLD_AFTER = UNDO_WINDOW + UNDO_TRAVEL
# Undoing is over a moment before: what was undone must be stored when a mail looks for it.
UNDO_ENDS = TOLD_AFTER - timedelta(seconds=1)

AT_ONCE = timedelta(0)


def told_after(batch: str) -> timedelta:
    """How long after a decision of this batch anybody is told; "" can never be undone."""
    return TOLD_AFTER if batch else AT_ONCE


def may_be_undone(decision: Decision, now: datetime) -> bool:
    """Whether it was made so lately that its moderator may still take it back."""
    return bool(decision.batch) and now < decision.created_at + UNDO_ENDS


def is_settled(decision: Decision, now: datetime) -> bool:
    """Whether everybody may know of it, where it was not undone."""
    return now >= decision.created_at + told_after(decision.batch)
