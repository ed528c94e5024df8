"""What everybody may see of a discussion's votes: pooled numbers, and no reader in them.

The picture is plain JSON:

    {"version": 1,
     "readers": 300,                    placed readers who voted in this discussion
     "votes": 5012,                     theirs, passes among them
     "camps": 2,
     "height": 0.6,                     of the map; its width is 1
     "step": 0.071,                     how far cells stand apart
     "cells": [{"x": 0.25, "y": 0.311,  from the left and from the foot
                "readers": 4,           at least three
                "side": "left"}],       "left", "right" or "mixed": where most of them belong
     "apart": 2,                        readers too far from others to be shown on the map
     "comments": [{"id": 7,
                   "left": 83,          % of respect among readers on the left of the map,
                   "between": [70],     in the camps between from left to right (null: too few),
                   "right": 76,         and on the right
                   "gap": 7,            points between the two
                   "votes": 41}],       of placed readers
     "left_out": 0,                     comments beyond two hundred, those with fewest votes
     "agreed": [7],                     ids: what every camp respects, as the badge has it, the
                                        clearest first;
     "divides": [9],                    what one end respects and the other does not;
     "unrespected": [12]}               what every camp disagrees with

Where those who found a comment and those to whom it was shown by chance disagree, only the
latter's votes are told, as they alone count for its score.

Every id of a list is among `comments`, which go from common to divisive.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from parley.ranking import ground
from parley.ranking.votes import VoteTable

VERSION = 1
# The lists of comments.
LISTS = ("agreed", "divides", "unrespected")
# Fewer placed readers could be told apart by who was there; fewer than three in a cell, too.
# Both as judged in common-ground research, section 5.6.
LEAST_READERS, LEAST_IN_CELL = 50, 3
# A camp's share of respect is shown from as many votes on as its part in a badge needs.
LEAST_VOTES = 5
# With one camp there is nobody to agree with.
LEAST_CAMPS = 2
# Cells hold this many readers on average, on a map that is this much wider than high.
READERS_PER_CELL, ASPECT = 4, 1.6
# More columns than these would be smaller than a finger on a telephone.
MOST_COLUMNS = 28
# A tally's columns with respect and disagreement in each other's place.
_DISAGREE_FIRST = (1, 0, 2, 4, 3, 5)
# How many cells away lonely readers may be drawn to others.
NEAR = 2.5
# Places beyond these percentiles are drawn at the edge, so that a few do not squeeze the rest.
EDGES = (1.0, 99.0)
# Rows of a hexagonal grid stand this much closer than its columns.
_ROW = sqrt(3) / 2
# A cell belongs to a side from this share of its readers on.
MOST_OF_CELL = 2 / 3
# Points of difference, and the one-sided test of 90% by Polis (Small et al., 2021), from which
# on a comment divides.
DIVIDES, SIGNIFICANT = 30, 1.2816
# What half of an end respects is not rejected there: that divides only by how much.
HALF = 50
# As many comments as one can tell apart in a picture, and how many of each list are among
# them whatever their votes.
MOST_COMMENTS, KEPT = 200, 50


class _Hexagon(NamedTuple):
    row: int
    column: int

    def middle(self) -> tuple[float, float]:
        """In columns, from the left and from the foot."""
        return self.column + (self.row % 2) / 2, self.row * _ROW


@dataclass(frozen=True, slots=True)
class _Counts:
    """Votes that count, by comment and camp, camps from left to right; shape (comments, camps).

    `agreed` and `unrespected`: the scores of what every camp respects, or disagrees with, by the
    rule of the badge, and NaN for all else; shape (comments,).
    """

    respect: NDArray[np.integer]
    seen: NDArray[np.integer]
    agreed: NDArray[np.float64]
    unrespected: NDArray[np.float64]


def compose(
    votes: VoteTable,
    positions: NDArray[np.floating],
    *,
    of_reader: NDArray[np.integer],
    camps: int,
    comment_ids: Sequence[int],
) -> dict[str, Any] | None:
    """The pooled picture of one discussion, or None where there is not enough to show.

    `positions` (readers, 2) and `of_reader` (readers,; -1 for no camp) are numbered as the
    readers of `votes`, `comment_ids` (comments,) as its comments. None below fifty placed
    readers, without two camps of five, and without a comment on which both ends have voted.
    """
    _check(votes, positions, of_reader=of_reader, comment_ids=comment_ids)
    voted = np.bincount(votes.reader, minlength=votes.readers) > 0
    placed = (of_reader >= 0) & (of_reader < camps) & np.isfinite(positions).all(axis=1) & voted
    order = _from_left(positions[placed, 0], of_reader[placed])
    if placed.sum() < LEAST_READERS or len(order) < LEAST_CAMPS:
        return None
    # By position from the left in place of the axis' own number.
    camp = np.full(votes.readers, -1, np.int64)
    for place, number in enumerate(order):
        camp[placed & (of_reader == number)] = place
    counted = votes.where(camp[votes.reader] >= 0)
    said = _said(_count(counted, camp, camps=len(order)), comment_ids, whole=len(order) == camps)
    if not said["comments"]:
        return None
    drawn = _map(positions[placed], camp[placed], camps=len(order))
    return {
        "version": VERSION,
        "readers": int(placed.sum()),
        "votes": counted.count,
        "camps": len(order),
        **drawn,
        "apart": int(placed.sum()) - sum(cell["readers"] for cell in drawn["cells"]),
        **said,
    }


def _check(
    votes: VoteTable,
    positions: NDArray[np.floating],
    *,
    of_reader: NDArray[np.integer],
    comment_ids: Sequence[int],
) -> None:
    if positions.shape != (votes.readers, 2) or of_reader.shape != (votes.readers,):
        raise ValueError("Every reader of the table needs a position and a camp, or -1.")
    if len(comment_ids) != votes.comments:
        raise ValueError("Every comment of the table needs an id.")


def _from_left(x: NDArray[np.floating], camp: NDArray[np.integer]) -> list[int]:
    """Camps of at least five, by the mean place of their readers."""
    sizes = Counter(camp.tolist())
    large = [number for number, size in sizes.items() if size >= LEAST_VOTES]
    return sorted(large, key=lambda number: (float(x[camp == number].mean()), number))


def _count(votes: VoteTable, camp: NDArray[np.int64], *, camps: int) -> _Counts:
    tallies = ground.tally(votes, camp.astype(np.int8), camps=camps)
    # Votes brought from elsewhere were never asked for: then there is nothing to compare with.
    audited = bool(votes.by_chance.any())

    def stand(counted: NDArray[np.int32]) -> ground.Footings:
        return ground.stand_all(
            counted,
            rates=ground.rates_of(counted),
            audited=audited,
        )

    liked = stand(tallies)
    disliked = stand(tallies[:, :, _DISAGREE_FIRST])
    conflicting = liked.conflicting[:, None]
    return _Counts(
        respect=np.where(conflicting, tallies[:, :, 3], tallies[:, :, 0]),
        seen=np.where(conflicting, tallies[:, :, 3:].sum(2), tallies[:, :, :3].sum(2)),
        agreed=np.where(liked.badge, liked.score, np.nan),
        unrespected=np.where(disliked.badge, disliked.score, np.nan),
    )


# --- comments ---


def _said(counts: _Counts, comment_ids: Sequence[int], *, whole: bool) -> dict[str, Any]:
    """The comments and the lists of them; `whole`: every camp of the axis is here."""
    comments = _comments(counts, comment_ids)
    lists = _lists(comments, counts, row_of={int(name): n for n, name in enumerate(comment_ids)})
    if not whole:
        # A camp that is hardly here cannot be said to agree.
        lists |= {"agreed": [], "unrespected": []}
    shown = _most(comments, {name for each in lists.values() for name in each[:KEPT]})
    kept = {one["id"] for one in shown}
    return {
        "comments": shown,
        "left_out": len(comments) - len(shown),
        **{name: [one for one in each if one in kept] for name, each in lists.items()},
    }


def _comments(counts: _Counts, comment_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Those with enough votes at both ends, from common to divisive."""
    found = []
    for number, name in enumerate(comment_ids):
        shares = [
            round(100 * int(respect) / int(seen)) if seen >= LEAST_VOTES else None
            for respect, seen in zip(counts.respect[number], counts.seen[number], strict=True)
        ]
        left, right = shares[0], shares[-1]
        if left is None or right is None:
            continue
        found.append(
            {
                "id": int(name),
                "left": left,
                "between": shares[1:-1],
                "right": right,
                "gap": abs(left - right),
                "votes": int(counts.seen[number].sum()),
            }
        )
    return sorted(found, key=from_common)


def from_common(one: dict[str, Any]) -> tuple[int, int, int]:
    """A sort key of the comments: from common to divisive."""
    return one["gap"], -min(one["left"], one["right"]), one["id"]


def _lists(
    comments: list[dict[str, Any]], counts: _Counts, *, row_of: dict[int, int]
) -> dict[str, list[int]]:
    def by_every_camp(scores: NDArray[np.float64]) -> list[int]:
        kept = {one["id"]: scores[row_of[one["id"]]] for one in comments}
        named = [name for name, score in kept.items() if not np.isnan(score)]
        return sorted(named, key=lambda name: (-kept[name], name))

    dividing = [
        one
        for one in sorted(comments, key=lambda one: (-one["gap"], -one["votes"], one["id"]))
        if one["gap"] >= DIVIDES
        and max(one["left"], one["right"]) >= HALF > min(one["left"], one["right"])
        and _test(counts, row_of[one["id"]]) > SIGNIFICANT
    ]
    return {
        "agreed": by_every_camp(counts.agreed),
        "divides": [one["id"] for one in dividing],
        "unrespected": by_every_camp(counts.unrespected),
    }


def _most(comments: list[dict[str, Any]], listed: set[int]) -> list[dict[str, Any]]:
    """Those with most votes, beside those that a list names; in the order they have."""
    wanted = sorted(comments, key=lambda one: (one["id"] not in listed, -one["votes"], one["id"]))
    kept = {one["id"] for one in wanted[:MOST_COMMENTS]}
    return [one for one in comments if one["id"] in kept]


def _test(counts: _Counts, row: int) -> float:
    """By how many standard errors the two ends' shares of respect differ.

    The pooled test of two proportions with one more vote everywhere, as in Polis'
    `two-prop-test` (compdemocracy/polis, math/src/polismath/math/stats.clj).
    """
    (left, right), (of_left, of_right) = (
        (int(votes[row, 0]) + 1, int(votes[row, -1]) + 1) for votes in (counts.respect, counts.seen)
    )
    pooled = (left + right) / (of_left + of_right)
    if pooled == 1:
        return 0.0
    error = sqrt(pooled * (1 - pooled) * (1 / of_left + 1 / of_right))
    return abs(left / of_left - right / of_right) / error


# --- the map ---


def _map(positions: NDArray[np.floating], camp: NDArray[np.int64], *, camps: int) -> dict[str, Any]:
    """Readers pooled on a grid of hexagons."""
    columns = min(MOST_COLUMNS, max(2, round(sqrt(len(positions) / READERS_PER_CELL * ASPECT))))
    rows = max(1, round(columns / ASPECT / _ROW))
    members: dict[_Hexagon, list[int]] = {}
    for reader, (x, y) in enumerate(_on_grid(positions, columns=columns, rows=rows)):
        members.setdefault(_hexagon(float(x), float(y)), []).append(int(camp[reader]))
    # Every other row stands half a column to the right.
    width = columns + 0.5
    return {
        "height": round(rows * _ROW / width, 3),
        "step": round(1 / width, 3),
        "cells": [
            {
                "x": round(cell.middle()[0] / width, 3),
                "y": round(cell.middle()[1] / width, 3),
                "readers": len(camps_of),
                "side": _side(camps_of, camps=camps),
            }
            for cell, camps_of in sorted(_pooled(members).items())
        ],
    }


def _on_grid(positions: NDArray[np.floating], *, columns: int, rows: int) -> NDArray[np.float64]:
    """Places in columns from the left and from the foot; outliers at the edge.

    Each way has a scale of its own: the two axes of the positions have no unit in common.
    """
    low, high = np.percentile(positions, EDGES, axis=0)
    shares = np.clip((positions - low) / np.where(high > low, high - low, 1.0), 0.0, 1.0)
    grid: NDArray[np.float64] = shares * np.array([columns, rows * _ROW])
    return grid


def _hexagon(x: float, y: float) -> _Hexagon:
    """The nearest middle: of the row below or of the one above."""
    below = int(y / _ROW)
    near = [_Hexagon(row, max(0, round(x - (row % 2) / 2))) for row in (below, below + 1)]
    return min(near, key=lambda cell: (cell.middle()[0] - x) ** 2 + (cell.middle()[1] - y) ** 2)


def _pooled(members: dict[_Hexagon, list[int]]) -> dict[_Hexagon, list[int]]:
    """Cells of three readers at least: smaller ones join the nearest, or are left out."""
    cells = {cell: list(camps) for cell, camps in members.items()}
    while small := [cell for cell in cells if len(cells[cell]) < LEAST_IN_CELL]:
        cell = min(small, key=lambda one: (len(cells[one]), one))
        moving = cells.pop(cell)
        near = min(cells, key=lambda one: (_distance(one, cell), one), default=None)
        if near is not None and _distance(near, cell) <= NEAR:
            cells[near] += moving
    return cells


def _distance(one: _Hexagon, other: _Hexagon) -> float:
    (x, y), (u, v) = one.middle(), other.middle()
    return sqrt((x - u) ** 2 + (y - v) ** 2)


def _side(camps_of: list[int], *, camps: int) -> str:
    """Which end most of a cell's readers belong to; told of the whole cell only."""
    if camps_of.count(0) >= MOST_OF_CELL * len(camps_of):
        return "left"
    if camps_of.count(camps - 1) >= MOST_OF_CELL * len(camps_of):
        return "right"
    return "mixed"
