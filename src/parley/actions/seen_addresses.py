"""Remembers for a month from where authors wrote, as keyed digests that tell nobody else."""

import ipaddress
from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from parley.models.author import Author
from parley.models.ban import SeenAddress
from parley.models.site import Site
from parley.models.viewer import Viewer

# A household is given a whole network of IPv6, in which each device takes what it likes.
_HOUSEHOLD = 64
# More than somebody has who is not hiding.
MOST_LINKED = 20


def digest(site: Site, address: str) -> str:
    """The same for the same address on one site, and without PARLEY_SECRET_KEY anybody's guess
    for a short list of addresses only; "" where there is no address."""
    normal = _normal(address)
    if not normal:
        return ""
    return salted_hmac(f"parley.seen-address.{site.uid}", normal, algorithm="sha256").hexdigest()


def note(viewer: Viewer, author: Author, *, now: datetime) -> None:
    """Keep from where the author has just written; inside a transaction.

    A token is a script's: it tells where a server stands, and nothing of people.
    """
    seen = digest(viewer.site, viewer.address) if viewer.token is None else ""
    if seen:
        SeenAddress.objects.update_or_create(
            author=author, digest=seen, defaults={"site_id": author.site_id, "last_seen": now}
        )


def latest(author: Author) -> str:
    """The digest of where the author last wrote from; "" where that is not known any more."""
    seen: str | None = (
        author.addresses.order_by("-last_seen", "-pk").values_list("digest", flat=True).first()
    )
    return seen or ""


def linked(author: Author) -> "QuerySet[Author]":
    """Other authors of the site who wrote from where this one did: one person, or one office."""
    shared = SeenAddress.objects.filter(
        site=author.site_id, digest__in=author.addresses.values("digest")
    )
    others: QuerySet[Author] = Author.objects.filter(
        pk__in=shared.exclude(author=author).values("author")
    )
    return others.order_by("-created_at", "-pk")[:MOST_LINKED]


def _normal(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed), _HOUSEHOLD), strict=False))
    return str(parsed)
