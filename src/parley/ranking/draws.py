"""Which comments a reader is shown by chance: drawn by a key, so nothing of it need be kept.

The same reader, discussion and day give the same draw, whoever computes it and whenever. Who
has not got the key can neither foresee a draw nor pretend to have met a comment by chance.
"""

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import blake2b
from heapq import nsmallest

# One in ten of the places on a discussion's first page, which has fifty; see common-ground
# research, section 4: what a brigade does not choose to meet gives it away. Not fewer than
# three, for a short discussion has few readers, and each comment needs some who met it so.
ONE_IN, LEAST, MOST = 10, 3, 5
# A shorter discussion is seen whole by whoever opens it.
LEAST_ROOTS = 12


def places(roots: int) -> int:
    """How many comments are drawn where `roots` begin conversations."""
    return 0 if roots < LEAST_ROOTS else min(MOST, max(LEAST, roots // ONE_IN))


def seed(key: bytes, *, reader: int, article: int, day: date) -> bytes:
    """What one reader's draw of one day is made from; `key` is secret, at most 64 bytes."""
    return blake2b(f"{reader} {article} {day}".encode(), key=key, digest_size=32).digest()


def lot(of: bytes, comment: int) -> bytes:
    """Where the comment stands in the draw of this seed; the lowest are drawn."""
    return blake2b(str(comment).encode(), key=of, digest_size=8).digest()


def draw(of: bytes, roots: Iterable[int]) -> list[int]:
    """The ones drawn of all comments that begin a conversation, by their lots."""
    standing = list(roots)
    return nsmallest(places(len(standing)), standing, key=lambda root: lot(of, root))


def was_drawn(
    of: bytes, comment: int, *, roots: Iterable[tuple[int, datetime]], since: datetime
) -> bool:
    """Whether the comment was in the draw at some moment from `since` on.

    `roots`, the comment among them, with the times at which they came, oldest first; of a long
    discussion few are asked for. The comment was there at `since`.
    """
    own, before, count = lot(of, comment), 0, 0
    for root, came in roots:
        if came > since:
            if before < places(count):
                return True
            if places(count) == MOST:
                # From here on others only come before it.
                return False
        count += 1
        before += lot(of, root) < own
        if before == MOST:
            return False
    return before < places(count)
