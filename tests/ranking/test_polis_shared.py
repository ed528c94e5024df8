"""Against the answers of the production Polis server, and of the openData exports.

The server's own numbers call respect -1; its votes, as stored here, call it 1.
"""

import csv
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

from parley.ranking import polis
from parley.ranking.polis_consensus import Shared, Typical
from parley.ranking.polis_groups import nearest
from parley.ranking.votes import VoteTable

pytestmark = pytest.mark.shared

FIXTURES = ["below-100-ptpts", "above-100-ptpts"]
OPEN_DATA = ["15-per-hour-seattle", "brexit-consensus", "vtaiwan.uberx", "football-concussions"]


@dataclass(frozen=True)
class Answers:
    """What the server answered, and ours: with its groups, with as many, and with nothing given."""

    server: dict[str, Any]
    votes: VoteTable
    given: polis.Polis
    own: polis.Polis
    free: polis.Polis
    tids: list[int] = field(default_factory=list)


@cache
def _answers(folder: Path) -> Answers:
    server = json.loads((folder / "math-pca2.json").read_text())
    rows = json.loads((folder / "votes.json").read_text())
    votes = VoteTable.of(
        [row.get("pid", row.get("participant_id")) for row in rows],
        [row.get("tid", row.get("statement_id")) for row in rows],
        value=[row["vote"] for row in rows],
    )
    members = dict(zip(*(server["base-clusters"][key] for key in ("id", "members")), strict=True))
    groups = np.full(votes.readers, -1)
    for group in server["group-clusters"]:
        for base in group["members"]:
            groups[members[base]] = group["id"]
    left_out = {"moderated_out": server["mod-out"], "meta": server["meta-tids"]}
    return Answers(
        server=server,
        votes=votes,
        given=polis.analyse(votes, groups=groups, **left_out),
        own=polis.analyse(votes, camps=len(server["group-clusters"]), **left_out),
        free=polis.analyse(votes, **left_out),
        tids=server["tids"],
    )


@pytest.fixture(params=FIXTURES)
def answers(request: pytest.FixtureRequest, shared: Path) -> Answers:
    return _answers(shared / "data" / "votes" / request.param)


def _signs(answers: Answers) -> NDArray[np.float64]:
    """Whether each of our components points as the server's does."""
    components = np.array(answers.server["pca"]["comps"])
    along = (answers.given.space.components[:, answers.tids] * components).sum(axis=1)
    return np.where(along > 0, 1.0, -1.0)


def _published_consensus(answers: Answers) -> NDArray[np.float64]:
    published = answers.server["group-aware-consensus"]
    return np.array([published[str(tid)] for tid in answers.tids])


def test_counts_of_groups_are_the_servers(answers: Answers) -> None:
    for group, published in answers.server["group-votes"].items():
        for tid, counts in published["votes"].items():
            ours = answers.given.counts[int(group), int(tid)].tolist()
            assert ours == [counts["A"], counts["D"], counts["S"]]


def test_group_aware_consensus_is_the_servers(answers: Answers) -> None:
    ours = answers.given.consensus[answers.tids]
    assert ours == pytest.approx(_published_consensus(answers), rel=0, abs=1e-12)


def test_centre_and_components_are_the_servers_up_to_sign(answers: Answers) -> None:
    space, server = answers.given.space, answers.server["pca"]
    assert -space.centre[answers.tids] == pytest.approx(np.array(server["center"]), abs=1e-9)
    components = space.components[:, answers.tids] * _signs(answers)[:, None]
    assert components == pytest.approx(np.array(server["comps"]), abs=1e-9)


def test_readers_alone_in_a_base_cluster_stand_where_the_server_puts_them(
    answers: Answers,
) -> None:
    base = answers.server["base-clusters"]
    alone = [at for at, members in enumerate(base["members"]) if len(members) == 1]
    assert len(alone) > 20
    published = np.array([(base["x"][at], base["y"][at]) for at in alone])
    readers = [base["members"][at][0] for at in alone]
    ours = -answers.given.space.positions[readers] * _signs(answers)
    assert ours == pytest.approx(published, abs=1e-9)


def test_comments_stand_where_the_server_puts_them(answers: Answers) -> None:
    space, server = answers.given.space, answers.server["pca"]
    ours = (-space.comment_positions[answers.tids] * _signs(answers)).T
    assert ours == pytest.approx(np.array(server["comment-projection"]), abs=1e-9)
    extremity = space.extremity[answers.tids]
    assert extremity == pytest.approx(np.array(server["comment-extremity"]), abs=1e-9)


def test_base_clusters_are_nearest_to_the_centre_of_their_group(answers: Answers) -> None:
    base, groups = answers.server["base-clusters"], answers.server["group-clusters"]
    points = np.column_stack([base["x"], base["y"]])
    labels = nearest(points, np.array([group["center"] for group in groups]))
    published = {member: at for at, group in enumerate(groups) for member in group["members"]}
    assert labels.tolist() == [published[name] for name in base["id"]]


def test_consensus_lists_are_the_servers(answers: Answers) -> None:
    given = answers.given
    for ours, key in ((given.respected, "agree"), (given.disagreed, "disagree")):
        published = answers.server["consensus"][key]
        assert [_of_shared(one) for one in ours] == [
            (one["tid"], one["n-success"], one["n-trials"]) for one in published
        ]
        assert [one.share for one in ours] == pytest.approx([one["p-success"] for one in published])
        assert [one.test for one in ours] == pytest.approx([one["p-test"] for one in published])


def _of_shared(one: Shared) -> tuple[int, int, int]:
    return (one.comment, one.votes, one.seen)


def test_typical_comments_are_the_servers_in_order(answers: Answers) -> None:
    for group, published in answers.server["repness"].items():
        ours = answers.given.typical[int(group)]
        assert [_of_typical(one) for one in ours] == [
            (
                one["tid"],
                one["repful-for"] == "agree",
                one["n-success"],
                one["n-trials"],
                one.get("best-agree", False),
            )
            for one in published
        ]
        for one, theirs in zip(ours, published, strict=True):
            assert one.share == pytest.approx(theirs["p-success"])
            assert one.share_test == pytest.approx(theirs["p-test"])
            assert one.ratio == pytest.approx(theirs["repness"])
            # The server keeps this in single precision.
            assert one.ratio_test == pytest.approx(theirs["repness-test"], rel=1e-6)


def _of_typical(one: Typical) -> tuple[int, bool, int, int, bool]:
    return (one.comment, one.respected, one.votes, one.seen, one.leading)


@pytest.mark.parametrize("how", ["own", "free"])
def test_own_groups_order_comments_as_the_server_does(answers: Answers, how: str) -> None:
    ours = getattr(answers, how).consensus[answers.tids]
    published = _published_consensus(answers)
    assert spearmanr(ours, published).statistic >= 0.95
    assert _top_ten_in_common(ours, published) >= 8


@pytest.mark.parametrize("name", OPEN_DATA)
def test_own_groups_order_comments_as_the_published_groups_do(name: str, shared: Path) -> None:
    votes, groups, left_out = _open_data(shared / "data" / "votes" / name)
    published = polis.analyse(votes, groups=groups).consensus
    # The football conversation admitted nearly everyone, by a rule older than today's.
    ours = polis.analyse(
        votes, camps=int(groups.max()) + 1, moderated_out=left_out, admitted=groups >= 0
    ).consensus
    assert spearmanr(ours, published).statistic >= 0.96
    assert _top_ten_in_common(ours, published) >= 8


@pytest.mark.parametrize("name", OPEN_DATA[:3])
def test_todays_rule_of_admission_gives_nearly_the_same(name: str, shared: Path) -> None:
    votes, groups, _ = _open_data(shared / "data" / "votes" / name)
    published = polis.analyse(votes, groups=groups).consensus
    ours = polis.analyse(votes, camps=int(groups.max()) + 1).consensus
    assert spearmanr(ours, published).statistic >= 0.96
    assert _top_ten_in_common(ours, published) >= 8


def _open_data(folder: Path) -> tuple[VoteTable, NDArray[np.int64], list[int]]:
    """The votes, the published groups, and the comments moderators left out."""
    with (folder / "participants-votes.csv").open(newline="") as file:
        head, *rows = csv.reader(file)
    first = head.index("n-disagree") + 1
    cells = [
        (reader, int(head[first + at]), int(float(value)))
        for reader, row in enumerate(rows)
        for at, value in enumerate(row[first:])
        if value
    ]
    reader, comment, value = (np.array(column) for column in zip(*cells, strict=True))
    groups = np.array([int(float(row[1])) if row[1] else -1 for row in rows])
    with (folder / "comments.csv").open(newline="") as file:
        left_out = [
            int(row["comment-id"]) for row in csv.DictReader(file) if row["moderated"] == "-1"
        ]
    return VoteTable.of(reader, comment, value=value, readers=len(rows)), groups, left_out


def _top_ten_in_common(one: NDArray[np.float64], other: NDArray[np.float64]) -> int:
    return len(
        set(np.argsort(-one, kind="stable")[:10]) & set(np.argsort(-other, kind="stable")[:10])
    )
