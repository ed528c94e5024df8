"""Which votes of a discussion count for common ground: those of readers who came by themselves.

An account of a brigade looks like any reader once it has voted elsewhere like one. What still
tells it is what its company has in common: that they do nothing else here, were made together,
come at once, or vote faster than anybody reads. A vote that does not count is left out, whatever
it says; nothing is held against the comment, for else the rule would serve to sink one. And no
one vote is judged here: only what the voters of a comment share far more often than those of
the others do.

Measured on made-up discussions (docs/common-ground-attacks.md).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

from parley.ranking.votes import VoteTable

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY = 86_400.0
# What so many voters share by chance once in a million comments, and whose odds are this many
# times those elsewhere: the first alone would also tell what merely differs a little.
CHANCE, ODDS = 1e-6, 4.0
# From this many other votes in the discussion on, a reader is simply busy.
BUSY = 9
# More votes than these in so many seconds are not read. Of the people in four published Polis
# conversations, who judge one short statement after the other, 0 to 1.1% were ever as fast.
FAST_VOTES, FAST_SECONDS = 20, 10.0
# A discussion is looked at in this many parts of equally many votes; a comment that in one of
# them gets more than so many times what the fifth most found gets there is being sent voters.
# Readers meet the first five places about equally often; and than it gets elsewhere itself.
PARTS, RUSH, COMPARED = 24, 3.0, 5
# Fewer votes are no rush, and among fewer comments one may well be everybody's.
RUSH_VOTES, RUSH_COMMENTS = 15, 20


def counted(
    votes: VoteTable,
    *,
    cast_at: Floats | None = None,
    joined: Floats | None = None,
    opened: float = 0.0,
) -> Bools:
    """Which votes of this discussion count for common ground; shape (votes,).

    `cast_at` per vote and `joined` per reader are seconds on one clock, `opened` is when the
    discussion began on it; who was imported without an account has always been there (-inf).
    What is not known (None) is not judged by.
    Passes must be among the votes, and votes of readers who are in no camp: they tell what is
    usual.

    What it costs, measured in docs/common-ground-attacks.md: readers who join for this very
    discussion (one vote in 25 there); of the others' votes none where nobody attacks, on a
    comment under attack up to two in a hundred, and under a rush up to six in ten.
    """
    counts = np.ones(votes.count, np.bool_)
    # One after the other, the most exact first: whom it leaves out no later rule mistakes for a
    # rush, which costs the honest votes cast meanwhile.
    rules: list[Callable[[VoteTable, Ints], Bools]] = [_single_minded]
    if joined is not None:
        counts &= (joined < opened)[votes.reader]
        rules.insert(0, partial(_made_together, day=np.floor(joined / DAY)))
    if cast_at is not None:
        counts &= ~hasty(votes, cast_at=cast_at)[votes.reader]
        rules.append(partial(_rushed, at=cast_at))
    for rule in rules:
        judged = np.flatnonzero(counts)
        if not len(judged):
            break
        counts[judged] = ~rule(votes, judged)
    return counts


def hasty(votes: VoteTable, *, cast_at: Floats) -> Bools:
    """Readers who voted faster here than anybody reads; shape (readers,)."""
    order = np.lexsort((cast_at, votes.reader))
    reader, at = votes.reader[order], cast_at[order]
    later, earlier = slice(FAST_VOTES, None), slice(None, -FAST_VOTES)
    found = (reader[later] == reader[earlier]) & (at[later] - at[earlier] < FAST_SECONDS)
    fast = np.zeros(votes.readers, np.bool_)
    fast[reader[later][found]] = True
    return fast


def with_chance_of_first_day(votes: VoteTable, *, cast_at: Floats) -> VoteTable:
    """The same votes; of those by chance, only each reader's of their first day here still are.

    To come back for draw after draw until it holds what one came for is to choose.
    """
    first = np.full(votes.readers, np.inf)
    np.minimum.at(first, votes.reader, cast_at)
    that_day = cast_at // DAY == first[votes.reader] // DAY
    return replace(votes, by_chance=votes.by_chance & that_day)


def _made_together(votes: VoteTable, judged: Ints, *, day: Floats) -> Bools:
    """Votes by accounts made on a day on which too many of the comment's voters were made."""
    made = day[votes.reader[judged]]
    return _shared(votes, judged, trait=made) & np.isfinite(made)


def _single_minded(votes: VoteTable, judged: Ints) -> Bools:
    """Votes by readers who did as little else here as too many of the comment's voters did."""
    others = np.minimum(votes.votes_of_readers()[votes.reader[judged]] - 1, BUSY)
    return _shared(votes, judged, trait=others) & (others < BUSY)


def _shared(votes: VoteTable, judged: Ints, *, trait: Ints | Floats) -> Bools:
    """Votes whose trait is too frequent among the comment's votes to be chance.

    One-sided binomial test of each comment and trait, given the trait's share among the votes
    on all other comments.
    """
    name, of = np.unique(trait, return_inverse=True)
    comment = votes.comment[judged].astype(np.int64)
    pair, of_vote = np.unique(comment * len(name) + of, return_inverse=True)
    here = np.bincount(of_vote)
    total = np.bincount(comment)[pair // len(name)]
    elsewhere = np.bincount(of)[pair % len(name)] - here
    # One more, so that a trait that nobody else has is rare rather than impossible.
    usual = (elsewhere + 1) / (len(judged) - total + 2)
    odds = here * (1 - usual) > ODDS * (total - here) * usual
    chance = bdtrc(here - 1, total, usual)
    return np.asarray((odds & (chance < CHANCE) & (here > 1))[of_vote])


def _rushed(votes: VoteTable, judged: Ints, *, at: Floats) -> Bools:
    """Votes cast on a comment while it got far more of them than any place would bring."""
    part = np.empty(len(judged), np.int64)
    part[np.argsort(at[judged], kind="stable")] = np.arange(len(judged)) * PARTS // len(judged)
    cell = part * votes.comments + votes.comment[judged]
    found = np.bincount(cell, minlength=PARTS * votes.comments).reshape(PARTS, -1)
    # What is always found more often than others is popular: nobody was sent.
    usual = np.maximum(np.sort(found, axis=1)[:, -COMPARED:][:, :1], np.median(found, axis=0))
    many = (found > 0).sum(axis=1, keepdims=True) >= RUSH_COMMENTS
    rush = (found > RUSH * usual) & (found >= RUSH_VOTES) & many
    # The first and the last of those who were sent fall into the parts beside.
    rush[1:] |= rush[:-1].copy()
    rush[:-1] |= rush[1:].copy()
    # Nobody can have more than half of a comment's time left out by sending crowds again and again.
    rush &= rush.sum(axis=0) <= PARTS // 2
    return np.asarray(rush.ravel()[cell])
