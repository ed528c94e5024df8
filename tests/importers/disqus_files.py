"""Exports of Disqus, for tests: made of pieces, and what was read of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from parley.importers import disqus
from parley.importers.record import ImportedComment, Quarantined, Record, Trouble
from parley.importers.source import Options
from tests.server import ROOT

DATA = ROOT / "tests" / "data" / "disqus"
ROOT_TAG = '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
THREAD = '<thread dsq:id="1"><link>https://paper.example/a</link></thread>'
OPTIONS = Options(base_url="https://paper.example")

Read = Callable[..., list[Record]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(content: str | bytes) -> list[Record]:
        file = tmp_path / "export.xml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(disqus.read([file], OPTIONS))

    return read_text


def export(*records: str) -> str:
    return "\n".join([ROOT_TAG, THREAD, *records, "</disqus>"])


def post(
    message: str = "Text.",
    created: str = "2020-01-01T00:00:00Z",
    *,
    identity: str = 'dsq:id="9"',
    more: str = "",
    thread: str = '<thread dsq:id="1"/>',
) -> str:
    return (
        f"<post {identity}><message>{message}</message><createdAt>{created}</createdAt>"
        f"{more}{thread}</post>"
    )


def only_comment(records: list[Record]) -> ImportedComment:
    [comment] = [record for record in records if isinstance(record, ImportedComment)]
    return comment


def only_trouble(records: list[Record]) -> Trouble:
    [record] = [record for record in records if isinstance(record, Quarantined)]
    return record.trouble
