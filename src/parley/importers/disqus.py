"""Disqus' XML export -> records, streamed, as far as the file can be read."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from parley.importers.disqus_records import KINDS, Posts
from parley.importers.record import Kind, Record
from parley.importers.source import Importer, Options
from parley.importers.xml_layout import Layout
from parley.importers.xml_stream import read as read_xml
from parley.importers.xml_stream import root_of

_LAYOUT = Layout(
    title="Disqus export",
    has="no threads and no posts",
    records=KINDS,
    above=("disqus",),
    declarations='xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"',
    references={"thread": "post"},
)


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Every thread and post, in the order of the files."""
    for path in paths:
        yield from read_xml(path, _LAYOUT, handler=Posts(), told=options.told)


def recognises(head: bytes) -> bool:
    """By its root; no other format's is called so."""
    return root_of(head).name == "disqus"


def alone(_kind: Kind, raw: str) -> bytes:
    return f"<disqus {_LAYOUT.declarations}>{raw}</disqus>".encode()


IMPORTER = Importer(name="disqus", title="Disqus", read=read, recognises=recognises, alone=alone)
