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
    help="The most it may do; never more than the account itself. Without it, reader.",
)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar="SCOPE",
    help="A right of staff, such as queue:read, that it is confined to; may be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(
    domain: str, email: str, *, role: str | None, scopes: tuple[str, ...], as_json: bool
) -> None:
    """Make a token and print it, once; only its hash is stored."""
    if role is not None and scopes:
        raise click.UsageError("Give --role or --scope: scopes say which role they need.")
    open_state()
    from parley import access
    from parley.actions.operating import create_token
    from parley.models.user import Role

    site = access.site_by_domain(domain)
    highest = Role.ADMINISTRATOR if role == "admin" else Role(role or Role.READER)
    secret = create_token(site, email, role=highest, scopes=scopes)
    if as_json:
        made: dict[str, object] = {"site": site.domain, "user": email}
        made |= {"scopes": scopes} if scopes else {"role": role or "reader"}
        click.echo(json.dumps(made | {"token": secret}))
    else:
        click.echo(secret)
