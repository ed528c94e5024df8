"""`parley fit-axis`: place a site's readers anew, without a job's limits."""

import json
from dataclasses import asdict

import click

from parley.cli.state import open_state


@click.command("fit-axis", short_help="Place readers anew for common ground, now.")
@click.option("--site", "domain", required=True, metavar="DOMAIN", help="Whose readers.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def fit_axis(domain: str, *, as_json: bool) -> None:
    """Fit the site's reader axis to the votes of the last 90 days, and look at the discussions
    of the last two weeks again.

    A server does the same by itself every hour, as long as the votes are few enough for a job.
    """
    open_state()
    from django.utils import timezone

    from parley import access
    from parley.actions import axis_fitting

    fitted = axis_fitting.fit(access.site_by_domain(domain), now=timezone.now())
    if as_json:
        click.echo(json.dumps(asdict(fitted)))
        return
    click.echo(f"{fitted.votes:,} votes of {fitted.readers:,} readers: {fitted.placed:,} placed.")
    click.echo(
        f"They fall into {fitted.camps} camps."
        if fitted.camps > 1
        else "Nothing divides them that chance would not: no common ground is shown."
    )
