"""The mathematics of Polis, exactly: opinion space, groups, consensus and what is typical.

For researchers, and to hold our own score against; `ground.py` orders the comments of readers.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from parley.ranking.polis_consensus import (
    DISAGREEMENTS,
    RESPECTS,
    Shared,
    Typical,
    count_votes,
    group_aware_consensus,
    shared_answers,
    typical_answers,
)
from parley.ranking.polis_groups import Groups, base_clusters, find_groups, given_groups
from parley.ranking.polis_space import Space, admitted_readers, fit_space, hidden_comments
from parley.ranking.votes import VoteTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Polis:
    """What Polis would say of these votes.

    `space` has centre, components and positions. `admitted` (readers,) tells who counts for
    groups; `base` and `groups` have of_reader (-1 for those not admitted), centres and sizes.
    `counts` (groups, comments, 3) are respects, disagreements and all votes.
    `consensus` (comments,) is the group-aware consensus, 0 where there are no groups.
    `respected` and `disagreed` list what readers answer alike, `typical` a list for each group.
    """

    space: Space
    admitted: NDArray[np.bool_]
    base: Groups
    groups: Groups
    counts: NDArray[np.int64]
    consensus: NDArray[np.float64]
    respected: tuple[Shared, ...]
    disagreed: tuple[Shared, ...]
    typical: tuple[tuple[Typical, ...], ...]


def analyse(
    votes: VoteTable,
    *,
    groups: ArrayLike | None = None,
    camps: int | None = None,
    moderated_out: Collection[int] = (),
    meta: Collection[int] = (),
    admitted: ArrayLike | None = None,
) -> Polis:
    """Everything, in one pass over the votes.

    `groups` (readers,) gives each reader's group, -1 for none, in place of those found; `camps`
    the number of groups to find, in place of the one with the best silhouette. Comments that are
    `moderated_out`, and `meta` ones, which ask about the readers themselves, are left out of the
    space and of the lists; Polis treats both alike there and still counts their votes.
    `admitted` (readers,) says who counts for the groups, in place of Polis' present rule: older
    conversations had another, and a running one keeps whom it once admitted.
    """
    left_out = {*moderated_out, *meta}
    space = fit_space(votes, left_out=left_out)
    counting = admitted_readers(votes) if admitted is None else np.asarray(admitted, np.bool_)
    base = base_clusters(space.positions, counting)
    if groups is None:
        found = find_groups(space.positions, base, camps=camps)
    else:
        found = given_groups(space.positions, np.asarray(groups, np.int32))
    counts = count_votes(votes, found.of_reader, groups=len(found.sizes))
    everyone = count_votes(votes, np.zeros(votes.readers, np.int32), groups=1)[0]
    hidden = hidden_comments(votes, left_out)
    return Polis(
        space=space,
        admitted=counting,
        base=base,
        groups=found,
        counts=counts,
        consensus=group_aware_consensus(counts),
        respected=shared_answers(everyone, RESPECTS, left_out=hidden),
        disagreed=shared_answers(everyone, DISAGREEMENTS, left_out=hidden),
        typical=typical_answers(counts, left_out=hidden),
    )
