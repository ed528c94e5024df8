"""`parley figures`: what became of a site's comments, as tables for people and programs."""

import json
from datetime import datetime

import click

from parley.cli.state import open_state

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("figures", short_help="Print the figures of a site's desk.")
@click.option("--site", "domain", required=True, metavar="DOMAIN", help="Whose figures.")
@click.option("--from", "first", type=_DAY, help="The first day; thirty days ago unless given.")
@click.option("--to", "last", type=_DAY, help="The last day; today unless given.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def figures(domain: str, *, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Print every figure of the days, as a table with the columns of its file."""
    open_state()
    from django.utils import timezone

    from parley import access
    from parley.actions.figures.period import USUAL, Period
    from parley.actions.figures.tables import TABLES, Asked

    now = timezone.now()
    site = access.site_by_domain(domain)
    usual = Period.lately(site, USUAL, now=now)
    period = Period.between(
        site,
        first=first.date() if first else usual.first,
        last=last.date() if last else usual.last,
        now=now,
    )
    asked = Asked(site=site, period=period, now=now)
    made = {name: make(asked) for name, make in TABLES.items()}
    if as_json:
        rows = {
            name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            for name, table in made.items()
        }
        click.echo(json.dumps(rows, default=str))
        return
    for name, table in made.items():
        click.echo(f"# {name}\n" + table.as_csv(mark=False).replace("\r\n", "\n"))
