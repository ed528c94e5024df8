"""A rendered thread: what a store keeps and every door hands to readers."""

import math
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from parley.errors import NotFound
from parley.ranking.sorts import Sort
from parley.snapshots.variants import Encoding, Headers, Resource, Variant

# Two seconds let a CDN answer a rush with one request to us in each, and are gone before
# a reader misses a reply, which live updates bring anyway. For thirty more, a cache may
# answer at once with what it has and fetch the new one meanwhile.
CACHE_CONTROL = b"public, max-age=2, stale-while-revalidate=30"

# The page number of the one page with everything.
WHOLE = 0


class Form(StrEnum):
    JSON = "json"
    HTML = "html"


_CONTENT_TYPES = {
    Form.JSON: b"application/json",
    Form.HTML: b"text/html; charset=utf-8",
}


class ThreadKey(NamedTuple):
    """What makes one rendered thread different from another."""

    article_id: int
    sort: Sort


class PageKey(NamedTuple):
    """One page of a thread: 1, 2, …, or `WHOLE`, in one form."""

    form: Form
    number: int


class RenderedPage(NamedTuple):
    """One page as it is without compression."""

    html: bytes
    json: bytes


class RenderedThread:
    """One article's discussion in one order, at one revision.

    Pages are drawn when they are first asked for, since most threads are read on
    their first page only; a drawing needs nothing but memory. `expires_at` is when
    the rendering stops being true by itself, in seconds since the epoch.
    """

    def __init__(
        self,
        *,
        article_id: int | None,
        rev: int,
        page_ids: Sequence[Sequence[int]],
        draw: Callable[[PageKey], bytes],
        expires_at: float = math.inf,
        weight: int = 0,
    ) -> None:
        """`weight` is the bytes that `draw` keeps."""
        self.rev = rev
        self.expires_at = expires_at
        self.pages = max(1, len(page_ids))
        self._page_of = {pk: number for number, ids in enumerate(page_ids, 1) for pk in ids}
        self._headers = _shared_headers(article_id)
        self._draw = draw
        self._weight = weight
        self._resources: dict[PageKey, Resource] = {}
        self._drawing = threading.Lock()
        self._grew: Callable[[], None] = _nobody
        self._popular: Callable[[], None] = _nobody

    def watch(self, *, grew: Callable[[], None], popular: Callable[[], None]) -> None:
        """Have a store told when this keeps more bytes, or earns better compression."""
        self._grew, self._popular = grew, popular

    def page(self, number: int) -> RenderedPage:
        """A page by its number, or `WHOLE`. Raises NotFound."""
        html = self._resource(PageKey(Form.HTML, number)).body
        return RenderedPage(html, self._resource(PageKey(Form.JSON, number)).body)

    def page_of(self, comment_id: int) -> int | None:
        """The number of the page that shows this comment or its stub."""
        return self._page_of.get(comment_id)

    def ready(self, key: PageKey, encoding: Encoding) -> Variant | None:
        """What was made before: two look-ups, nothing else."""
        resource = self._resources.get(key)
        if resource is None:
            return None
        variant = resource.ready(encoding)
        if variant is not None and resource.hit(encoding):
            self._popular()
        return variant

    def variant(self, key: PageKey, encoding: Encoding) -> Variant:
        """The page in this form and encoding, made now if need be. Raises NotFound."""
        variant = self._resource(key).variant(encoding)
        self._grew()
        return variant

    def squeeze(self) -> None:
        """Compress what is popular as well as can be; takes its time."""
        for resource in list(self._resources.values()):
            resource.squeeze()
        self._grew()

    @property
    def held(self) -> int:
        """How many bytes this keeps in memory."""
        return self._weight + sum(resource.held for resource in list(self._resources.values()))

    def _resource(self, key: PageKey) -> Resource:
        if not WHOLE <= key.number <= self.pages:
            raise NotFound(f"The last page of this discussion is {self.pages}.")
        resource = self._resources.get(key)
        if resource is not None:
            return resource
        with self._drawing:
            resource = self._resources.get(key)
            if resource is None:
                content_type = (b"content-type", _CONTENT_TYPES[key.form])
                resource = Resource(self._draw(key), (content_type, *self._headers))
                self._resources[key] = resource
        self._grew()
        return resource


def _nobody() -> None:
    """Until a store watches."""


def _shared_headers(article_id: int | None) -> Headers:
    return (
        (b"cache-control", CACHE_CONTROL),
        (b"vary", b"Accept-Encoding"),
        # Lets a CDN forget all pages of one discussion with one request.
        (b"surrogate-key", f"article-{article_id or 'unknown'}".encode()),
        (b"access-control-allow-origin", b"*"),
        (b"access-control-expose-headers", b"ETag"),
        (b"cross-origin-resource-policy", b"cross-origin"),
        (b"x-content-type-options", b"nosniff"),
    )
