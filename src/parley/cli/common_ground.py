"""`parley common-ground`: what readers agree on across their camps, of a table of votes."""

import re
import sys
from pathlib import Path
from typing import TypedDict, Unpack

import click
import numpy as np

from parley.cli import ground_report, large_votes, vote_columns, vote_files, vote_table
from parley.cli.ground_models import MODELS, Asked, of_nothing
from parley.cli.ground_report import Report
from parley.cli.vote_columns import Rows
from parley.cli.vote_files import CommentList
from parley.cli.vote_table import NAMED, ReadVotes
from parley.errors import BadInput
from parley.ranking.factor_sides import SIDES

# To look for, and to be given: a camp's number takes a byte.
MOST_CAMPS, MOST_GROUPS = 16, 100
ENGINES = ("auto", "numpy", "duckdb")


class Options(TypedDict):
    """What was asked for, as click hands it over."""

    as_json: bool
    model: str
    groups: Path | None
    camps: int | None
    comments: Path | None
    engine: str
    memory: str


def memory_size(value: str) -> str:
    """A size as DuckDB takes it."""
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", value):
        raise click.BadParameter(f"{value!r} is no size; write it like 4GB.")
    return value


_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@click.command("common-ground", short_help="Find what readers of all camps respect.")
@click.argument("votes", metavar="VOTES", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--model",
    type=click.Choice(list(MODELS)),
    default="ground",
    show_default=True,
    help="ground: our score; polis: group-aware consensus; factor: Community Notes’ intercepts.",
)
@click.option("--groups", type=_FILE, metavar="FILE", help="Readers’ camps, instead of finding.")
@click.option(
    "--camps", type=click.IntRange(2, MOST_CAMPS), metavar="N", help="How many camps to find."
)
@click.option(
    "--comments", type=_FILE, metavar="FILE", help="The comments: their words, what is moderated."
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="What computes the factor model; auto: DuckDB from 50 million votes on.",
)
@click.option(
    "--memory",
    metavar="SIZE",
    type=memory_size,
    default="4GB",
    show_default=True,
    help="How much memory DuckDB may take.",
)
def common_ground(votes: Path, **options: Unpack[Options]) -> None:
    """Score the comments of VOTES, a CSV table voter-id, comment-id, vote (1, 0 or -1).

    VOTES may be packed by gzip, be "-" for standard input, or have a reader a row, as openData's
    participants-votes.csv.
    """
    _refuse_contradictions(votes, options)
    by_duckdb = options["engine"] == "duckdb" or (
        options["engine"] == "auto" and options["model"] == "factor" and large_votes.is_large(votes)
    )
    if by_duckdb:
        if options["model"] != "factor" or options["groups"] or options["comments"]:
            raise click.UsageError("DuckDB computes --model factor, without --groups, --comments.")
        with large_votes.by_factor(votes, memory=options["memory"], tell=_tell) as report:
            _print(report, as_json=options["as_json"], words={})
        return
    listed = vote_files.comments(options["comments"]) if options["comments"] else None
    report = _analysed(votes, listed, options=options)
    _print(report, as_json=options["as_json"], words=listed.text if listed else {})


def _refuse_contradictions(votes: Path, options: Options) -> None:
    if [votes, options["groups"], options["comments"]].count(Path("-")) > 1:
        raise click.UsageError("Only one of the files can be standard input.")
    if options["camps"] and options["groups"]:
        raise click.UsageError("--groups says how many camps there are; leave --camps out.")
    if options["model"] == "factor" and options["camps"] not in (None, SIDES):
        raise click.UsageError("The camps of the factor model are the two sides of its factor.")


def _analysed(votes: Path, listed: CommentList | None, *, options: Options) -> Report:
    read = _read(votes, listed)
    asked = Asked(
        group_of=_groups(options["groups"], read) if options["groups"] else {},
        camps=options["camps"],
        moderated_out=_numbers(read, listed.moderated_out) if listed else (),
        meta=_numbers(read, listed.meta) if listed else (),
    )
    model = options["model"]
    return MODELS[model](read, asked) if read.votes.count else of_nothing(model)


def _read(path: Path, listed: CommentList | None) -> ReadVotes:
    with vote_columns.opened(path) as stream:
        read = vote_table.read(Rows(stream))
    if listed:
        read = _known_only(read, listed)
    for remark in read.remarks:
        _tell(remark)
    return read


def _known_only(read: ReadVotes, listed: CommentList) -> ReadVotes:
    """Without the votes on comments that the list does not have; they are told."""
    known = [name in listed.ids for name in read.comments]
    unknown = [name for name, is_known in zip(read.comments, known, strict=True) if not is_known]
    if not unknown:
        return read
    kept = np.array(known, np.bool_)[read.votes.comment]
    _tell(
        f"{int((~kept).sum())} votes are left out: their comments are not in the list"
        f" ({_named(unknown)})."
    )
    return read.only(kept)


def _groups(path: Path, read: ReadVotes) -> dict[str, str]:
    voted = set(read.readers)
    found = vote_files.groups(path)
    unknown = sorted(found.keys() - voted)
    if unknown:
        _tell(f"{len(unknown)} readers who have a group have no vote ({_named(unknown)}).")
    without = len(voted - found.keys())
    if without == len(voted):
        raise BadInput("None of the readers who voted has a group.")
    if len(set(found.values())) > MOST_GROUPS:
        raise BadInput(
            f"There are {len(set(found.values()))} groups; at most {MOST_GROUPS} may be."
        )
    if without:
        _tell(f"{without} readers have no group: they are in no camp.")
    return found


def _numbers(read: ReadVotes, names: set[str]) -> list[int]:
    return [number for number, name in enumerate(read.comments) if name in names]


def _print(report: Report, *, as_json: bool, words: dict[str, str]) -> None:
    if as_json:
        if report.message:
            _tell(report.message)
        for piece in ground_report.as_json(report):
            sys.stdout.write(piece)
        return
    for line in ground_report.as_text(report, words):
        click.echo(line)


def _tell(remark: str) -> None:
    click.echo(remark, err=True)


def _named(names: list[str]) -> str:
    shown = ", ".join(f"“{vote_columns.shown(name)}”" for name in names[:NAMED])
    return shown + (", …" if len(names) > NAMED else "")
