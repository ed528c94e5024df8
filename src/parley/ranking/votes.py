"""A table of votes, as every formula of common ground takes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESPECT, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTable:
    """Who said what of which comment: equally long arrays, one entry a vote.

    `reader` and `comment` (int32) are numbers from 0 to below `readers` and `comments`;
    `value` (int8) is RESPECT, PASS or DISAGREE; `by_chance` (bool) tells whether the comment
    was shown to the reader by chance rather than found. A reader has at most one vote on a
    comment. Readers and comments without any vote may be counted.
    """

    reader: NDArray[np.int32]
    comment: NDArray[np.int32]
    value: NDArray[np.int8]
    by_chance: NDArray[np.bool_]
    readers: int
    comments: int

    @classmethod
    def of(
        cls,
        reader: Sequence[int] | NDArray[np.integer],
        comment: Sequence[int] | NDArray[np.integer],
        *,
        value: Sequence[int] | NDArray[np.integer],
        by_chance: Sequence[bool] | NDArray[np.bool_] | None = None,
        readers: int | None = None,
        comments: int | None = None,
    ) -> "VoteTable":
        """The table of these columns; of several votes by a reader on a comment, the last."""
        readers_of = np.asarray(reader, np.int32)
        comments_of = np.asarray(comment, np.int32)
        values = np.asarray(value, np.int8)
        chance = np.zeros(len(values), np.bool_) if by_chance is None else np.asarray(by_chance)
        width = _size(comments_of, comments)
        # The last of equal keys: `unique` names the first, hence the reversal.
        keys = readers_of[::-1].astype(np.int64) * max(width, 1) + comments_of[::-1]
        last = np.sort(len(values) - 1 - np.unique(keys, return_index=True)[1])
        return cls(
            reader=readers_of[last],
            comment=comments_of[last],
            value=values[last],
            by_chance=chance[last].astype(np.bool_),
            readers=_size(readers_of, readers),
            comments=width,
        )

    @property
    def count(self) -> int:
        """How many votes there are."""
        return len(self.value)

    def where(self, kept: NDArray[np.bool_]) -> "VoteTable":
        """The votes for which `kept`, one entry a vote, is true; numbers stay as they are."""
        return VoteTable(
            reader=self.reader[kept],
            comment=self.comment[kept],
            value=self.value[kept],
            by_chance=self.by_chance[kept],
            readers=self.readers,
            comments=self.comments,
        )

    def votes_of_readers(self) -> NDArray[np.int64]:
        """How many votes each reader has cast, passes among them; shape (readers,)."""
        return np.bincount(self.reader, minlength=self.readers)

    def votes_on_comments(self) -> NDArray[np.int64]:
        """How many votes each comment has, passes among them; shape (comments,)."""
        return np.bincount(self.comment, minlength=self.comments)


def number(names: Iterable[str]) -> tuple[NDArray[np.int32], list[str]]:
    """Names as numbers from 0 in the order of their first appearance, and the names by number."""
    numbers: dict[str, int] = {}
    found = [numbers.setdefault(name, len(numbers)) for name in names]
    return np.asarray(found, np.int32), list(numbers)


def _size(numbers: NDArray[np.int32], given: int | None) -> int:
    return given if given is not None else int(numbers.max(initial=-1)) + 1
