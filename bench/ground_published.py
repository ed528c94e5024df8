"""Our answers beside those that the Polis server, and Polis' openData, have published."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from parley.cli import vote_columns, vote_files, vote_table
from parley.cli.vote_columns import Rows
from parley.cli.vote_table import ReadVotes
from parley.ranking import independence, polis
from parley.ranking.axis import PLACED_VOTES
from parley.ranking.copies import copied
from parley.ranking.polis_consensus import Shared
from parley.ranking.polis_groups import nearest
from parley.ranking.table import analyse
from parley.ranking.votes import VoteTable

FIXTURES = ("below-100-ptpts", "above-100-ptpts")
WITHOUT_COMMON_GROUND = ("15-per-hour-seattle", "football-concussions")
TOP = 10


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the table: what is looked at, the number that must be reached, and ours."""

    what: str
    must: str
    found: str


def checks(folder: Path) -> Iterator[Check]:
    """Everything that can be held against published answers in this folder."""
    for name in FIXTURES:
        if (folder / name / "math-pca2.json").exists():
            yield from _of_server(folder / name)
    for file in sorted(folder.glob("*/participants-votes.csv")):
        yield _of_open_data(file)
    for name in WITHOUT_COMMON_GROUND:
        file = folder / name / "participants-votes.csv"
        if file.exists():
            given = int(analyse(read(file).votes).footings.badge.sum())
            yield Check(f"{name}: badges, of which all would be wrong", "0", str(given))
    for file in sorted(folder.glob("*/votes.csv")):
        yield from _independence(file)


def read(file: Path) -> ReadVotes:
    """A table of votes, as the command reads it."""
    with vote_columns.opened(file) as stream:
        return vote_table.read(Rows(stream))


def _independence(file: Path) -> Iterator[Check]:
    """What the rules against brigades take of a conversation in which there was none: readers
    for hasty or for copies, and votes of the others for a crowd's."""
    found = read(file)
    votes, moment = found.votes, found.moment
    if moment is None:
        return
    placed = votes.votes_of_readers() >= PLACED_VOTES
    hasty = independence.hasty(votes, cast_at=moment)
    others = ~hasty[votes.reader]
    crowds = ~independence.counted(votes.where(others), cast_at=moment[others])
    of_all = hasty.sum() / len(np.unique(votes.reader))
    of_placed = (copied(votes) & placed).sum() / placed.sum()
    yield Check(
        f"{file.parent.name}: readers taken for hasty, for copies; votes for a crowd’s",
        "–",
        f"{of_all:.1%}, {of_placed:.1%}; {crowds.mean():.1%}",
    )


def in_common(one: NDArray[np.float64], other: NDArray[np.float64]) -> str:
    """How alike two orders are: Spearman's correlation, and how many of the first ten agree."""
    tops = [set(np.argsort(-scores, kind="stable")[:TOP].tolist()) for scores in (one, other)]
    return f"{spearmanr(one, other).statistic:.3f}; {len(tops[0] & tops[1])}"


def _of_server(folder: Path) -> Iterator[Check]:
    server = json.loads((folder / "math-pca2.json").read_text())
    votes = _fixture(folder)
    left_out = {"moderated_out": server["mod-out"], "meta": server["meta-tids"]}
    given = polis.analyse(votes, groups=_groups(server, votes.readers), **left_out)
    tids = server["tids"]
    published = np.array([server["group-aware-consensus"][str(tid)] for tid in tids])
    consensus = float(np.abs(given.consensus[tids] - published).max())
    yield Check(f"{folder.name}: group-aware consensus", "≤ 1e-9", f"{consensus:.1e}")
    yield Check(f"{folder.name}: centre, components, positions", "≤ 1e-6", _space(given, server))
    base = server["base-clusters"]
    centres = np.array([group["center"] for group in server["group-clusters"]])
    labels = nearest(np.column_stack([base["x"], base["y"]]), centres)
    published_labels = {
        member: at
        for at, group in enumerate(server["group-clusters"])
        for member in group["members"]
    }
    wrong = sum(
        label != published_labels[one] for label, one in zip(labels, base["id"], strict=True)
    )
    lists = _lists(given.respected, server, "agree") + _lists(given.disagreed, server, "disagree")
    yield Check(f"{folder.name}: labels; consensus lists", "exact", f"{wrong + lists} differ")
    free = polis.analyse(votes, **left_out).consensus[tids]
    yield Check(f"{folder.name}: from scratch", "≥ .95; ≥ 8", in_common(free, published))


def _fixture(folder: Path) -> VoteTable:
    rows = json.loads((folder / "votes.json").read_text())
    return VoteTable.of(
        [row.get("pid", row.get("participant_id")) for row in rows],
        [row.get("tid", row.get("statement_id")) for row in rows],
        value=[row["vote"] for row in rows],
    )


def _groups(server: dict[str, Any], readers: int) -> NDArray[np.int64]:
    base = server["base-clusters"]
    members = dict(zip(base["id"], base["members"], strict=True))
    groups = np.full(readers, -1)
    for group in server["group-clusters"]:
        for one in group["members"]:
            groups[members[one]] = group["id"]
    return groups


def _space(given: polis.Polis, server: dict[str, Any]) -> str:
    """The largest difference; the server calls respect -1 and leaves signs open."""
    tids, space, base = server["tids"], given.space, server["base-clusters"]
    components = np.array(server["pca"]["comps"])
    signs = np.sign((space.components[:, tids] * components).sum(axis=1))
    alone = [at for at, members in enumerate(base["members"]) if len(members) == 1]
    readers = [base["members"][at][0] for at in alone]
    published = np.array([(base["x"][at], base["y"][at]) for at in alone])
    differences = (
        space.centre[tids] + np.array(server["pca"]["center"]),
        space.components[:, tids] * signs[:, None] - components,
        space.positions[readers] * signs + published,
    )
    return f"{max(float(np.abs(one).max()) for one in differences):.1e}"


def _lists(ours: tuple[Shared, ...], server: dict[str, Any], key: str) -> int:
    published = [one["tid"] for one in server["consensus"][key]]
    return int([one.comment for one in ours] != published)


def _of_open_data(file: Path) -> Check:
    found = read(file)
    names = sorted(set(found.group_of.values()))
    groups = np.array(
        [names.index(group) if (group := found.group_of.get(one)) else -1 for one in found.readers]
    )
    published = polis.analyse(found.votes, groups=groups).consensus
    hidden = vote_files.comments(file.with_name("comments.csv")).moderated_out
    own = polis.analyse(
        found.votes,
        camps=len(names),
        moderated_out=[at for at, name in enumerate(found.comments) if name in hidden],
        admitted=groups >= 0,
    ).consensus
    what = f"{file.parent.name}: own {len(names)} groups, consensus of the published"
    return Check(what, "≥ .96; ≥ 8", in_common(own, published))
