"""One form for the many addresses of an article, so that it has one discussion."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

import idna

from parley.errors import BadInput

MAX_LENGTH = 2000

# What others append to count their clicks; it never selects a page. `cb` is a cache buster and
# `ref` a referrer, both of which split discussions at publishers we read about.
# fmt: off
TRACKING = frozenset(
    [
        "_ga", "_gl", "_hsenc", "_hsmi", "at_campaign", "at_medium", "cb", "cmpid", "dclid",
        "fb_action_ids", "fb_action_types", "fb_comment_id", "fb_source", "fbclid", "gad_source",
        "gbraid", "gclid", "gclsrc", "icid", "igsh", "igshid", "mc_cid", "mc_eid", "mibextid",
        "mkt_tok", "msclkid", "ncid", "oly_anon_id", "oly_enc_id", "ref", "s_cid", "ttclid",
        "twclid", "vero_id", "wbraid", "wickedid", "wt_mc", "xtor", "yclid",
    ]
)
# fmt: on
TRACKING_PREFIXES = ("utm_", "mtm_", "hsa_", "pk_campaign", "pk_kwd", "pk_source", "pk_medium")
# A directory's own page under its file name.
INDEX_PAGES = frozenset(["index.html", "index.htm", "index.php"])

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
# Browsers read a backslash as a slash and drop tabs; nobody who means well writes either.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
# What a path segment or fragment may hold unencoded (RFC 3986, pchar).
_SEGMENT_SAFE = "!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class CanonicalUrl:
    """An address in the form by which articles are matched.

    `key` identifies the page; `host` (with its port, when odd) says whose it is; `url` is
    the address to link to: complete, but without what only tracks.
    """

    key: str
    host: str
    path: str
    url: str


def normalise(url: str) -> CanonicalUrl:
    """Raises `BadInput` for what cannot be the address of an article."""
    parts, port = _split(url)
    authority = _authority(parts.hostname or "", None if _is_default(parts, port) else port)
    host = authority.removeprefix("www.") if authority.count(".") > 1 else authority
    path = _path(parts.path)
    query = _query(parts.query)
    # "#!" was once how pages without addresses of their own were told apart.
    fragment = f"#!{_recoded(parts.fragment[1:], '/?')}" if parts.fragment.startswith("!") else ""
    page = _without_index(path).rstrip("/")
    canonical = CanonicalUrl(
        key=f"{host}{page}{query}{fragment}",
        host=host,
        path=page or "/",
        url=f"{parts.scheme}://{authority}{path or '/'}{query}{fragment}",
    )
    if len(canonical.url) > MAX_LENGTH:
        raise BadInput(f"The address is longer than {MAX_LENGTH} characters.")
    return canonical


def normal_host(host: str) -> str:
    """A bare domain as a person types it, in the form of `CanonicalUrl.host`."""
    return normalise(host if "://" in host else f"https://{host}/").host


def _split(url: str) -> tuple[SplitResult, int | None]:
    url = url.strip()
    if len(url) > MAX_LENGTH:
        raise BadInput(f"The address is longer than {MAX_LENGTH} characters.")
    if _FORBIDDEN.search(url):
        raise BadInput("The address contains control characters or backslashes.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadInput("The address is malformed.") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise BadInput("The address must begin with http:// or https://.")
    if "@" in parts.netloc:
        raise BadInput("The address must not contain a user name or password.")
    return parts, port


def _is_default(parts: SplitResult, port: int | None) -> bool:
    return port is None or port == _DEFAULT_PORTS[parts.scheme]


def _authority(host: str, port: int | None) -> str:
    """Host in its ASCII form, with the port unless None."""
    host = host.lower().rstrip(".")
    try:
        if ":" in host:
            host = f"[{ipaddress.IPv6Address(host)}]"
        elif not host.isascii():
            host = idna.encode(host, uts46=True).decode("ascii")
    except ValueError as error:
        raise BadInput("The address names no possible host.") from error
    if not host.startswith("[") and not _HOST.fullmatch(host):
        raise BadInput("The address names no possible host.")
    return host if port is None else f"{host}:{port}"


def _recoded(text: str, safe: str = "") -> str:
    """Percent-encoding in its one normal form; an encoded delimiter stays encoded."""
    return quote(unquote_to_bytes(text), safe=_SEGMENT_SAFE + safe)


def _path(path: str) -> str:
    """The path as browsers send it: encoded, with "." and ".." resolved."""
    resolved: list[str] = []
    segments = [_recoded(segment) for segment in path.split("/")[1:]]
    for segment in segments:
        if segment == "..":
            resolved = resolved[:-1]
        elif segment != ".":
            resolved.append(segment)
    if segments and segments[-1] in (".", ".."):
        resolved.append("")
    return "".join(f"/{segment}" for segment in resolved)


def _without_index(path: str) -> str:
    directory, _, page = path.rpartition("/")
    return directory if page.lower() in INDEX_PAGES else path


def _query(query: str) -> str:
    """Everything that may select a page, by name; repeated names keep their order."""
    # Bytes that are no UTF-8 survive the round trip, or old addresses would fall together.
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [(name, value) for name, value in pairs if not _tracks(name)]
    kept.sort(key=lambda pair: pair[0])
    return "?" + urlencode(kept, errors="surrogateescape") if kept else ""


def _tracks(name: str) -> bool:
    return name.lower() in TRACKING or name.lower().startswith(TRACKING_PREFIXES)
