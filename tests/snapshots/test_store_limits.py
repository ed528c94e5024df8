"""The store bounds itself, and keeps what it has while the database is away."""

import pytest

from parley.errors import NotFound, Unavailable
from parley.ranking.sorts import Sort
from parley.snapshots.store import ABSENT_SECONDS, MIN_INTERVAL, MOST_ABSENT, RETRY_INTERVAL
from parley.snapshots.thread import Form, PageKey, ThreadKey
from parley.snapshots.variants import POPULAR, Encoding
from tests.snapshots.newsroom import KEY, Newsroom, wait_for_flights

PAGE = PageKey(Form.HTML, 1)


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
    store.thread(second).variant(PAGE, Encoding.GZIP)
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
    quick = thread.variant(PAGE, Encoding.BR)
    for _ in range(POPULAR):
        thread.ready(PAGE, Encoding.BR)
    newsroom.pass_time(5.0)
    best = thread.ready(PAGE, Encoding.BR)
    assert best is not None
    assert best.etag != quick.etag
    assert quick.etag in best.tags


def test_a_thread_written_to_meanwhile_is_not_compressed_better() -> None:
    newsroom = Newsroom()
    store = newsroom.store()
    thread = store.thread(KEY)
    quick = thread.variant(PAGE, Encoding.BR)
    for _ in range(POPULAR):
        thread.ready(PAGE, Encoding.BR)
    store.invalidate(12, 2)
    newsroom.pass_time(5.0)
    assert thread.ready(PAGE, Encoding.BR) is quick
