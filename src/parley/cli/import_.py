"""`parley import`: brings another system's discussions here, with an account of every record."""

import json
import sys
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from parley.models.site import Site

# Those of the contract that there is an importer for yet.
FORMATS = ("disqus",)
# Of these, the report's file lists all.
MOST_SHOWN = 20
# Enough to look whether an import is what one wanted.
MOST_PLACES = 3


@click.command("import", short_help="Bring comments from another system.")
@click.argument("format", metavar="FORMAT", type=click.Choice(FORMATS))
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
    "--report",
    type=click.File("w", encoding="utf-8", lazy=False),
    help="Write the report as JSON.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_command(
    format: str,  # noqa: A002  (click passes an argument by its documented name)
    paths: tuple[Path, ...],
    *,
    site: str,
    dry_run: bool,
    report: IO[str] | None,
    as_json: bool,
) -> None:
    """Import the export files at PATH into a site.

    FORMAT is "disqus" (XML, packed by gzip or not). What is already here stays as it is: running
    the same import again imports nothing. Unless every record is accounted for, nothing changes.
    """
    from parley.cli.state import open_state

    open_state()
    from django.utils import timezone

    from parley import access
    from parley.actions.importing import Export, import_records
    from parley.importers import disqus

    records = chain.from_iterable(disqus.read(path) for path in paths)
    export = Export(format, records, ", ".join(path.name for path in paths))
    found, now = access.site_by_domain(site), timezone.now()
    done = import_records(
        found, export, now=now, dry_run=dry_run, progress=_tell_progress
    ).as_dict()
    if report is not None:
        json.dump(done, report, ensure_ascii=False, indent=2)
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False, indent=2))
        return
    click.echo(_in_words(done))
    if not dry_run:
        _tell_places(found, format)


def _tell_progress(count: int, _total: int) -> None:
    """On a terminal only, where the next line written takes its place."""
    if sys.stderr.isatty():
        click.echo(f"{count} comments stored … \r", err=True, nl=False)


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
    quarantine, warnings = report["quarantine"], report["warnings"]
    lines += [
        f"  kept aside: {one['record']} (line {one['line']}): {one['reason']}. {one['detail']}"
        for one in quarantine[:MOST_SHOWN]
    ]
    if len(quarantine) > MOST_SHOWN:
        lines.append(f"  and {len(quarantine) - MOST_SHOWN} more; --report FILE lists them.")
    return "\n".join([*lines, *(f"  note: {warning}" for warning in warnings)])
