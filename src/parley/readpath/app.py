"""The raw ASGI application in front: readers are answered from memory, the rest by Django."""

import asyncio
from collections.abc import Callable, Mapping

from parley.errors import MethodNotAllowed
from parley.readpath import hygiene
from parley.readpath.changes import Feed, Outbox
from parley.readpath.directory import Directory
from parley.readpath.events import Hub, Topic
from parley.readpath.front import Front, Route
from parley.readpath.query import events_query, ticket_query
from parley.readpath.reading import Reader, Source, Wishes, answer
from parley.readpath.responses import Application, Receive, Response, Scope, Send, deliver, problem
from parley.snapshots.change import Change
from parley.snapshots.store import SnapshotStore
from parley.snapshots.thread import Form
from parley.snapshots.variants import Resource


class ReadPath(Front):
    """Knows no Django: the database is asked through `source` and `connect`."""

    def __init__(
        self,
        *,
        store: SnapshotStore,
        source: Source,
        connect: Callable[[], Outbox],
        assets: Mapping[bytes, Resource],
        django: Application,
        trusted_proxies: int,
    ) -> None:
        super().__init__(check=source.check, django=django)
        self._store = store
        self._assets = assets
        self._source = source
        self._trusted_proxies = trusted_proxies
        self._directory = Directory(source.find_places)
        self._reader = Reader(
            store=store, directory=self._directory, source=source, executor=self._executor
        )
        self._feed = Feed(connect, on_changes=self._note, on_missed=self._note_missed)
        self._hub = Hub(
            comments=source.comments,
            missed=source.missed_changes,
            newest=lambda: self._feed.last,
            executor=self._executor,
        )
        self._routes |= {
            b"/api/v1/thread": lambda scope: self._reader.thread(scope, Form.JSON),
            b"/api/v1/thread.html": lambda scope: self._reader.thread(scope, Form.HTML),
            b"/api/v1/counts": self._reader.counts,
        }

    def start(self) -> None:
        """Follow the outbox; called on the running loop."""
        self._hub.open()
        self._feed.start()

    def stop(self) -> None:
        self._feed.stop()
        self._hub.close()

    def end_streams(self) -> None:
        self._hub.close_soon()

    def _route(self, path: bytes) -> Route | None:
        return super()._route(path) or (self._asset if path in self._assets else None)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        if scope["raw_path"] == b"/api/v1/events":
            await self._events(scope, receive, send)
            return None
        if scope["raw_path"] == b"/moderate/events":
            await self._desk(scope, receive, send)
            return None
        return await super()._answer(scope, receive, send)

    async def _asset(self, scope: Scope) -> Response:
        wishes = Wishes.of(scope)
        return answer(self._assets[scope["raw_path"]].variant(wishes.encoding), wishes)

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await deliver(send, problem(MethodNotAllowed(), (b"allow", b"GET")))
            return
        article_id, last_id = events_query(scope["query_string"])
        for name, value in scope["headers"]:
            # The browser's own header is newer than what the page's address says.
            if name == b"last-event-id" and value.isdigit() and len(value) < 19:
                last_id = int(value)
        topic = Topic("article", article_id)
        await self._listen(scope, receive, send, topic=topic, last_id=last_id)

    async def _desk(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What happens to a queue, for whoever shows a ticket of Django's."""
        if scope["method"] != "GET":
            await deliver(send, problem(MethodNotAllowed(), (b"allow", b"GET")))
            return
        ticket = ticket_query(scope["query_string"])
        site = await asyncio.get_running_loop().run_in_executor(
            self._executor, self._source.desk_of, ticket
        )
        await self._listen(scope, receive, send, topic=Topic("desk", site))

    async def _listen(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        topic: Topic,
        last_id: int | None = None,
    ) -> None:
        address = hygiene.client_address(scope, self._trusted_proxies)
        await self._hub.stream(receive, send, topic=topic, last_id=last_id, address=address)

    def _note(self, changes: list[Change]) -> None:
        """The feed's thread brings what was committed, here or elsewhere."""
        for change in changes:
            if change.kind == "queue":
                continue
            self._directory.note_change(
                change.article_id,
                change.comment_count or 0,
                of_article=change.kind == "article",
            )
            self._store.invalidate(change.article_id, change.rev or 0)
        self._hub.publish(changes)

    def _note_missed(self) -> None:
        self._directory.clear()
        self._store.invalidate_all()
        self._hub.reset()
