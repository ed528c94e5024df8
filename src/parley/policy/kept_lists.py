"""Keeps what lists of words were made into, as far as there is room for them."""

from collections.abc import Callable, Hashable, Sized
from itertools import count
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sized)


class KeptLists(Generic[K, V]):
    """The lists used last, of at most `most` entries in all.

    The newest stays even if it alone is larger, or a site with a long list would have it made
    anew for each comment. Threads need no lock, as each step is one of a dictionary: at worst
    two of them make the same list.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lists: dict[K, V] = {}
        self._used: dict[K, int] = {}
        self._clock = count()

    def made(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under the key, or else is made, and kept from now on."""
        known = self._lists.get(key)
        if known is None:
            known = make()
            self._lists[key] = known
            self._make_room(besides=key)
        self._used[key] = next(self._clock)
        return known

    def __len__(self) -> int:
        """How many entries are kept."""
        return sum(len(kept) for kept in self._lists.copy().values())

    def __contains__(self, key: object) -> bool:
        return key in self._lists

    def _make_room(self, *, besides: K) -> None:
        excess = len(self) - self._most
        for key, _used in sorted(self._used.copy().items(), key=lambda item: item[1]):
            if excess <= 0:
                return
            if key != besides:
                self._used.pop(key, None)
                dropped = self._lists.pop(key, None)
                excess -= len(dropped) if dropped is not None else 0
