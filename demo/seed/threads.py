"""The readers' comments, as they stand in `threads/*.txt`.

A comment begins with its depth in stars, who wrote it, and how it leans: `** asha f3`
is asha's reply, in favour (`f`; `a` against, `n` neither), and well received (0 to 4).
`@26h` after that says how long after its parent it was written. Lines that begin with
`%` tell what became of it: `% deleted`, `% was: the text before an edit`,
`% held` (the policy itself says why), `% picked`, `% rejected: what the moderator told its author`,
`% reported REASON x2: detail`. A file's first lines may set `axis:` (1 when those who
like rules are in favour, -1 when they are against) and `span:` (how long it went on).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from demo.seed.reading import BadSeed, span

FOLDER = Path(__file__).with_name("threads")
_HEAD = re.compile(
    r"(?P<stars>\*{1,6}) (?P<who>[a-z]+) (?P<lean>[fan])(?P<appeal>[0-4])(?: @(?P<after>\w+))?"
)
_REPORT = re.compile(r"reported (?P<reason>[a-z_]+)(?: x(?P<times>\d))?: (?P<detail>.+)")
# A whole name before the number of a part, where one discussion has several files.
_PART = re.compile(r"(?P<slug>[a-z-]+?)(?:-(?P<number>\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What readers reported, and how many of them."""

    reason: str
    detail: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One comment. `parent` is its place in the thread, None at the top.

    `lean` is "f", "a" or "n"; `appeal` 0 to 4; `after` the time since its parent;
    `rejected` what a moderator told the author, None when none rejected it.
    """

    who: str
    depth: int
    parent: int | None
    lean: str
    appeal: int
    after: timedelta | None
    text: str = ""
    was: str | None = None
    deleted: bool = False
    held: bool = False
    picked: bool = False
    rejected: str | None = None
    complaint: Complaint | None = None

    @property
    def public(self) -> bool:
        return not (self.deleted or self.held or self.rejected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """`axis` is 1 when those who like rules are in favour, else -1."""

    axis: int
    span: timedelta
    remarks: tuple[Remark, ...]


@cache
def threads() -> dict[str, Thread]:
    """Every discussion, by the slug of its article."""
    parts: dict[str, list[str]] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        match = _PART.fullmatch(file.stem)
        if match is None:
            raise BadSeed(f"{file.name} is no name for a discussion.")
        parts.setdefault(match["slug"], []).append(file.read_text(encoding="utf-8"))
    return {slug: parse("\n".join(texts)) for slug, texts in parts.items()}


def parse(text: str) -> Thread:
    """A discussion from the text of its files."""
    blocks = re.split(r"\n(?=\*{1,6} [a-z])", "\n" + text.strip())
    settings = dict(line.split(": ", 1) for line in blocks[0].splitlines() if line)
    return Thread(
        axis=int(settings["axis"]),
        span=span(settings["span"]),
        remarks=tuple(_remarks(blocks[1:])),
    )


def _remarks(blocks: list[str]) -> Iterator[Remark]:
    # The places of the last comment at each depth, on the way down to here.
    above: list[int] = []
    for place, block in enumerate(blocks):
        head, *lines = block.strip().splitlines()
        match = _HEAD.fullmatch(head)
        depth = len(match["stars"]) - 1 if match else 0
        if match is None or depth > len(above):
            raise BadSeed(f"{head!r} does not begin a comment here.")
        above = [*above[:depth], place]
        remark = Remark(
            who=match["who"],
            depth=depth,
            parent=above[depth - 1] if depth else None,
            lean=match["lean"],
            appeal=int(match["appeal"]),
            after=span(match["after"]) if match["after"] else None,
            text="\n".join(line for line in lines if not line.startswith("% ")).strip(),
        )
        for line in lines:
            if line.startswith("% "):
                remark = _told(remark, line.removeprefix("% "))
        yield remark


def _told(remark: Remark, line: str) -> Remark:
    """The comment with what one line says became of it."""
    if line == "deleted":
        return replace(remark, deleted=True)
    if line == "held":
        return replace(remark, held=True)
    if line == "picked":
        return replace(remark, picked=True)
    if line.startswith("was: "):
        return replace(remark, was=line.removeprefix("was: "))
    if line.startswith("rejected: "):
        return replace(remark, rejected=line.removeprefix("rejected: "))
    report = _REPORT.fullmatch(line)
    if report:
        times = int(report["times"] or 1)
        complaint = Complaint(reason=report["reason"], detail=report["detail"], times=times)
        return replace(remark, complaint=complaint)
    raise BadSeed(f"{line!r} is nothing that can become of a comment.")
