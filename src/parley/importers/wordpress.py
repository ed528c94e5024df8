"""WordPress' export (WXR) -> records, and the WXR that Disqus takes for imports of its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from parley.importers.record import Kind, Record
from parley.importers.source import Importer, Options
from parley.importers.wordpress_records import NOTED, Items
from parley.importers.xml_layout import Layout
from parley.importers.xml_stream import read as read_xml
from parley.importers.xml_stream import root_of

_LAYOUT = Layout(
    title="WordPress export",
    has="no comments and no posts of WordPress",
    records={"comment": Kind.COMMENT},
    above=("rss", "channel"),
    # The version is in the name; fields are found whatever it is.
    declarations='xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dsq="http://disqus.com/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"',
    proofs=frozenset(["wxr_version", "post_id", "thread_identifier"]),
    context="item",
    noted=NOTED,
    # The text of a post may hold pictures.
    max_between=4 * 1024 * 1024,
)
# A feed has the root of an export, and nothing of these.
_MARKS = (b"//wordpress.org/export/", b"<wp:", b"<dsq:thread_identifier")


def read(paths: Sequence[Path], options: Options) -> Iterator[Record]:
    """Every comment, and behind its comments every post, in the order of the files."""
    for path in paths:
        items = Items(options)
        yield from read_xml(path, _LAYOUT, handler=items, told=options.told)
        yield from items.remarks()


def recognises(head: bytes) -> bool:
    root = root_of(head)
    return root.name in _LAYOUT.above and any(mark in root.rest for mark in _MARKS)


def alone(_kind: Kind, raw: str) -> bytes:
    return f"<rss {_LAYOUT.declarations}><channel>{raw}</channel></rss>".encode()


IMPORTER = Importer(
    name="wordpress", title="WordPress", read=read, recognises=recognises, alone=alone
)
