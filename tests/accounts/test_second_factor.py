"""A second step after the password: codes of an app, and codes for when it is lost."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from parley.models.user import User
from tests.accounts.conftest import code_for, sign_in

pytestmark = pytest.mark.either_database


def test_the_password_alone_no_longer_signs_in(asha: User, secret: str) -> None:
    client = Client()
    assert sign_in(client, asha.email).headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302


def test_a_wrong_code_signs_nobody_in(asha: User, secret: str) -> None:
    client = Client()
    sign_in(client, asha.email)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert client.get("/me/").status_code == 302


def test_a_code_of_the_app_is_the_second_step(asha: User, secret: str) -> None:
    client = Client()
    sign_in(client, asha.email)
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert answer.headers["Location"] == "/me/"


def test_a_recovery_code_works_once(asha: User, secret: str) -> None:
    row = Authenticator.objects.get(user=asha, type=Authenticator.Type.RECOVERY_CODES)
    code = row.wrap().get_unused_codes()[0]
    locations = []
    for _ in range(2):
        client = Client()
        sign_in(client, asha.email)
        answer = client.post("/accounts/2fa/authenticate/", {"code": code})
        locations.append(answer.headers.get("Location"))
    assert locations == ["/me/", None]


def test_the_key_is_not_readable_in_the_database(asha: User, secret: str) -> None:
    row = Authenticator.objects.get(user=asha, type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)


def test_setting_it_up_takes_the_password_once_more(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
