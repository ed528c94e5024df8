"""Reads the query strings of the read path: known parameters only, each at most once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn
from urllib.parse import parse_qsl

from parley import canonical
from parley.errors import BadField, BadInput
from parley.ranking.sorts import DEFAULT, Sort
from parley.snapshots.places import Address
from parley.snapshots.thread import WHOLE

MOST_COUNTS = 100
# More parameters than a hundred addresses and some campaign's tags.
MOST_PARAMETERS = 200
LONGEST_PUBLISHER_ID = 255
# Row ids are 64-bit.
LARGEST_ID = 2**63 - 1
# An address of 2,000 characters, each percent-encoded, and the rest.
LONGEST_QUERY = 8_000
# Readers of one article ask with the same few queries.
REMEMBERED_QUERIES = 1_024


@dataclass(frozen=True, slots=True)
class ThreadQuery:
    """Which page of which thread. One of `article` and `address` is given.

    `page` may be `WHOLE`; `comment` asks for the page that shows it.
    """

    article: int | None
    address: Address | None
    sort: Sort
    page: int
    comment: int | None


def thread_query(query: bytes) -> ThreadQuery:
    """Raises BadInput or BadField."""
    if len(query) > LONGEST_QUERY:
        raise BadInput("The query is too long.")
    return _thread_query(query)


@lru_cache(REMEMBERED_QUERIES)
def _thread_query(query: bytes) -> ThreadQuery:
    given = _once(query, ("article", "article_id", "url", "sort", "page", "all", "comment"))
    article = _number(given, "article")
    if article is None and "url" not in given:
        raise BadInput("Say which article: send its url or its article.")
    return ThreadQuery(
        article=article,
        address=None if article is not None else _address(given),
        sort=_sort(given.get("sort", DEFAULT)),
        page=WHOLE if given.get("all") == "1" else _number(given, "page") or 1,
        comment=_number(given, "comment"),
    )


def counts_query(query: bytes) -> dict[str, Address]:
    """The addresses by the words in which they were given. Raises BadInput, BadField."""
    urls = [value for name, value in _pairs(query) if name == "url"]
    if not 1 <= len(urls) <= MOST_COUNTS:
        raise BadField("url", f"Give 1 to {MOST_COUNTS} addresses.")
    return {url: _address({"url": url}) for url in urls}


def events_query(query: bytes) -> tuple[int, int | None]:
    """The article, and the last event seen. Raises BadInput, BadField."""
    given = _once(query, ("article", "last_event_id"))
    article = _number(given, "article")
    if article is None:
        raise BadField("article", "Say which article.")
    return article, _number(given, "last_event_id")


def ticket_query(query: bytes) -> str:
    """What the page was given to open its stream by. Raises BadInput, BadField."""
    if len(query) > LONGEST_QUERY:
        raise BadInput("The query is too long.")
    given = _once(query, ("ticket",))
    if "ticket" not in given:
        _refuse("ticket", "Send the ticket that the page was given.")
    return given["ticket"]


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError as error:
        raise BadInput("The query cannot be read.") from error


def _once(query: bytes, known: tuple[str, ...]) -> dict[str, str]:
    """The known parameters. One given twice is refused: which would count?"""
    given: dict[str, str] = {}
    for name, value in _pairs(query):
        if name in known:
            if name in given:
                raise BadField(name, "Give it once.")
            given[name] = value
    return given


def _number(given: dict[str, str], name: str) -> int | None:
    """A positive whole number, None when it is not given."""
    value = given.get(name)
    if value is None:
        return None
    # ASCII only, and no more digits than the largest id has: int() would take both.
    if value.isascii() and value.isdecimal() and len(value) <= 19:
        number = int(value)
        if 1 <= number <= LARGEST_ID:
            return number
    raise BadField(name, "Give a whole number from 1.")


def _address(given: dict[str, str]) -> Address:
    publisher_id = given.get("article_id", "")
    if len(publisher_id) > LONGEST_PUBLISHER_ID or "\0" in publisher_id:
        _refuse("article_id", f"An id has at most {LONGEST_PUBLISHER_ID} characters.")
    page = canonical.normalise(given["url"])
    return Address(url=page.url, key=page.key, host=page.host, publisher_id=publisher_id)


def _sort(name: str) -> Sort:
    if name not in tuple(Sort):
        _refuse("sort", f"Give one of: {', '.join(Sort)}.")
    return Sort(name)


def _refuse(field: str, detail: str) -> NoReturn:
    raise BadField(field, detail)
