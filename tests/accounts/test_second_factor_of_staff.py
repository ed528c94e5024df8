"""A newspaper may ask its staff for a second factor; without it they are readers."""

import pytest
from django.test import Client

from parley.models.site import Site
from parley.models.user import Membership, Role, User
from tests import factories
from tests.accounts.conftest import code_for, sign_in

pytestmark = pytest.mark.either_database


@pytest.fixture
def strict(site: Site, asha: User) -> Site:
    """Asha is a moderator of a site that asks for a second factor."""
    Membership.objects.create(site=site, user=asha, role=Role.MODERATOR)
    site.desk = {"staff": {"second_factor": True}}
    site.save()
    return site


def test_without_one_the_desk_is_closed_and_says_where_to_set_one_up(
    strict: Site, asha: User
) -> None:
    client = Client()
    sign_in(client, asha.email)

    answer = client.get("/moderate/")

    assert answer.status_code == 403
    assert 'href="/accounts/2fa/"' in answer.content.decode()


def test_the_interface_for_programs_is_closed_too(strict: Site, asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)

    assert client.get("/api/v1/me").json()["moderate_url"] is None


def test_a_session_with_a_second_factor_has_the_role(strict: Site, asha: User, secret: str) -> None:
    client = Client()
    sign_in(client, asha.email)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert client.get("/moderate/").status_code == 200


def test_a_session_from_before_is_asked_to_confirm(strict: Site, asha: User, secret: str) -> None:
    client = factories.browser(asha)

    answer = client.get("/moderate/")

    assert answer.status_code == 403
    assert "/accounts/2fa/reauthenticate/?next=%2Fmoderate%2F" in answer.content.decode()


def test_a_site_that_does_not_ask_takes_a_password(site: Site, asha: User) -> None:
    Membership.objects.create(site=site, user=asha, role=Role.MODERATOR)
    client = Client()
    sign_in(client, asha.email)

    assert client.get("/moderate/").status_code == 200


@pytest.mark.parametrize("path", ["/newsroom/", "/newsroom/mentions/"])
def test_the_newsroom_explains_it_too(strict: Site, asha: User, path: str) -> None:
    client = Client()
    sign_in(client, asha.email)

    answer = client.get(path)

    assert answer.status_code == 403
    assert 'href="/accounts/2fa/"' in answer.content.decode()


def test_the_masthead_is_a_readers_until_then(strict: Site, asha: User) -> None:
    client = factories.browser(asha)
    assert 'href="/newsroom/' not in client.get("/me/").content.decode()
    Site.objects.update(desk={})
    assert 'href="/newsroom/' in client.get("/me/").content.decode()
