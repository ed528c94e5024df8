"""Which article lives at an address, and how many comments it has, from memory."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from parley.ranking.sorts import Sort
from parley.snapshots.places import Address, Place
from parley.snapshots.thread import RenderedThread

MOST_KNOWN = 100_000
# Addresses without article are anybody's to invent, so few are kept, and briefly: an
# import makes articles known without saying so.
MOST_UNKNOWN = 2_000
UNKNOWN_SECONDS = 10.0


@dataclass(slots=True)
class Unknown:
    """An address without article, for a while, with its empty thread once drawn."""

    place: Place
    until: float
    threads: dict[Sort, RenderedThread] = field(default_factory=dict)


class Directory:
    """Thread-safe. `find` asks the database about any number of addresses at once."""

    def __init__(
        self,
        find: Callable[[Sequence[Address]], Sequence[Place]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find = find
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[Address, int] = OrderedDict()
        self._unknown: OrderedDict[Address, Unknown] = OrderedDict()
        self._counts: dict[int, int] = {}
        self._news = 0

    def article_at(self, address: Address) -> int | Unknown | None:
        """The article, or that there is none; None when the database has to be asked."""
        with self._lock:
            article_id = self._known.get(address)
            if article_id is not None:
                self._known.move_to_end(address)
                return article_id
            unknown = self._unknown.get(address)
            if unknown is not None and unknown.until > self._clock():
                return unknown
            return None

    def count_at(self, address: Address) -> int | Unknown | None:
        """The number of comments; otherwise as `article_at`."""
        found = self.article_at(address)
        return self._counts.get(found) if isinstance(found, int) else found

    def look_up(self, addresses: Sequence[Address]) -> list[Place]:
        """Ask the database, and remember. Raises Unavailable."""
        news = self._news
        places = list(self._find(addresses))
        with self._lock:
            for address, place in zip(addresses, places, strict=True):
                if place.article_id is not None:
                    self._note_article(address, place.article_id)
                    # The feed may have told a newer count meanwhile.
                    self._counts.setdefault(place.article_id, place.comment_count)
                elif news == self._news:
                    # Otherwise an article appeared meanwhile, perhaps this one.
                    self._note_unknown(address, place)
        return places

    def note_change(self, article_id: int, comment_count: int, *, of_article: bool) -> None:
        """The feed's word; `of_article`: an article became known or gained an address."""
        with self._lock:
            self._counts[article_id] = comment_count
            if of_article:
                self._news += 1
                self._unknown.clear()
            if len(self._counts) > MOST_KNOWN:
                self._counts.clear()

    def forget(self, address: Address) -> None:
        """The article has gone."""
        with self._lock:
            self._known.pop(address, None)

    def clear(self) -> None:
        """Changes may have been missed."""
        with self._lock:
            self._news += 1
            self._known.clear()
            self._unknown.clear()
            self._counts.clear()

    def _note_unknown(self, address: Address, place: Place) -> None:
        self._unknown[address] = Unknown(place, self._clock() + UNKNOWN_SECONDS)
        self._unknown.move_to_end(address)
        if len(self._unknown) > MOST_UNKNOWN:
            self._unknown.popitem(last=False)

    def _note_article(self, address: Address, article_id: int) -> None:
        self._unknown.pop(address, None)
        self._known[address] = article_id
        self._known.move_to_end(address)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
