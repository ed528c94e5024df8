"""`parley createadmin`: the first administrator, before anybody can sign in."""

import sys

import click

from parley.cli.state import open_state


@click.command(short_help="Create an administrator.")
@click.option("--email", prompt="E-mail address", help="The address to sign in with.")
@click.option("--name", prompt="Display name", help="The name that readers see.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def createadmin(email: str, name: str, *, password_stdin: bool) -> None:
    """Create an administrator of every site; asks for what is not given."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    open_state()
    from parley.actions.operating import create_administrator

    user = create_administrator(email, name, password=password)
    click.echo(f"{user.display_name} may now sign in with {user.email}.")
