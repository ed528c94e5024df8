"""`parley serve`: everything from one command: API, pages, widget, live updates and jobs."""

import http.client
import os
import socket
import threading
import time
from pathlib import Path

import click

from parley.cli.state import open_state

# More brings little: readers are served from memory, and writers wait for the database.
MOST_DEFAULT_WORKERS = 4
# Seconds between two looks whether connections are accepted yet.
READY_POLL = 0.02


@click.command(short_help="Serve everything.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Its port."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help=f"Processes that serve; by default one a core, but at most {MOST_DEFAULT_WORKERS}.",
)
@click.option(
    "--only",
    type=click.Choice(["perspective"]),
    help="Serve this part alone: the Perspective-compatible endpoint.",
)
def serve(host: str, port: int, *, workers: int | None, only: str | None) -> None:
    """Serve the API, the pages, the widget, live updates and the background jobs.

    Ends within ten seconds of SIGTERM or Ctrl-C.
    """
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    local = f"[{reachable}]:{port}" if ":" in reachable else f"{reachable}:{port}"
    if not os.environ.get("PARLEY_BASE_URL"):
        os.environ["PARLEY_BASE_URL"] = f"http://{local}"
    open_state()
    _refuse_if_unfit()
    _refuse_if_taken(host, port)
    from django.conf import settings

    from parley.cli import supervision

    arguments = (local, settings.BASE_URL)
    threading.Thread(target=_announce, args=arguments, name="parley-ready", daemon=True).start()
    workers = workers or min(os.cpu_count() or 1, MOST_DEFAULT_WORKERS)
    supervision.run(host, port, workers=workers, only=only)


def _refuse_if_unfit() -> None:
    """Not one request is served where data would be in danger or the schema is another."""
    from django.conf import settings
    from django.core import checks
    from django.db import connection, connections
    from django.db.migrations.executor import MigrationExecutor

    errors = [message for message in checks.run_checks() if message.is_serious()]
    if errors:
        raise click.ClickException("\n".join(str(error) for error in errors))
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite" and not Path(database["NAME"]).exists():
        raise click.ClickException("There is no database yet: run `parley migrate` first.")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise click.ClickException("The database is not up to date: run `parley migrate` first.")
    # A connection must not be carried over a fork.
    connections.close_all()


def _refuse_if_taken(host: str, port: int) -> None:
    """Granian shares a port with whoever else does (SO_REUSEPORT): two servers on one
    port would each answer some requests, which nobody means to have."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {host}:{port}: {error.strerror}."
            ) from error


def _announce(local: str, base_url: str) -> None:
    """Say that we are ready, once a request is answered."""
    while not _answers(local):
        time.sleep(READY_POLL)
    click.echo(f"Parley is ready: {base_url}/")


def _answers(local: str) -> bool:
    connection = http.client.HTTPConnection(local, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
