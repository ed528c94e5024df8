"""Nobody registers with a domain that the newspaper keeps out."""

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions import banning
from parley.actions.banning import Terms
from parley.models.user import Role, User
from tests import factories

GIVEN = {"display_name": "Rani Kittur", "password1": "a quiet blue bicycle"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "made"),
    [("rani@spam.example", 0), ("rani@a.spam.example", 0), ("rani@mail.example", 1)],
)
def test_an_account_with_such_an_address_is_not_made(email: str, made: int) -> None:
    site = factories.site()
    banned = factories.author(site, factories.user(email="ravi@spam.example"))
    moderator = factories.viewer(site, factories.member(site, Role.MODERATOR))
    terms = Terms(kind="domain", until=None, reason="Spam.", confirmed_accounts=1)
    banning.ban(moderator, banned, terms=terms, now=timezone.now())
    page = Client().get("/accounts/signup/").content.decode()
    box = page.partition('name="accept_guidelines_')[2].partition('"')[0]

    Client().post("/accounts/signup/", {**GIVEN, "email": email, f"accept_guidelines_{box}": "on"})

    assert User.objects.filter(email=email).count() == made
