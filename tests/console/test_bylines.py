"""The page on which an administrator says who writes under which name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parley.models.newsroom import Byline
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

PATH = "/moderate/bylines/"


@pytest.fixture
def administrator(site: Site) -> User:
    return factories.member(site, Role.ADMINISTRATOR, "Arvind Mathew")


@pytest.fixture
def journalist(site: Site) -> User:
    return factories.member(site, Role.STAFF, "Meera Nair")


def page(by: User) -> str:
    response = factories.browser(by).get(PATH)
    assert response.status_code == 200
    return response.content.decode()


def test_a_byline_is_added_and_taken_away(administrator: User, journalist: User) -> None:
    browser = factories.browser(administrator)
    browser.post(PATH, {"user": journalist.pk, "name": "M. Nair"})
    byline = Byline.objects.get()
    assert (byline.name, byline.user) == ("M. Nair", journalist)
    assert "M. Nair" in page(administrator)
    browser.post(f"{PATH}{byline.pk}/remove/")
    assert not Byline.objects.exists()


@pytest.mark.parametrize("given", [{}, {"user": "x", "name": "M"}, {"user": "1" * 30, "name": "M"}])
def test_what_makes_no_sense_changes_nothing(administrator: User, given: dict[str, str]) -> None:
    response = factories.browser(administrator).post(PATH, given, follow=True)
    assert response.status_code == 200
    assert not Byline.objects.exists()


def test_a_refusal_says_why(administrator: User, site: Site) -> None:
    form = {"user": factories.user().pk, "name": "M. Nair"}
    response = factories.browser(administrator).post(PATH, form, follow=True)
    assert "Choose somebody of the staff." in response.content.decode()


def test_who_signs_by_their_own_name_is_suggested(
    administrator: User, journalist: User, site: Site
) -> None:
    assert "Seen above articles" not in page(administrator)
    factories.article(site, byline="By Meera Nair")
    assert "Seen above articles" in page(administrator)


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.MODERATOR])
def test_nobody_below_an_administrator_sees_it(site: Site, role: Role) -> None:
    assert factories.browser(factories.member(site, role)).get(PATH).status_code in {403, 404}


def test_another_site_s_byline_is_as_if_absent(administrator: User) -> None:
    other = factories.site("other.example")
    theirs = factories.member(other, Role.STAFF)
    byline = Byline.objects.create(site=other, user=theirs, name="X", key="x")
    response = factories.browser(administrator).post(f"{PATH}{byline.pk}/remove/")
    assert response.status_code == 404
    assert Byline.objects.exists()


def test_the_queries_do_not_grow_with_the_bylines(administrator: User, site: Site) -> None:
    def added(first: int, last: int) -> int:
        for number in range(first, last):
            who = factories.member(site, Role.STAFF)
            Byline.objects.create(site=site, user=who, name=f"Name {number}", key=f"k{number}")
        with CaptureQueriesContext(connection) as queries:
            page(administrator)
        return len(queries)

    page(administrator)
    assert added(0, 1) == added(1, 20)
