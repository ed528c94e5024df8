"""What the reader of XML has to know of a format, and what it tells."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from lxml import etree

from parley.importers.record import Kind, Quarantined, Record


@dataclass(frozen=True)
class Layout:
    """Where the records of a format are, by names without prefixes.

    `has` says what a file of the format is known by, in words; an element in `proofs` is enough
    for it, too. `references` are elements that have the name of a record, by the name of what
    they lie in, but only point to one. A record may lie in a `context`, such as the page that
    comments are of; then the texts of `noted` children of it are told. `above` are the elements
    that records or contexts lie in, the root first; `declarations` are the root's attributes.
    """

    title: str
    has: str
    records: Mapping[str, Kind]
    above: tuple[str, ...]
    declarations: str
    references: Mapping[str, str] = field(default_factory=dict)
    proofs: frozenset[str] = frozenset()
    context: str = ""
    noted: frozenset[str] = frozenset()
    # Bytes that may lie between two records; None for as many as a record may have.
    max_between: int | None = None

    @cached_property
    def cuts(self) -> re.Pattern[bytes]:
        """Where the parser is fed up to, so that an error can be laid to the record it is in."""
        record = rf"(?P<record></{_any(self.records)}\s*>)"
        if not self.context:
            return re.compile(record.encode())
        start = rf"(?=<{_any([*self.records, self.context])}[\s>])"
        return re.compile(rf"{record}|</{_any([self.context])}\s*>|{start}".encode())

    @cached_property
    def small_cuts(self) -> re.Pattern[bytes]:
        """So that an error in a context costs no more of it than need be."""
        name = _any([*self.noted, self.context, *self.records])
        return re.compile(rf"(?=<{name}[\s>])|</{name}\s*>".encode())


def _any(names: Iterable[str]) -> str:
    return rf"(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))})"


class Handler(Protocol):
    """What a format makes of its elements; the last four are called for contexts only."""

    def record(self, element: etree._Element, *, line: int) -> Record:
        """A whole record."""

    def damaged(self, element: etree._Element, why: str, *, line: int) -> Quarantined:
        """A record that an error in the file has cut short."""

    def begin(self, *, line: int) -> None:
        """A context begins, with nothing of the one before."""

    def note(self, name: str, text: str) -> None:
        """A noted child of the context has ended."""

    def hurt(self) -> None:
        """Something of the context is lost."""

    def end(self) -> Iterator[Record]:
        """The context has ended, or what can be read of it."""
