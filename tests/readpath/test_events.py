"""Live updates: drawn once, resumed, and never held up by one who does not read."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from parley.readpath import events
from parley.readpath.responses import Message
from parley.snapshots.change import Change
from tests.readpath.newsroom import PATIENCE, Client, Feed, Newsroom, ask, read_path, until
from tests.readpath.newsroom import run as in_loop

COMMENT = Change(7, 12, 99, "comment", {}, rev=2, comment_count=4)


class Listener:
    """A browser that reads along; `read` is False for one that has stopped reading."""

    def __init__(
        self, client: Client, path: str, *headers: tuple[str, str], read: bool = True
    ) -> None:
        self.status = 0
        self.text = ""
        self._leave = asyncio.Event()
        self._read = read
        scope = client.scope(path, *headers)
        self.task = asyncio.ensure_future(client.app(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = dict(message["headers"])
            return
        if not self._read:
            await asyncio.get_running_loop().create_future()
        self.text += message.get("body", b"").decode()

    async def hears(self, words: str) -> None:
        await until(lambda: words in self.text)

    async def leave(self) -> None:
        self._leave.set()
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([self.task])


def live(newsroom: Newsroom, story: Callable[[Client, Feed], Awaitable[None]]) -> None:
    """Plays a story on a read path that follows a feed."""

    async def run() -> None:
        feed = Feed()
        client = Client(read_path(newsroom, feed=feed))
        client.app.start()
        try:
            await story(client, feed)
        finally:
            client.app._feed.stop()
            client.app._hub.close()

    in_loop(run())


EVENTS = "/api/v1/events?article=12"


def test_a_new_comment_is_told_with_its_count() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry: 3000\n\n")
        feed.write(COMMENT)
        await listener.hears('id: 7\nevent: comment\ndata: {"id":99}\n\n')
        await listener.hears('id: 7\nevent: counts\ndata: {"comment_count":4}\n\n')

    live(Newsroom(), story)


@pytest.mark.parametrize(
    ("change", "event"),
    [
        (Change(7, 12, 99, "update", {}), 'event: update\ndata: {"id":99}'),
        (Change(7, 12, 99, "remove", {}), 'event: remove\ndata: {"id":99}'),
        (
            Change(7, 12, 99, "counts", {"respect": 2, "disagree": 1}),
            'event: counts\ndata: {"id":99,"respect":2,"disagree":1}',
        ),
    ],
)
def test_every_kind_of_change_is_told(change: Change, event: str) -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        feed.write(change)
        await listener.hears(f"id: 7\n{event}\n\n")

    live(Newsroom(), story)


def test_a_comment_that_was_removed_meanwhile_is_not_told() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        feed.write(Change(7, 12, 1000, "comment", {}), Change(8, 12, 1000, "remove", {}))
        await listener.hears('event: remove\ndata: {"id":1000}')
        assert "event: comment" not in listener.text

    live(Newsroom(), story)


def test_changes_of_other_articles_are_not_told() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        feed.write(COMMENT._replace(id=6, article_id=13), COMMENT)
        await listener.hears("id: 7\n")
        assert "id: 6\n" not in listener.text

    live(Newsroom(), story)


def test_a_comment_is_drawn_once_for_everyone() -> None:
    newsroom = Newsroom()

    async def story(client: Client, feed: Feed) -> None:
        listeners = [Listener(client, EVENTS) for _ in range(50)]
        for listener in listeners:
            await listener.hears("retry")
        feed.write(COMMENT)
        for listener in listeners:
            await listener.hears("event: comment")
        assert newsroom.asked.count("comments") == 1

    live(newsroom, story)


def test_nobody_listening_nothing_is_drawn() -> None:
    newsroom = Newsroom()

    async def story(client: Client, feed: Feed) -> None:
        feed.write(COMMENT)
        await until(lambda: client.app._feed.last == 7)
        assert newsroom.asked == []

    live(newsroom, story)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (EVENTS, (("Last-Event-ID", "5"),)),
        (f"{EVENTS}&last_event_id=5", ()),
        (f"{EVENTS}&last_event_id=1", (("Last-Event-ID", "5"),)),
    ],
)
def test_who_comes_back_is_told_what_was_missed(
    path: str, headers: tuple[tuple[str, str], ...]
) -> None:
    newsroom = Newsroom(missed=[Change(6, 12, 98, "comment", {}), Change(7, 12, 98, "remove", {})])

    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, path, *headers)
        await listener.hears('event: remove\ndata: {"id":98}')
        assert listener.text.index("event: comment") < listener.text.index("event: remove")
        assert "missed 12 5" in newsroom.asked

    live(newsroom, story)


def test_nothing_is_told_twice_to_who_comes_back() -> None:
    newsroom = Newsroom(missed=[COMMENT])

    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS, ("Last-Event-ID", "5"))
        feed.write(COMMENT, COMMENT._replace(id=8))
        await listener.hears("id: 8\n")
        assert listener.text.count("id: 7\nevent: comment") == 1

    live(newsroom, story)


def test_who_was_away_too_long_is_told_to_read_anew() -> None:
    async def story(client: Client, feed: Feed) -> None:
        feed.write(COMMENT)
        await until(lambda: client.app._feed.last == 7)
        listener = Listener(client, EVENTS, ("Last-Event-ID", "5"))
        await listener.hears("id: 7\nevent: reset\ndata: {}\n\n")

    live(Newsroom(missed=None), story)


def test_who_cannot_resume_for_want_of_the_database_reads_anew() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS, ("Last-Event-ID", "5"))
        await listener.hears("event: reset")

    live(Newsroom(down=True), story)


def test_when_a_comment_cannot_be_drawn_listeners_come_back_for_it() -> None:
    newsroom = Newsroom()

    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        newsroom.down = True
        feed.write(COMMENT)
        async with asyncio.timeout(PATIENCE):
            await listener.task

    live(newsroom, story)


def test_a_silent_stream_is_kept_open_by_a_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.01)

    async def story(client: Client, feed: Feed) -> None:
        await Listener(client, EVENTS).hears(":\n\n:\n\n")

    live(Newsroom(), story)


def test_who_leaves_is_forgotten() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        await listener.leave()
        assert client.app._hub.count == 0

    live(Newsroom(), story)


def test_one_who_does_not_read_is_dropped_and_holds_up_nobody() -> None:
    async def story(client: Client, feed: Feed) -> None:
        stuck = Listener(client, EVENTS, read=False)
        await until(lambda: stuck.status == 200)
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        for number in range(7, 7 + events.MOST_WAITING + 2):
            feed.write(Change(number, 12, 1, "remove", {}))
            await listener.hears(f"id: {number}\n")
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([stuck.task])
        assert client.app._hub.count == 1

    live(Newsroom(), story)


def test_one_address_cannot_take_every_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_OF_ADDRESS", 2)

    async def story(client: Client, feed: Feed) -> None:
        for _ in range(2):
            await Listener(client, EVENTS).hears("retry")
        refused = await client.ask(EVENTS)
        assert (refused.status, refused.headers["retry-after"]) == (429, "30")
        await Listener(Client(client.app, address="192.0.2.2"), EVENTS).hears("retry")

    live(Newsroom(), story)


def test_there_is_an_end_to_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_STREAMS", 1)

    async def story(client: Client, feed: Feed) -> None:
        await Listener(client, EVENTS).hears("retry")
        other = Client(client.app, address="192.0.2.2")
        assert (await other.ask(EVENTS)).status == 429

    live(Newsroom(), story)


def test_when_the_server_ends_so_do_the_streams() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        await asyncio.to_thread(client.app.end_streams)
        async with asyncio.timeout(PATIENCE):
            await listener.task

    live(Newsroom(), story)


def test_streams_are_never_kept_by_caches_or_collected_by_proxies() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        assert listener.headers[b"cache-control"] == b"no-store"
        assert listener.headers[b"x-accel-buffering"] == b"no"
        assert listener.headers[b"access-control-allow-origin"] == b"*"

    live(Newsroom(), story)


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/events?article=x"])
def test_without_an_article_there_is_nothing_to_follow(path: str) -> None:
    answer = ask(Newsroom(), path)
    assert (answer.status, json.loads(answer.body)["field"]) == (422, "article")


def test_a_stream_can_only_be_read() -> None:
    assert ask(Newsroom(), EVENTS, method="POST").status == 405


def test_when_changes_may_have_been_missed_everyone_reads_anew() -> None:
    async def story(client: Client, feed: Feed) -> None:
        listener = Listener(client, EVENTS)
        await listener.hears("retry")
        await asyncio.to_thread(client.app._note_missed)
        await listener.hears("event: reset\ndata: {}\n\n")

    live(Newsroom(), story)
