"""How much readers' complaints about a comment count: by each one's record, and together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

LEAST, GREATEST = 0.1, 2.0
# How many right and wrong complaints everybody is thought to have made before the first.
PRIOR = 2
# What a complaint by a new account is multiplied by.
NEW_FACTOR = 0.25
# Of accounts that are older than this, it says nothing that they were made in the same hour.
SETTLED_AFTER = timedelta(days=90)


def weight_of(upheld: int, dismissed: int, *, new: bool) -> float:
    """What the next complaint of a reader counts, from what came of the earlier ones.

    2 (u + 2) / (u + d + 4): twice the mean of the beta distribution that is left of
    Beta(2, 2) after u complaints that were right and d that were wrong. So a reader without
    a record counts 1, one that has always been right tends to 2, one that has always been
    wrong to 0, and a first mistake weighs little. It never falls below 0.1: everybody may be
    right for once. New accounts count a quarter, as they cost nothing to make.
    """
    weight = 2 * (upheld + PRIOR) / (upheld + dismissed + 2 * PRIOR)
    return min(max(weight * (NEW_FACTOR if new else 1.0), LEAST), GREATEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One reader's. `made_at` is when the account was made; `proven`, that an earlier
    complaint was upheld; `addresses` whence the reader wrote, as digests; `partners`, who has
    complained in vain about the same author with this reader before."""

    reader: int
    weight: float
    at: datetime
    made_at: datetime
    proven: bool = False
    addresses: frozenset[str] = frozenset()
    partners: Collection[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`together` is within what time things happen together; an account is new for `new`."""

    together: timedelta
    new: timedelta


@dataclass(frozen=True, slots=True)
class Heard:
    """What all complaints come to: so many readers who do not belong together, and the sum of
    what the heaviest of each counts."""

    readers: int
    weight: float


def heard(complaints: Sequence[Complaint], terms: Terms) -> Heard:
    """Readers who belong together are one; so are those whom a third one joins."""
    groups = {each.reader: each.reader for each in complaints}

    def head(reader: int) -> int:
        while groups[reader] != reader:
            reader = groups[reader]
        return reader

    for one, other in combinations(complaints, 2):
        if belong_together(one, other, terms=terms):
            groups[head(one.reader)] = head(other.reader)
    heaviest = dict[int, float]()
    for each in complaints:
        group = head(each.reader)
        heaviest[group] = max(heaviest.get(group, 0.0), each.weight)
    return Heard(len(heaviest), sum(heaviest.values()))


def belong_together(one: Complaint, other: Complaint, *, terms: Terms) -> bool:
    """Whether two readers may be one person, or act by arrangement.

    Of readers who were right before it proves nothing that they come in the same hour: so do
    all who see the same bad comment.
    """
    if one.addresses & other.addresses or other.reader in one.partners:
        return True
    if one.proven or other.proven:
        return False
    made_together = abs(one.made_at - other.made_at) <= terms.together
    settled = all(each.at - each.made_at > SETTLED_AFTER for each in (one, other))
    new = all(each.at - each.made_at < terms.new for each in (one, other))
    came_together = abs(one.at - other.at) <= terms.together
    return (made_together and not settled) or (new and came_together)
