"""What was found in a table of votes, as JSON piece by piece and as a table to read."""

import json
import math
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Respect, disagree, pass: the first columns of a tally.
ANSWERS = 3
# Comments in a table to read, and letters of one that are quoted.
SHOWN, WIDEST_QUOTE = 10, 60
# Votes that each camp must have cast on what is said to divide them.
LEAST_SEEN = 5

NONE_YET = "No common ground found here yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the votes come to once every reader's camp is known.

    `everyone` (comments, 3) are all readers' respects, disagreements and passes, `counts`
    (comments, camps, 6) those of the camps as `ground.tally` has them, `consensus` (comments,)
    Polis' group-aware consensus of these camps.
    """

    comments: list[str]
    everyone: NDArray[np.int64]
    counts: NDArray[np.int32]
    consensus: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a model says of the comments and of the readers, as arrays.

    `score` (comments,) is what the model orders by, NaN where it knows none; `badge` is our own,
    given by the model “ground” alone; `bounds` (comments, camps) are the camps' lower bounds.
    `listed` are the comments that are reported; of `readers`, those `placed`, of whom `places`
    tells id, position and camp (-1 for none). `message` is one sentence where nothing was found.
    `more` is added to the JSON as it is.
    """

    model: str
    counted: Counted
    listed: NDArray[np.intp]
    score: NDArray[np.float64]
    badge: NDArray[np.bool_]
    bounds: NDArray[np.float64]
    readers: int
    placed: int
    places: Iterable[tuple[str, list[float], int]]
    message: str | None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def camps(self) -> int:
        """How many there are: at least one, though it may be empty."""
        return int(self.counted.counts.shape[1])

    def best_first(self) -> NDArray[np.intp]:
        """The listed comments by score, those without one last; of equals in the ids' order."""
        score = np.nan_to_num(self.score[self.listed], nan=-np.inf)
        return self.listed[np.argsort(-score, kind="stable")]


def as_json(report: Report) -> Iterator[str]:
    """The report as one JSON object, a comment and a reader a line, NaN as null."""
    head = {
        "readers": report.readers,
        "comments": len(report.listed),
        "camps": report.camps,
        "model": report.model,
        "message": report.message,
        **report.more,
    }
    yield "{\n" + ",\n".join(f"{json.dumps(name)}: {_json(value)}" for name, value in head.items())
    yield ',\n"comments_scored": ['
    yield from _lines(_comment(report, one) for one in report.best_first().tolist())
    yield '],\n"readers_placed": ['
    yield from _lines(map(_reader, report.places))
    yield "]\n}\n"


def _lines(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    separator = "\n"
    for record in records:
        yield separator + _json(record)
        separator = ",\n"


def _json(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """Arrays as lists, and what is no finite number as null."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _comment(report: Report, one: int) -> dict[str, Any]:
    counted = report.counted
    respect, disagree, passed = counted.everyone[one].tolist()
    seen = counted.counts[one, :, :ANSWERS].sum(axis=1).tolist()
    bounds = report.bounds[one].tolist()
    return {
        "id": counted.comments[one],
        "respect": respect,
        "disagree": disagree,
        "pass": passed,
        "group_aware_consensus": float(counted.consensus[one]),
        "score": float(report.score[one]),
        "badge": bool(report.badge[one]),
        "camps": [
            {"lower_bound": bound, "seen": votes} for bound, votes in zip(bounds, seen, strict=True)
        ],
    }


def _reader(place: tuple[str, list[float], int]) -> dict[str, Any]:
    name, position, camp = place
    return {"id": name, "position": position, "camp": camp if camp >= 0 else None}


def as_text(report: Report, words: dict[str, str]) -> Iterator[str]:
    """Lines to read: the best, and what divides; `words` are the comments' by their ids."""
    camps = f"{report.camps} camps" if report.camps else "no camps"
    yield (
        f"{report.readers} readers, {len(report.listed)} comments,"
        f" {report.placed} readers placed, {camps}. Model: {report.model}."
    )
    best = report.best_first()
    if report.message:
        yield report.message
    if len(best):
        yield from _table("First", best[:SHOWN], report=report, words=words)
    divisive = _most_divisive(report)
    if len(divisive):
        yield from _table("What divides", divisive, report=report, words=words)


def _most_divisive(report: Report) -> NDArray[np.intp]:
    """The comments with the widest gap between the camps' shares of respect."""
    if report.camps < 2:
        return np.zeros(0, np.intp)
    counts = report.counted.counts[report.listed]
    seen = counts[:, :, :ANSWERS].sum(axis=2)
    share = (counts[:, :, 0] + 1) / (seen + 2)
    gap = share.max(axis=1) - share.min(axis=1)
    known = seen.min(axis=1) >= LEAST_SEEN
    order = np.argsort(np.where(known, -gap, np.inf), kind="stable")[: int(known.sum())]
    return report.listed[order[:SHOWN]]


def _table(
    title: str, rows: NDArray[np.intp], *, report: Report, words: dict[str, str]
) -> Iterator[str]:
    counted = report.counted
    ids = [counted.comments[one] for one in rows.tolist()]
    width = max(len("comment"), *map(len, ids))
    camps = "".join(f"  camp {camp + 1:<6}" for camp in range(report.camps))
    yield f"\n{title}:"
    yield f"  {'comment':{width}}   score  respect disagree   pass{camps}"
    for one, name in zip(rows.tolist(), ids, strict=True):
        respect, disagree, passed = counted.everyone[one].tolist()
        shares = "".join(
            f"  {respected:>5}/{seen:<6}"
            for respected, seen in zip(
                counted.counts[one, :, 0].tolist(),
                counted.counts[one, :, :ANSWERS].sum(axis=1).tolist(),
                strict=True,
            )
        )
        score = report.score[one]
        told = f"{score:7.3f}" if np.isfinite(score) else "      –"
        line = f"  {name:{width}} {told} {respect:8} {disagree:8} {passed:6}{shares}"
        badge = "  Common ground" if report.badge[one] else ""
        quoted = textwrap.shorten(words.get(name, ""), WIDEST_QUOTE, placeholder=" …")
        yield (line + badge + (f"  “{quoted}”" if quoted else "")).rstrip()
