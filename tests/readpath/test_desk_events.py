"""The stream of the moderators' desk: for whoever has a ticket, and of one site alone."""

import pytest

from parley.readpath import events
from parley.snapshots.change import Change
from tests.readpath.newsroom import Client, Feed, Newsroom
from tests.readpath.test_events import COMMENT, EVENTS, Listener, live

THREAD = "/api/v1/thread?article=12&sort=newest"
DESK = "/moderate/events?ticket=of%203"
QUEUE = Change(7, 0, None, "queue", {"entered": [99]}, site_id=3)


def test_the_desk_is_told_which_comments_wait() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, DESK)
        await listener.hears("retry")
        feed.write(QUEUE)
        await listener.hears('id: 7\nevent: queue\ndata: {"entered":[99]}\n\n')
        assert b"access-control-allow-origin" not in listener.headers

    live(Newsroom(), story)


def test_the_desk_hears_nothing_of_another_site_nor_of_readers_threads() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, DESK)
        await listener.hears("retry")
        elsewhere = QUEUE._replace(id=5, site_id=4)
        # An article may have the same number as the site.
        feed.write(elsewhere, COMMENT._replace(id=6, article_id=3, site_id=3), QUEUE)
        await listener.hears("id: 7\n")
        assert "id: 5\n" not in listener.text
        assert "id: 6\n" not in listener.text

    live(Newsroom(), story)


def test_readers_hear_nothing_of_the_queue() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        # Not even where a row should name their article.
        feed.write(QUEUE._replace(id=5), QUEUE._replace(id=6, article_id=12, site_id=12), COMMENT)
        await listener.hears("id: 7\nevent: comment")
        assert "queue" not in listener.text

    live(Newsroom(), story)


def test_no_thread_is_drawn_anew_for_the_queue() -> None:
    newsroom = Newsroom()

    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, DESK)
        await listener.hears("retry")
        await client.ask(THREAD)
        feed.write(QUEUE._replace(article_id=12, rev=2))
        await listener.hears("id: 7\n")
        await client.ask(THREAD)
        assert newsroom.asked.count("thread 12 newest") == 1

    live(newsroom, story)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/moderate/events?ticket=forged", 403),
        ("/moderate/events", 422),
        ("/moderate/events?ticket=of%203&ticket=of%204", 422),
    ],
)
def test_without_a_ticket_nothing_is_heard(path: str, status: int) -> None:
    async def story(client: Client, feed: Feed) -> None:
        assert (await client.ask(path)).status == status

    live(Newsroom(), story)


def test_after_a_while_another_ticket_has_to_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "DESK_SECONDS", 0.01)

    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, DESK)
        await listener.task
        assert listener.status == 200

    live(Newsroom(), story)
