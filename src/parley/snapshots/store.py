"""Rendered threads at rest: built once for any number of readers, bounded, never lost
while the database is away."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from parley.errors import NotFound, Unavailable
from parley.ranking.sorts import Sort
from parley.snapshots.thread import RenderedThread, ThreadKey
from parley.snapshots.upkeep import Job

# A hot thread is rendered at most this often, in seconds; a reader cannot tell.
MIN_INTERVAL = 0.25
# Of a thread that takes long to render, rendering uses at most one part in five of a core.
REST_FACTOR = 4
# After a failed rendering, seconds until the next attempt.
RETRY_INTERVAL = 1.0
# A thread that nobody has written to for so many seconds is worth the best compression.
QUIET = 5.0
# How long, and for how many articles at most, "there is no such article" is remembered.
ABSENT_SECONDS = 2.0
MOST_ABSENT = 10_000
RENDER_THREADS = 4

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Entry:
    """`refreshing`: a newer rendering is on its way, so that readers get this one."""

    thread: RenderedThread
    built_at: float
    took: float
    held: int
    stale: bool = False
    read: bool = False
    refreshing: bool = False


@dataclass(slots=True)
class _Flight:
    """A rendering under way; changes that arrive meanwhile are noted in it."""

    for_reader: bool
    future: "Future[RenderedThread]" = field(default_factory=Future)
    wanted: int = 0
    overtaken: bool = False


class SnapshotStore:
    """Thread-safe. `build` renders one thread from the database and raises NotFound or
    Unavailable; it runs at most once at a time for a key."""

    def __init__(
        self,
        build: Callable[[ThreadKey], RenderedThread],
        *,
        capacity: int,
        later: Callable[[float, Job], None],
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """`capacity` in bytes; `later` runs a job after so many seconds."""
        self._build = build
        self._capacity = capacity
        self._later = later
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.RLock()
        self._entries: OrderedDict[ThreadKey, _Entry] = OrderedDict()
        self._flights: dict[ThreadKey, _Flight] = {}
        self._absent: OrderedDict[int, float] = OrderedDict()
        self._held = 0
        self._renderers = ThreadPoolExecutor(RENDER_THREADS, thread_name_prefix="parley-render")

    def peek(self, key: ThreadKey) -> RenderedThread | None:
        """What a reader may have at once; None when a rendering has to be waited for."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            entry.read = True
            return entry.thread if entry.refreshing or self._is_fresh(entry) else None

    def request(self, key: ThreadKey, *, for_reader: bool = True) -> "Future[RenderedThread]":
        """A rendering made in another thread, or the one that is under way.

        Its result may raise NotFound or Unavailable.
        """
        flight, boarded_first = self._board(key, for_reader=for_reader)
        if boarded_first:
            self._renderers.submit(self._fly, key, flight)
        return flight.future

    def thread(self, key: ThreadKey, *, at_least: int = 0) -> RenderedThread:
        """The rendered thread, made in this thread unless another is at it.

        `at_least` is the revision that the caller has seen committed. Raises NotFound,
        Unavailable.
        """
        kept = self.peek(key)
        if kept is not None and kept.rev >= at_least:
            return kept
        made = self._wait_for(key)
        # A rendering joined half-way may have begun before that commit; the next has not.
        return made if made.rev >= at_least else self._wait_for(key)

    def invalidate(self, article_id: int, rev: int) -> None:
        """The article has reached this revision: older renderings are to be replaced."""
        with self._lock:
            self._absent.pop(article_id, None)
            for sort in Sort:
                key = ThreadKey(article_id, sort)
                flight = self._flights.get(key)
                if flight is not None:
                    flight.wanted = max(flight.wanted, rev)
                entry = self._entries.get(key)
                if entry is not None and entry.thread.rev < rev:
                    self._expire(key, entry)

    def invalidate_all(self) -> None:
        """Changes may have been missed: everything is to be rendered again."""
        with self._lock:
            self._absent.clear()
            for flight in self._flights.values():
                flight.overtaken = True
            for key, entry in self._entries.items():
                self._expire(key, entry)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._absent.clear()
            self._held = 0

    @property
    def held(self) -> int:
        """How many bytes the kept threads take."""
        return self._held

    def _wait_for(self, key: ThreadKey) -> RenderedThread:
        flight, boarded_first = self._board(key, for_reader=True)
        if boarded_first:
            self._fly(key, flight)
        return flight.future.result()

    def _is_fresh(self, entry: _Entry) -> bool:
        return not entry.stale and self._wall_clock() < entry.thread.expires_at

    def _board(self, key: ThreadKey, *, for_reader: bool) -> tuple[_Flight, bool]:
        """The flight for this key, and whether the caller has to fly it."""
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None:
                flight.for_reader |= for_reader
                return flight, False
            flight = _Flight(for_reader)
            if self._absent.get(key.article_id, 0) > self._clock():
                flight.future.set_exception(NotFound("There is no such article."))
                return flight, False
            self._flights[key] = flight
            return flight, True

    def _fly(self, key: ThreadKey, flight: _Flight) -> None:
        """Render, keep, and tell everyone who waits, whatever happens."""
        began = self._clock()
        try:
            thread = self._build(key)
        except NotFound as error:
            self._crash(key, flight, error=error, forget=True)
        except Unavailable as error:
            self._crash(key, flight, error=error, forget=False)
        except Exception as error:
            logger.exception("Rendering %s failed.", key)
            self._crash(key, flight, error=error, forget=False)
        else:
            self._land(key, flight, thread=thread, began=began)

    def _land(
        self, key: ThreadKey, flight: _Flight, *, thread: RenderedThread, began: float
    ) -> None:
        now = self._clock()
        entry = _Entry(thread=thread, built_at=now, took=now - began, held=thread.held)
        thread.watch(
            grew=lambda: self._weigh(key, entry), popular=lambda: self._squeeze_later(entry)
        )
        with self._lock:
            del self._flights[key]
            before = self._drop(key)
            entry.read = flight.for_reader or (before is not None and before.read)
            self._entries[key] = entry
            self._held += entry.held
            self._evict()
            if flight.overtaken or thread.rev < flight.wanted:
                self._expire(key, entry)
        flight.future.set_result(thread)

    def _crash(self, key: ThreadKey, flight: _Flight, *, error: Exception, forget: bool) -> None:
        """An old rendering is better than none, except of what is no longer there."""
        with self._lock:
            del self._flights[key]
            if forget:
                self._drop(key)
                self._remember_absent(key.article_id)
            entry = self._entries.get(key)
            if entry is not None:
                entry.stale = True
                entry.refreshing = True
                self._later(RETRY_INTERVAL, lambda: self._refresh(key, entry))
        if entry is not None:
            flight.future.set_result(entry.thread)
        else:
            flight.future.set_exception(error)

    def _expire(self, key: ThreadKey, entry: _Entry) -> None:
        """Mark as outdated; of a thread being read, make a new rendering in time."""
        entry.stale = True
        if entry.read and not entry.refreshing:
            entry.refreshing = True
            rest = max(MIN_INTERVAL, REST_FACTOR * entry.took)
            delay = max(0.0, entry.built_at + rest - self._clock())
            self._later(delay, lambda: self._refresh(key, entry))

    def _refresh(self, key: ThreadKey, entry: _Entry) -> None:
        with self._lock:
            if self._entries.get(key) is not entry:
                return
            if not entry.read:
                # Nobody has come since: the next reader will have it rendered.
                entry.refreshing = False
                return
            entry.read = False
        self.request(key, for_reader=False)

    def _squeeze_later(self, entry: _Entry) -> None:
        quiet_in = max(0.0, entry.built_at + QUIET - self._clock())
        self._later(quiet_in, lambda: self._squeeze(entry))

    def _squeeze(self, entry: _Entry) -> None:
        if not entry.stale:
            entry.thread.squeeze()

    def _weigh(self, key: ThreadKey, entry: _Entry) -> None:
        with self._lock:
            if self._entries.get(key) is entry:
                held = entry.thread.held
                self._held += held - entry.held
                entry.held = held
                self._evict()

    def _evict(self) -> None:
        """The last one stays even if it is too large alone: it is being read."""
        while self._held > self._capacity and len(self._entries) > 1:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: ThreadKey) -> _Entry | None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._held -= entry.held
        return entry

    def _remember_absent(self, article_id: int) -> None:
        self._absent[article_id] = self._clock() + ABSENT_SECONDS
        self._absent.move_to_end(article_id)
        if len(self._absent) > MOST_ABSENT:
            self._absent.popitem(last=False)
