"""`parley check`: judges text by the house policy, without a database unless a site is named."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

import click

from parley import environment
from parley.errors import BadInput
from parley.policy import scoring
from parley.policy.decide import decide
from parley.policy.decision import Decision
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts, Submission

# Bytes that are read of one comment; far more than any that could be accepted, so
# that an oversized one is answered by the policy, and an endless one does not fill
# the memory.
LARGEST = 64 << 20


@click.command(short_help="Judge text by the house policy.")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--site", metavar="DOMAIN", help="Judge by this site's rules, from the database.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line in, one decision a line out.")
def check(file: BinaryIO, *, site: str | None, jsonl: bool) -> None:
    """Judge the comment in FILE ("-": standard input) and print the decision as JSON.

    With --jsonl, each line is {"id": …, "text": "…", "article": {"headline": "…",
    "body": "…"}, "parent": "…"}; only "text" is required. A line that cannot be read is
    named on standard error, the others are judged, and the command ends with 1.
    """
    scoring.use_second_tier(environment.folder("PARLEY_POLICY_MODEL"))
    # Told at once: a missing model must not look like so many comments to hold.
    scoring.model_version()
    rules = _rules_of(site) if site else SiteRules()
    if jsonl:
        sys.exit(_check_lines(file, rules))
    _check_whole(file, rules)


def _rules_of(domain: str) -> SiteRules:
    from parley.cli.state import open_state

    open_state()
    from parley import access
    from parley.actions import word_lists

    site = access.site_by_domain(domain)
    return word_lists.with_lists(site, site.site_rules)


def _check_whole(file: BinaryIO, rules: SiteRules) -> None:
    text = _decoded(file.read(LARGEST + 1))
    decision = decide(Submission(text=text, now=datetime.now(UTC)), rules)
    for reason in decision.reasons:
        click.echo(f"{reason.severity}: {reason.message}", err=True)
    click.echo(json.dumps(_answer(None, decision), ensure_ascii=False, indent=2))


def _check_lines(file: BinaryIO, rules: SiteRules) -> int:
    """The exit code: 1 when a line could not be read."""
    code = 0
    for number, line in enumerate(_lines(file), start=1):
        try:
            if not line.strip():
                continue
            key, submission = _record(_decoded(line, number))
        except BadInput as fault:
            click.echo(f"line {number}: {fault}", err=True)
            code = 1
        else:
            # ASCII, because the caller's "id" may hold what UTF-8 cannot.
            click.echo(json.dumps(_answer(key, decide(submission, rules))))
    return code


def _answer(key: Any, decision: Decision) -> dict[str, Any]:
    """`key` is whatever JSON the caller gave as "id"."""
    return {"id": key, **decision.as_dict()}


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LARGEST + 1):
        yield line
        # The rest of a line that is too long is passed over, not kept.
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = file.readline(LARGEST)


def _decoded(data: bytes, number: int = 1) -> str:
    if len(data) > LARGEST:
        raise BadInput(f"This is longer than {LARGEST >> 20} MB.")
    try:
        return data.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as fault:
        raise BadInput(f"This is not UTF-8, from byte {fault.start + 1} on.") from fault


def _record(line: str) -> tuple[Any, Submission]:
    """The caller's "id", which may be any JSON, and the comment."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise BadInput(f"This is not JSON: {fault}.") from fault
    if not isinstance(record, dict):
        raise BadInput("This is no JSON object.")
    key = record.get("id")
    try:
        # Python reads "NaN" and 1e999, which no JSON can give back.
        json.dumps(key, allow_nan=False)
    except ValueError as fault:
        raise BadInput("“id” is no JSON.") from fault
    article = record.get("article") or {}
    if not isinstance(article, dict):
        raise BadInput("“article” is no JSON object.")
    return key, Submission(
        text=_text(record, "text"),
        now=datetime.now(UTC),
        article=ArticleFacts(
            headline=_text(article, "headline", default=""), body=_text(article, "body", default="")
        ),
        parent_text=_text(record, "parent", default=""),
    )


def _text(record: dict[str, Any], name: str, *, default: str | None = None) -> str:
    value = record.get(name)
    value = default if value is None else value
    if not isinstance(value, str):
        raise BadInput(f"“{name}” is no text.")
    return value
