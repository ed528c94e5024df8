"""What an importer is, and what it is told beside the files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from parley.importers.record import Kind, Record


def _to_nobody(_count: int) -> None:
    """The progress of a reading that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What an export does not say by itself.

    `base_url` is the site's own address ("https://paper.example"), for exports that name
    pages by their paths only. `zone` is in force for times that the source wrote without one
    in its own local time; None where the operator has not said. `columns` give the fields of
    a table by its headings, as `--map COLUMN=FIELD` does. `told` hears how many bytes of the
    files, as they lie on the disk, were read since it was last called.
    """

    base_url: str
    zone: ZoneInfo | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    told: Callable[[int], None] = _to_nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """One format.

    `read` yields every record of the files, in constant memory, whatever their order; it raises
    BadInput for files of another kind, and quarantines what it cannot read. `recognises` is
    told how a file's content begins (unpacked, HEAD bytes at most) and answers whether it is of
    this format. `alone` makes a file of its own of one record as `Quarantined.raw` has it.
    `takes_columns` is for tables whose columns the operator may name.
    """

    name: str
    title: str
    read: Callable[[Sequence[Path], Options], Iterator[Record]]
    recognises: Callable[[bytes], bool]
    alone: Callable[[Kind, str], bytes]
    takes_columns: bool = False
