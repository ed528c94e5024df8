"""`parley token`: bearer tokens for scripts and native apps."""

import json

import click

from parley.cli.state import open_state


@click.group(short_help="Make tokens for scripts and apps.")
def token() -> None:
    """Bearer tokens, with which scripts and apps act for an account."""


@token.command(short_help="Make a token and print it.")
@click.option("--site", "domain", required=True, metavar="DOMAIN", help="Where it is valid.")
@click.option("--user", "email", required=True, metavar="EMAIL", help="Whom it acts for.")
@click.option(
    "--role",
    type=click.Choice(["reader", "moderator", "admin"]),
    default="reader",
    show_default=True,
    help="The most it may do; never more than the account itself.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(domain: str, email: str, *, role: str, as_json: bool) -> None:
    """Make a token and print it, once; only its hash is stored."""
    open_state()
    from parley import access
    from parley.actions.operating import create_token
    from parley.models.user import Role

    site = access.site_by_domain(domain)
    highest = Role.ADMINISTRATOR if role == "admin" else Role(role)
    secret = create_token(site, email, role=highest)
    if as_json:
        click.echo(json.dumps({"site": site.domain, "user": email, "role": role, "token": secret}))
    else:
        click.echo(secret)
