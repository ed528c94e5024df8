"""Sends what goes out over HTTP: once, to an address that was checked, in bounded time.

A name is looked up once, every address that it has is judged, and the connection is made to
one of these, so that nothing behind the firewall can be reached by a name that changes its
mind. Redirects are not followed, and proxies of the environment are not asked.
"""

import ipaddress
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError

from parley import __version__
from parley.errors import BadField

LONGEST_TARGET = 2_000
# What a receiver has to say fits into this many bytes; of the rest nothing is read.
LONGEST_ANSWER = 64_000
# A host may be unreachable by one of its addresses, such as the one of IPv6.
_ADDRESSES_TRIED = 3
_PORTS = {"https": 443, "http": 80}
# 64:ff9b::/96 reaches the IPv4 address in its last bits (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# All that is handed out of the public internet. Elsewhere lie the ways to write a private IPv4
# address that a network may translate: ::a.b.c.d, ::ffff:0:a.b.c.d, 64:ff9b:1::/48 (RFC 8215).
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_PRIVATE_6 = (ipaddress.IPv6Network("fc00::/7"), ipaddress.IPv6Network("::1/128"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unsent(Exception):
    """No answer came; the text says why, for an administrator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`body` is cut off at `LONGEST_ANSWER` bytes; names in `headers` are in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def check_target(url: str, *, field: str) -> str:
    """The address, if it is one that we would send to. Raises BadField.

    What its name leads to is judged whenever something is sent.
    """
    parts = _parsed(url.strip())
    if parts is None or len(url) > LONGEST_TARGET:
        raise BadField(field, _("Write a whole address, like https://news.example/hook."))
    if parts.username is not None or parts.fragment:
        raise BadField(field, _("Leave out the user name and everything after “#”."))
    if parts.scheme != "https" and not settings.PRIVATE_TARGETS:
        raise BadField(field, _("The address must begin with https://."))
    literal = _literal(parts.hostname or "")
    is_local = parts.hostname == "localhost" and not settings.PRIVATE_TARGETS
    if is_local or (literal is not None and not may_reach(literal)):
        raise BadField(field, _("This address is not on the public internet."))
    return url.strip()


def host_of(url: str) -> str:
    """Whom the address is of, without its path and query, which may hold secrets."""
    parts = _parsed(url)
    return (parts.hostname or "") if parts else ""


def may_reach(address: Address) -> bool:
    """Whether we send to this address: one of the public internet, or, where the operator
    allows it, of a private network or this machine. Never link-local, where clouds tell secrets."""
    address = _meant(address)
    if address.is_multicast or address.is_unspecified or address.is_link_local:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        is_private = any(address in network for network in _PRIVATE_6)
        is_public = address.is_global and address in _PUBLIC_6
    else:
        is_private = address.is_private or address.is_loopback
        is_public = address.is_global and not address.is_reserved
    return is_public or (bool(settings.PRIVATE_TARGETS) and is_private)


def post(url: str, body: bytes, *, headers: Mapping[str, str], within: timedelta) -> Answer:
    """The answer to a POST of JSON, within this time, all told. Raises Unsent."""
    exchange = _Exchange(url, body, headers=headers, within=within)
    thread = threading.Thread(target=exchange.run, name="parley-send", daemon=True)
    thread.start()
    thread.join(within.total_seconds())
    if thread.is_alive():
        exchange.abort()
        raise Unsent(no_answer(within.total_seconds()))
    if exchange.answer is None:
        raise Unsent(exchange.error)
    return exchange.answer


def no_answer(seconds: float) -> str:
    """In words, whether it was the network or the receiver that took too long."""
    return _("There was no answer within %(time)g s.") % {"time": seconds}


class _Exchange:
    """One request and its answer, in a thread of its own: neither a slow name server nor an
    answer that comes byte by byte can hold the caller."""

    def __init__(
        self, url: str, body: bytes, *, headers: Mapping[str, str], within: timedelta
    ) -> None:
        self.answer: Answer | None = None
        self.error = _("It could not be reached.")
        self._url, self._body, self._within = url, body, within.total_seconds()
        self._headers = {
            "Content-Type": "application/json",
            "User-Agent": f"Parley/{__version__}",
            **headers,
        }
        self._connection: HTTPConnection | None = None

    def run(self) -> None:
        try:
            self.answer = self._exchange()
        except Unsent as error:
            self.error = str(error)
        except (OSError, HTTPError, ValueError) as error:
            # That nobody is there is a kind of timeout too, to the library.
            late = isinstance(error, TimeoutError | ReadTimeoutError)
            if late or type(error) is ConnectTimeoutError:
                self.error = no_answer(self._within)
            else:
                self.error = _("It could not be reached: %(why)s") % {"why": error}

    def abort(self) -> None:
        """Have the thread end: what it reads from is closed under it."""
        sock = self._connection.sock if self._connection else None
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def _exchange(self) -> Answer:
        parts = _parsed(self._url)
        if parts is None or (parts.scheme != "https" and not settings.PRIVATE_TARGETS):
            raise Unsent(_("Its address must begin with https://."))
        port = parts.port or _PORTS[parts.scheme]
        addresses = _addresses(parts.hostname or "", port)
        self._connection = connection = self._connect(parts, addresses, port=port)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(
                "POST",
                path,
                body=self._body,
                headers={"Host": parts.netloc, **self._headers},
                preload_content=False,
            )
            response = connection.getresponse()
            return Answer(
                status=response.status,
                body=response.read(LONGEST_ANSWER, decode_content=False),
                headers={name.lower(): value for name, value in response.headers.items()},
            )
        finally:
            connection.close()

    def _connect(self, parts: SplitResult, addresses: list[str], *, port: int) -> HTTPConnection:
        tried = addresses[:_ADDRESSES_TRIED]
        for address in tried:
            connection = self._connection_to(address, port, name=parts)
            try:
                connection.connect()
            except (OSError, HTTPError):
                if address == tried[-1]:
                    raise
            else:
                return connection
        raise Unsent(_("Its name leads nowhere."))

    def _connection_to(self, address: str, port: int, *, name: SplitResult) -> HTTPConnection:
        if name.scheme == "http":
            return HTTPConnection(address, port, timeout=self._within)
        # The certificate must be the name's, although we connect to the address.
        return HTTPSConnection(
            address,
            port,
            timeout=self._within,
            server_hostname=name.hostname,
            assert_hostname=name.hostname,
            cert_reqs="CERT_REQUIRED",
        )


def _parsed(url: str) -> SplitResult | None:
    """None for what is no address of the web."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable and url.isprintable() and " " not in url and url.isascii() else None


def _addresses(host: str, port: int) -> list[str]:
    """Where the name leads. Raises Unsent if any of it is not to be reached."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if any(not may_reach(ipaddress.ip_address(each)) for each in addresses):
        raise Unsent(_("Its name leads to an address that is not on the public internet."))
    return addresses


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
