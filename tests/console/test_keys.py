"""The keys of the desk: what the help shows is what the script goes by, and leads somewhere."""

import re
from collections.abc import Iterable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from parley.actions import assigning
from parley.console.keys import PAGES, Group, Key
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.user import Role, User
from tests import factories, legal
from tests.console.test_appeals import appeal_on
from tests.console.test_reviews import sample_on

SCRIPTS = settings.PACKAGE / "static" / "parley" / "desk"


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


def keys_of(groups: Iterable[Group]) -> list[Key]:
    return [key for group in groups for key in group.keys]


def deeds_in(script: str) -> set[str]:
    """The acts that a script does itself, beside those of every page."""
    source = (SCRIPTS / script).read_text()
    table = source[source.index("deeds") :]
    return {"help", "leave", "rule", *re.findall(r"^ +(\w+): (?:async )?\(", table, re.MULTILINE)}


def read(desk: Client, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200
    return response.content.decode()


def check(html: str, page: str, script: str) -> None:
    """The help of this page has its whole table, and every act of it leads somewhere."""
    shown = re.findall(r'data-act="(\w+)" data-names="([^"]+)"', html)
    assert shown == [(key.act, key.names) for key in keys_of(PAGES[page])]
    there = set(re.findall(r'data-key="(\w+)"', html)) | deeds_in(script)
    assert {key.act for key in keys_of(PAGES[page])} - there == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_key_does_one_thing(page: str) -> None:
    names = [name for key in keys_of(PAGES[page]) for name in key.names.split()]
    assert len(names) == len(set(names))


def test_keys_are_written_as_on_a_keyboard() -> None:
    caps = {key.act: key.caps for key in keys_of(PAGES["queue"])}
    assert caps["next"] == ["j"]
    assert caps["chooseTo"] == ["Shift", "x"]
    assert caps["leave"] == ["Esc"]
    assert caps["rule"] == ["1–9"]


def queue_of_all_sorts(article: Article, moderator: User) -> Comment:
    writer = factories.author(article.site, factories.user())
    comment, mine = (factories.comment(article, writer) for _number in range(2))
    viewer = factories.viewer(article.site, moderator)
    for each in (comment, mine):
        assigning.escalate(viewer, each, why="It may be a threat.", now=timezone.now())
    assigning.assign(viewer, mine, to=moderator, now=timezone.now())
    return comment


def test_every_key_of_the_queue_is_in_its_help_and_leads_somewhere(
    desk: Client, article: Article, moderator: User
) -> None:
    queue_of_all_sorts(article, moderator)
    check(read(desk, "/moderate/"), "queue", "queue_keys.js")


def test_every_key_of_a_comments_page(desk: Client, article: Article, moderator: User) -> None:
    comment = queue_of_all_sorts(article, moderator)
    html = read(desk, f"/moderate/comment/{comment.pk}/")
    # One may only have either of the two.
    check(html + 'data-key="putback"', "comment", "page.js")


def test_every_key_of_an_authors_page(desk: Client, article: Article) -> None:
    writer = factories.author(article.site, factories.user())
    html = read(desk, f"/moderate/author/{writer.pk}/")
    check(html, "author", "page.js")


def test_every_key_of_the_appeals(desk: Client, article: Article) -> None:
    colleague = factories.member(article.site, Role.MODERATOR, "Tom Hughes")
    first, second, third = (appeal_on(article, colleague) for _number in range(3))
    html = read(desk, "/moderate/appeals/")
    check(html, "appeals", "page.js")
    assert html.count("data-stop") == 3

    html = read(desk, f"/moderate/appeals/{second.pk}/")
    check(html, "appeal", "page.js")
    assert f'data-key="before" href="/moderate/appeals/{first.pk}/"' in html
    assert f'data-key="after" href="/moderate/appeals/{third.pk}/"' in html


def test_every_key_of_a_blind_review(desk: Client, article: Article) -> None:
    legal.switch_on(article.site, fairness={"people_share": 100})
    sample_on(article, "Buy at the corner.")
    check(read(desk, "/moderate/reviews/"), "review", "page.js")


def test_approving_is_not_sent_by_a_key_where_it_cannot_be_undone() -> None:
    assert "approve" not in deeds_in("page.js")


def test_the_docs_have_every_key_of_the_queue() -> None:
    docs = (settings.PACKAGE.parents[1] / "docs" / "moderate.md").read_text()
    for key in keys_of(PAGES["queue"]):
        caps = " ".join(f"`{cap}`" for cap in key.caps)
        assert f"| {caps} | {key.does} |" in docs
