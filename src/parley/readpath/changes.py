"""Follows the outbox: tells this process of every change that any process commits."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Protocol

import psycopg
from pysqlite3 import dbapi2 as sqlite

from parley.snapshots.change import Change

CHANNEL = "parley_change"
# Seconds between two looks at SQLite's change counter: 1% of a core, 10 ms behind at the
# median (research/platform.md 1c).
SQLITE_POLL = 0.02
# A signal of PostgreSQL's that is lost delays by this much, in seconds.
CATCH_UP_POLL = 1.0
RETRY = 1.0
# On PostgreSQL a smaller id may be committed after a larger one. An id that was jumped
# over is looked for so long: no transaction of ours takes longer, and a rolled-back
# one's id never comes.
GAP_SECONDS = 60.0
MOST_GAPS = 1_000
BATCH = 5_000

_READ_SQLITE = """
    SELECT c.id, c.article_id, c.comment_id, c.kind, c.payload,
           coalesce(a.rev, 0), coalesce(a.comment_count, 0), c.site_id
    FROM parley_change c LEFT JOIN parley_article a ON a.id = c.article_id
    WHERE c.id > ? OR c.id IN (SELECT value FROM json_each(?))
    ORDER BY c.id LIMIT ?
"""
_READ_POSTGRES = """
    SELECT c.id, c.article_id, c.comment_id, c.kind, c.payload,
           coalesce(a.rev, 0), coalesce(a.comment_count, 0), c.site_id
    FROM parley_change c LEFT JOIN parley_article a ON a.id = c.article_id
    WHERE c.id > %s OR c.id = ANY(%s)
    ORDER BY c.id LIMIT %s
"""

logger = logging.getLogger(__name__)


class Outbox(Protocol):
    """A connection to the outbox table. Methods raise one of `LOST` when it breaks."""

    def bounds(self) -> tuple[int, int]:
        """The smallest and the largest id; zeros when it is empty."""

    def ids_after(self, after: int) -> list[int]: ...

    def read(self, after: int, missing: Sequence[int]) -> list[Change]:
        """Changes with a larger id, and those of the missing that have come, by id."""

    def wait(self, stopped: threading.Event) -> None:
        """Until something may have changed."""

    def close(self) -> None: ...


LOST = (sqlite.Error, psycopg.Error, OSError)


class SqliteOutbox:
    """Polls SQLite's counter of other connections' commits, which costs next to nothing."""

    def __init__(self, file: str) -> None:
        self._connection = sqlite.connect(file, isolation_level=None, timeout=5)
        self._version = -1

    def bounds(self) -> tuple[int, int]:
        row = self._connection.execute("SELECT min(id), max(id) FROM parley_change").fetchone()
        return row[0] or 0, row[1] or 0

    def ids_after(self, after: int) -> list[int]:
        rows = self._connection.execute("SELECT id FROM parley_change WHERE id > ?", (after,))
        return [row[0] for row in rows]

    def read(self, after: int, missing: Sequence[int]) -> list[Change]:
        rows = self._connection.execute(_READ_SQLITE, (after, json.dumps(list(missing)), BATCH))
        changes = [Change(*row) for row in rows]
        return [change._replace(payload=json.loads(str(change.payload))) for change in changes]

    def wait(self, stopped: threading.Event) -> None:
        while not stopped.wait(SQLITE_POLL):
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if version != self._version:
                self._version = version
                return

    def close(self) -> None:
        self._connection.close()


class PostgresOutbox:
    """Is woken by NOTIFY, on a connection of its own."""

    def __init__(self, parameters: str) -> None:
        """`parameters` is a libpq connection string."""
        self._connection = psycopg.connect(
            parameters,
            autocommit=True,
            connect_timeout=5,
            # A server that vanished without a word is noticed within a quarter of a minute.
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=5,
            tcp_user_timeout=15_000,
        )
        self._connection.execute(f"LISTEN {CHANNEL}")

    def bounds(self) -> tuple[int, int]:
        row = self._connection.execute("SELECT min(id), max(id) FROM parley_change").fetchone()
        return (row[0] or 0, row[1] or 0) if row else (0, 0)

    def ids_after(self, after: int) -> list[int]:
        rows = self._connection.execute("SELECT id FROM parley_change WHERE id > %s", (after,))
        return [row[0] for row in rows]

    def read(self, after: int, missing: Sequence[int]) -> list[Change]:
        rows = self._connection.execute(_READ_POSTGRES, (after, list(missing), BATCH))
        return [Change(*row) for row in rows]

    def wait(self, stopped: threading.Event) -> None:
        for _signal in self._connection.notifies(timeout=CATCH_UP_POLL, stop_after=1):
            pass

    def close(self) -> None:
        self._connection.close()


class Position:
    """How far the outbox has been read, and which ids below may still come."""

    def __init__(self, last: int) -> None:
        self.last = last
        self._gaps: dict[int, float] = {}

    def missing(self, now: float) -> list[int]:
        """The ids to look for once more."""
        self._gaps = {pk: until for pk, until in self._gaps.items() if until > now}
        return list(self._gaps)

    def take(self, ids: Iterable[int], now: float) -> None:
        """These were read; they come by size."""
        for pk in ids:
            if self._gaps.pop(pk, None) is None and pk > self.last:
                for skipped in range(max(self.last + 1, pk - MOST_GAPS), pk):
                    self._gaps[skipped] = now + GAP_SECONDS
                self.last = pk
        while len(self._gaps) > MOST_GAPS:
            del self._gaps[next(iter(self._gaps))]


class Feed:
    """A thread that reads the outbox. It survives the loss of the database, and then
    catches up."""

    def __init__(
        self,
        connect: Callable[[], Outbox],
        *,
        on_changes: Callable[[list[Change]], None],
        on_missed: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_missed` is called when changes may have passed unseen, and at the start."""
        self._connect = connect
        self._on_changes = on_changes
        self._on_missed = on_missed
        self._clock = clock
        self._position: Position | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="parley-feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; it does within a second."""
        self._stopped.set()

    def join(self) -> None:
        self._thread.join()

    @property
    def last(self) -> int:
        """The largest id read."""
        return self._position.last if self._position else 0

    def _run(self) -> None:
        complained = False
        while not self._stopped.is_set():
            try:
                with closing(self._connect()) as outbox:
                    self._begin(outbox)
                    complained = False
                    self._follow(outbox)
            except LOST as error:
                if not complained:
                    logger.warning("The change feed lost the database: %s", error)
                complained = True
                self._stopped.wait(RETRY)

    def _begin(self, outbox: Outbox) -> None:
        oldest, newest = outbox.bounds()
        position = self._position
        if position is not None and oldest - 1 <= position.last <= newest:
            return
        # The first time, or rows were pruned or restored while we were away. What is
        # rendered from here on is at least as new as the outbox is now, but for
        # transactions that hold an id below and have not committed yet.
        position = Position(max(0, newest - MOST_GAPS))
        position.take(outbox.ids_after(position.last), self._clock())
        position.last = max(position.last, newest)
        self._position = position
        self._on_missed()

    def _follow(self, outbox: Outbox) -> None:
        while not self._stopped.is_set():
            self._read_all(outbox)
            outbox.wait(self._stopped)

    def _read_all(self, outbox: Outbox) -> None:
        position = self._position
        while position is not None:
            now = self._clock()
            changes = outbox.read(position.last, position.missing(now))
            position.take((change.id for change in changes), now)
            if changes:
                self._on_changes(changes)
            if len(changes) < BATCH:
                return
