"""`parley key`: API keys for programs that ask for scores as they asked Perspective."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from parley.cli.state import open_state

if TYPE_CHECKING:
    from parley.models.api_key import ApiKey

# As the database counts.
MOST = 2_000_000_000


@click.group(short_help="Make and revoke keys for the Perspective-compatible endpoint.")
def key() -> None:
    """API keys, with which other programs ask for scores; each has a quota."""


@key.command(short_help="Make a key and print it.")
@click.option("--site", "domain", required=True, metavar="DOMAIN", help="Whose key it is.")
@click.option("--name", default="", help="What it is for, like “Coral”.")
@click.option(
    "--per-minute",
    type=click.IntRange(1, MOST),
    default=600,
    show_default=True,
    help="Comments that may be sent in a minute.",
)
@click.option(
    "--per-day",
    type=click.IntRange(1, MOST),
    default=100_000,
    show_default=True,
    help="Comments that may be sent in a day (UTC).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(domain: str, name: str, *, per_minute: int, per_day: int, as_json: bool) -> None:
    """Make a key and print it, once; only its hash is stored."""
    open_state()
    from parley import access
    from parley.actions.operating import create_api_key

    site = access.site_by_domain(domain)
    made, secret = create_api_key(site, name, per_minute=per_minute, per_day=per_day)
    if as_json:
        click.echo(json.dumps({**_facts(made), "key": secret}))
    else:
        click.echo(secret)


@key.command("list", short_help="List the keys, not their secrets.")
@click.option("--site", "domain", metavar="DOMAIN", help="Only this site's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_keys(domain: str | None, *, as_json: bool) -> None:
    """List the keys with their quotas and what they used today (UTC).

    A key is told by its number and by how its secret ends.
    """
    open_state()
    from parley import access
    from parley.models.api_key import ApiKey

    keys = ApiKey.objects.select_related("site")
    if domain:
        keys = keys.filter(site=access.site_by_domain(domain))
    facts = [_facts(each) for each in keys]
    if as_json:
        click.echo(json.dumps({"keys": facts}))
        return
    for each in facts:
        state = f"revoked {each['revoked_at'][:10]}" if each["revoked_at"] else "valid"
        click.echo(
            f"{each['id']:>5}  {each['site']}  …{each['hint']}  {each['per_minute']}/minute"
            f"  {each['used_today']} of {each['per_day']} today  {state}  {each['name']}".rstrip()
        )


@key.command(short_help="Have a key refused from now on.")
@click.argument("number", type=click.IntRange(1, MOST))
def revoke(number: int) -> None:
    """Revoke the key with this NUMBER, which `parley key list` shows."""
    open_state()
    from parley import access
    from parley.actions.operating import revoke_api_key

    found = access.api_key_by_id(number)
    revoke_api_key(found, datetime.now(UTC))
    click.echo(f"The key {number} of {found.site} (…{found.hint}) is no longer valid.")


def _facts(made: "ApiKey") -> dict[str, Any]:
    today = datetime.now(UTC).date()
    return {
        "id": made.pk,
        "site": made.site.domain,
        "name": made.name,
        "hint": made.hint,
        "per_minute": made.per_minute,
        "per_day": made.per_day,
        "used_today": made.used_on_day if made.day == today else 0,
        "created_at": made.created_at.isoformat(),
        "revoked_at": made.revoked_at.isoformat() if made.revoked_at else None,
    }
