"""Analyses a table of votes by one of three models, and brings each answer into one form."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from parley.cli.ground_report import NONE_YET, Counted, Report
from parley.cli.vote_columns import natural_order
from parley.cli.vote_table import ReadVotes
from parley.ranking import factor, ground, independence, polis, table
from parley.ranking.axis import PLACED_VOTES
from parley.ranking.factor_sides import SIDES, sides_of
from parley.ranking.polis_consensus import Shared, Typical, count_votes, group_aware_consensus
from parley.ranking.respected import wilson_lower_bound
from parley.ranking.votes import DISAGREE, PASS, RESPECT, VoteTable

# With fewer, there is nobody to agree with.
CAMPS_TO_SCORE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What goes with the votes: given groups by their names, how many camps to look for, and
    comments that are treated apart, by number."""

    group_of: dict[str, str] = field(default_factory=dict)
    camps: int | None = None
    moderated_out: Collection[int] = ()
    meta: Collection[int] = ()


def by_polis(read: ReadVotes, asked: Asked) -> Report:
    """Polis' opinion space, groups and group-aware consensus; history is left out."""
    # Polis counts what is moderated out: only history is left out.
    read = read.only(~read.history)
    names, given = _numbered_groups(read.readers, asked.group_of)
    found = polis.analyse(
        read.votes,
        groups=given,
        camps=asked.camps,
        moderated_out=asked.moderated_out,
        meta=asked.meta,
        admitted=_admitted(read),
    )
    camp, camps = found.groups.of_reader, len(found.groups.sizes)
    counted = _counted(read, camp, camps=camps)
    return Report(
        model="polis",
        counted=counted,
        listed=np.flatnonzero(read.votes.votes_on_comments()),
        score=counted.consensus if camps else np.full(read.votes.comments, np.nan),
        badge=np.zeros(read.votes.comments, np.bool_),
        bounds=bounds_of(counted),
        **_places(read, found.space.positions, camp=camp, placed=found.admitted),
        message=None if camps else NONE_YET,
        more={"camp_names": names, **_more_of_polis(read, found)},
    )


def by_factor(read: ReadVotes, asked: Asked) -> Report:
    """Community Notes' model: a comment's intercept is what its factor does not explain.

    A reader's position is their factor and their intercept; camps are the sides of the factor.
    """
    names, given = _numbered_groups(read.readers, asked.group_of)
    found = factor.fit(read.votes)
    votes_of = read.votes.votes_of_readers()
    camp = sides_of(found.reader_factor, votes_of) if given is None else given
    thread = read.only(~read.history)
    counted = _counted(thread, camp, camps=SIDES if names is None else len(names))
    return Report(
        model="factor",
        counted=counted,
        listed=np.flatnonzero(thread.votes.votes_on_comments()),
        score=found.comment_intercept,
        badge=np.zeros(read.votes.comments, np.bool_),
        bounds=bounds_of(counted),
        **_places(
            read,
            np.stack([found.reader_factor, found.reader_intercept], axis=1),
            camp=camp,
            placed=votes_of >= PLACED_VOTES,
        ),
        message=none_yet(counted),
        more={
            "camp_names": names,
            "mean": found.mean,
            "loss": found.loss,
            "factors": dict(zip(read.comments, found.comment_factor.tolist(), strict=True)),
        },
    )


def by_ground(read: ReadVotes, asked: Asked) -> Report:
    """Our own score and badge. Without a column by-chance a badge asks for no vote by chance.

    What is moderated out has no score: its votes only tell where readers stand, as history does.
    A table with history is one discussion of a site: only votes of readers who came to it by
    themselves count, as on the site.
    """
    names, given = _numbered_groups(read.readers, asked.group_of)
    hidden = np.isin(np.arange(read.votes.comments), list(asked.moderated_out))
    shown = ~read.history & ~hidden[read.votes.comment]
    thread = read.only(shown)
    votes = _independent(thread) if read.history.any() else thread.votes
    found = table.analyse(votes, history=read.votes.where(~shown), groups=given, wanted=asked.camps)
    counted = _counted(read.only(~read.history), found.of_reader, camps=found.camps)
    # A table that says of no vote that chance brought it has none that a badge could rest on.
    trusted = found.enough and (not read.has_chance or bool(votes.by_chance.any()))
    badge = found.footings.badge & trusted
    divided = found.camps >= CAMPS_TO_SCORE
    score = found.footings.score if divided else _respected(counted.everyone)
    return Report(
        model="ground",
        counted=counted,
        listed=np.flatnonzero(counted.everyone.sum(axis=1)),
        score=np.where(hidden, np.nan, score),
        badge=badge,
        bounds=np.where(hidden[:, None], np.nan, found.footings.bounds),
        **_places(read, found.axis.positions, camp=found.of_reader, placed=found.axis.placed),
        message=None if badge.any() else NONE_YET,
        more={
            "camp_names": names,
            "enough": found.enough,
            "ordered_by": "ground" if divided else "respected",
            "votes_left_out": thread.votes.count - votes.count,
            "conflicting": [
                read.comments[one] for one in np.flatnonzero(found.footings.conflicting).tolist()
            ],
        },
    )


def _independent(thread: ReadVotes) -> VoteTable:
    """The votes that count, judged by what the table tells: accounts' ages it does not."""
    votes, moment = thread.votes, thread.moment
    if moment is not None and _steps(moment) >= independence.FAST_SECONDS:
        # Whole minutes or days: who votes twice in one is not hasty.
        moment = None
    if moment is not None:
        votes = independence.with_chance_of_first_day(votes, cast_at=moment)
    return votes.where(independence.counted(thread.votes, cast_at=moment))


def _steps(moment: NDArray[np.float64]) -> float:
    """The least time between two votes that are not at the same moment."""
    return float(np.diff(np.unique(moment)).min(initial=np.inf))


def of_nothing(model: str) -> Report:
    """What there is to say of a table without a single vote."""
    counted = Counted(
        comments=[],
        everyone=np.zeros((0, 3), np.int64),
        counts=np.zeros((0, 1, ground.COLUMNS), np.int32),
        consensus=np.zeros(0),
    )
    return Report(
        model=model,
        counted=counted,
        listed=np.zeros(0, np.intp),
        score=np.zeros(0),
        badge=np.zeros(0, np.bool_),
        bounds=np.zeros((0, 1)),
        readers=0,
        placed=0,
        places=(),
        message=NONE_YET,
    )


MODELS: dict[str, Callable[[ReadVotes, Asked], Report]] = {
    "ground": by_ground,
    "polis": by_polis,
    "factor": by_factor,
}


class _Places(TypedDict):
    """What a report tells of readers."""

    readers: int
    placed: int
    places: Iterable[tuple[str, list[float], int]]


def _places(
    read: ReadVotes,
    positions: NDArray[np.float64],
    *,
    camp: NDArray[np.integer],
    placed: NDArray[np.bool_],
) -> _Places:
    listed = np.flatnonzero(placed | (camp >= 0)).tolist()
    return _Places(
        readers=len(read.readers),
        placed=len(listed),
        places=((read.readers[one], positions[one].tolist(), int(camp[one])) for one in listed),
    )


def _respected(everyone: NDArray[np.int64]) -> NDArray[np.float64]:
    """The order where there is no other: see `wilson_lower_bound`."""
    bounds = (
        wilson_lower_bound(respect, respect + disagree)
        for respect, disagree, _ in everyone.tolist()
    )
    return np.fromiter(bounds, np.float64, len(everyone))


def none_yet(counted: Counted) -> str | None:
    """The sentence where fewer than two camps have voted at all."""
    voted = counted.counts.sum(axis=(0, 2)) > 0
    return None if voted.sum() >= CAMPS_TO_SCORE else NONE_YET


def bounds_of(counted: Counted) -> NDArray[np.float64]:
    """The camps' lower bounds of every comment, shape (comments, camps)."""
    rates = ground.rates_of(counted.counts)
    return ground.stand_all(counted.counts, rates=rates, audited=False).bounds


def _admitted(read: ReadVotes) -> NDArray[np.bool_] | None:
    """Whom Polis admitted, of a table with a reader a row that says so by their groups."""
    if not read.group_of:
        return None
    return np.array([reader in read.group_of for reader in read.readers], np.bool_)


def _more_of_polis(read: ReadVotes, found: polis.Polis) -> dict[str, Any]:
    space, base = found.space, found.base
    members: list[list[str]] = [[] for _ in base.sizes]
    for reader in np.flatnonzero(base.of_reader >= 0).tolist():
        members[base.of_reader[reader]].append(read.readers[reader])
    return {
        "centre": dict(zip(read.comments, space.centre.tolist(), strict=True)),
        "components": [
            dict(zip(read.comments, one.tolist(), strict=True)) for one in space.components
        ],
        "base_clusters": [
            {"position": centre.tolist(), "readers": readers}
            for centre, readers in zip(base.centres, members, strict=True)
        ],
        "consensus": {
            "respect": [_shared(read, one) for one in found.respected],
            "disagree": [_shared(read, one) for one in found.disagreed],
        },
        "representative": [[_typical(read, one) for one in camp] for camp in found.typical],
    }


def _shared(read: ReadVotes, one: Shared) -> dict[str, Any]:
    return {
        "id": read.comments[one.comment],
        "votes": one.votes,
        "seen": one.seen,
        "share": one.share,
        "test": one.test,
    }


def _typical(read: ReadVotes, one: Typical) -> dict[str, Any]:
    return {
        "id": read.comments[one.comment],
        "answer": "respect" if one.respected else "disagree",
        "votes": one.votes,
        "seen": one.seen,
        "share": one.share,
        "share_test": one.share_test,
        "ratio": one.ratio,
        "ratio_test": one.ratio_test,
    }


def _numbered_groups(
    readers: Sequence[str], group_of: dict[str, str]
) -> tuple[list[str] | None, NDArray[np.int32] | None]:
    """The groups' names in their order, and each reader's group as a number, -1 for none."""
    if not group_of:
        return None, None
    known = sorted({group_of[reader] for reader in readers if reader in group_of})
    names = [known[one] for one in natural_order(known)]
    number = {name: place for place, name in enumerate(names)}
    found = (number.get(group_of.get(reader, ""), -1) for reader in readers)
    return names, np.fromiter(found, np.int32, len(readers))


def _counted(read: ReadVotes, camp: NDArray[np.integer], *, camps: int) -> Counted:
    votes = read.votes
    everyone = [
        np.bincount(votes.comment[votes.value == answer], minlength=votes.comments)
        for answer in (RESPECT, DISAGREE, PASS)
    ]
    return Counted(
        comments=read.comments,
        everyone=np.stack(everyone, axis=1),
        counts=ground.tally(votes, camp.astype(np.int8), camps=camps),
        consensus=group_aware_consensus(count_votes(votes, camp, groups=camps)),
    )
