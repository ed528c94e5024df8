"""The widget's files, compressed once at the start."""

import re
from pathlib import Path

from parley.readpath.responses import PUBLIC
from parley.snapshots.variants import POPULAR, Encoding, Headers, Resource

_CONTENT_TYPES = {
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
}
# A name with its content's hash, as Vite writes it: thread-B3k9_x2a.js.
_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.\w+$")

# Publishers write the loader's address into their pages, so a new release must reach
# readers by itself; ten minutes is what it may take.
LOADER_CACHE = b"public, max-age=600, stale-while-revalidate=86400"
HASHED_CACHE = b"public, max-age=31536000, immutable"


def load_assets(folder: Path) -> dict[bytes, Resource]:
    """Every file of the built widget, by the path under which it is served."""
    if not folder.is_dir():
        return {}
    assets = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in _CONTENT_TYPES:
            name = file.relative_to(folder).as_posix()
            path = f"/{name}" if name == "embed.js" else f"/widget/{name}"
            assets[path.encode()] = _compressed(Resource(file.read_bytes(), _headers(file)))
    return assets


def _compressed(resource: Resource) -> Resource:
    for encoding in Encoding:
        resource.variant(encoding)
        for _ in range(POPULAR):
            resource.hit(encoding)
    resource.squeeze()
    return resource


def _headers(file: Path) -> Headers:
    hashed = _HASHED.search(file.name) is not None
    return (
        (b"content-type", _CONTENT_TYPES[file.suffix]),
        (b"cache-control", HASHED_CACHE if hashed else LOADER_CACHE),
        (b"vary", b"Accept-Encoding"),
        # Publishers' pages are other origins, some of them cross-origin isolated.
        (b"cross-origin-resource-policy", b"cross-origin"),
        *PUBLIC,
    )
