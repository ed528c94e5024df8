"""Polis' opinion space: a place in two dimensions for every reader, from votes alone.

The sources of every formula here: Small, Bjorkegren, Erkkilä, Shaw and Megill, "Polis: Scaling
deliberation by mapping high dimensional opinion spaces", Recerca 26(2), 2021; and what the
Polis server does (compdemocracy/polis, `math/src/polismath/math/pca.clj`, `conversation.clj`).
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from parley.ranking.votes import VoteTable

# `conversation.clj`, :in-conv: votes that admit a reader, and below how many readers the most
# active are admitted as well.
ADMITTING_VOTES, LEAST_ADMITTED = 7, 15
DIMENSIONS = 2
# Of so few comments (or readers) the solver for the largest alone cannot be asked.
DENSE_SIZE = 30
# A component that explains less than this share of the first is rounding, not opinion.
NOISE = 1e-12
# Entries of a component that differ by less are equal when its sign is chosen.
SIGN_DIGITS = 9
# Any start will do; the same one each time gives the same answer, to the last bit.
START_SEED = 2012


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Where readers and comments stand; comments that were left out have zeros.

    `centre` (comments,) is the mean vote in -1..1, `components` (2, comments) are of length 1
    (or 0 where the votes have no such dimension), `positions` (readers, 2),
    `comment_positions` (comments, 2) where a reader would stand who respects only that comment,
    `extremity` (comments,) how far from the middle that is.
    """

    centre: NDArray[np.float64]
    components: NDArray[np.float64]
    positions: NDArray[np.float64]
    comment_positions: NDArray[np.float64]
    extremity: NDArray[np.float64]


def fit_space(votes: VoteTable, *, left_out: Collection[int] = ()) -> Space:
    """The two principal components of the votes, missing ones taken as the comment's mean.

    A missing vote is then 0 after centring, so that the components are the right singular
    vectors of the sparse matrix of v - mean; nothing is ever filled in. A reader's position is
    the projection of the votes cast, times √(C / n): C comments voted on by anyone, n of them by
    the reader. Comments left out are, as in Polis, a column of zeros that all have voted on.
    """
    voted = votes.votes_on_comments() > 0
    hidden = hidden_comments(votes, left_out)
    open_votes = votes.where(~hidden[votes.comment])
    centre = _mean_votes(open_votes)
    residuals = csr_array(
        (open_votes.value - centre[open_votes.comment], (open_votes.reader, open_votes.comment)),
        shape=(votes.readers, votes.comments),
    )
    components = _leading_components(residuals)
    seen = open_votes.votes_of_readers() + int(hidden.sum())
    columns = int(voted.sum())
    scale = np.sqrt(columns / np.maximum(seen, 1))
    alone = np.where(voted & ~hidden, (1 - centre) * np.sqrt(columns), 0.0)
    comment_positions = alone[:, None] * components.T
    return Space(
        centre=centre,
        components=components,
        positions=np.asarray(residuals @ components.T) * scale[:, None],
        comment_positions=comment_positions,
        extremity=np.hypot(comment_positions[:, 0], comment_positions[:, 1]),
    )


def hidden_comments(votes: VoteTable, left_out: Collection[int]) -> NDArray[np.bool_]:
    """Which comments were voted on and are left out nevertheless; shape (comments,)."""
    chosen = np.isin(np.arange(votes.comments), np.asarray(sorted(left_out), np.int64))
    return chosen & (votes.votes_on_comments() > 0)


def admitted_readers(votes: VoteTable) -> NDArray[np.bool_]:
    """Who counts for the groups: readers with at least min(7, C) votes, passes among them.

    If these are fewer than 15, the most active of the others fill up; among equally active
    ones those who come first. A reader without a vote is never admitted.
    """
    counts = votes.votes_of_readers()
    comments = int((votes.votes_on_comments() > 0).sum())
    admitted = counts >= max(min(ADMITTING_VOTES, comments), 1)
    missing = LEAST_ADMITTED - int(admitted.sum())
    if missing > 0:
        others = np.flatnonzero(~admitted & (counts > 0))
        admitted[others[np.argsort(-counts[others], kind="stable")[:missing]]] = True
    return admitted


def _mean_votes(votes: VoteTable) -> NDArray[np.float64]:
    sums = np.bincount(votes.comment, weights=votes.value, minlength=votes.comments)
    return np.asarray(sums / np.maximum(votes.votes_on_comments(), 1), np.float64)


def _leading_components(residuals: csr_array) -> NDArray[np.float64]:
    """The first two right singular vectors, shape (2, comments), each of a certain sign."""
    readers, comments = residuals.shape
    components = np.zeros((DIMENSIONS, comments))
    if not residuals.data.any():
        return components
    # The eigenvectors on the shorter side give those on the longer.
    by_reader = readers < comments
    strengths, vectors = _largest_eigenvectors(residuals.T.tocsr() if by_reader else residuals)
    if by_reader:
        vectors = residuals.T @ vectors
    for at, (strength, vector) in enumerate(zip(strengths, vectors.T, strict=True)):
        if strength > NOISE * strengths[0]:
            components[at] = _signed(vector / np.linalg.norm(vector))
    return components


def _largest_eigenvectors(
    matrix: csr_array,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """At most two eigenvalues of MᵀM, the larger first, and their vectors as columns."""
    size = matrix.shape[1]
    transposed = matrix.T.tocsr()
    if size <= DENSE_SIZE:
        values, vectors = np.linalg.eigh((transposed @ matrix).toarray())
    else:
        product = LinearOperator(
            (size, size), matvec=lambda x: transposed @ (matrix @ x), dtype=np.float64
        )
        # Draws the start, and a new direction where the votes have fewer than it asks for.
        chance = np.random.default_rng(START_SEED)
        values, vectors = eigsh(product, k=DIMENSIONS, which="LA", rng=chance)
    order = np.argsort(-values, kind="stable")[:DIMENSIONS]
    return values[order], vectors[:, order]


def _signed(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turned so that its largest entry, of equal ones the first, is positive."""
    largest = np.abs(vector).round(SIGN_DIGITS).argmax()
    return vector if vector[largest] > 0 else -vector
