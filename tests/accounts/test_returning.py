"""Where one is sent after signing in: back to the article, and nowhere foreign."""

import pytest
from django.test import Client
from pytest_django import Settings

from parley.models.site import Site
from parley.models.user import User
from tests.accounts.conftest import PASSWORD, code_in_mail, registration, sign_in

pytestmark = pytest.mark.either_database

FOREIGN = [
    "https://evil.example/",
    "https://paper.example.evil.example/",
    "https://paper.example@evil.example/",
    "https://evil.example\\@paper.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://paper.example:8443/",
    " https://evil.example/",
    "\thttps://evil.example/",
]


def test_signing_in_leads_to_ones_own_page(asha: User) -> None:
    assert sign_in(Client(), asha.email).headers["Location"] == "/me/"


def test_signing_in_leads_back_to_a_page_of_ours(asha: User) -> None:
    answer = sign_in(Client(), asha.email, next="/discussion/7/?page=2#comment-9")
    assert answer.headers["Location"] == "/discussion/7/?page=2#comment-9"


@pytest.mark.parametrize("host", ["paper.example", "www.paper.example"])
def test_signing_in_leads_back_to_the_article(asha: User, host: str) -> None:
    target = f"https://{host}/city/metro/#parley-compose"
    page = sign_in(Client(), asha.email, next=target).content.decode()
    assert f'<meta http-equiv="refresh" content="0;url={target}">' in page


def test_the_way_back_leaves_without_breaking_the_policy_on_forms(asha: User) -> None:
    answer = sign_in(Client(), asha.email, next="https://paper.example/a/")
    assert answer.status_code == 200
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]


def test_the_session_begins_even_when_leaving(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email, next="https://paper.example/a/")
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("target", FOREIGN)
def test_nobody_is_sent_to_a_foreign_page(asha: User, target: str) -> None:
    answer = sign_in(Client(), asha.email, next=target)
    assert answer.headers.get("Location") == "/me/"


def test_somebody_signed_in_already_is_not_sent_abroad_either(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    answer = client.get("/accounts/login/?next=https://evil.example/")
    assert answer.headers["Location"] == "/me/"


def test_signing_out_leads_to_no_foreign_page(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    answer = client.post("/accounts/logout/", {"next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_over_https_no_plain_page_is_led_to(asha: User, settings: Settings) -> None:
    settings.HTTPS = True
    answer = sign_in(Client(), asha.email, next="http://paper.example/a/")
    assert answer.headers.get("Location") == "/me/"


def test_registering_leads_back_to_the_article_as_well(client: Client, site: Site) -> None:
    target = "https://paper.example/city/metro/"
    client.post("/accounts/signup/", registration(site, next=target))
    page = client.post("/accounts/confirm-email/", {"code": code_in_mail()}).content.decode()
    assert f"0;url={target}" in page


def test_the_password_is_not_in_the_page_that_leads_away(asha: User) -> None:
    page = sign_in(Client(), asha.email, next="https://paper.example/a/").content.decode()
    assert PASSWORD not in page
