"""The page of figures and its files, as staff of the newspaper see them."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions.figures.tables import TABLES, Table
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories
from tests.figures import story

PATH = "/moderate/figures/"


def html_of(by: User, query: str = "") -> str:
    response = factories.browser(by).get(PATH + query)
    assert response.status_code == 200
    return str(response.content.decode())


def file_of(by: User, name: str, query: str = "") -> list[list[str]]:
    response = factories.browser(by).get(f"{PATH}{name}.csv{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def lately(article: Article, count: int, **fields: Any) -> None:
    """Comments of yesterday that were held, decided and reported, all in the same way."""
    for _ in range(count):
        at = timezone.now() - timedelta(days=1)
        story.approved(story.posted(article, at, "abuse"), after=timedelta(minutes=5), **fields)
        story.rejected(story.posted(article, at, "spam"), rule="spam", **fields)
        story.reported(story.posted(article, at), at)


def test_a_new_site_is_told_what_will_be_here(site: Site, moderator: User) -> None:
    html = html_of(moderator)
    assert "As soon as readers comment" in html
    assert 'class="chart"' not in html


def test_each_chart_says_what_it_shows(article: Article, moderator: User) -> None:
    lately(article, 2)
    html = html_of(moderator)
    assert "Of 6 comments, 67% are public now and 33% were refused." in html
    assert "Moderators published 50% of what the machine had stopped." in html
    # Outcomes, waits, the share of the machine, authors; nothing waits.
    assert html.count('role="img"') == 4
    assert html.count("<details>") >= 9


def test_no_colleague_is_named(site: Site, article: Article, moderator: User) -> None:
    colleague = factories.member(site, Role.MODERATOR, "Tom Hughes")
    lately(article, 1, decided_by=colleague)
    assert "Tom Hughes" not in html_of(moderator)
    assert "Tom Hughes" not in "".join(str(file_of(moderator, name)) for name in TABLES)


def test_more_comments_ask_no_more_queries(article: Article, moderator: User) -> None:
    lately(article, 1)
    html_of(moderator)
    with CaptureQueriesContext(connection) as few:
        html_of(moderator)
    lately(factories.article(article.site, section="Sport"), 4)
    with CaptureQueriesContext(connection) as many:
        html_of(moderator)
    assert len(many) == len(few)


@pytest.mark.parametrize("name", TABLES)
def test_every_figure_is_a_file_with_a_header(article: Article, moderator: User, name: str) -> None:
    lately(article, 1)
    lines = file_of(moderator, name)
    assert len(lines) > 1
    assert all(len(line) == len(lines[0]) for line in lines)


def test_a_file_is_of_the_days_asked_for(article: Article, moderator: User) -> None:
    story.posted(article, story.NOW)
    lines = file_of(moderator, "outcomes", "?from=2026-11-26&to=2026-11-27")
    assert lines[0][:4] == ["from", "to", "posted", "published_at_once"]
    assert [line[:4] for line in lines[1:]] == [
        ["2026-11-26", "2026-11-26", "0", "0"],
        ["2026-11-27", "2026-11-27", "1", "1"],
    ]


def test_a_headline_is_no_formula(site: Site, moderator: User) -> None:
    lately(factories.article(site, headline='=HYPERLINK("https://evil.example")'), 1)
    names = [line[1] for line in file_of(moderator, "articles")[1:]]
    assert names == ['\'=HYPERLINK("https://evil.example")']


def test_lines_end_and_cells_are_quoted_as_in_rfc_4180() -> None:
    table = Table(columns=("name", "share"), rows=(('a "b", c', 0.25), ("d\r\ne", None)))
    assert table.as_csv() == '\ufeffname,share\r\n"a ""b"", c",0.25\r\n"d\r\ne",\r\n'


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?from=2026-11-30&to=2026-11-01", "The last day comes before the first."),
        ("?from=1990-01-01&to=2026-11-01", "Choose at most two years."),
        ("?from=tomorrow&to=2026-11-01", "Give both days"),
        ("?from=2026-11-01", "Give both days"),
        ("?from=0001-01-01&to=0001-01-02", "There are no figures of these days"),
        ("?from=9999-12-30&to=9999-12-31", "There are no figures of these days"),
    ],
)
def test_days_that_cannot_be_are_told(moderator: User, query: str, told: str) -> None:
    assert told in html_of(moderator, query)
    assert factories.browser(moderator).get(f"{PATH}outcomes.csv{query}").status_code == 422


def test_what_is_no_number_of_days_is_thirty(moderator: User) -> None:
    assert '?days=30" aria-current="true"' in html_of(moderator, "?days=31")


def test_there_is_no_file_of_what_is_no_figure(moderator: User) -> None:
    assert factories.browser(moderator).get(f"{PATH}salaries.csv").status_code == 404


@pytest.mark.parametrize("path", [PATH, f"{PATH}outcomes.csv"])
def test_readers_and_other_newspapers_staff_find_nothing(site: Site, path: str) -> None:
    other = factories.member(factories.site("other.example"), Role.ADMINISTRATOR)
    reader = factories.user(accepted=site)
    for stranger in (other, reader):
        answer = factories.browser(stranger).get(path, {"site": site.domain})
        assert answer.status_code == 404


def test_hostile_words_are_words(site: Site, moderator: User) -> None:
    author = factories.author(site, display_name="<script>1</script>")
    article = factories.article(site, headline="<script>2</script>", section="<script>3</script>")
    at = timezone.now() - timedelta(days=1)
    story.reported(story.posted(article, at, by=author, text="`<script>4</script>`"), at)
    assert "<script>" not in html_of(moderator, "?days=7")
