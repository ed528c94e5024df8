"""What an open queue is told: further cards, urgent ones, those that changed, and why none is
left."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions import assigning, leasing
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories
from tests.console.test_queue import held


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


def more(desk: Client, query: str = "", **asked: Any) -> dict[str, list[int]]:
    """The cards that were given, and those that were drawn anew."""
    html = desk.post("/moderate/more/" + query, asked).content.decode()
    given, renewed = html.split("<div data-renewed>")
    found = re.compile(r'id="comment-(\d+)"')
    return {
        "given": [int(pk) for pk in found.findall(given)],
        "renewed": [int(pk) for pk in found.findall(renewed)],
    }


def escalate(comment: Comment, site: Site) -> None:
    colleague = factories.viewer(site, factories.member(site, Role.MODERATOR))
    assigning.escalate(colleague, comment, why="It may be a threat.", now=timezone.now())


def test_urgent_ones_are_given_before_all_others(desk: Client, article: Article) -> None:
    lesser, urgent = held(article), held(article)
    escalate(urgent, article.site)
    assert more(desk, count=8, urgent="1")["given"] == [urgent.pk]
    assert more(desk, count=8, held=urgent.pk)["given"] == [lesser.pk]


def test_what_changed_is_drawn_anew_where_it_is_still_in_hand(
    desk: Client, article: Article
) -> None:
    ours, other = held(article), held(article)
    keys = f"{ours.pk},{other.pk}"
    more(desk, count=8)
    Waiting.objects.filter(comment=other).delete()
    assert more(desk, count=0, held=keys, fresh=keys)["renewed"] == [ours.pk]


def test_nothing_is_drawn_that_one_does_not_hold(desk: Client, article: Article) -> None:
    comment = held(article)
    assert more(desk, count=0, fresh=comment.pk)["renewed"] == []


def shown(desk: Client, query: str = "") -> tuple[str, str]:
    """Why there is no card: on the page, and for a page that is open."""
    page = desk.get("/moderate/" + query).content.decode()
    answer = desk.post("/moderate/more/" + query, {"count": 8}).content.decode()
    return page, answer[answer.index("data-why-nothing") :]


def test_nothing_waits(desk: Client) -> None:
    for html in shown(desk):
        assert "Nothing is waiting." in html


def test_a_filter_finds_nothing_and_leads_to_all(desk: Client, article: Article) -> None:
    held(article)
    for html in shown(desk, "?escalated=on"):
        assert "Nothing that waits fits this filter." in html
        assert 'Show all <span class="count">1</span>' in html


def test_colleagues_have_all_in_hand(desk: Client, article: Article) -> None:
    held(article)
    site = article.site
    colleague = factories.viewer(site, factories.member(site, Role.MODERATOR))
    leasing.take(colleague, Waiting.objects.of_site(site), count=8, now=timezone.now())
    for html in shown(desk):
        assert "1 waits, and a colleague has it in hand." in html


def test_what_this_page_has_decided_and_not_yet_sent_is_nobody_elses(
    desk: Client, article: Article
) -> None:
    comment = held(article)
    html = desk.post("/moderate/more/", {"count": 8, "held": comment.pk}).content.decode()
    assert "data-why-nothing" not in html
