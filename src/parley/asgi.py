"""Puts the read path in front of Django: `parley.asgi:application` is what a server runs."""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parley.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from django.conf import settings
from django.db import close_old_connections, connection
from psycopg.conninfo import make_conninfo

from parley.ranking.sorts import Sort
from parley.readpath.app import ReadPath
from parley.readpath.assets import load_assets
from parley.readpath.changes import Outbox, PostgresOutbox, SqliteOutbox
from parley.readpath.responses import Application
from parley.snapshots import lookup, relay, render
from parley.snapshots.change import Change
from parley.snapshots.places import Address, Place
from parley.snapshots.shared import store
from parley.snapshots.thread import RenderedThread

# Threads for everything that is not reading. Of an API call most is waiting for the
# database, so that more than cores are of use; every one may hold a connection.
DJANGO_THREADS = 8

P = ParamSpec("P")
T = TypeVar("T")


def _on_its_own_connection(ask: Callable[P, T]) -> Callable[P, T]:
    """For threads in which no request begins or ends to look after the connection."""

    @wraps(ask)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return ask(*args, **kwargs)
        finally:
            close_old_connections()

    return wrapped


class DatabaseSource:
    """The read path's questions, put to Django's database."""

    @_on_its_own_connection
    def find_places(self, addresses: Sequence[Address]) -> Sequence[Place]:
        return lookup.find_places(addresses)

    @_on_its_own_connection
    def empty_thread(self, url: str, site_id: int, sort: Sort) -> RenderedThread:
        return render.render_empty(url, site_id, sort)

    @_on_its_own_connection
    def comments(self, comment_ids: Iterable[int]) -> dict[int, bytes]:
        return render.public_objects(comment_ids)

    @_on_its_own_connection
    def missed_changes(self, article_id: int, after: int) -> list[Change] | None:
        return lookup.missed_changes(article_id, after)

    @_on_its_own_connection
    def check(self) -> None:
        lookup.database_answers()


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
    django=cast("Application", WSGIMiddleware(django_application, workers=DJANGO_THREADS)),
    trusted_proxies=settings.TRUSTED_PROXIES,
)
