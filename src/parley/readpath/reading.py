"""Answers readers: threads and counts, from memory where it can be."""

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from parley.errors import NotFound, UnknownSite
from parley.ranking.sorts import Sort
from parley.readpath.directory import Directory, Unknown
from parley.readpath.negotiation import choose_encoding, matched_tag
from parley.readpath.query import ThreadQuery, counts_query, thread_query
from parley.readpath.responses import Response, Scope, as_json
from parley.snapshots.change import Change
from parley.snapshots.places import Address, Place
from parley.snapshots.store import SnapshotStore
from parley.snapshots.thread import Form, PageKey, RenderedThread, ThreadKey
from parley.snapshots.variants import Encoding, Variant

# Small numbers under the headlines of a front page, where ten seconds do not matter.
COUNTS_CACHE = (b"cache-control", b"public, max-age=10, stale-while-revalidate=60")


class Source(Protocol):
    """What the read path asks of the database. All of it may block, and may raise
    Unavailable."""

    def find_places(self, addresses: Sequence[Address]) -> Sequence[Place]: ...
    def empty_thread(self, url: str, sort: Sort, *, site_id: int) -> RenderedThread: ...
    def comments(self, comment_ids: Iterable[int]) -> dict[int, bytes]: ...
    def missed_changes(self, article_id: int, after: int) -> list[Change] | None: ...
    def desk_of(self, ticket: str) -> int: ...
    def check(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a client's headers say about the answer it wants."""

    encoding: Encoding
    if_none_match: bytes | None

    @classmethod
    def of(cls, scope: Scope) -> "Wishes":
        accept_encoding = b""
        if_none_match = None
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accept_encoding = b",".join((accept_encoding, value)) if accept_encoding else value
            elif name == b"if-none-match":
                if_none_match = b",".join((if_none_match, value)) if if_none_match else value
        return cls(choose_encoding(accept_encoding), if_none_match)


def answer(variant: Variant, wishes: Wishes) -> Response:
    """The variant, or that the client has it already."""
    if wishes.if_none_match is not None:
        tag = matched_tag(wishes.if_none_match, variant)
        if tag is not None:
            return Response(304, _not_modified(variant, tag))
    return Response(200, variant.headers, variant.body)


# What a 304 repeats, so that a cache can bring its copy up to date (RFC 9110, 15.4.5).
_KEPT = frozenset([b"access-control-allow-origin", b"cache-control", b"surrogate-key", b"vary"])


def _not_modified(variant: Variant, tag: str) -> tuple[tuple[bytes, bytes], ...]:
    kept = (header for header in variant.headers if header[0] in _KEPT)
    return (*kept, (b"etag", tag.encode()))


class Reader:
    """Serves what everybody may see. Only what is not in memory takes a thread."""

    def __init__(
        self,
        *,
        store: SnapshotStore,
        directory: Directory,
        source: Source,
        executor: Executor,
    ) -> None:
        self._store = store
        self._directory = directory
        self._source = source
        self._executor = executor

    async def thread(self, scope: Scope, form: Form) -> Response:
        """One page of a thread. Raises BadInput, NotFound, UnknownSite, Unavailable."""
        query = thread_query(scope["query_string"])
        wishes = Wishes.of(scope)
        thread = await self._find(query)
        number = query.page
        if query.comment is not None:
            # A comment that is no longer shown still leads to its discussion.
            number = thread.page_of(query.comment) or number
        key = PageKey(form, number)
        variant = thread.ready(key, wishes.encoding)
        if variant is None:
            variant = await asyncio.get_running_loop().run_in_executor(
                self._executor, thread.variant, key, wishes.encoding
            )
        return answer(variant, wishes)

    async def counts(self, scope: Scope) -> Response:
        """The numbers of comments; pages on hosts of no site are left out."""
        addresses = counts_query(scope["query_string"])
        unknown = [one for one in addresses.values() if self._directory.count_at(one) is None]
        looked_up: dict[Address, Place] = {}
        if unknown:
            looked_up = dict(zip(unknown, await self._look_up(unknown), strict=True))
        counts = {}
        for url, address in addresses.items():
            known = self._directory.count_at(address)
            place = known.place if isinstance(known, Unknown) else looked_up.get(address)
            if isinstance(known, int):
                counts[url] = known
            elif place is not None and place.site_id is not None:
                counts[url] = place.comment_count
        return as_json(200, {"counts": counts}, COUNTS_CACHE)

    async def _find(self, query: ThreadQuery) -> RenderedThread:
        if query.address is None:
            return await self._of_article(query.article or 0, query.sort)
        found = self._directory.article_at(query.address)
        if found is None:
            [place] = await self._look_up([query.address])
            found = self._directory.article_at(query.address)
            if found is None:
                found = place.article_id or Unknown(place, until=0)
        if isinstance(found, Unknown):
            return await self._empty(query.address, found, sort=query.sort)
        try:
            return await self._of_article(found, query.sort)
        except NotFound:
            self._directory.forget(query.address)
            raise

    async def _of_article(self, article_id: int, sort: Sort) -> RenderedThread:
        key = ThreadKey(article_id, sort)
        kept = self._store.peek(key)
        if kept is not None:
            return kept
        return await asyncio.wrap_future(self._store.request(key))

    async def _empty(self, address: Address, unknown: Unknown, *, sort: Sort) -> RenderedThread:
        site_id = unknown.place.site_id
        if site_id is None:
            raise UnknownSite(f"{address.host} is not registered here.")
        thread = unknown.threads.get(sort)
        if thread is None:
            draw = partial(self._source.empty_thread, address.url, sort, site_id=site_id)
            thread = await asyncio.get_running_loop().run_in_executor(self._executor, draw)
            unknown.threads[sort] = thread
        return thread

    async def _look_up(self, addresses: Sequence[Address]) -> list[Place]:
        return await asyncio.get_running_loop().run_in_executor(
            self._executor, self._directory.look_up, addresses
        )
