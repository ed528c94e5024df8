"""What the tests of importers ask of the records that they got."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from parley.importers.record import (
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    Quarantined,
    Record,
    Trouble,
)
from parley.importers.source import Importer, Options
from tests.server import ROOT

DATA = ROOT / "tests" / "data"
OPTIONS = Options(base_url="https://paper.example")


def read(importer: Importer, *paths: Path, options: Options = OPTIONS) -> list[Record]:
    return list(importer.read(paths, options))


def read_text(importer: Importer, folder: Path, content: str | bytes) -> list[Record]:
    file = folder / "export"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(importer, file)


def comments(records: Iterable[Record]) -> dict[str, ImportedComment]:
    return {one.source_id: one for one in records if isinstance(one, ImportedComment)}


def articles(records: Iterable[Record]) -> dict[str, ImportedArticle]:
    return {one.source_id: one for one in records if isinstance(one, ImportedArticle)}


def authors(records: Iterable[Record]) -> dict[str, ImportedAuthor]:
    return {one.user_id: one for one in records if isinstance(one, ImportedAuthor)}


def quarantined(records: Iterable[Record]) -> Sequence[Quarantined]:
    return [one for one in records if isinstance(one, Quarantined)]


def troubles(records: Iterable[Record]) -> dict[str, Trouble]:
    return {one.record: one.trouble for one in quarantined(records)}
