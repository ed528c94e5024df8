"""Appeals at the desk: what waits, what is overdue, and hearing one."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import appealing, moderating
from parley.actions.moderating import Why
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

WHY = Why(note="It names a shop.", rule="spam")


@pytest.fixture
def colleague(site: Site) -> User:
    return factories.member(site, Role.MODERATOR, "Tom Hughes")


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


@pytest.fixture
def opened(article: Article, colleague: User) -> Appeal:
    return appeal_on(article, colleague)


def appeal_on(on: Article, first: User, text: str = "No shop is named.") -> Appeal:
    """Against what `first` has rejected there."""
    now = timezone.now() - timedelta(hours=1)
    writer = factories.user(accepted=on.site)
    parent = factories.comment(on, text="Where is the best tea?")
    by = factories.author(on.site, writer)
    comment = factories.comment(on, by, parent=parent, text="Try the corner.")
    moderating.reject(factories.viewer(on.site, first), comment, why=WHY, now=now)
    viewer = factories.viewer(on.site, writer)
    return appealing.appeal(viewer, comment, text=text, now=timezone.now())


def hear(desk: Client, opened: Appeal, outcome: str, reason: str = "I read it anew.") -> list[str]:
    """What the moderator is told."""
    form = {"outcome": outcome, "reason": reason}
    answer = desk.post(f"/moderate/appeals/{opened.pk}/hear/", form)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def outcome_of(opened: Appeal) -> str:
    return Appeal.objects.get(pk=opened.pk).outcome


def test_the_most_pressing_comes_first_and_what_is_overdue_is_marked(
    desk: Client, article: Article, colleague: User
) -> None:
    appeal_on(article, colleague, "It came first.")
    late = appeal_on(article, colleague, "It came late.")
    Appeal.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(minutes=1))

    html = desk.get("/moderate/appeals/").content.decode()
    assert html.index("It came late.") < html.index("It came first.")
    assert html.count(">overdue<") == 1


def test_the_page_shows_all_that_the_decision_rests_on(desk: Client, opened: Appeal) -> None:
    html = desk.get(f"/moderate/appeals/{opened.pk}/").content.decode()
    for shown in ("Try the corner.", "Where is the best tea?", "It names a shop.", "No shop is"):
        assert shown in html
    assert "Tom Hughes" in html
    assert "Advertising" in html


def test_granting_publishes(desk: Client, opened: Appeal) -> None:
    assert hear(desk, opened, "grant") == ["Heard. The author was told why."]
    opened.comment.refresh_from_db()
    assert (opened.comment.state, outcome_of(opened)) == ("published", "reversed")


def test_refusing_leaves_it(desk: Client, opened: Appeal) -> None:
    hear(desk, opened, "keep")
    opened.comment.refresh_from_db()
    assert (opened.comment.state, outcome_of(opened)) == ("rejected", "kept")


def test_without_a_reason_nothing_is_decided(desk: Client, opened: Appeal) -> None:
    assert hear(desk, opened, "grant", " ") == ["Say why, so that the author can be told."]
    assert outcome_of(opened) == ""


def test_a_form_that_says_neither_decides_nothing(desk: Client, opened: Appeal) -> None:
    assert hear(desk, opened, "") == []
    assert outcome_of(opened) == ""


def test_who_decided_first_is_told_that_another_has_to(opened: Appeal, colleague: User) -> None:
    factories.member(opened.site, Role.MODERATOR)
    own = factories.browser(colleague)
    html = own.get(f"/moderate/appeals/{opened.pk}/").content.decode()
    assert "Another moderator has to hear" in html
    assert "<textarea" not in html
    assert "Another moderator" in hear(own, opened, "keep")[0]
    assert outcome_of(opened) == ""


def test_a_lone_moderator_is_told_so(opened: Appeal, colleague: User) -> None:
    html = factories.browser(colleague).get("/moderate/appeals/").content.decode()
    assert "You are the only moderator" in html


def test_what_was_heard_is_listed_apart(desk: Client, opened: Appeal) -> None:
    hear(desk, opened, "keep")
    assert "No shop is named." not in desk.get("/moderate/appeals/").content.decode()
    assert "No shop is named." in desk.get("/moderate/appeals/?heard=1").content.decode()


def test_another_sites_appeal_is_as_if_absent(opened: Appeal) -> None:
    elsewhere = factories.site("other.example")
    other = factories.browser(factories.member(elsewhere, Role.ADMINISTRATOR))
    where = f"/moderate/appeals/{opened.pk}/"
    assert other.get(f"{where}?site=other.example").status_code == 404
    form = {"outcome": "grant", "reason": "So be it."}
    assert other.post(f"{where}hear/?site=other.example", form).status_code == 404
    assert outcome_of(opened) == ""


def test_readers_find_no_such_page(opened: Appeal) -> None:
    reader = factories.browser(opened.user)
    assert reader.get("/moderate/appeals/").status_code == 404
    assert reader.get(f"/moderate/appeals/{opened.pk}/").status_code == 404


def test_a_list_of_many_costs_as_many_queries_as_of_one(
    desk: Client, article: Article, colleague: User
) -> None:
    counts = []
    for number in (1, 6):
        for _ in range(number):
            appeal_on(article, colleague)
        with CaptureQueriesContext(connection) as queries:
            desk.get("/moderate/appeals/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
