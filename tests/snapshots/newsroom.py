"""A stand-in for the database, the clock and the background of a snapshot store."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from parley.errors import NotFound, Unavailable
from parley.ranking.sorts import Sort
from parley.snapshots.store import SnapshotStore
from parley.snapshots.thread import RenderedThread, ThreadKey

KEY = ThreadKey(12, Sort.NEWEST)


@dataclass
class Newsroom:
    """A database of revisions, a clock that we turn, and the jobs put off until later."""

    revs: dict[int, int] = field(default_factory=lambda: {12: 1})
    now: float = 1000.0
    down: bool = False
    builds: list[ThreadKey] = field(default_factory=list)
    jobs: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    expires_at: float = float("inf")
    takes: float = 0.0
    size: int = 1000
    during_build: Callable[[], None] = lambda: None

    def store(self, capacity: int = 10_000_000) -> SnapshotStore:
        return SnapshotStore(
            self.build,
            capacity=capacity,
            later=lambda delay, job: self.jobs.append((self.now + delay, job)),
            clock=lambda: self.now,
            wall_clock=lambda: self.now,
        )

    def build(self, key: ThreadKey) -> RenderedThread:
        self.builds.append(key)
        if self.down:
            raise Unavailable
        if key.article_id not in self.revs:
            raise NotFound
        rev = self.revs[key.article_id]
        self.during_build()
        self.now += self.takes
        return RenderedThread(
            article_id=key.article_id,
            rev=rev,
            page_ids=[[1, 2], [3]],
            draw=lambda page: f"{page.form} {page.number} at {rev}".encode().ljust(400),
            expires_at=self.expires_at,
            weight=self.size,
        )

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        due = [job for at, job in self.jobs if at <= self.now]
        self.jobs = [(at, job) for at, job in self.jobs if at > self.now]
        for job in due:
            job()


def waiting_for(release: threading.Event) -> Callable[[], None]:
    def wait() -> None:
        assert release.wait(10)

    return wait


def wait_for_flights(store: SnapshotStore) -> None:
    """A refresh runs in a thread of the store; whoever asks for the key joins it."""
    for flight in list(store._flights.values()):
        flight.future.exception()
