"""The feed: every commit is learned of, in any order, through any loss of the database."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from parley.actions import changes
from parley.models.article import Article
from parley.models.outbox import Change as ChangeRow
from parley.models.outbox import ChangeKind
from parley.readpath.changes import GAP_SECONDS, MOST_GAPS, Feed, Outbox, Position
from parley.snapshots.change import Change
from tests import factories
from tests.readpath.newsroom import PATIENCE


def outbox() -> Outbox:
    # Imported late: it sets up the whole program.
    from parley.asgi import connect_outbox

    return connect_outbox()


class Learned:
    """What a feed has told, with a way to wait for it."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.missed = 0
        self._told = threading.Condition()

    def note(self, changes: list[Change]) -> None:
        with self._told:
            self.changes.extend(changes)
            self._told.notify_all()

    def note_missed(self) -> None:
        with self._told:
            self.missed += 1
            self._told.notify_all()

    def until(self, *, told: int = 0, missed: int = 0) -> None:
        with self._told:
            assert self._told.wait_for(
                lambda: len(self.changes) >= told and self.missed >= missed, PATIENCE
            )


@contextmanager
def following(connect: Callable[[], Outbox] | None = None) -> Iterator[Learned]:
    """A feed on the test's database."""
    learned = Learned()
    feed = Feed(connect or outbox, on_changes=learned.note, on_missed=learned.note_missed)
    feed.start()
    learned.until(missed=1)
    try:
        yield learned
    finally:
        feed.stop()
        feed.join()


@pytest.fixture
def article(transactional_db: None) -> Article:
    return factories.article(factories.site())


def announce(article: Article, kind: ChangeKind = ChangeKind.ARTICLE) -> None:
    with transaction.atomic():
        changes.announce(article, kind, now=article.created_at, payload={"n": 1})


def test_a_commit_is_learned_of(article: Article) -> None:
    with following() as learned:
        announce(article)
        learned.until(told=1)
    [change] = learned.changes
    assert (change.article_id, change.kind, change.payload) == (article.pk, "article", {"n": 1})


def test_a_change_carries_the_articles_present_state(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(comment_count=5)
    with following() as learned:
        announce(article)
        learned.until(told=1)
    assert (learned.changes[0].rev, learned.changes[0].comment_count) == (1, 5)


def test_what_was_rolled_back_is_not_learned_of(article: Article) -> None:
    with following() as learned:
        try:
            with transaction.atomic():
                announce(article)
                raise LookupError
        except LookupError:
            announce(article, ChangeKind.COUNTS)
        learned.until(told=1)
    assert [change.kind for change in learned.changes] == ["counts"]


def test_what_was_there_before_is_not_told_again(article: Article) -> None:
    announce(article)
    with following() as learned:
        announce(article, ChangeKind.COUNTS)
        learned.until(told=1)
    assert [change.kind for change in learned.changes] == ["counts"]


def test_a_change_of_a_deleted_article_is_told(article: Article) -> None:
    with following() as learned:
        row = {"site_id": article.site_id, "created_at": article.created_at, "kind": "remove"}
        ChangeRow.objects.create(article_id=article.pk + 1, **row)
        learned.until(told=1)
    assert learned.changes[0].rev == 0


class Breaking:
    """An outbox whose connection breaks on the second reading, as often as it is asked."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._readings = 0
        self.bounds = outbox.bounds
        self.ids_after = outbox.ids_after
        self.wait = outbox.wait
        self.close = outbox.close

    def read(self, after: int, missing: Sequence[int]) -> list[Change]:
        self._readings += 1
        if self._readings == 2:
            raise ConnectionResetError
        return self._outbox.read(after, missing)


def test_a_broken_connection_loses_nothing(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.readpath.changes.RETRY", 0.0)
    announce(article)
    with following(lambda: Breaking(outbox())) as learned:
        for told in range(1, 6):
            announce(article)
            learned.until(told=told)
    ids = [change.id for change in learned.changes]
    assert len(ids) == len(set(ids)) == 5
    assert learned.missed == 1


def test_rows_pruned_while_away_are_known_to_be_missed(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.readpath.changes.RETRY", 0.0)
    away, back = threading.Event(), threading.Event()

    class Leaving(Breaking):
        def read(self, after: int, missing: Sequence[int]) -> list[Change]:
            if not back.is_set():
                away.set()
                assert back.wait(PATIENCE)
                raise ConnectionResetError
            return self._outbox.read(after, missing)

    announce(article)
    with following(lambda: Leaving(outbox())) as learned:
        assert away.wait(PATIENCE)
        for _ in range(3):
            announce(article)
        newest = ChangeRow.objects.latest("id")
        ChangeRow.objects.exclude(pk=newest.pk).delete()
        back.set()
        learned.until(missed=2)


def test_an_id_that_was_jumped_over_is_looked_for() -> None:
    position = Position(5)
    position.take([6, 9], now=0.0)
    assert sorted(position.missing(0.0)) == [7, 8]


def test_an_id_that_came_late_is_looked_for_no_more() -> None:
    position = Position(5)
    position.take([8], now=0.0)
    position.take([6], now=1.0)
    assert (position.missing(1.0), position.last) == ([7], 8)


def test_an_id_that_never_comes_is_given_up() -> None:
    position = Position(5)
    position.take([7], now=0.0)
    assert position.missing(GAP_SECONDS) == []


@given(st.permutations(range(1, 30)), st.lists(st.integers(1, 4), min_size=30, max_size=30))
def test_whatever_the_order_of_commits_each_is_taken_once(
    commits: list[int], batches: list[int]
) -> None:
    position, committed, taken = Position(0), set[int](), []
    for size in batches:
        for _ in range(min(size, len(commits))):
            committed.add(commits.pop())
        missing = position.missing(0.0)
        read = sorted(pk for pk in committed if pk > position.last or pk in missing)
        position.take(read, 0.0)
        taken.extend(read)
    assert sorted(taken) == sorted(committed)


def test_a_great_leap_is_remembered_in_bounds() -> None:
    position = Position(0)
    position.take([10_000_000, 20_000_000], now=0.0)
    assert len(position.missing(0.0)) <= MOST_GAPS


def test_a_smaller_id_committed_later_is_learned_of(article: Article) -> None:
    if connection.vendor != "postgresql":
        # SQLite has one writer: ids are committed in their order.
        assert_ids_are_in_order(article)
        return
    with following() as learned, closing(connection.copy()) as other:
        other.connect()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO parley_change (site_id, article_id, kind, payload, created_at)"
                " VALUES (%s, %s, 'counts', '{}', now())",
                [article.site_id, article.pk],
            )
        announce(article)
        learned.until(told=1)
        other.commit()
        learned.until(told=2)
    assert [change.kind for change in learned.changes] == ["article", "counts"]
    assert learned.changes[0].id > learned.changes[1].id


def assert_ids_are_in_order(article: Article) -> None:
    for _ in range(3):
        announce(article)
    ids = list(ChangeRow.objects.order_by("created_at", "id").values_list("id", flat=True))
    assert ids == sorted(ids)
