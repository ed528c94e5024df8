"""Accounts whose votes all over a site are copies of each other's: together they count once.

Made for brigades that get their history from one list. Who agrees with others on what everybody
votes on is no copy, so that only votes on comments that few have voted on are looked at.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from parley.ranking.votes import VoteTable

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

# What at most this share of a site's readers has voted on is rarely voted on.
RARE = 0.05
# Copies share such votes in this many discussions or more, and in this share of those in which
# the one who cast fewer has any. Of one discussion one vote is compared: its readers meet the
# same comments, and agree on many.
LEAST_SHARED, COPIED = 5, 0.6
# Minhashes: two readers are compared where all hashes of one band are equal. With 16 bands of
# three, readers who share two votes in three are compared in 99 cases of 100.
BANDS, HASHES = 16, 3
# A prime below 2 ** 31, so that products of two numbers below it stay in 64 bits.
PRIME = 2_147_483_629
# Knuth's multiplier: puts votes into an order that has to do with nothing.
MIX = 2_654_435_761
VALUES = 3


def copied(votes: VoteTable, *, discussion: Ints | None = None, seed: int = 0) -> Bools:
    """Readers who are a copy of another who counts in their place; shape (readers,).

    `discussion` is the number of each comment's; without it each comment is one by itself.
    After A. Broder, "On the resemblance and containment of documents" (1997). The first of
    each set of copies is the one that counts.
    """
    rarely = votes.votes_on_comments() <= RARE * len(np.unique(votes.reader))
    rare = votes.where(rarely[votes.comment])
    if discussion is not None:
        rare = _one_a_discussion(rare, discussion=discussion)
    table = rare.where((rare.votes_of_readers() >= LEAST_SHARED)[rare.reader])
    same: Ints = table.comment.astype(np.int64) * VALUES + table.value + 1
    said = csr_array(
        (np.ones(table.count), (table.reader, same)), shape=(rare.readers, rare.comments * VALUES)
    )
    one, other = np.empty(0, np.int64), np.empty(0, np.int64)
    for left, right in _candidates(table, same=same, seed=seed):
        alike = _alike(said, left, right=right)
        one, other = np.append(one, left[alike]), np.append(other, right[alike])
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(rare.readers, rare.readers))
    _, group = connected_components(graph, directed=False)
    found = np.ones(rare.readers, np.bool_)
    found[np.unique(group, return_index=True)[1]] = False
    return found


def _one_a_discussion(votes: VoteTable, *, discussion: Ints) -> VoteTable:
    """One vote of each reader in each discussion; readers with the same votes keep the same."""
    mixed = (votes.comment.astype(np.int64) * VALUES + votes.value + 1) * MIX % PRIME
    of = discussion[votes.comment]
    order = np.lexsort((mixed, of, votes.reader))
    reader, of = votes.reader[order], of[order]
    first = np.ones(votes.count, np.bool_)
    first[1:] = (reader[1:] != reader[:-1]) | (of[1:] != of[:-1])
    kept = np.zeros(votes.count, np.bool_)
    kept[order[first]] = True
    return votes.where(kept)


def _candidates(table: VoteTable, *, same: Ints, seed: int) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of readers with equal hashes, each with the first of their bucket."""
    order = np.argsort(table.reader, kind="stable")
    reader, begins = np.unique(table.reader[order], return_index=True)
    ordered = same[order] % PRIME
    rng = np.random.default_rng(seed)
    for _ in range(BANDS if len(reader) else 0):
        keys = np.zeros(len(reader), np.int64)
        for factor, shift in rng.integers(1, PRIME, (HASHES, 2)):
            least = np.minimum.reduceat((ordered * factor + shift) % PRIME, begins)
            keys = (keys * int(factor) + least) % PRIME
        _, head, bucket = np.unique(keys, return_index=True, return_inverse=True)
        left = reader[head][bucket].astype(np.int64)
        apart = left != reader
        yield left[apart], reader[apart].astype(np.int64)


def _alike(said: csr_array, left: Ints, *, right: Ints) -> Bools:
    """Which pairs cast so many of the same votes that one copied the other."""
    shared = said[left].minimum(said[right]).sum(axis=1)
    total = np.asarray(said.sum(axis=1))
    least = np.minimum(total[left], total[right])
    return np.asarray(shared >= np.maximum(LEAST_SHARED, COPIED * least))
