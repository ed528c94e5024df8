"""`parley transparency`: a site's transparency report, as the Commission's template has it."""

from datetime import datetime
from pathlib import Path

import click

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("transparency", short_help="Write a site's transparency report.")
@click.option("--site", "domain", required=True, metavar="DOMAIN", help="Whose report it is.")
@click.option("--from", "first", required=True, type=_DAY, help="The first day of the period.")
@click.option("--to", "last", required=True, type=_DAY, help="The last day of the period.")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False))
def transparency(domain: str, *, first: datetime, last: datetime, file: str | None) -> None:
    """Write the parts of the report as CSV files in the ZIP archive FILE.

    Days are those of the site's calendar, like 2026-01-01. FILE is otherwise named after the
    site and the period. What Parley does not know is empty; README.txt in the archive says what.
    """
    from parley.cli.state import open_state

    open_state()
    from django.utils import timezone

    from parley import access
    from parley.actions.transparency import Report, archive
    from parley.actions.transparency_counts import Period

    site = access.site_by_domain(domain)
    period = Period(first=first.date(), last=last.date())
    today = timezone.now().astimezone(site.zone).date()
    packed = archive(Report(site=site, period=period, today=today))
    host = site.domain.replace(":", "-")
    target = Path(file or f"transparency-{host}-{period.first}-{period.last}.zip")
    try:
        target.write_bytes(packed)
    except OSError as error:
        raise click.UsageError(f"{target} cannot be written: {error.strerror}.") from error
    click.echo(f"The report is in {target}; read README.txt in it first.")
