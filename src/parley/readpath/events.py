"""Live updates as server-sent events: drawn once, sent to everyone who reads along."""

import asyncio
import contextlib
import json
import logging
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from parley.errors import TooMany, Unavailable
from parley.readpath.responses import PUBLIC, Message, Receive, Send
from parley.snapshots.change import Change

# Proxies and phones cut what is silent for long; half a minute is a usual limit.
HEARTBEAT_SECONDS = 20.0
# How long a browser waits before it connects again.
RETRY_MILLISECONDS = 3000
# A client that is so many events behind is not reading; it resumes when it connects again.
MOST_WAITING = 100
# An open stream takes some 35 kB (research/platform.md 1b).
MOST_STREAMS = 10_000
# Many readers may share an address: an office, a campus, a phone company.
MOST_OF_ADDRESS = 200

# For so long one ticket lets the desk listen: whoever's role was taken away hears no more then.
DESK_SECONDS = 600.0

_HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # Asks nginx, and who follows it, not to collect events before passing them on.
    (b"x-accel-buffering", b"no"),
)
_BEAT = b":\n\n"
_RETRY_AFTER = timedelta(seconds=30)
_OF_COMMENTS = frozenset(["comment", "update"])

logger = logging.getLogger(__name__)


class Topic(NamedTuple):
    """What one listens to: an "article", or the "desk" of a site."""

    of: str
    id: int


def topic_of(change: Change) -> Topic:
    """What happens to the queue is for its desk alone, and all else for readers."""
    if change.kind == "queue":
        return Topic("desk", change.site_id)
    return Topic("article", change.article_id)


class _End:
    """In a queue: no more events come."""


@dataclass(eq=False, slots=True)
class _Stream:
    address: str
    queue: "asyncio.Queue[tuple[float, bytes] | _End]" = field(
        default_factory=lambda: asyncio.Queue(MOST_WAITING)
    )
    task: "asyncio.Task[None] | None" = None


class Hub:
    """Everybody who reads along in this process. Lives on the event loop but for
    `publish`, which any thread may call."""

    def __init__(
        self,
        *,
        comments: Callable[[Iterable[int]], dict[int, bytes]],
        missed: Callable[[int, int], list[Change] | None],
        newest: Callable[[], int],
        executor: Executor,
    ) -> None:
        """`comments` gives the JSON of those that are published; `missed` an article's
        changes since an id, or None when they are not to be had. Both may raise
        Unavailable, and are called in `executor`. `newest` is the last id of all."""
        self._comments = comments
        self._missed = missed
        self._newest = newest
        self._executor = executor
        self._streams: dict[Topic, set[_Stream]] = {}
        self._of_address: Counter[str] = Counter()
        self._changes: asyncio.Queue[list[Change]] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._publisher: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin, on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._publisher = self._loop.create_task(self._publish_all())

    def close(self) -> None:
        """End every stream; browsers connect again, to another process."""
        if self._publisher is not None:
            self._publisher.cancel()
        for streams in list(self._streams.values()):
            for stream in list(streams):
                self._end(stream)

    def close_soon(self) -> None:
        """`close`, from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.close)

    def publish(self, changes: list[Change]) -> None:
        """Pass these on; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._changes.put_nowait, changes)

    def reset(self) -> None:
        """Have everyone read anew, since changes may have been missed; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._reset)

    @property
    def count(self) -> int:
        """How many streams are open."""
        return self._of_address.total()

    async def stream(
        self, receive: Receive, send: Send, *, topic: Topic, last_id: int | None, address: str
    ) -> None:
        """Serve one reader until they leave or cannot keep up, or a moderator until they have
        to show another ticket. Raises TooMany."""
        stream = self._admit(topic, address)
        of_desk = topic.of == "desk"
        watcher = asyncio.ensure_future(self._watch(receive, stream))
        try:
            headers = _HEADERS if of_desk else (*_HEADERS, *PUBLIC)
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send(_part(f"retry: {RETRY_MILLISECONDS}\n\n".encode()))
            resumed = 0
            if last_id is not None and not of_desk:
                resumed = await self._resume(send, topic, last_id=last_id)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DESK_SECONDS if of_desk else None):
                    await self._follow(stream, send, after=resumed)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            watcher.cancel()
            self._dismiss(topic, stream)

    def _admit(self, topic: Topic, address: str) -> _Stream:
        if self.count >= MOST_STREAMS or self._of_address[address] >= MOST_OF_ADDRESS:
            raise TooMany(_RETRY_AFTER, "Too many live connections are open.")
        stream = _Stream(address, task=asyncio.current_task())
        self._streams.setdefault(topic, set()).add(stream)
        self._of_address[address] += 1
        return stream

    def _dismiss(self, topic: Topic, stream: _Stream) -> None:
        streams = self._streams[topic]
        streams.discard(stream)
        if not streams:
            del self._streams[topic]
        self._of_address[stream.address] -= 1
        if not self._of_address[stream.address]:
            del self._of_address[stream.address]

    async def _watch(self, receive: Receive, stream: _Stream) -> None:
        message: Message = {"type": ""}
        while message["type"] != "http.disconnect":
            message = await receive()
        self._end(stream)

    def _end(self, stream: _Stream) -> None:
        """Politely if the stream is listening; otherwise its sending is cut off."""
        if stream.queue.full():
            if stream.task is not None:
                stream.task.cancel()
        else:
            stream.queue.put_nowait(_End())

    async def _follow(self, stream: _Stream, send: Send, *, after: int) -> None:
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    item = await stream.queue.get()
            except TimeoutError:
                await send(_part(_BEAT))
                continue
            if isinstance(item, _End):
                return
            number, event = item
            if number > after:
                await send(_part(event))

    async def _resume(self, send: Send, topic: Topic, *, last_id: int) -> int:
        """Send what was missed; the largest id that needs not be sent again."""
        newest = self._newest()
        try:
            missed = await asyncio.get_running_loop().run_in_executor(
                self._executor, self._missed, topic.id, last_id
            )
            if missed is not None:
                for _number, event in await self._events(missed):
                    await send(_part(event))
                return max((change.id for change in missed), default=0)
        except Unavailable:
            logger.warning("A reader could not resume: the database does not answer.")
        await send(_part(_read_anew(newest)))
        return 0

    def _reset(self) -> None:
        event = _read_anew(self._newest())
        for streams in list(self._streams.values()):
            for stream in list(streams):
                self._put(stream, math.inf, event=event)

    async def _publish_all(self) -> None:
        while True:
            changes = await self._changes.get()
            wanted = [change for change in changes if topic_of(change) in self._streams]
            try:
                await self._publish(wanted)
            except Unavailable:
                # Each reader's next connection resumes from the outbox.
                logger.warning("Live updates are cut: the database does not answer.")
                for change in wanted:
                    for stream in list(self._streams.get(topic_of(change), ())):
                        self._end(stream)

    async def _publish(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        topics = {change.id: topic_of(change) for change in changes}
        for number, event in await self._events(changes):
            for stream in list(self._streams.get(topics[number], ())):
                self._put(stream, number, event=event)

    def _put(self, stream: _Stream, number: float, *, event: bytes) -> None:
        """One who does not read is dropped."""
        if stream.queue.full():
            self._end(stream)
        else:
            stream.queue.put_nowait((number, event))

    async def _events(self, changes: Sequence[Change]) -> list[tuple[int, bytes]]:
        """The changes that clients are told of, drawn, with their ids."""
        needed = {
            change.comment_id
            for change in changes
            if change.kind in _OF_COMMENTS and change.comment_id is not None
        }
        comments: dict[int, bytes] = {}
        if needed:
            comments = await asyncio.get_running_loop().run_in_executor(
                self._executor, self._comments, needed
            )
        drawn = ((change.id, _draw(change, comments)) for change in changes)
        return [(number, event) for number, event in drawn if event is not None]


def _part(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}


def _event(number: int, name: str, *, data: bytes) -> bytes:
    """JSON has no bare line breaks, so that one `data` line holds it."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (number, name.encode(), data)


def _read_anew(newest: int) -> bytes:
    """The client reads the thread anew, and goes on from here."""
    return _event(newest, "reset", data=b"{}")


def _draw(change: Change, comments: dict[int, bytes]) -> bytes | None:
    """What clients are told of a change; None for nothing."""
    match change.kind:
        case "comment" | "update":
            comment = comments.get(change.comment_id or 0)
            # Removed again meanwhile: a later change says so.
            drawn = None if comment is None else _event(change.id, change.kind, data=comment)
        case "remove":
            drawn = _event(change.id, "remove", data=_json({"id": change.comment_id}))
        case "counts":
            of = {} if change.comment_id is None else {"id": change.comment_id}
            drawn = _event(change.id, "counts", data=_json({**of, **change.payload}))
        case "queue":
            drawn = _event(change.id, "queue", data=_json(change.payload))
        case _:
            return None
    if change.comment_count is None or change.kind not in {"comment", "remove"}:
        return drawn
    counted = _event(change.id, "counts", data=_json({"comment_count": change.comment_count}))
    return (drawn or b"") + counted


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
