"""`parley import`: brings another system's discussions here, with an account of every record."""

import json
import re
import zoneinfo
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypedDict, Unpack

import click

from parley.importers import formats, url_map

if TYPE_CHECKING:
    from parley.models.site import Site

# Of these, the report's file lists all.
MOST_SHOWN = 20
# Enough to look whether an import is what one wanted.
MOST_PLACES = 3


class Asked(TypedDict):
    """The options that say what to do, as click hands them over."""

    dry_run: bool
    sample: Path | None
    columns: tuple[tuple[str, str], ...]
    moved: Path | None
    zone: zoneinfo.ZoneInfo | None
    named: str | None
    bans: bool


def name(value: str) -> str:
    """A name for one of several installations."""
    if not re.fullmatch(r"[a-z0-9]{1,16}", value):
        raise click.BadParameter("Use up to 16 small letters and digits.")
    return value


def zone(value: str) -> zoneinfo.ZoneInfo:
    """A time zone by its name."""
    try:
        return zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        told = f"{value} is no time zone; write it like Asia/Kolkata."
        raise click.BadParameter(told) from error


def column(value: str) -> tuple[str, str]:
    """COLUMN=FIELD; the heading may have "=" in it."""
    heading, equals, field = value.rpartition("=")
    if not equals or not field.strip():
        raise click.BadParameter(f"{value!r} is not COLUMN=FIELD.")
    return heading.strip(), field.strip()


@click.command("import", short_help="Bring comments from another system.")
@click.argument("format", metavar="FORMAT", type=click.Choice(formats.NAMES))
@click.argument(
    "paths",
    metavar="PATH…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--site", required=True, metavar="DOMAIN", help="The site that takes the comments.")
@click.option("--dry-run", is_flag=True, help="Report what would be done; change nothing.")
@click.option(
    "--sample",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="With --dry-run: write a page that shows how a discussion would look.",
)
@click.option(
    "--report",
    type=click.File("w", encoding="utf-8", lazy=False),
    help="Write the report as JSON.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--map",
    "columns",
    metavar="COLUMN=FIELD",
    multiple=True,
    type=column,
    help="Of a table: which field a column is; once for each column.",
)
@click.option(
    "--url-map",
    "moved",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with an old and a new address a line, for articles that have moved.",
)
@click.option(
    "--as",
    "named",
    metavar="NAME",
    type=name,
    help="Of several installations of one system, which one this is.",
)
@click.option(
    "--timezone",
    "zone",
    metavar="ZONE",
    type=zone,
    help="The zone of times that the source wrote in its own local time.",
)
@click.option(
    "--bans",
    is_flag=True,
    help="Of Parley's own export: take its bans, also where the site is not empty.",
)
def import_command(
    format: str,  # noqa: A002  (click passes an argument by its documented name)
    paths: tuple[Path, ...],
    *,
    site: str,
    report: IO[str] | None,
    as_json: bool,
    **asked: Unpack[Asked],
) -> None:
    """Import the export files at PATH into a site.

    FORMAT is the system they come from, or "auto" to tell it by their content. What is already
    here stays as it is: running the same import again imports nothing, and one that was broken
    off is finished by running it again. Unless every record is accounted for, nothing changes.
    """
    if asked["sample"] is not None and not asked["dry_run"]:
        raise click.UsageError("--sample shows what would be done; use it with --dry-run.")
    from parley.cli.import_run import Order, carry_out

    order = Order(
        format=format,
        paths=paths,
        columns=dict(asked["columns"]),
        zone=asked["zone"],
        moved=url_map.read(asked["moved"]) if asked["moved"] else None,
        dry_run=asked["dry_run"],
        sample=asked["sample"],
        named=asked["named"] or "",
        bans=asked["bans"],
    )
    found, done = carry_out(order, site)
    if report is not None:
        json.dump(done, report, ensure_ascii=False, indent=2)
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False, indent=2))
        return
    click.echo(_in_words(done))
    if not done["dry_run"]:
        _tell_places(found, done["format"])


def _tell_places(site: "Site", source: str) -> None:
    """Where the largest discussions from this source can be read now."""
    from django.conf import settings

    from parley.models.article import Article

    of_source = Article.objects.filter(site=site, comments__source=source, comment_count__gt=0)
    largest = of_source.distinct().order_by("-comment_count", "pk")[:MOST_PLACES]
    for article in largest:
        address = f"{settings.BASE_URL}/discussion/{article.pk}/"
        click.echo(f"  to read: {address} ({article.comment_count})")


def _in_words(report: dict[str, Any]) -> str:
    """The report for a person: the three accounts, then what needs a look. `Any`: it is JSON."""
    lines = [f"{'Would import' if report['dry_run'] else 'Imported'} from {report['format']}:"]
    for kind in ("comments", "articles", "authors"):
        account = report[kind]
        ends = ", ".join(f"{count} {end}" for end, count in account.items() if end != "read")
        lines.append(f"  {kind:<9} {account['read']} read = {ends}")
    lines += [*_outcomes(report), *_collisions(report)]
    quarantine, warnings = report["quarantine"], report["warnings"]
    lines += [
        f"  kept aside: {one['record']} (line {one['line']}): {one['reason']}. {one['detail']}"
        for one in quarantine[:MOST_SHOWN]
    ]
    if len(quarantine) > MOST_SHOWN:
        lines.append(f"  and {len(quarantine) - MOST_SHOWN} more; --report FILE lists them.")
    return "\n".join([*lines, *(f"  note: {warning}" for warning in warnings)])


def _outcomes(report: dict[str, Any]) -> list[str]:
    outcomes = report["outcomes"]
    if not any(outcomes.values()):
        return []
    stands = "would stand" if report["dry_run"] else "stand"
    ends = ", ".join(f"{count} {end}" for end, count in outcomes.items())
    return [f"  They {stands}: {ends}"]


def _collisions(report: dict[str, Any]) -> list[str]:
    collisions = report["collisions"]
    lines = [
        f"  one page: {one['record']} is {one['with']}"
        for one in collisions["articles"][:MOST_SHOWN]
    ]
    addresses = collisions["addresses_with_several_names"]
    if addresses:
        lines.append(f"  {addresses} e-mail addresses have several names; they stay apart.")
    names = collisions["names_with_several_accounts"]
    if names:
        shown = ", ".join(collisions["names"][:MOST_PLACES])
        lines.append(f"  {names} names have several accounts; they stay apart ({shown}).")
    return lines
