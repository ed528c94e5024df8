"""Common ground of a table of votes that stands for itself, without a site's history."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.ranking import ground
from parley.ranking.axis import Axis, fit_axis
from parley.ranking.camps import given_camps
from parley.ranking.ground import Footings
from parley.ranking.votes import VoteTable


@dataclass(frozen=True, slots=True, kw_only=True)
class TableGround:
    """What a table says; `camps` is 1 where nothing divides its readers.

    `of_reader` (readers,) is each reader's camp or -1; `tallies` has shape (comments, camps, 6).
    """

    axis: Axis
    camps: int
    of_reader: NDArray[np.int8]
    tallies: NDArray[np.int32]
    footings: Footings
    enough: bool


def analyse(
    votes: VoteTable,
    *,
    history: VoteTable | None = None,
    groups: NDArray[np.integer] | None = None,
    wanted: int | None = None,
) -> TableGround:
    """Camps from the readers' votes, `history` (on other comments, the same readers) among
    them; then every comment's footing from the votes of the table alone.

    `groups` (readers,) are given camps, -1 for none; `wanted` fixes how many are looked for.
    Where no vote is marked as by chance, none is asked for.
    """
    axis = fit_axis(votes if history is None else _with(history, votes), wanted=wanted)
    found = axis.camps if groups is None else given_camps(axis.positions, groups)
    tallies = ground.tally(votes, found.of_reader, camps=found.count)
    audited = bool(votes.by_chance.any())
    footings = ground.stand_all(
        tallies,
        rates=ground.rates_of(tallies),
        audited=audited,
    )
    voted = np.unique(votes.reader)
    return TableGround(
        axis=axis,
        camps=found.count,
        of_reader=found.of_reader,
        tallies=tallies,
        footings=footings,
        enough=ground.enough(tallies, placed=int((found.of_reader[voted] >= 0).sum())),
    )


def _with(history: VoteTable, votes: VoteTable) -> VoteTable:
    """Both, the comments of the history first."""
    return VoteTable(
        reader=np.concatenate([history.reader, votes.reader]),
        comment=np.concatenate([history.comment, votes.comment + np.int32(history.comments)]),
        value=np.concatenate([history.value, votes.value]),
        by_chance=np.concatenate([history.by_chance, votes.by_chance]),
        readers=max(history.readers, votes.readers),
        comments=history.comments + votes.comments,
    )
