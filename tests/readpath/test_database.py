"""The read path on a real database: asked once, then not at all."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import changes, publishing
from parley.models.article import Article, ArticleAlias
from parley.models.comment import CommentState
from parley.models.outbox import Change as ChangeRow
from parley.models.outbox import ChangeKind
from parley.readpath.app import ReadPath
from parley.snapshots.lookup import MOST_MISSED, DatabaseSource
from parley.snapshots.places import Address, Place
from parley.snapshots.shared import render_apart
from parley.snapshots.store import SnapshotStore
from parley.snapshots.upkeep import Upkeep
from tests import factories
from tests.readpath.newsroom import PATIENCE, Client, echo
from tests.readpath.newsroom import run as in_loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_connection_outlives_its_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """The read path's threads stay; a connection of theirs would keep the database in use."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every query that any thread puts to Django's database."""
    seen: list[str] = []
    execute = CursorWrapper.execute

    def noted(cursor: CursorWrapper, sql: str, params: object = None) -> object:
        seen.append(sql)
        return execute(cursor, sql, params)  # type: ignore[arg-type]

    monkeypatch.setattr(CursorWrapper, "execute", noted)
    return seen


@pytest.fixture
def article() -> Article:
    return factories.article(factories.site(), "/news/1/")


def serve(story: Callable[[Client], Awaitable[None]]) -> None:
    """Plays a story on a read path of its own, which follows the real outbox."""
    from parley.asgi import connect_outbox

    async def run() -> None:
        store = SnapshotStore(render_apart, capacity=10_000_000, later=Upkeep().later)
        app = ReadPath(
            store=store,
            source=DatabaseSource(),
            connect=connect_outbox,
            assets={},
            django=echo,
            trusted_proxies=0,
        )
        app.start()
        try:
            await story(Client(app))
        finally:
            app._feed.stop()
            await asyncio.to_thread(app._feed.join)
            app._hub.close()

    in_loop(run())


def test_a_page_of_five_hundred_comments_is_served_without_a_query(
    article: Article, queries: list[str]
) -> None:
    author = factories.author(article.site)
    for _ in range(500):
        factories.comment(article, author)

    async def story(client: Client) -> None:
        path = f"/api/v1/thread.html?url={article.url}"
        first = await client.ask(path)
        # When the feed connects, what may have been missed is forgotten, once.
        async with asyncio.timeout(PATIENCE):
            while queries:
                queries.clear()
                await client.ask(path)
        again = await client.ask(path, ("Accept-Encoding", "br"))
        other = await client.ask(f"{path}&page=7", ("Accept-Encoding", "gzip"))
        unchanged = await client.ask(path, ("If-None-Match", first.headers["etag"]))
        statuses = (first.status, again.status, other.status, unchanged.status)
        assert statuses == (200, 200, 200, 304)
        assert queries == []

    serve(story)


def test_a_comment_posted_elsewhere_is_seen_without_being_told(article: Article) -> None:
    comment = factories.comment(article, state=CommentState.HELD, text="Seen at last.")

    def publish() -> None:
        with transaction.atomic():
            publishing.publish(comment, timezone.now())
        connection.close()

    async def story(client: Client) -> None:
        path = f"/api/v1/thread?article={article.pk}"
        counts = f"/api/v1/counts?url={article.url}"
        assert b"Seen at last." not in (await client.ask(path)).body
        await client.ask(counts)
        await asyncio.to_thread(publish)
        async with asyncio.timeout(10):
            while b"Seen at last." not in (await client.ask(path)).body:
                await asyncio.sleep(0.01)
            while json.loads((await client.ask(counts)).body)["counts"] != {article.url: 1}:
                await asyncio.sleep(0.01)

    serve(story)


def test_readers_are_served_while_there_is_no_database(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.comment(article, text="Kept in memory.")

    async def story(client: Client) -> None:
        path = f"/api/v1/thread?article={article.pk}"
        await client.ask(path)
        with monkeypatch.context() as gone:
            gone.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")
            client.app._store.invalidate_all()
            answers = [await client.ask(path) for _ in range(5)]
            ready = await client.ask("/readyz")
        assert {answer.status for answer in answers} == {200}
        assert all(b"Kept in memory." in answer.body for answer in answers)
        assert ready.status == 503

    serve(story)


def test_a_live_comment_is_its_public_object(article: Article) -> None:
    comment = factories.comment(article, text="Live.")
    [body] = DatabaseSource().comments([comment.pk]).values()
    assert json.loads(body)["text"] == "Live."


def address(url_key: str, publisher_id: str = "") -> Address:
    return Address(f"https://{url_key}", url_key, url_key.partition("/")[0], publisher_id)


def test_places_are_found_by_any_alias(article: Article) -> None:
    ArticleAlias.objects.create(site=article.site, article=article, url_key="paper.example/older")
    found = DatabaseSource().find_places(
        [address("paper.example/older"), address("paper.example/news/1")]
    )
    assert found == [Place(article.site_id, article.pk, 0)] * 2


def test_the_publishers_id_comes_before_the_address(article: Article) -> None:
    other = factories.article(article.site, "/news/2/", publisher_id="nid-2")
    [found] = DatabaseSource().find_places([address("paper.example/news/1", "nid-2")])
    assert found.article_id == other.pk


def test_another_sites_publisher_id_is_not_ours(article: Article) -> None:
    other = factories.site("other.example")
    factories.article(other, "/x/", publisher_id="nid-2")
    [found] = DatabaseSource().find_places([address("paper.example/x", "nid-2")])
    assert found == Place(article.site_id)


def test_a_foreign_host_is_nobodys(article: Article) -> None:
    assert DatabaseSource().find_places([address("elsewhere.example/x")]) == [Place(None)]


def test_a_hundred_places_are_three_queries(article: Article) -> None:
    # Of this thread's connection alone: threads of an earlier test may still be at work.
    with CaptureQueriesContext(connection) as asked:
        DatabaseSource().find_places([address(f"paper.example/{n}", f"n{n}") for n in range(100)])
    assert len([query for query in asked.captured_queries if "parley_" in query["sql"]]) == 3


def announced(article: Article, number: int) -> list[int]:
    for _ in range(number):
        with transaction.atomic():
            changes.announce(article, ChangeKind.ARTICLE, now=timezone.now())
    return list(ChangeRow.objects.order_by("id").values_list("id", flat=True))


def test_what_was_missed_of_an_article_is_found(article: Article) -> None:
    ids = announced(article, 3)
    missed = DatabaseSource().missed_changes(article.pk, ids[0])
    assert missed is not None
    assert [change.id for change in missed] == ids[1:]


def test_what_was_missed_before_the_oldest_row_cannot_be_found(article: Article) -> None:
    ids = announced(article, 3)
    ChangeRow.objects.filter(id__lte=ids[1]).delete()
    assert DatabaseSource().missed_changes(article.pk, ids[0]) is None
    assert DatabaseSource().missed_changes(article.pk, ids[1]) is not None


def test_too_much_missed_is_not_told_one_by_one(article: Article) -> None:
    [first] = announced(article, 1)
    row = ChangeRow.objects.get(pk=first)
    ChangeRow.objects.bulk_create(
        ChangeRow(
            site_id=row.site_id,
            article_id=article.pk,
            kind=row.kind,
            created_at=row.created_at + timedelta(seconds=1),
        )
        for _ in range(MOST_MISSED + 1)
    )
    assert DatabaseSource().missed_changes(article.pk, first) is None
