"""Pages as publishers name them, and what Parley knows of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A page; `url`, `key` and `host` as in `parley.canonical.CanonicalUrl`."""

    url: str
    key: str
    host: str
    publisher_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What the database says of an address. `site_id` is None on a host of no site,
    `article_id` None where nobody has commented."""

    site_id: int | None
    article_id: int | None = None
    comment_count: int = 0
