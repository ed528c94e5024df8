"""The raw ASGI application in front of Django, without what readers ask for."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from parley import perspective
from parley.errors import MethodNotAllowed, NotFound, ParleyError, Unavailable
from parley.readpath import hygiene
from parley.readpath.responses import (
    PUBLIC,
    Application,
    Receive,
    Response,
    Scope,
    Send,
    as_json,
    deliver,
    google_error,
    problem,
)

# Threads that ask the database on readers' behalf, beside those that render.
ASKING_THREADS = 4
# Django's threads answer some hundred requests a second. What waits behind more than
# these would be answered after its client has gone.
MOST_WAITING = 500

_READING = frozenset(["GET", "HEAD"])
_ALLOW = (b"allow", b"GET, HEAD, OPTIONS")
_PREFLIGHT = Response(204, (_ALLOW, (b"access-control-allow-methods", b"GET, HEAD"), *PUBLIC))

Route = Callable[[Scope], Awaitable[Response]]


class Front:
    """Lets clean requests through to Django, and tells whether this process is well."""

    def __init__(
        self,
        *,
        check: Callable[[], None],
        django: Application,
        admits: Callable[[str], bool] = lambda _path: True,
    ) -> None:
        """`check` raises Unavailable when the database does not answer; `admits` says
        which paths, decoded, Django is asked for."""
        self._check = check
        self._django = django
        self._admits = admits
        self._waiting = 0
        self._executor = ThreadPoolExecutor(ASKING_THREADS, thread_name_prefix="parley-ask")
        self._routes: dict[bytes, Route] = {
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
        """What has to run beside the requests; called on the running loop."""

    def stop(self) -> None:
        """Ends what `start` began."""

    def end_streams(self) -> None:
        """Let live connections go, which would keep a server that is told to stop; from
        any thread."""

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            hygiene.check(scope)
            response = await self._answer(scope, receive, send)
        except ParleyError as error:
            refuse = google_error if perspective.has_address(scope["path"]) else problem
            response = refuse(error, (b"connection", b"close"))
        if response is not None:
            await deliver(send, response, head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        """The response, or None when it has been sent."""
        route = self._route(scope["raw_path"])
        if route is not None:
            return await self._read(route, scope)
        if not self._admits(scope["path"]):
            raise NotFound
        await self._to_django(scope, receive, send)
        return None

    def _route(self, path: bytes) -> Route | None:
        """Who answers without Django, if anybody."""
        return self._routes.get(path)

    async def _read(self, route: Route, scope: Scope) -> Response:
        if scope["method"] in _READING:
            try:
                return await route(scope)
            except ParleyError as error:
                return problem(error)
        if scope["method"] == "OPTIONS":
            return _PREFLIGHT
        return problem(MethodNotAllowed(), _ALLOW)

    async def _health(self, scope: Scope) -> Response:
        """The process lives; readers can be served even while the database is away."""
        return as_json(200, {"status": "ok"})

    async def _readiness(self, scope: Scope) -> Response:
        """The database answers, so that writes will be taken too."""
        try:
            async with asyncio.timeout(5):
                await asyncio.get_running_loop().run_in_executor(self._executor, self._check)
        except TimeoutError as error:
            raise Unavailable("The database does not answer in time.") from error
        return as_json(200, {"status": "ok"})

    async def _to_django(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = await hygiene.whole_body(receive)
        if self._waiting >= MOST_WAITING:
            raise Unavailable("Too many requests are waiting.")
        self._waiting += 1
        try:
            await self._django(hygiene.without_lookalikes(scope), whole, send)
        finally:
            self._waiting -= 1
