"""Puts the read path in front of Django: `parley.asgi:application` is what a server runs."""

# Models can be imported only when Django has been set up.

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parley.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from parley.readpath.app import ReadPath
from parley.readpath.assets import load_assets
from parley.readpath.changes import Outbox, PostgresOutbox, SqliteOutbox
from parley.readpath.responses import Application
from parley.snapshots import relay
from parley.snapshots.lookup import DatabaseSource
from parley.snapshots.shared import store

# Threads for everything that is not reading. Of an API call most is waiting for the
# database, so that more than cores are of use; every one may hold a connection.
DJANGO_THREADS = 8


def connect_outbox() -> Outbox:
    """A connection of the change feed's own, to the database that Django uses."""
    database: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return SqliteOutbox(str(database["NAME"]))
    parameters = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    return PostgresOutbox(
        make_conninfo(**{name: value for name, value in parameters.items() if value})
    )


class Parley(ReadPath):
    """The read path of this installation; also relays this process's changes."""

    def start(self) -> None:
        super().start()
        relay.start()


application = Parley(
    store=store,
    source=DatabaseSource(),
    connect=connect_outbox,
    assets=load_assets(settings.PACKAGE / "static" / "parley" / "widget"),
    # Django's and a2wsgi's types name the same WSGI and ASGI differently.
    django=cast("Application", WSGIMiddleware(cast("Any", django_application), DJANGO_THREADS)),
    trusted_proxies=settings.TRUSTED_PROXIES,
)
