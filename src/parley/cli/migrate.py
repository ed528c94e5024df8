"""`parley migrate`: brings the database to the form that this release expects."""

from pathlib import Path

import click

from parley import environment
from parley.cli.state import open_state


@click.command(short_help="Create or update the database.")
def migrate() -> None:
    """Create the database, or update it to this release.

    Safe to run again, and while the previous release still serves. A new SQLite database
    gets a secret key of its own, in the file secret-key beside it, where none is set.
    """
    environment.keep_new_secret_key()
    open_state()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    _make_folder(settings.DATABASES["default"])
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    click.echo(f"Applied {pending} migrations." if pending else "The database is up to date.")


def _make_folder(database: dict[str, object]) -> None:
    """SQLite makes its file, but not the folder that the file is in."""
    if "sqlite" in str(database["ENGINE"]):
        Path(str(database["NAME"])).parent.mkdir(parents=True, exist_ok=True)
