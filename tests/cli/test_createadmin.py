"""`parley createadmin`."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from click.testing import Result

from parley.models import Membership, Role, Site, User

Run = Callable[..., Result]

PASSWORD = "a long enough phrase"
ASHA = ("createadmin", "--email", "Asha@Paper.example", "--name", "Asha Rao", "--password-stdin")

pytestmark = pytest.mark.django_db


def test_the_administrator_can_log_in_with_the_password(parley: Run) -> None:
    parley(*ASHA, typed=PASSWORD + "\n")
    assert User.objects.get(email="asha@paper.example").check_password(PASSWORD)


def test_the_address_counts_as_verified(parley: Run) -> None:
    parley(*ASHA, typed=PASSWORD)
    assert EmailAddress.objects.get().verified


def test_the_administrator_administers_every_site(parley: Run) -> None:
    Site.objects.create(domain="paper.example", name="The Paper")
    parley(*ASHA, typed=PASSWORD)
    assert Membership.objects.get().role == Role.ADMINISTRATOR


def test_it_asks_for_what_is_not_given(parley: Run) -> None:
    typed = f"asha@paper.example\nAsha Rao\n{PASSWORD}\n{PASSWORD}\n"
    assert parley("createadmin", typed=typed).exit_code == 0


def test_a_weak_password_is_refused(parley: Run) -> None:
    result = parley(*ASHA, typed="password")
    assert (result.exit_code, User.objects.count()) == (2, 0)


def test_a_name_that_looks_like_another_is_refused(parley: Run) -> None:
    parley(*ASHA, typed=PASSWORD)
    other = ("--email", "b@paper.example", "--name", "Asha Ra0", "--password-stdin")
    result = parley("createadmin", *other, typed=PASSWORD)
    assert (result.exit_code, User.objects.count()) == (1, 1)


def test_an_administrator_may_be_called_one(parley: Run) -> None:
    named = ("--email", "a@paper.example", "--name", "Administrator", "--password-stdin")
    assert parley("createadmin", *named, typed=PASSWORD).exit_code == 0
    assert User.objects.get().display_name == "Administrator"


def test_an_address_has_one_account(parley: Run) -> None:
    parley(*ASHA, typed=PASSWORD)
    other = ("--email", "asha@paper.example", "--name", "Ben Okri", "--password-stdin")
    assert parley("createadmin", *other, typed=PASSWORD).exit_code == 1
