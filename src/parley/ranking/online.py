"""The state of common ground of a whole fleet in memory: a camp a reader, counters a comment.

The server keeps the same numbers in its database. This is for whoever replays or serves the
votes of many sites from one process: ten million readers and a million comments in three camps
take less than 150 MB, and a vote changes six bytes of them.
"""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from parley.ranking.ground import COLUMNS, CampCounts, Footing, stand
from parley.ranking.votes import DISAGREE, PASS, RESPECT

UNPLACED = -1

# A reader's camp is kept in the low bits of their number, so that no second array is needed.
_CAMP_BITS = 4
MOST_CAMPS = 1 << _CAMP_BITS
# Ids beside a camp in eight bytes.
LARGEST_READER = (1 << 63 - _CAMP_BITS) - 1
# Two bytes a counter; what does not fit is carried, exactly, in a dictionary.
_FULL = 1 << 16
# Respect, disagree and pass, then the same by chance, as `ground.tally` has them.
_COLUMN = {RESPECT: 0, DISAGREE: 1, PASS: 2}
_BY_CHANCE = 3
# Where there is no room for one more, so large a part of what is there is added.
_ROOM = 16


@dataclass(slots=True, kw_only=True)
class OnlineGround:
    """Placed readers, and counters of the comments, by their ids.

    `_readers` is sorted: id × 16 + camp. `_comments` is sorted; `_thread_of`, `_counts`
    (…, camps, 6) and `_badges` go with it and have room to grow. `_totals` (threads, camps, 2)
    are respects and votes of a thread's camps.
    """

    camps: int
    _readers: NDArray[np.int64]
    _comments: NDArray[np.int64]
    _thread_of: NDArray[np.int32]
    _counts: NDArray[np.uint16]
    _totals: NDArray[np.int64]
    _badges: NDArray[np.bool_]
    _size: int = 0
    _carried: dict[tuple[int, int, int], int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        readers: NDArray[np.int64],
        camp_of: NDArray[np.int8],
        *,
        comments: NDArray[np.int64],
        thread_of: NDArray[np.int32],
        tally: NDArray[np.integer],
    ) -> Self:
        """The state that a fit and `ground.tally` left: readers and comments by id, any order.

        `thread_of` numbers the comments' threads from 0. `camp_of` is -1 for who is unplaced.
        """
        camps = tally.shape[1]
        if camps > MOST_CAMPS:
            raise ValueError(f"at most {MOST_CAMPS} camps, not {camps}")
        if len(readers) and not 0 <= int(readers.min()) <= int(readers.max()) <= LARGEST_READER:
            raise ValueError("a reader’s id does not fit beside a camp")
        placed = camp_of >= 0
        keys = (readers[placed] << _CAMP_BITS) | camp_of[placed]
        keys.sort()
        order = np.argsort(comments, kind="stable")
        made = cls(
            camps=camps,
            _readers=keys,
            _comments=comments[order].astype(np.int64),
            _thread_of=thread_of[order].astype(np.int32),
            _counts=np.zeros((len(comments), camps, COLUMNS), np.uint16),
            _totals=np.zeros((int(thread_of.max(initial=-1)) + 1, camps, 2), np.int64),
            _badges=np.zeros(len(comments), np.bool_),
            _size=len(comments),
        )
        made._fill(tally[order])
        return made

    def _fill(self, tally: NDArray[np.integer]) -> None:
        """Takes over the counters, in the order of `_comments`."""
        self._counts[:] = tally % _FULL
        for row, camp, column in np.argwhere(tally >= _FULL).tolist():
            self._carried[row, camp, column] = int(tally[row, camp, column]) // _FULL
        np.add.at(self._totals[:, :, 0], self._thread_of, tally[:, :, 0])
        np.add.at(self._totals[:, :, 1], self._thread_of, tally[:, :, :_BY_CHANCE].sum(axis=2))

    def camp_of(self, reader: int) -> int:
        """The camp of the reader with this id; UNPLACED for who is in none."""
        key = reader << _CAMP_BITS
        place = int(self._readers.searchsorted(key))
        if (
            place < len(self._readers)
            and (found := int(self._readers[place])) >> _CAMP_BITS == reader
        ):
            return found - key
        return UNPLACED

    def add(self, comment: int, thread: int) -> None:
        """A comment without votes yet. Cheapest when ids grow, as a database's do."""
        size = self._size
        row = int(self._comments[:size].searchsorted(comment))
        if row < size and self._comments[row] == comment:
            raise ValueError(f"comment {comment} is there already")
        if size == len(self._comments):
            self._grow()
        for array in (self._comments, self._thread_of, self._counts, self._badges):
            array[row + 1 : size + 1] = array[row:size].copy()
        self._counts[row] = self._badges[row] = 0
        self._comments[row], self._thread_of[row] = comment, thread
        if row < size and self._carried:
            self._carried = {
                (old + (old >= row), camp, column): carried
                for (old, camp, column), carried in self._carried.items()
            }
        if thread >= len(self._totals):
            room = np.zeros((thread + 1 + thread // _ROOM, self.camps, 2), np.int64)
            room[: len(self._totals)] = self._totals
            self._totals = room
        self._size += 1

    def cast(
        self, reader: int, comment: int, *, before: int | None, after: int | None, by_chance: bool
    ) -> Footing:
        """A reader's vote replaces what they said before; None for no vote. KeyError for a
        comment that was never added. The votes of who is unplaced change nothing."""
        row = self._row(comment)
        camp = self.camp_of(reader)
        if camp != UNPLACED:
            for value, step in ((before, -1), (after, 1)):
                if value is not None:
                    self._step(row, camp, value=value, step=step, by_chance=by_chance)
        return self._footing(row)

    def footing(self, comment: int) -> Footing:
        """How the comment stands now; KeyError for one that was never added."""
        return self._footing(self._row(comment))

    def counts(self, comment: int) -> tuple[CampCounts, ...]:
        """The votes of each camp on the comment; KeyError for one that was never added."""
        return self._counts_of(self._row(comment))

    @property
    def nbytes(self) -> int:
        """The memory that the arrays take."""
        of_comments = (self._comments, self._thread_of, self._counts, self._badges)
        arrays = (self._readers, self._totals, *of_comments)
        return sum(array.nbytes for array in arrays)

    def _row(self, comment: int) -> int:
        row = int(self._comments[: self._size].searchsorted(comment))
        if row == self._size or self._comments[row] != comment:
            raise KeyError(comment)
        return row

    def _step(self, row: int, camp: int, *, value: int, step: int, by_chance: bool) -> None:
        column = _COLUMN[value]
        self._count(row, camp, column=column, step=step)
        if by_chance:
            self._count(row, camp, column=column + _BY_CHANCE, step=step)
        total = self._totals[self._thread_of[row], camp]
        total[1] += step
        if value == RESPECT:
            total[0] += step

    def _count(self, row: int, camp: int, *, column: int, step: int) -> None:
        carry, left = divmod(int(self._counts[row, camp, column]) + step, _FULL)
        self._counts[row, camp, column] = left
        if carry:
            key = row, camp, column
            self._carried[key] = self._carried.get(key, 0) + carry

    def _counts_of(self, row: int) -> tuple[CampCounts, ...]:
        cells = self._counts[row].tolist()
        if self._carried:
            for camp, columns in enumerate(cells):
                for column in range(COLUMNS):
                    columns[column] += _FULL * self._carried.get((row, camp, column), 0)
        return tuple(
            CampCounts(
                respect=one[0],
                seen=sum(one[:_BY_CHANCE]),
                respect_by_chance=one[_BY_CHANCE],
                seen_by_chance=sum(one[_BY_CHANCE:]),
            )
            for one in cells
        )

    def _footing(self, row: int) -> Footing:
        thread = self._thread_of[row]
        rates = ((self._totals[thread, :, 0] + 1) / (self._totals[thread, :, 1] + 2)).tolist()
        had = bool(self._badges[row])
        found = stand(self._counts_of(row), rates=rates, had_badge=had)
        if found.badge != had:
            self._badges[row] = found.badge
        return found

    def _grow(self) -> None:
        more = max(len(self._comments) // _ROOM, 1)
        self._comments = np.concatenate([self._comments, np.zeros(more, np.int64)])
        self._thread_of = np.concatenate([self._thread_of, np.zeros(more, np.int32)])
        self._badges = np.concatenate([self._badges, np.zeros(more, np.bool_)])
        empty = np.zeros((more, self.camps, COLUMNS), np.uint16)
        self._counts = np.concatenate([self._counts, empty])
