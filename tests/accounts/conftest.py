"""A site, an account with a password, and what registering takes."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from parley.models.guidelines import Guidelines
from parley.models.site import Site
from parley.models.user import User
from tests import factories
from tests.accounts import counting

PASSWORD = "the quince tree by the gate"

Register = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """Counted, and at the lowest cost: what is hashed is no secret here."""
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.CountingHasher"]
    counting.reset()


@pytest.fixture
def asha(site: Site) -> User:
    """A reader with a password and a verified address."""
    return account("Asha Menon", "asha@mail.example", site)


def account(name: str, email: str, site: Site) -> User:
    user = factories.user(name, accepted=site, email=email)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def registration(site: Site, **changes: str) -> dict[str, str]:
    """A filled form, complete and right unless changed."""
    current = Guidelines.objects.current(site)
    assert current is not None
    return {
        "email": "mina@mail.example",
        "display_name": "Mina Okafor",
        "password1": PASSWORD,
        f"accept_guidelines_{current.pk}": "on",
    } | changes


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str) -> HttpResponse:
    form = {"login": email, "password": password, **extra}
    response: HttpResponse = client.post("/accounts/login/", form)  # type: ignore[assignment]
    return response


def sign_in_afresh(client: Client, email: str) -> None:
    """With the password shown once more, as grave changes ask for."""
    sign_in(client, email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def code_in_mail() -> str:
    """The code in the newest message."""
    found = re.search(r"Your code is (\S+)", str(mail.outbox[-1].body))
    assert found is not None, mail.outbox[-1].body
    return found[1]


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.fixture
def secret(asha: User) -> str:
    """The key in Asha's app, set up through the pages."""
    client = Client()
    sign_in_afresh(client, asha.email)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    shown = re.search(r'<span class="secret">([A-Z2-7]+)</span>', page)
    assert shown is not None
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(shown[1])})
    return shown[1]
