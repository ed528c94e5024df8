"""The read path without database: articles in memory, a feed that we write, a client."""

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from parley.errors import NotAllowed, NotFound, Unavailable
from parley.ranking.sorts import Sort
from parley.readpath.app import ReadPath
from parley.readpath.responses import Message, Receive, Scope, Send
from parley.snapshots.change import Change
from parley.snapshots.places import Address, Place
from parley.snapshots.store import SnapshotStore
from parley.snapshots.thread import RenderedThread, ThreadKey
from parley.snapshots.upkeep import Upkeep
from parley.snapshots.variants import Resource

PATIENCE = 10.0
T = TypeVar("T")


@dataclass
class Newsroom:
    """Whatever the read path would ask a database. Article 12 lives at paper.example/a."""

    revs: dict[int, int] = field(default_factory=lambda: {12: 1})
    keys: dict[str, int] = field(default_factory=lambda: {"paper.example/a": 12})
    publisher_ids: dict[str, int] = field(default_factory=lambda: {"nid-7": 12})
    counts: dict[int, int] = field(default_factory=lambda: {12: 3})
    missed: list[Change] | None = None
    asked: list[str] = field(default_factory=list)
    down: bool = False
    before_build: Callable[[], None] = lambda: None

    def build(self, key: ThreadKey) -> RenderedThread:
        self._ask(f"thread {key.article_id} {key.sort}")
        self.before_build()
        if key.article_id not in self.revs:
            raise NotFound("There is no such article.")
        rev = self.revs[key.article_id]
        return RenderedThread(
            article_id=key.article_id,
            rev=rev,
            page_ids=[[1, 2], [3]],
            draw=lambda page: (
                f"{page.form} of {key.article_id} by {key.sort}, page {page.number} at {rev}. " * 20
            ).encode(),
        )

    def find_places(self, addresses: Sequence[Address]) -> Sequence[Place]:
        self._ask("places " + " ".join(address.key for address in addresses))
        return [self._place(address) for address in addresses]

    def empty_thread(self, url: str, sort: Sort, *, site_id: int) -> RenderedThread:
        self._ask(f"empty {url}")
        return RenderedThread(
            article_id=None, rev=0, page_ids=[], draw=lambda _page: f"Nothing at {url}.".encode()
        )

    def comments(self, comment_ids: Iterable[int]) -> dict[int, bytes]:
        self._ask("comments")
        return {pk: f'{{"id":{pk}}}'.encode() for pk in comment_ids if pk < 1000}

    def missed_changes(self, article_id: int, after: int) -> list[Change] | None:
        self._ask(f"missed {article_id} {after}")
        return self.missed

    def desk_of(self, ticket: str) -> int:
        """Tickets are "of 3" and so on."""
        self._ask(f"desk {ticket}")
        if not ticket.startswith("of "):
            raise NotAllowed
        return int(ticket.removeprefix("of "))

    def check(self) -> None:
        self._ask("check")

    def _place(self, address: Address) -> Place:
        if address.host != "paper.example":
            return Place(site_id=None)
        article = self.publisher_ids.get(address.publisher_id) or self.keys.get(address.key)
        return Place(1, article, self.counts.get(article or 0, 0))

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        if self.down:
            raise Unavailable


class Feed:
    """An outbox that a test writes."""

    def __init__(self) -> None:
        self._changes: queue.Queue[list[Change]] = queue.Queue()

    def write(self, *changes: Change) -> None:
        self._changes.put(list(changes))

    def bounds(self) -> tuple[int, int]:
        return 0, 0

    def ids_after(self, after: int) -> list[int]:
        return []

    def read(self, after: int, missing: Sequence[int]) -> list[Change]:
        try:
            return self._changes.get(timeout=0.01)
        except queue.Empty:
            return []

    def wait(self, stopped: threading.Event) -> None:
        """`read` waits."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Client:
    """Asks an ASGI application directly, as Granian would."""

    app: ReadPath
    address: str = "192.0.2.1"

    async def ask(
        self,
        path: str,
        *headers: tuple[str, str],
        method: str = "GET",
        body: Sequence[bytes] = (b"",),
    ) -> Answer:
        parts = list(body)
        sent: list[Message] = []

        async def receive() -> Message:
            if not parts:
                return {"type": "http.disconnect"}
            part = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(self.scope(path, *headers, method=method), receive, send)
        start, *bodies = sent
        return Answer(
            status=start["status"],
            headers={name.decode(): value.decode() for name, value in start["headers"]},
            body=b"".join(message.get("body", b"") for message in bodies),
        )

    def scope(self, path: str, *headers: tuple[str, str], method: str = "GET") -> Scope:
        raw_path, _, query = path.encode("latin-1").partition(b"?")
        return {
            "type": "http",
            "method": method,
            "path": raw_path.decode("latin-1"),
            "raw_path": raw_path,
            "query_string": query,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
            "client": (self.address, 40000),
        }


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands where Django does: tells what reached it."""
    message = await receive()
    names = ",".join(name.decode() for name, _value in scope["headers"])
    body = f"{scope['method']} {scope['path']} [{names}] ".encode() + message["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def read_path(
    newsroom: Newsroom,
    *,
    feed: Feed | None = None,
    assets: dict[bytes, Resource] | None = None,
    trusted_proxies: int = 0,
) -> ReadPath:
    """A read path on a newsroom."""
    outbox = feed or Feed()
    return ReadPath(
        store=SnapshotStore(newsroom.build, capacity=10_000_000, later=Upkeep().later),
        source=newsroom,
        connect=lambda: outbox,
        assets=assets or {},
        django=echo,
        trusted_proxies=trusted_proxies,
    )


def run(talk: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`; in a thread of its own where a browser test left its loop running."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(talk)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, talk).result()


def ask(newsroom: Newsroom, path: str, *headers: tuple[str, str], method: str = "GET") -> Answer:
    """One request to a fresh read path."""
    return run(Client(read_path(newsroom)).ask(path, *headers, method=method))


def asking(newsroom: Newsroom, talk: Callable[[Client], Awaitable[T]]) -> T:
    """Several requests to one read path."""

    async def talking() -> T:
        return await talk(Client(read_path(newsroom)))

    return run(talking())


async def until(true: Callable[[], bool]) -> None:
    """Wait for a condition that another thread brings about."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.005)
