"""The raw ASGI application in front: readers are answered from memory, the rest by Django."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from parley.errors import MethodNotAllowed, ParleyError, Unavailable
from parley.readpath import hygiene
from parley.readpath.changes import Feed, Outbox
from parley.readpath.directory import Directory
from parley.readpath.events import Hub
from parley.readpath.query import events_query
from parley.readpath.reading import Reader, Source, Wishes, answer
from parley.readpath.responses import (
    PUBLIC,
    Application,
    Receive,
    Response,
    Scope,
    Send,
    as_json,
    deliver,
    problem,
)
from parley.snapshots.change import Change
from parley.snapshots.store import SnapshotStore
from parley.snapshots.thread import Form
from parley.snapshots.variants import Resource

# Threads that ask the database on readers' behalf, beside those that render.
ASKING_THREADS = 4
# Django's threads answer some hundred requests a second. What waits behind more than
# these would be answered after its client has gone.
MOST_WAITING = 500

_READING = frozenset(["GET", "HEAD"])
_ALLOW = (b"allow", b"GET, HEAD, OPTIONS")
_PREFLIGHT = Response(204, (_ALLOW, (b"access-control-allow-methods", b"GET, HEAD"), *PUBLIC))

logger = logging.getLogger(__name__)

Route = Callable[[Scope], Awaitable[Response]]


class ReadPath:
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
        self._store = store
        self._source = source
        self._assets = assets
        self._django = django
        self._trusted_proxies = trusted_proxies
        self._waiting = 0
        self._executor = ThreadPoolExecutor(ASKING_THREADS, thread_name_prefix="parley-ask")
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
        self._routes: dict[bytes, Route] = {
            b"/api/v1/thread": lambda scope: self._reader.thread(scope, Form.JSON),
            b"/api/v1/thread.html": lambda scope: self._reader.thread(scope, Form.HTML),
            b"/api/v1/counts": self._reader.counts,
            b"/healthz": self._health,
            b"/readyz": self._readiness,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    def start(self) -> None:
        """Follow the outbox; called on the running loop."""
        self._hub.open()
        self._feed.start()

    def end_streams(self) -> None:
        """Let live connections go, which would keep a server that is told to stop; from
        any thread."""
        self._hub.close_soon()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self._feed.stop()
                self._hub.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        try:
            hygiene.check(scope)
            path = scope["raw_path"]
            if path == b"/api/v1/events":
                await self._events(scope, receive, send)
                return
            route = self._routes.get(path) or (self._asset if path in self._assets else None)
            if route is None:
                await self._to_django(scope, receive, send)
                return
            response = await self._read(route, scope)
        except ParleyError as error:
            response = problem(error, (b"connection", b"close"))
        await deliver(send, response, head=method == "HEAD")

    async def _read(self, route: Route, scope: Scope) -> Response:
        if scope["method"] in _READING:
            try:
                return await route(scope)
            except ParleyError as error:
                return problem(error)
        if scope["method"] == "OPTIONS":
            return _PREFLIGHT
        return problem(MethodNotAllowed(), _ALLOW)

    async def _asset(self, scope: Scope) -> Response:
        wishes = Wishes.of(scope)
        return answer(self._assets[scope["raw_path"]].variant(wishes.encoding), wishes)

    async def _health(self, scope: Scope) -> Response:
        """The process lives; readers can be served even while the database is away."""
        return as_json(200, {"status": "ok"})

    async def _readiness(self, scope: Scope) -> Response:
        """The database answers, so that writes will be taken too."""
        try:
            async with asyncio.timeout(5):
                await asyncio.get_running_loop().run_in_executor(self._executor, self._source.check)
        except TimeoutError as error:
            raise Unavailable("The database does not answer in time.") from error
        return as_json(200, {"status": "ok"})

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await deliver(send, problem(MethodNotAllowed(), (b"allow", b"GET")))
            return
        article_id, last_id = events_query(scope["query_string"])
        for name, value in scope["headers"]:
            # The browser's own header is newer than what the page's address says.
            if name == b"last-event-id" and value.isdigit() and len(value) < 19:
                last_id = int(value)
        address = hygiene.client_address(scope, self._trusted_proxies)
        await self._hub.stream(
            receive, send, article_id=article_id, last_id=last_id, address=address
        )

    async def _to_django(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = await hygiene.whole_body(receive)
        if self._waiting >= MOST_WAITING:
            raise Unavailable("Too many requests are waiting.")
        self._waiting += 1
        try:
            await self._django(hygiene.without_lookalikes(scope), whole, send)
        finally:
            self._waiting -= 1

    def _note(self, changes: list[Change]) -> None:
        """The feed's thread brings what was committed, here or elsewhere."""
        for change in changes:
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
