"""Reads a table of votes, one vote a row or one reader a row, into arrays and two lists of ids."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from parley.cli import vote_columns
from parley.cli.vote_columns import FLAGS, VOTES, Columns, Numbers, Rows, means
from parley.errors import BadInput
from parley.ranking.votes import VoteTable

# Greater numbers are milliseconds, as in openData: in seconds they lie after the year 5000.
LATEST_SECONDS = 1e11
# Of ids that something is said about, so many are named.
NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVotes:
    """A table with the ids as they were written, in their natural order.

    `history` (one entry a vote) marks votes on other threads; `moment` (the same, seconds) is
    when each was cast, where the table tells; `has_chance` tells whether the table says what
    was shown by chance; `group_of` are the groups of a table with one reader a row; `remarks` is
    what the person who gave the table should know.
    """

    votes: VoteTable
    history: NDArray[np.bool_]
    moment: NDArray[np.float64] | None
    readers: list[str]
    comments: list[str]
    has_chance: bool
    group_of: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def only(self, kept: NDArray[np.bool_]) -> "ReadVotes":
        """The votes for which `kept` is true; readers and comments keep their numbers."""
        return replace(
            self,
            votes=self.votes.where(kept),
            history=self.history[kept],
            moment=None if self.moment is None else self.moment[kept],
        )


@dataclass(slots=True)
class _Arrays:
    """The columns as pieces, one for each chunk of rows that had any vote."""

    reader: list[NDArray[np.int32]] = field(default_factory=list)
    comment: list[NDArray[np.int32]] = field(default_factory=list)
    value: list[NDArray[np.int8]] = field(default_factory=list)
    by_chance: list[NDArray[np.bool_]] = field(default_factory=list)
    history: list[NDArray[np.bool_]] = field(default_factory=list)
    moment: list[NDArray[np.float64]] = field(default_factory=list)


def read(rows: Rows) -> ReadVotes:
    """The votes of a table; raises BadInput, with the line, where it cannot be read."""
    return _read_matrix(rows) if vote_columns.is_matrix(rows.header) else _read_long(rows)


def _read_long(rows: Rows) -> ReadVotes:
    columns = vote_columns.of_votes(rows.header)
    numbers = Numbers(), Numbers()
    arrays = _Arrays()
    remarks: list[str] = []
    for chunk in rows.chunks():
        try:
            _take(chunk, columns, numbers=numbers, arrays=arrays)
        except (KeyError, IndexError):
            _explain(rows, columns)
        if columns.moment is not None and not remarks:
            try:
                arrays.moment.append(_moments([row[columns.moment] for row in chunk]))
            except (ValueError, IndexError, OverflowError):
                remarks.append(
                    "The timestamps cannot be read: of several votes the last row counts."
                )
                columns = replace(columns, moment=None)
                arrays.moment.clear()
    found = _assembled(arrays, numbers, remarks=remarks)
    return replace(found, has_chance=columns.by_chance is not None)


def _take(
    chunk: list[list[str]], columns: Columns, *, numbers: tuple[Numbers, Numbers], arrays: _Arrays
) -> None:
    """Adds a chunk to the arrays; KeyError or IndexError where a row is wrong."""
    count = len(chunk)
    reader, comment, value = zip(
        *map(itemgetter(columns.reader, columns.comment, columns.value), chunk), strict=True
    )
    values = np.fromiter(map(VOTES.__getitem__, value), np.int8, count)
    chance = _flags(chunk, columns.by_chance)
    history = _flags(chunk, columns.history)
    arrays.reader.append(np.fromiter(map(numbers[0].__getitem__, reader), np.int32, count))
    arrays.comment.append(np.fromiter(map(numbers[1].__getitem__, comment), np.int32, count))
    arrays.value.append(values)
    arrays.by_chance.append(chance)
    arrays.history.append(history)


def _flags(chunk: list[list[str]], column: int | None) -> NDArray[np.bool_]:
    if column is None:
        return np.zeros(len(chunk), np.bool_)
    cells = map(FLAGS.__getitem__, map(itemgetter(column), chunk))
    return np.fromiter(cells, np.bool_, len(chunk))


def _moments(cells: Sequence[str]) -> NDArray[np.float64]:
    try:
        found = np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        iso = (datetime.fromisoformat(cell.strip()).timestamp() for cell in cells)
        found = np.fromiter(iso, np.float64, len(cells))
    if not np.isfinite(found).all():
        raise ValueError(cells)
    return np.where(np.abs(found) > LATEST_SECONDS, found / 1_000, found)


def _explain(rows: Rows, columns: Columns) -> NoReturn:
    """Names the first line of the last chunk that is wrong, and what is wrong with it."""
    for line, row in rows.numbered():
        fault = _fault(row, columns)
        if fault:
            raise BadInput(f"Line {line}: {fault}")
    raise AssertionError("a chunk was refused without a reason")


def _fault(row: list[str], columns: Columns) -> str | None:
    if len(row) <= columns.last:
        return f"it has {len(row)} columns where the header has {columns.last + 1} or more."
    for name, column in (("reader’s id", columns.reader), ("comment’s id", columns.comment)):
        if problem := vote_columns.id_problem(row[column]):
            return f"the {name} {problem}."
    if not means(VOTES, row[columns.value]):
        return f"the vote “{vote_columns.shown(row[columns.value])}” is none of 1, 0 and -1."
    for flag in (columns.by_chance, columns.history):
        if flag is not None and not means(FLAGS, row[flag]):
            return f"“{vote_columns.shown(row[flag])}” is neither 1 nor 0."
    return None


def _read_matrix(rows: Rows) -> ReadVotes:
    shape = vote_columns.of_matrix(rows.header)
    numbers, arrays = (Numbers(), Numbers()), _Arrays()
    group_of: dict[str, str] = {}
    for _chunk in rows.chunks():
        for line, row in rows.numbered():
            votes = _cells(row, shape.comments, line=line)
            if problem := vote_columns.id_problem(row[shape.reader]):
                raise BadInput(f"Line {line}: the reader’s id {problem}.")
            reader = numbers[0][row[shape.reader]]
            if shape.group is not None and (group := row[shape.group].strip()):
                group_of[row[shape.reader]] = group
            comments = [numbers[1][rows.header[column]] for column in votes]
            arrays.reader.append(np.full(len(votes), reader, np.int32))
            arrays.comment.append(np.array(comments, np.int32))
            arrays.value.append(np.array(list(votes.values()), np.int8))
            arrays.by_chance.append(np.zeros(len(votes), np.bool_))
            arrays.history.append(np.zeros(len(votes), np.bool_))
    return replace(_assembled(arrays, numbers, remarks=[]), group_of=group_of)


def _cells(row: list[str], columns: Sequence[int], *, line: int) -> dict[int, int]:
    """The votes of one row by column."""
    if len(row) <= max(columns, default=0):
        raise BadInput(f"Line {line}: it has {len(row)} columns, fewer than the header.")
    found = {}
    for column in columns:
        if cell := row[column].strip():
            if not means(VOTES, cell):
                told = vote_columns.shown(cell)
                raise BadInput(f"Line {line}: the vote “{told}” is none of 1, 0 and -1.")
            found[column] = VOTES[cell]
    return found


def _assembled(
    arrays: _Arrays, numbers: tuple[Numbers, Numbers], *, remarks: list[str]
) -> ReadVotes:
    """One table of the pieces, in the ids' natural order; of several votes the last counts."""
    reader, reader_ids = _in_order(_joined(arrays.reader, np.int32), numbers[0])
    comment, comment_ids = _in_order(_joined(arrays.comment, np.int32), numbers[1])
    value = _joined(arrays.value, np.int8)
    chance, history = _joined(arrays.by_chance, np.bool_), _joined(arrays.history, np.bool_)
    remarks = remarks + _told_of_spaces(reader_ids) + _told_of_spaces(comment_ids)
    moment = _joined(arrays.moment, np.float64) if arrays.moment else None
    if moment is not None:
        order = np.argsort(moment, kind="stable")
        reader, comment, value = reader[order], comment[order], value[order]
        moment = moment[order]
        chance, history = chance[order], history[order]
    last, repeated, contradicted = _last(reader, comment, value=value, width=len(comment_ids))
    if repeated:
        remarks.append(
            f"{repeated} votes were cast again on the same comment, {contradicted} of them"
            " otherwise than at last: the last vote counts."
        )
    votes = VoteTable(
        reader=reader[last],
        comment=comment[last],
        value=value[last],
        by_chance=chance[last],
        readers=len(reader_ids),
        comments=len(comment_ids),
    )
    return ReadVotes(
        votes=votes,
        history=history[last],
        moment=None if moment is None else moment[last],
        readers=reader_ids,
        comments=comment_ids,
        has_chance=False,
        remarks=remarks,
    )


def _joined(pieces: list[Any], kind: type[np.generic]) -> NDArray[Any]:
    """The pieces as one array; the list is emptied so that memory is not needed twice."""
    whole = np.concatenate(pieces) if pieces else np.zeros(0, kind)
    pieces.clear()
    return whole


def _in_order(numbered: NDArray[np.int32], ids: Numbers) -> tuple[NDArray[np.int32], list[str]]:
    """The same with numbers given by the ids' order, so that the order of rows changes nothing."""
    names = list(ids)
    order = vote_columns.natural_order(names)
    place = np.empty(len(names), np.int32)
    place[order] = np.arange(len(names), dtype=np.int32)
    return place[numbered], [names[one] for one in order]


def _last(
    reader: NDArray[np.int32], comment: NDArray[np.int32], *, value: NDArray[np.int8], width: int
) -> tuple[NDArray[np.intp], int, int]:
    """Where each pair's last vote is, readers and their comments in order; how many came
    before them, and how many of those were different."""
    keys = reader.astype(np.int64) * max(width, 1) + comment
    order = np.argsort(keys, kind="stable")
    ends = np.append(np.diff(keys[order]) != 0, True) if len(keys) else np.zeros(0, np.bool_)
    last = order[ends]
    repeated = len(keys) - len(last)
    if not repeated:
        return last, 0, 0
    last_of_pair = np.repeat(last, np.diff(np.flatnonzero(ends), prepend=-1))
    return last, repeated, int((value[order] != value[last_of_pair]).sum())


def _told_of_spaces(ids: list[str]) -> list[str]:
    spaced = [name for name in ids if name != name.strip()]
    known = set(ids) if spaced else set()
    close = [name for name in spaced if name.strip() in known]
    if not close:
        return []
    named = ", ".join(f"“{name}”" for name in close[:NAMED])
    return [f"{len(close)} ids differ from others by spaces only ({named}); they stay apart."]
