"""Nobody learns from us who has an account: not by the answer, not by the work it costs."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from parley.models.site import Site
from parley.models.user import User
from tests.accounts import counting
from tests.accounts.conftest import account, registration, sign_in, sign_in_afresh

pytestmark = pytest.mark.either_database

KNOWN, UNKNOWN = "asha@mail.example", "nobody@mail.example"

Answer = tuple[int, str, str, int]


def answer_to(response: HttpResponse, address: str) -> Answer:
    """Status, destination, page and work, without what differs in every answer."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", response.content.decode())
    return (
        response.status_code,
        response.headers.get("Location", ""),
        page.replace(address, "ADDRESS"),
        counting.calls["hashes"],
    )


def ask(act: Callable[[Client, str], HttpResponse], address: str) -> Answer:
    counting.reset()
    return answer_to(act(Client(), address), address)


def test_registering_again_looks_like_registering(site: Site, asha: User) -> None:
    def register(client: Client, address: str) -> HttpResponse:
        name = "Mina Okafor" if address == KNOWN else "Ola Nordmann"
        form = registration(site, email=address, display_name=name)
        return client.post("/accounts/signup/", form, follow=True)  # type: ignore[return-value]

    assert ask(register, KNOWN) == ask(register, UNKNOWN)


def test_registering_again_costs_one_hash(site: Site, asha: User) -> None:
    counting.reset()
    Client().post("/accounts/signup/", registration(site, email=KNOWN))
    assert counting.calls["hashes"] == 1


def test_a_known_address_is_told_by_mail_only(site: Site, asha: User) -> None:
    Client().post("/accounts/signup/", registration(site, email=KNOWN))
    assert mail.outbox[-1].to == [KNOWN]
    assert mail.outbox[-1].subject == "You have an account with The Paper already"


def test_registering_again_makes_no_second_account(site: Site, asha: User) -> None:
    Client().post("/accounts/signup/", registration(site, email=KNOWN))
    assert User.objects.count() == 1


def test_wrong_codes_are_refused_alike(site: Site, asha: User) -> None:
    def try_codes(client: Client, address: str) -> HttpResponse:
        name = "Mina Okafor" if address == KNOWN else "Ola Nordmann"
        form = registration(site, email=address, display_name=name)
        client.post("/accounts/signup/", form)
        return client.post("/accounts/confirm-email/", {"code": "WRONG1"})  # type: ignore[return-value]

    assert ask(try_codes, KNOWN) == ask(try_codes, UNKNOWN)


def test_asking_for_another_code_is_answered_alike(
    site: Site, asha: User, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": "10/m/key"}

    def resend(client: Client, address: str) -> HttpResponse:
        name = "Mina Okafor" if address == KNOWN else "Ola Nordmann"
        form = registration(site, email=address, display_name=name)
        client.post("/accounts/signup/", form)
        return client.post("/accounts/confirm-email/", {"action": "resend"}, follow=True)  # type: ignore[return-value]

    assert ask(resend, KNOWN) == ask(resend, UNKNOWN)


def test_a_wrong_password_looks_like_an_unknown_address(site: Site, asha: User) -> None:
    def try_password(client: Client, address: str) -> HttpResponse:
        return sign_in(client, address, "not the password")

    assert ask(try_password, KNOWN) == ask(try_password, UNKNOWN)


def test_asking_for_a_new_password_is_answered_alike(site: Site, asha: User) -> None:
    def reset(client: Client, address: str) -> HttpResponse:
        return client.post("/accounts/password/reset/", {"email": address}, follow=True)  # type: ignore[return-value]

    assert ask(reset, KNOWN) == ask(reset, UNKNOWN)


def test_an_unknown_address_gets_a_mail_too(site: Site) -> None:
    Client().post("/accounts/password/reset/", {"email": UNKNOWN})
    assert mail.outbox[-1].subject == "No account with The Paper under this address"


def test_changing_to_a_known_address_is_answered_alike(site: Site, asha: User) -> None:
    account("Jonas Weber", "jonas@mail.example", site)

    def change(client: Client, address: str) -> HttpResponse:
        sign_in_afresh(client, "jonas@mail.example")
        form = {"email": address, "action_add": ""}
        return client.post("/accounts/email/", form, follow=True)  # type: ignore[return-value]

    assert ask(change, KNOWN) == ask(change, UNKNOWN)
