"""One's comments as a table: whole, one line each, and harmless in a spreadsheet."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from parley.actions import csv_table, exporting_table
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import User
from tests import factories


@pytest.fixture
def asha(site: Site) -> User:
    return factories.user("Asha Menon", accepted=site)


def rows(user: User) -> list[dict[str, str]]:
    text = "".join(exporting_table.table_of(user))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_each_comment_is_a_line(asha: User, article: Article) -> None:
    text = 'She said, "no";\nand then, with commas, yes.'
    factories.comment(article, factories.author(article.site, asha), text=text)
    [row] = rows(asha)
    assert row["text"] == text
    assert row["headline"] == "Metro opens"
    assert row["state"] == "published"


def test_older_comments_are_there(asha: User, article: Article) -> None:
    old = factories.imported_author(article.site, user=asha, display_name="asha_m")
    factories.comment(article, old, source="disqus", source_id="77")
    [row] = rows(asha)
    assert (row["written_as"], row["imported_from"], row["id_at_the_source"]) == (
        "asha_m",
        "disqus",
        "77",
    )


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(asha: User, article: Article, begins: str) -> None:
    text = f'{begins}HYPERLINK("https://evil.example")'
    factories.comment(article, factories.author(article.site, asha), text=text)
    assert rows(asha)[0]["text"] == "'" + text


@given(st.text())
def test_nothing_else_is_changed(text: str) -> None:
    cell = csv_table.harmless(text)
    assert not cell.startswith(csv_table.FORMULA_BEGINS)
    assert cell in {text, "'" + text}


def test_queries_do_not_grow_with_the_comments(asha: User, article: Article) -> None:
    author = factories.author(article.site, asha)
    counts = []
    for more in (1, 9):
        for _ in range(more):
            factories.comment(article, author)
        with CaptureQueriesContext(connection) as captured:
            list(exporting_table.table_of(asha))
        counts.append(len(captured))
    assert counts[0] == counts[1]
