"""Finding one's own comments among many: words, where they stand, older ones."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.site import Site
from parley.models.user import User
from tests import factories
from tests.pages.conftest import comment_by


@pytest.fixture
def browser(reader: User) -> Client:
    return factories.browser(reader)


def shown(browser: Client, **looking_for: str) -> str:
    return browser.get("/me/", looking_for).content.decode()


def test_words_of_a_comment_find_it(browser: Client, reader: User, article: Article) -> None:
    comment_by(reader, article, text="The lake was clean.")
    comment_by(reader, article, text="The road was not.")
    found = shown(browser, q="LAKE")
    assert "The lake was clean." in found
    assert "The road was not." not in found


def test_capitals_of_any_script_do_not_matter(
    browser: Client, reader: User, article: Article
) -> None:
    comment_by(reader, article, text="Žádný strach, řekla.")
    assert "Žádný strach" in shown(browser, q="ŘEKLA")


def test_words_of_the_headline_find_it(browser: Client, reader: User, site: Site) -> None:
    for headline in ("Metro opens", "Lake closed"):
        on = factories.article(site, headline=headline)
        comment_by(reader, on, text=f"About {headline}.")
    found = shown(browser, q="metro")
    assert "About Metro opens." in found
    assert "About Lake closed." not in found


@pytest.mark.parametrize("words", ["50%", "a_b", "(x", "[", "\\", "x\0y", "'"])
def test_signs_are_only_signs(browser: Client, reader: User, article: Article, words: str) -> None:
    comment_by(reader, article, text="Nothing of the kind.")
    assert "Nothing of the kind." not in shown(browser, q=words)


def test_it_is_narrowed_by_where_it_stands(browser: Client, reader: User, article: Article) -> None:
    comment_by(reader, article, text="It waits.", state=CommentState.HELD)
    comment_by(reader, article, text="It stands.")
    found = shown(browser, state="held")
    assert "It waits." in found
    assert "It stands." not in found


def test_it_is_narrowed_to_older_ones(browser: Client, reader: User, article: Article) -> None:
    old = factories.imported_author(article.site, user=reader, display_name="asha_m")
    factories.comment(article, old, text="Long ago.", source="disqus", source_id="1")
    comment_by(reader, article, text="Just now.")
    found = shown(browser, older="1")
    assert "Long ago." in found
    assert "as <bdi>asha_m</bdi>" in found
    assert "Just now." not in found


def test_the_pages_of_a_search_keep_it(browser: Client, reader: User, article: Article) -> None:
    for number in range(21):
        comment_by(reader, article, text=f"Lake {number}.")
    assert "?q=lake&amp;state=published&amp;page=2#" in shown(browser, q="lake", state="published")


def test_what_is_not_found_is_told(browser: Client, reader: User, article: Article) -> None:
    comment_by(reader, article)
    assert "None of your comments is like that." in shown(browser, q="unheard")


def test_queries_do_not_grow_with_what_is_shown(
    browser: Client, reader: User, article: Article
) -> None:
    factories.verified(reader, "asha@old.example")

    def add(count: int) -> None:
        for number in range(count):
            mine = factories.imported_author(article.site, user=reader)
            factories.comment(article, mine, source="disqus", source_id=f"{mine.pk}-{number}")
            factories.comment(article, factories.imported_author(article.site, "asha@old.example"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer: Any = browser.get("/me/?q=the&older=1")
        assert answer.status_code == 200
        return len(captured)

    add(1)
    few = queries()
    add(9)
    assert queries() == few
