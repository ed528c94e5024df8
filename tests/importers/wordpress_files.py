"""Exports of WordPress, for tests: made of pieces, and what was read of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from parley.importers import wordpress
from parley.importers.record import (
    Damage,
    ImportedArticle,
    ImportedComment,
    Quarantined,
    Record,
    Trouble,
)
from parley.importers.source import Options
from tests.server import ROOT

DATA = ROOT / "tests" / "data" / "wordpress"
OPTIONS = Options(base_url="https://paper.example")
RSS = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
END = "</channel></rss>"
DATE = "2020-01-01 00:00:00"
ZERO = "0000-00-00 00:00:00"
LINK = "https://paper.example/a"

Read = Callable[..., list[Record]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(content: str | bytes, options: Options = OPTIONS) -> list[Record]:
        file = tmp_path / "export.xml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(wordpress.read([file], options))

    return read_text


def comment(
    content: str = "Text.",
    *,
    identity: str = "9",
    approved: str = "1",
    kind: str = "",
    utc: str = DATE,
    local: str = "",
    more: str = "",
) -> str:
    return (
        f"<wp:comment><wp:comment_id>{identity}</wp:comment_id>"
        f"<wp:comment_date>{local}</wp:comment_date>"
        f"<wp:comment_date_gmt>{utc}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{content}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type>{more}</wp:comment>"
    )


def item(*comments: str, identity: str = "1", link: str = LINK, more: str = "") -> str:
    return "\n".join(
        [
            "<item><title>T</title>",
            f"<link>{link}</link>",
            f"<wp:post_id>{identity}</wp:post_id>",
            more,
            *comments,
            "</item>",
        ]
    )


def export(*items: str) -> str:
    return "\n".join([RSS, *items, END])


def comments_in(records: list[Record]) -> list[ImportedComment]:
    return [record for record in records if isinstance(record, ImportedComment)]


def articles_in(records: list[Record]) -> list[ImportedArticle]:
    return [record for record in records if isinstance(record, ImportedArticle)]


def quarantined_in(records: list[Record]) -> list[Quarantined]:
    return [record for record in records if isinstance(record, Quarantined)]


def damage_in(records: list[Record]) -> list[str]:
    return [record.detail for record in records if isinstance(record, Damage)]


def only_comment(records: list[Record]) -> ImportedComment:
    [found] = comments_in(records)
    return found


def only_article(records: list[Record]) -> ImportedArticle:
    [found] = articles_in(records)
    return found


def only_trouble(records: list[Record]) -> Trouble:
    [found] = quarantined_in(records)
    return found.trouble
