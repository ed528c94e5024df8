"""Guessing is slowed down, by account and by address, and no header helps around it."""

import threading

import pytest
from allauth.core import ratelimit
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from parley.models.site import Site
from parley.models.user import User
from tests.accounts.conftest import PASSWORD, registration, sign_in

TOO_MANY = "Too many failed login attempts"


def guess(client: Client, email: str = "asha@mail.example", **meta: str) -> bool:
    """Try a wrong password; whether the guess was still looked at."""
    form = {"login": email, "password": "a wrong guess"}
    return TOO_MANY not in client.post("/accounts/login/", form, **meta).content.decode()  # type: ignore[arg-type]


def guesses(client: Client, times: int, **meta: str) -> list[bool]:
    return [guess(client, **meta) for _ in range(times)]


def test_the_sixth_wrong_password_in_five_minutes_is_not_looked_at(asha: User) -> None:
    assert guesses(Client(), 6) == [True] * 5 + [False]


def test_then_the_right_password_is_refused_too(asha: User) -> None:
    guesses(Client(), 6)
    assert TOO_MANY in sign_in(Client(), asha.email).content.decode()


def test_other_accounts_can_still_sign_in(asha: User, site: Site) -> None:
    guesses(Client(), 6)
    assert guess(Client(), "jonas@mail.example")


def test_a_right_password_does_not_forgive_the_wrong_ones(asha: User) -> None:
    guesses(Client(), 4)
    sign_in(Client(), asha.email)
    assert guesses(Client(), 2) == [True, False]


def test_another_spelling_of_the_address_does_not_help(asha: User) -> None:
    guesses(Client(), 5)
    assert not guess(Client(), "ASHA@Mail.Example")


def test_another_host_in_the_request_does_not_help(asha: User) -> None:
    guesses(Client(), 5)
    assert not guess(Client(), HTTP_HOST="another.example")


def test_a_forged_forwarding_header_does_not_help(site: Site) -> None:
    seen = [
        guess(Client(), f"reader{n}@mail.example", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
        for n in range(11)
    ]
    assert seen == [True] * 10 + [False]


def test_behind_a_proxy_only_its_own_entry_counts(site: Site, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    seen = [
        guess(
            Client(),
            f"reader{n}@mail.example",
            HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 198.51.100.7",
        )
        for n in range(11)
    ]
    assert seen == [True] * 10 + [False]


def test_behind_a_proxy_readers_do_not_limit_each_other(site: Site, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    seen = [
        guess(Client(), f"reader{n}@mail.example", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
        for n in range(11)
    ]
    assert all(seen)


def test_registering_is_limited_by_address(site: Site, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/h/ip"}
    form = registration(site, password1="short")
    answers = [Client().post("/accounts/signup/", form).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_a_limit_is_explained_in_words(site: Site, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/h/ip"}
    form = {"email": "asha@mail.example"}
    Client().post("/accounts/password/reset/", form)
    answer = Client().post("/accounts/password/reset/", form)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "Please wait a little" in answer.content.decode()


def test_many_resets_for_one_account_are_stopped(asha: User) -> None:
    answers = [
        Client().post("/accounts/password/reset/", {"email": asha.email}).status_code
        for _ in range(6)
    ]
    assert answers == [302] * 5 + [429]


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_are_counted_one_by_one(settings: Settings) -> None:
    """The counter is in the database: threads stand for processes here."""
    settings.ACCOUNT_RATE_LIMITS = {"guess": "3/h/key"}
    allowed: list[bool] = []
    barrier = threading.Barrier(8)

    def consume() -> None:
        request = RequestFactory().post("/", {"password": PASSWORD})
        barrier.wait()
        allowed.append(ratelimit.consume(request, action="guess", key="asha"))
        connection.close()

    threads = [threading.Thread(target=consume) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= sum(allowed) <= 3
