"""Refuses or mends requests that two parties on their way would read differently."""

import asyncio
import re

from parley.errors import BadInput, NotFound, TooLarge, TooSlow
from parley.readpath.responses import Message, Receive, Scope

# Longer bodies than any form or API call of ours has.
LARGEST_BODY = 1_100_000
# A writer on a bad line gets this long for the body; no thread is held meanwhile.
BODY_SECONDS = 30.0

# What proxies, routers and Django decode or merge in different ways.
_AMBIGUOUS = re.compile(rb"(?i)//|\\|%2f|%5c|%00|/(?:%2e|\.){1,2}(?:/|$)")
_PRINTABLE = re.compile(rb"[\x21-\x7e]*")


def check(scope: Scope) -> None:
    """Raises BadInput or NotFound for a request that nobody honest sends.

    Granian's parser keeps only Transfer-Encoding when Content-Length is there too, so
    that chunked bodies are refused altogether: every browser, and every proxy in its
    usual setting, sends the length.
    """
    if not _PRINTABLE.fullmatch(scope["query_string"]):
        raise BadInput("The query contains bytes that must be percent-encoded.")
    path = scope["raw_path"]
    if not path.startswith(b"/") or not _PRINTABLE.fullmatch(path):
        raise BadInput("The path contains bytes that must be percent-encoded.")
    if _AMBIGUOUS.search(path):
        raise NotFound
    for name, _value in scope["headers"]:
        if name == b"transfer-encoding":
            raise BadInput("Send a body with Content-Length, not in chunks.")


def without_lookalikes(scope: Scope) -> Scope:
    """The scope without headers whose name has an underscore: behind WSGI they would
    pass for those with a hyphen, X-Forwarded-For for one."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    return {**scope, "headers": headers}


def client_address(scope: Scope, trusted_proxies: int) -> str:
    """Who asks: the address that the outermost trusted proxy saw."""
    client = scope.get("client")
    nearest = str(client[0]) if client else ""
    if not trusted_proxies:
        return nearest
    values = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    hops = [hop.strip() for hop in b",".join(values).decode("latin-1").split(",") if hop.strip()]
    return hops[-trusted_proxies] if len(hops) >= trusted_proxies else nearest


async def whole_body(receive: Receive) -> Receive:
    """Wait for the body here, where waiting is cheap, so that a slow client never holds
    one of Django's threads. Raises TooLarge, TooSlow."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _read(receive)
    except TimeoutError as error:
        raise TooSlow from error

    async def replay() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadInput("The request was not completed.")
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise TooLarge(f"A request may carry {LARGEST_BODY} bytes.")
        if not message.get("more_body", False):
            return bytes(body)
