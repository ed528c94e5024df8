"""The store builds once for many readers, and again when something has changed."""

import threading
from concurrent.futures import ThreadPoolExecutor

from parley.ranking.sorts import Sort
from parley.snapshots.store import MIN_INTERVAL, REST_FACTOR
from parley.snapshots.thread import RenderedThread, ThreadKey
from tests.snapshots.newsroom import KEY, Newsroom, wait_for_flights, waiting_for


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
