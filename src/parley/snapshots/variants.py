"""One body in every encoding that readers ask for, each with its validator and headers."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

import brotli
import zstandard

Headers = tuple[tuple[bytes, bytes], ...]

# Below this, a compressed body with its header is no smaller than the plain one.
WORTH_COMPRESSING = 256
# A body asked for this often is worth the much dearer best compression.
POPULAR = 16


class Encoding(StrEnum):
    """Content codings, the best first."""

    BR = "br"
    ZSTD = "zstd"
    GZIP = "gzip"
    IDENTITY = "identity"


def _gzip(body: bytes, level: int) -> bytes:
    # zlib with a gzip header whose time is zero, so that every process makes the same bytes.
    compressor = zlib.compressobj(level, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return compressor.compress(body) + compressor.flush()


# A newsroom's readers wait for the quick levels; the best are made while nobody waits.
_QUICK: dict[Encoding, Callable[[bytes], bytes]] = {
    Encoding.BR: lambda body: brotli.compress(body, quality=1),
    Encoding.ZSTD: lambda body: zstandard.ZstdCompressor(level=3).compress(body),
    Encoding.GZIP: lambda body: _gzip(body, 1),
    Encoding.IDENTITY: lambda body: body,
}
_BEST: dict[Encoding, Callable[[bytes], bytes]] = {
    Encoding.BR: lambda body: brotli.compress(body, quality=11),
    Encoding.ZSTD: lambda body: zstandard.ZstdCompressor(level=12).compress(body),
    Encoding.GZIP: lambda body: _gzip(body, 9),
}


@dataclass(frozen=True, slots=True)
class Variant:
    """Bytes ready to send. `headers` are complete; `tags` are the validators that a
    client may hold for the same content in this encoding, at either level."""

    body: bytes
    etag: str
    tags: frozenset[str]
    headers: Headers


class Resource:
    """A body and its variants, each made when first asked for and kept.

    Two threads may make the same variant at once; they make the same bytes.
    """

    __slots__ = ("_digest", "_headers", "_hits", "_variants", "body")

    def __init__(self, body: bytes, headers: Headers) -> None:
        """`headers` are those that every variant shares."""
        self.body = body
        self._headers = headers
        self._digest = blake2b(body, digest_size=12).hexdigest()
        self._variants: dict[Encoding, Variant] = {}
        self._hits: dict[Encoding, int] = {}

    def ready(self, encoding: Encoding) -> Variant | None:
        """The variant, if it was made already."""
        return self._variants.get(encoding)

    def variant(self, encoding: Encoding) -> Variant:
        """The variant, made quickly if it is the first time."""
        made = self._variants.get(encoding)
        if made is None:
            small = len(self.body) < WORTH_COMPRESSING
            used = Encoding.IDENTITY if small else encoding
            made = self._variants[encoding] = self._made(used, _QUICK[used](self.body))
        return made

    def hit(self, encoding: Encoding) -> bool:
        """Count a use; True in the moment the variant becomes popular."""
        hits = self._hits.get(encoding, 0) + 1
        self._hits[encoding] = hits
        return hits == POPULAR

    def squeeze(self) -> None:
        """Put the best compression in place of the quick one, where it is popular."""
        for encoding, hits in list(self._hits.items()):
            quick = self._variants.get(encoding)
            if hits < POPULAR or quick is None or quick.body is self.body or encoding not in _BEST:
                continue
            self._variants[encoding] = self._made(
                encoding, _BEST[encoding](self.body), level="-best"
            )

    @property
    def held(self) -> int:
        """How many bytes this keeps in memory."""
        variants = list(self._variants.values())
        return len(self.body) + sum(len(v.body) for v in variants if v.body is not self.body)

    def _made(self, encoding: Encoding, body: bytes, *, level: str = "") -> Variant:
        stem = f"{self._digest}-{encoding}"
        etag = f'"{stem}{level}"'
        coding: Headers = ((b"content-encoding", encoding.encode()),)
        return Variant(
            body=body,
            etag=etag,
            tags=frozenset((f'"{stem}"', f'"{stem}-best"')),
            headers=(
                *self._headers,
                *(coding if encoding is not Encoding.IDENTITY else ()),
                (b"content-length", str(len(body)).encode()),
                (b"etag", etag.encode()),
            ),
        )
