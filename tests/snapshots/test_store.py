"""The store builds once, bounds itself, and keeps what it has while the database is away."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from parley.errors import NotFound, Unavailable
from parley.ranking.sorts import Sort
from parley.snapshots.store import (
    ABSENT_SECONDS,
    MIN_INTERVAL,
    MOST_ABSENT,
    REST_FACTOR,
    RETRY_INTERVAL,
    SnapshotStore,
)
from parley.snapshots.thread import Form, RenderedThread, ThreadKey
from parley.snapshots.variants import POPULAR, Encoding

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
            draw=lambda form, number: f"{form} {number} at {rev}".encode().ljust(400),
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


def test_a_miss_is_built() -> None:
    assert Newsroom().store().thread(KEY).page(1).html.startswith(b"html 1 at 1")


def test_a_hit_is_not_built_again() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    assert store.thread(KEY) is store.thread(KEY)
    assert newsroom.builds == [KEY]


def test_nothing_is_built_by_peeking() -> None:
    newsroom = Newsroom()
    assert newsroom.store().peek(KEY) is None
    assert newsroom.builds == []


def test_two_hundred_misses_at_once_are_one_build_and_all_are_answered() -> None:
    newsroom = Newsroom()
    release = threading.Event()
    newsroom.during_build = waiting_for(release)
    store = newsroom.store()
    with ThreadPoolExecutor(200) as readers:
        started = threading.Barrier(200 + 1, timeout=10)

        def read() -> RenderedThread:
            started.wait()
            return store.thread(KEY)

        answers = [readers.submit(read) for _ in range(200)]
        started.wait()
        release.set()
        threads = {answer.result(10) for answer in answers}
    assert len(threads) == 1
    assert newsroom.builds == [KEY]


def test_requests_of_an_event_loop_share_one_flight() -> None:
    newsroom = Newsroom()
    release = threading.Event()
    newsroom.during_build = waiting_for(release)
    store = newsroom.store()
    flights = {id(store.request(KEY)) for _ in range(200)}
    release.set()
    store.request(KEY).result(10)
    assert len(flights) == 1


def test_after_a_change_nobody_saw_the_next_reader_has_it_rendered() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    store.thread(KEY)
    store.peek(KEY)
    newsroom.revs[12] = 2
    store.invalidate(12, 2)
    newsroom.pass_time(MIN_INTERVAL)
    wait_for_flights(store)
    newsroom.revs[12] = 3
    store.invalidate(12, 3)
    assert store.peek(KEY) is None
    assert store.thread(KEY).rev == 3


def test_readers_of_a_hot_thread_get_the_previous_rendering_meanwhile() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    previous = store.thread(KEY)
    newsroom.revs[12] = 2
    store.invalidate(12, 2)
    assert store.peek(KEY) is previous


def test_a_hot_thread_is_rendered_by_itself_when_its_rest_is_over() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    store.thread(KEY)
    newsroom.revs[12] = 2
    store.invalidate(12, 2)
    newsroom.pass_time(MIN_INTERVAL)
    wait_for_flights(store)
    kept = store.peek(KEY)
    assert kept is not None
    assert kept.rev == 2


def test_a_burst_of_changes_is_one_rendering() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    store.thread(KEY)
    for rev in range(2, 100):
        newsroom.revs[12] = rev
        store.invalidate(12, rev)
        store.peek(KEY)
    newsroom.pass_time(MIN_INTERVAL)
    wait_for_flights(store)
    assert len(newsroom.builds) == 2


def test_a_thread_that_takes_long_to_render_rests_longer() -> None:
    newsroom = Newsroom(takes=2.0)
    store = newsroom.store()
    store.thread(KEY)
    newsroom.revs[12] = 2
    store.invalidate(12, 2)
    newsroom.pass_time(REST_FACTOR * 2.0 - 0.1)
    assert len(newsroom.builds) == 1
    newsroom.pass_time(0.1)
    wait_for_flights(store)
    assert len(newsroom.builds) == 2


def test_who_has_seen_a_revision_is_never_given_an_older_one() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    store.thread(KEY)
    newsroom.revs[12] = 2
    store.invalidate(12, 2)
    assert store.thread(KEY, at_least=2).rev == 2


def test_a_change_during_the_rendering_is_not_forgotten() -> None:
    newsroom = Newsroom()
    store = newsroom.store()

    def change() -> None:
        newsroom.during_build = lambda: None
        newsroom.revs[12] = 2
        store.invalidate(12, 2)

    newsroom.during_build = change
    assert store.thread(KEY).rev == 1
    newsroom.pass_time(MIN_INTERVAL)
    wait_for_flights(store)
    assert store.thread(KEY).rev == 2


def test_a_change_of_one_article_leaves_others_alone() -> None:
    newsroom = Newsroom(revs={12: 1, 13: 1})
    store = newsroom.store()
    other = store.thread(ThreadKey(13, Sort.NEWEST))
    store.invalidate(12, 2)
    assert store.peek(ThreadKey(13, Sort.NEWEST)) is other
    assert newsroom.jobs == []


def test_every_order_of_a_changed_article_is_rendered_again() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    for sort in Sort:
        store.thread(ThreadKey(12, sort))
    newsroom.revs[12] = 2
    store.invalidate(12, 2)
    newsroom.pass_time(MIN_INTERVAL)
    wait_for_flights(store)
    assert {store.thread(ThreadKey(12, sort)).rev for sort in Sort} == {2}


def test_when_changes_may_have_been_missed_all_is_rendered_again() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    store.thread(KEY)
    newsroom.revs[12] = 2
    store.invalidate_all()
    newsroom.pass_time(MIN_INTERVAL)
    wait_for_flights(store)
    assert store.thread(KEY).rev == 2


def test_a_thread_that_expires_by_itself_is_rendered_again() -> None:
    newsroom = Newsroom(expires_at=1010.0)
    store = newsroom.store()
    store.thread(KEY)
    newsroom.now = 1011.0
    assert store.peek(KEY) is None


def test_while_the_database_is_away_readers_get_the_old_rendering() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    old = store.thread(KEY)
    newsroom.down = True
    store.invalidate_all()
    newsroom.pass_time(MIN_INTERVAL)
    wait_for_flights(store)
    assert store.thread(KEY) is old
    assert store.peek(KEY) is old


def test_without_an_old_rendering_the_fault_is_told() -> None:
    newsroom = Newsroom(down=True)
    with pytest.raises(Unavailable):
        newsroom.store().thread(KEY)


def test_when_the_database_is_back_the_thread_is_rendered_again() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    store.thread(KEY)
    newsroom.down = True
    newsroom.revs[12] = 2
    store.invalidate(12, 2)
    newsroom.pass_time(MIN_INTERVAL)
    wait_for_flights(store)
    newsroom.down = False
    store.peek(KEY)
    newsroom.pass_time(RETRY_INTERVAL)
    wait_for_flights(store)
    assert store.thread(KEY).rev == 2


def test_an_unread_thread_is_not_tried_again_and_again_while_the_database_is_away() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    store.thread(KEY)
    newsroom.down = True
    store.invalidate_all()
    for _ in range(20):
        newsroom.pass_time(RETRY_INTERVAL)
        wait_for_flights(store)
    assert len(newsroom.builds) <= 3


def test_a_fault_of_ours_reaches_everyone_who_waits() -> None:
    newsroom = Newsroom()

    def fail() -> None:
        raise ZeroDivisionError

    newsroom.during_build = fail
    store = newsroom.store()
    with pytest.raises(ZeroDivisionError):
        store.thread(KEY)
    with pytest.raises(ZeroDivisionError):
        store.request(KEY).result(10)


def test_an_article_that_is_not_there_is_asked_for_once() -> None:
    newsroom = Newsroom(revs={})
    store = newsroom.store()
    for _ in range(3):
        with pytest.raises(NotFound):
            store.thread(KEY)
    assert len(newsroom.builds) == 1


def test_an_article_that_was_not_there_is_found_after_a_moment() -> None:
    newsroom = Newsroom(revs={})
    store = newsroom.store()
    with pytest.raises(NotFound):
        store.thread(KEY)
    newsroom.revs[12] = 1
    newsroom.pass_time(ABSENT_SECONDS)
    assert store.thread(KEY).rev == 1


def test_an_article_that_appears_is_found_at_once() -> None:
    newsroom = Newsroom(revs={})
    store = newsroom.store()
    with pytest.raises(NotFound):
        store.thread(KEY)
    newsroom.revs[12] = 1
    store.invalidate(12, 1)
    assert store.thread(KEY).rev == 1


def test_what_is_remembered_of_absent_articles_is_bounded() -> None:
    store = Newsroom(revs={}).store()
    for number in range(MOST_ABSENT + 10):
        with pytest.raises(NotFound):
            store.thread(ThreadKey(number, Sort.NEWEST))
    assert len(store._absent) == MOST_ABSENT


def test_a_deleted_article_is_not_served_from_memory() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    store.thread(KEY)
    del newsroom.revs[12]
    with pytest.raises(NotFound):
        store.thread(KEY, at_least=2)
    assert store.peek(KEY) is None


def test_the_least_recently_read_thread_makes_room() -> None:
    newsroom = Newsroom(revs=dict.fromkeys(range(1, 5), 1))
    store = newsroom.store(capacity=3500)
    keys = [ThreadKey(number, Sort.NEWEST) for number in range(1, 5)]
    for key in keys[:3]:
        store.thread(key)
    store.peek(keys[0])
    store.thread(keys[3])
    assert [store.peek(key) is not None for key in keys] == [True, False, True, True]


def test_what_readers_have_drawn_and_compressed_counts_too() -> None:
    newsroom = Newsroom(revs={1: 1, 2: 1})
    store = newsroom.store(capacity=2300)
    first, second = ThreadKey(1, Sort.NEWEST), ThreadKey(2, Sort.NEWEST)
    store.thread(first)
    store.thread(second).variant(Form.HTML, 1, Encoding.GZIP)
    assert store.peek(first) is None
    assert store.held > 1400


def test_the_account_of_bytes_is_even_after_replacements() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    for rev in range(1, 10):
        newsroom.revs[12] = rev
        store.thread(KEY, at_least=rev).page(1)
    kept = store.peek(KEY)
    assert kept is not None
    assert store.held == kept.held


def test_a_popular_page_is_compressed_better_when_the_thread_is_quiet() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    thread = store.thread(KEY)
    quick = thread.variant(Form.HTML, 1, Encoding.BR)
    for _ in range(POPULAR):
        thread.ready(Form.HTML, 1, Encoding.BR)
    newsroom.pass_time(5.0)
    best = thread.ready(Form.HTML, 1, Encoding.BR)
    assert best is not None
    assert best.etag != quick.etag
    assert quick.etag in best.tags


def test_a_thread_written_to_meanwhile_is_not_compressed_better() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    thread = store.thread(KEY)
    quick = thread.variant(Form.HTML, 1, Encoding.BR)
    for _ in range(POPULAR):
        thread.ready(Form.HTML, 1, Encoding.BR)
    store.invalidate(12, 2)
    newsroom.pass_time(5.0)
    assert thread.ready(Form.HTML, 1, Encoding.BR) is quick
