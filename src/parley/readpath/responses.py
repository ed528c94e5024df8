"""Answers of the read path, problems included, and how they are sent."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from parley import perspective
from parley.errors import ParleyError
from parley.snapshots.variants import Headers

# ASGI's own types: its messages are free mappings.
Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PUBLIC: Headers = (
    (b"access-control-allow-origin", b"*"),
    (b"x-content-type-options", b"nosniff"),
)


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: Headers
    body: bytes = b""


def as_json(status: int, value: object, *headers: tuple[bytes, bytes]) -> Response:
    """A document that must not be kept, unless a header says otherwise."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    kept = headers or ((b"cache-control", b"no-store"),)
    return Response(
        status,
        (
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            *kept,
            *PUBLIC,
        ),
        body,
    )


def problem(error: ParleyError, *headers: tuple[bytes, bytes]) -> Response:
    """The RFC 9457 document of a fault."""
    body = json.dumps(error.as_problem()).encode()
    return _refusal(
        error, *headers, status=error.status, media=b"application/problem+json", body=body
    )


def google_error(error: ParleyError, *headers: tuple[bytes, bytes]) -> Response:
    """A fault as Perspective's clients expect it."""
    body = json.dumps(perspective.error_document(error)).encode()
    status = perspective.status_of(error)
    return _refusal(error, *headers, status=status, media=b"application/json", body=body)


def _refusal(
    error: ParleyError, *headers: tuple[bytes, bytes], status: int, media: bytes, body: bytes
) -> Response:
    told = error.headers()
    if status == 503:
        told.setdefault("Retry-After", "2")
    return Response(
        status,
        (
            (b"content-type", media),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            *((name.lower().encode(), value.encode()) for name, value in told.items()),
            *PUBLIC,
            *headers,
        ),
        body,
    )


async def deliver(send: Send, response: Response, *, head: bool = False) -> None:
    """Send it; for HEAD without the body, whose length it still tells."""
    await send(
        {"type": "http.response.start", "status": response.status, "headers": response.headers}
    )
    await send({"type": "http.response.body", "body": b"" if head else response.body})
