"""`parley site`: the publishers' sites that Parley serves."""

import json

import click

from parley.cli.state import open_state


@click.group(short_help="Add publishers' sites.")
def site() -> None:
    """Publishers' sites, each known by its domain."""


@site.command(short_help="Add a site and print its secret key.")
@click.argument("domain")
@click.option("--name", default="", help="What readers see; the domain unless given.")
@click.option("--language", default="en", show_default=True, help="Its readers', like en or ta.")
@click.option("--timezone", default="UTC", show_default=True, help="For times, like Asia/Kolkata.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(domain: str, name: str, *, language: str, timezone: str, as_json: bool) -> None:
    """Add the site whose articles are on DOMAIN, and print its secret key.

    The publisher's own server sends the key to announce articles. It is printed once.
    """
    open_state()
    from django.utils import timezone as clock

    from parley.actions import guidelines
    from parley.actions.operating import add_site

    made, key = add_site(domain, name, language=language, timezone=timezone)
    # Ours are in English and ask readers to write it.
    if language.split("-", maxsplit=1)[0] == "en":
        guidelines.publish_default(made, clock.now())
    _print(made.domain, key, as_json=as_json)


@site.command(short_help="Make another secret key for a site.")
@click.argument("domain")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def key(domain: str, *, as_json: bool) -> None:
    """Make another secret key for the site on DOMAIN; the earlier ones stay valid."""
    open_state()
    from parley import access
    from parley.actions.operating import add_key

    found = access.site_by_domain(domain)
    _print(found.domain, add_key(found), as_json=as_json)


def _print(domain: str, key: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"site": domain, "key": key}))
    else:
        click.echo(f"site: {domain}\nkey:  {key}")
        click.echo("Keep the key now: only its hash is stored.", err=True)
