"""What Polis says of comments once readers are in groups: consensus, and what is typical.

The sources: compdemocracy/polis, `math/src/polismath/math/repness.clj`, `stats.clj` and, for
the group-aware consensus, `conversation.clj`; Small et al. 2021. Polis says "agree" where we say
"respect".
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from parley.ranking.votes import DISAGREE, PASS, RESPECT, VoteTable

# `stats.clj`, z-sig-90?: one-sided, at 90%.
SIGNIFICANT = 1.2816
# `repness.clj`: the lists are cut after five, and consensus needs more than half.
LONGEST_LIST, MAJORITY = 5, 0.5
# Columns of counts.
RESPECTS, DISAGREEMENTS, SEEN = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A comment most readers answer alike: `votes` of `seen` do, `share` with one vote each way
    added, `test` its z value."""

    comment: int
    votes: int
    seen: int
    share: float
    test: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """A comment that a group answers otherwise than the rest; numbers of the answer named.

    `ratio` is the group's share divided by the rest's, `ratio_test` its z value. `leading` marks
    the comment that the group respects most tellingly, which heads its list.
    """

    comment: int
    respected: bool
    votes: int
    seen: int
    share: float
    share_test: float
    ratio: float
    ratio_test: float
    leading: bool = False

    @property
    def weight(self) -> float:
        """What the list is sorted by."""
        # Polis keeps this one value in single precision, and so may order near ties.
        return self.ratio * float(np.float32(self.ratio_test)) * self.share * self.share_test


def count_votes(
    votes: VoteTable, of_reader: NDArray[np.integer], *, groups: int
) -> NDArray[np.int64]:
    """Respects, disagreements and all votes, passes among them; shape (groups, comments, 3)."""
    group = of_reader[votes.reader].astype(np.int64)
    kept = (group >= 0) & (group < groups)
    cell = group[kept] * votes.comments + votes.comment[kept]
    value = votes.value[kept]
    counts = np.stack(
        [
            np.bincount(cell[value == answer], minlength=groups * votes.comments)
            for answer in (RESPECT, DISAGREE, PASS)
        ],
        axis=-1,
    )
    counts[:, SEEN] += counts[:, RESPECTS] + counts[:, DISAGREEMENTS]
    return counts.reshape(groups, votes.comments, 3)


def group_aware_consensus(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The product over groups of (A + 1) / (S + 2), shape (comments,); 0 without any group.

    A respects among S votes, passes among them.
    """
    if not len(counts):
        return np.zeros(counts.shape[1])
    shares = (counts[:, :, RESPECTS] + 1) / (counts[:, :, SEEN] + 2)
    return np.asarray(shares.prod(axis=0), np.float64)


def one_share_test(votes: NDArray[np.int64], seen: NDArray[np.int64]) -> NDArray[np.float64]:
    """z of a share against one half: 2 √(n + 1) ((s + 1) / (n + 1) - 1/2)."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((votes + 1) / (seen + 1) - 0.5), np.float64)


def two_shares_test(
    votes: NDArray[np.int64],
    seen: NDArray[np.int64],
    *,
    other_votes: NDArray[np.int64],
    other_seen: NDArray[np.int64],
) -> NDArray[np.float64]:
    """z of two shares against each other, pooled, one added to all four; 0 where all agree."""
    votes, seen, other_votes, other_seen = votes + 1, seen + 1, other_votes + 1, other_seen + 1
    pooled = (votes + other_votes) / (seen + other_seen)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / seen + 1 / other_seen))
    gap = votes / seen - other_votes / other_seen
    return np.asarray(np.where(spread > 0, gap / np.where(spread > 0, spread, 1.0), 0.0))


def shared_answers(
    counts: NDArray[np.int64], answer: int, *, left_out: NDArray[np.bool_]
) -> tuple[Shared, ...]:
    """The at most five comments that readers most clearly answer alike.

    `counts` (comments, 3) are of all readers and `answer` is RESPECTS or DISAGREEMENTS. A share
    p = (s + 1) / (n + 2) above one half, significantly; sorted by p times its test, equal ones
    by their number.
    """
    votes, seen = counts[:, answer], counts[:, SEEN]
    share, test = (votes + 1) / (seen + 2), one_share_test(votes, seen)
    chosen = np.flatnonzero((share > MAJORITY) & (test > SIGNIFICANT) & ~left_out)
    order = np.argsort(-(share * test)[chosen], kind="stable")[:LONGEST_LIST]
    return tuple(
        Shared(
            comment=int(at),
            votes=int(votes[at]),
            seen=int(seen[at]),
            share=float(share[at]),
            test=float(test[at]),
        )
        for at in chosen[order]
    )


def typical_answers(
    counts: NDArray[np.int64], *, left_out: NDArray[np.bool_]
) -> tuple[tuple[Typical, ...], ...]:
    """Each group's at most five most representative comments, respected ones first.

    With p = (s + 1) / (n + 2) in the group and r = p divided by the same share in all other
    groups, a comment qualifies when the tests of p and of r are both significant, for respect
    or for disagreement. Sorted by r · r_test · p · p_test; the comment the group respects most
    tellingly is put in front; if none qualifies it is the only one, and without it the one with
    the greatest r_test is.
    """
    total = counts.sum(axis=0)
    return tuple(_typical_of_group(group, total - group, left_out=left_out) for group in counts)


def _typical_of_group(
    inside: NDArray[np.int64], outside: NDArray[np.int64], *, left_out: NDArray[np.bool_]
) -> tuple[Typical, ...]:
    voted = (inside[:, SEEN] + outside[:, SEEN] > 0) & ~left_out
    comments = np.flatnonzero(voted)
    inside, outside = inside[voted], outside[voted]
    respect = _answers(inside, outside, comments=comments, answer=RESPECTS)
    disagree = _answers(inside, outside, comments=comments, answer=DISAGREEMENTS)
    chosen = [
        for_it if for_it.ratio_test > against.ratio_test else against
        for for_it, against in zip(respect, disagree, strict=True)
    ]
    qualified = [
        clearer
        for clearer, *both in zip(chosen, respect, disagree, strict=True)
        if any(min(one.ratio_test, one.share_test) > SIGNIFICANT for one in both)
    ]
    leading = _leading(respect, inside)
    head = [] if leading is None else [_as_leading(chosen[leading])]
    if not qualified:
        return tuple(head or _most_different(chosen))
    rest = [one for one in qualified if not head or one.comment != head[0].comment]
    listed = (head + sorted(rest, key=lambda one: -one.weight))[:LONGEST_LIST]
    return tuple(sorted(listed, key=lambda one: not one.respected))


def _answers(
    inside: NDArray[np.int64],
    outside: NDArray[np.int64],
    *,
    comments: NDArray[np.intp],
    answer: int,
) -> list[Typical]:
    """How a group gives this answer beside the rest, comment by comment."""
    votes, seen = inside[:, answer], inside[:, SEEN]
    other_votes, other_seen = outside[:, answer], outside[:, SEEN]
    share = (votes + 1) / (seen + 2)
    columns = zip(
        comments.tolist(),
        votes.tolist(),
        seen.tolist(),
        share.tolist(),
        one_share_test(votes, seen).tolist(),
        (share / ((other_votes + 1) / (other_seen + 2))).tolist(),
        two_shares_test(votes, seen, other_votes=other_votes, other_seen=other_seen).tolist(),
        strict=True,
    )
    return [
        Typical(
            comment=comment,
            respected=answer == RESPECTS,
            votes=cast,
            seen=of,
            share=p,
            share_test=p_test,
            ratio=r,
            ratio_test=r_test,
        )
        for comment, cast, of, p, p_test, r, r_test in columns
    ]


def _leading(respect: list[Typical], inside: NDArray[np.int64]) -> int | None:
    """Where the comment is that the group respects most tellingly (`beats-best-agr?`).

    One after the other, each is held against the best so far: by the list's weight if the best
    has a ratio above one, else by share and its test alone.
    """
    best: int | None = None
    answered = (inside[:, RESPECTS] + inside[:, DISAGREEMENTS] > 0).tolist()
    for at, one in enumerate(respect):
        if answered[at] and _beats(one, None if best is None else respect[best]):
            best = at
    return best


def _beats(one: Typical, best: Typical | None) -> bool:
    if best is None:
        return one.share_test > SIGNIFICANT or (one.ratio > 1 and one.share > MAJORITY)
    if best.ratio > 1:
        return _precise_weight(one) > _precise_weight(best)
    return one.share * one.share_test > best.share * best.share_test


def _precise_weight(one: Typical) -> float:
    return one.ratio * one.ratio_test * one.share * one.share_test


def _as_leading(one: Typical) -> Typical:
    return replace(one, leading=True)


def _most_different(chosen: list[Typical]) -> list[Typical]:
    """The one with the greatest test of its ratio; the first, of equal ones."""
    return [max(chosen, key=lambda one: one.ratio_test)] if chosen else []
