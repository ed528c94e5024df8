"""Common ground: how exact, how fast, how large; `python -m bench.ground` prints the tables.

    python -m bench.ground [--data FOLDER] [--red-dwarf PYTHON] [--large] [--threads]

FOLDER holds conversations with published answers (../shared/data/votes); without it those
lines are left out. PYTHON is that of an environment with the package red-dwarf. --large adds
sweeps over 50 million votes. --threads adds simulated discussions under attack: some minutes.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.ground_published import Check, checks, in_common, read
from parley.engines import duckdb_engine
from parley.ranking import factor, factor_sql, ground, polis, table
from parley.ranking.online import OnlineGround
from parley.ranking.votes import VoteTable

THREADS = "bench.ground_threads"
DATA = Path("../shared/data/votes")
# A conversation as large as the largest of openData.
READERS, COMMENTS, VOTES = 2_000, 900, 225_000
# The fleet whose state has to fit into 150 MB.
FLEET_READERS, FLEET_COMMENTS, FLEET_CAMPS, COMMENTS_A_THREAD = 10_000_000, 1_000_000, 3, 50
SINGLE_VOTES = 2_000
SWEEPS, SIZES, LARGE = 3, (1_000_000, 10_000_000), 50_000_000
MEMORY = "4GB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--red-dwarf", metavar="PYTHON")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--threads", action="store_true")
    asked = parser.parse_args()
    print("| check | must reach | found |\n|---|---|---|")
    for check in (*checks(asked.data), *_speed(), *_state()):
        print(f"| {check.what} | {check.must} | {check.found} |", flush=True)
    print(
        "\n| votes | NumPy ns a vote and sweep | DuckDB | largest difference |\n|---|---|---|---|"
    )
    for size in (*SIZES, LARGE) if asked.large else SIZES:
        print(_sweeps(size), flush=True)
    if asked.threads:
        print(flush=True)
        subprocess.run([sys.executable, "-m", THREADS], check=True)  # noqa: S603
    if asked.red_dwarf:
        print("\n| conversation | red-dwarf s | ours s | times faster | groups | positions differ")
        print("  by | readers in the same group | consensus: Spearman; first ten in common |")
        print("|---|---|---|---|---|---|---|---|")
        for name, votes in _conversations(asked.data):
            print(_beside_red_dwarf(name, votes, python=asked.red_dwarf), flush=True)


def made_up(readers: int, comments: int, *, votes: int, seed: int = 1) -> VoteTable:
    """Votes of readers in two camps, spread as long discussions spread them."""
    draw = np.random.default_rng(seed)
    reader = draw.integers(0, readers, votes)
    comment = np.minimum(draw.exponential(comments / 4, votes).astype(np.int64), comments - 1)
    comment = np.where(draw.random(votes) < 1 / 2, comment, draw.integers(0, comments, votes))
    likes = draw.random((2, comments))
    likes[:, ::10] = 0.8
    answer = draw.random(votes)
    value = np.where(answer < likes[reader % 2, comment], 1, np.where(answer > 0.9, 0, -1))
    return VoteTable.of(reader, comment, value=value, readers=readers, comments=comments)


def _seconds(work: Callable[[], object], *, times: int = 3) -> float:
    """The fastest of several runs: others use this machine as well."""

    def once() -> float:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun

    return min(once() for _ in range(times))


def _speed() -> Iterator[Check]:
    # Pairs drawn twice fall together: some more are drawn than are wanted.
    votes = made_up(READERS, COMMENTS, votes=VOTES + VOTES // 11)
    whole = _seconds(lambda: table.analyse(votes))
    yield Check(f"{votes.count:,} votes: axis, camps, scores", "≤ 1.5 s", f"{whole:.2f} s")
    by_polis = _seconds(lambda: polis.analyse(votes))
    yield Check(f"{votes.count:,} votes: Polis’ mathematics", "–", f"{by_polis:.2f} s")
    found = table.analyse(votes)
    rates = ground.rates_of(found.tallies).tolist()
    counts = [
        [ground.CampCounts(int(c[0]), int(c[:3].sum()), int(c[3]), int(c[3:].sum())) for c in one]
        for one in found.tallies
    ]
    one = _seconds(lambda: [ground.stand(camps, rates=rates) for camps in counts]) / len(counts)
    yield Check("one comment’s footing from its counters", "≤ 0.1 ms", f"{one * 1e3:.3f} ms")


def _state() -> Iterator[Check]:
    draw = np.random.default_rng(1)
    tally = draw.integers(0, 50, (FLEET_COMMENTS, FLEET_CAMPS, 3), np.int32)
    state = OnlineGround.of(
        np.arange(FLEET_READERS, dtype=np.int64) * 3,
        draw.integers(0, FLEET_CAMPS, FLEET_READERS, np.int8),
        comments=np.arange(FLEET_COMMENTS, dtype=np.int64) * 7,
        thread_of=(np.arange(FLEET_COMMENTS) // COMMENTS_A_THREAD).astype(np.int32),
        tally=np.concatenate([tally, tally // 10], axis=2),
    )
    what = f"state of {FLEET_READERS:,} readers, {FLEET_COMMENTS:,} comments, {FLEET_CAMPS} camps"
    yield Check(what, "≤ 150 MB", f"{state.nbytes / 1e6:.0f} MB")
    readers = (draw.integers(0, FLEET_READERS, SINGLE_VOTES) * 3).tolist()
    comments = (draw.integers(0, FLEET_COMMENTS, SINGLE_VOTES) * 7).tolist()

    def cast() -> None:
        for reader, comment in zip(readers, comments, strict=True):
            state.cast(reader, comment, before=None, after=1, by_chance=False)

    one = _seconds(cast) / SINGLE_VOTES
    yield Check("one vote in it: camp, counters, footing", "≤ 0.1 ms", f"{one * 1e3:.3f} ms")


def _sweeps(size: int) -> str:
    """One line: what a sweep costs, of many more readers than comments, and whether both agree."""
    votes = made_up(size // 10, max(size // 500, 1), votes=size)
    begun = time.perf_counter()
    by_numpy = factor.fit(votes, sweeps=SWEEPS)
    numpy_seconds = time.perf_counter() - begun
    with duckdb_engine.opened(MEMORY) as engine:
        engine.load(
            "votes", {"reader": votes.reader, "comment": votes.comment, "value": votes.value}
        )
        begun = time.perf_counter()
        factor_sql.fit(engine, readers=votes.readers, comments=votes.comments, sweeps=SWEEPS)
        duckdb_seconds = time.perf_counter() - begun
        found = engine.columns("SELECT id, intercept, factor FROM comments")
    differences = (
        found["intercept"] - by_numpy.comment_intercept[found["id"]],
        found["factor"] - by_numpy.comment_factor[found["id"]],
    )
    largest = max(float(np.abs(one).max()) for one in differences)
    each = votes.count * SWEEPS / 1e9
    return (
        f"| {votes.count:,} | {numpy_seconds / each:.0f} | {duckdb_seconds / each:.0f}"
        f" | {largest:.0e} |"
    )


def _conversations(folder: Path) -> Iterator[tuple[str, VoteTable]]:
    for file in sorted(folder.glob("*/participants-votes.csv")):
        yield file.parent.name, read(file).votes
    yield "made up", made_up(READERS, COMMENTS, votes=VOTES + VOTES // 11)


def _beside_red_dwarf(name: str, votes: VoteTable, *, python: str) -> str:
    cells = zip(votes.reader.tolist(), votes.comment.tolist(), votes.value.tolist(), strict=True)
    rows = [
        {"participant_id": reader, "statement_id": comment, "vote": value, "modified": 0}
        for reader, comment, value in cells
    ]
    script = str(Path(__file__).with_name("red_dwarf.py"))
    done = subprocess.run(  # noqa: S603
        [python, script], input=json.dumps(rows), capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout)
    seconds = _seconds(lambda: polis.analyse(votes))
    ours = polis.analyse(votes, camps=theirs["groups"] or None)
    who = [int(one) for one in theirs["positions"]]
    published = np.array(list(theirs["positions"].values()))
    own = ours.space.positions[who]
    own = own * np.sign((own * published).sum(axis=0))
    apart = np.abs(own - published).max()
    together = _together(ours.groups.of_reader, {int(k): v for k, v in theirs["labels"].items()})
    comments = [int(one) for one in theirs["consensus"]]
    order = in_common(ours.consensus[comments], np.array(list(theirs["consensus"].values())))
    return (
        f"| {name} | {theirs['seconds']:.2f} | {seconds:.3f} | {theirs['seconds'] / seconds:.0f}"
        f" | {theirs['groups']} | {apart:.0e} | {together:.1%} | {order} |"
    )


def _together(ours: NDArray[np.integer], theirs: dict[int, int]) -> float:
    """The share of their readers whom ours has in the group that most of theirs are in."""
    own, other = ours[list(theirs)], np.array(list(theirs.values()))
    groups = (own[(other == one) & (own >= 0)] for one in np.unique(other))
    return float(sum(np.bincount(group).max(initial=0) for group in groups) / len(theirs))


if __name__ == "__main__":
    main()
