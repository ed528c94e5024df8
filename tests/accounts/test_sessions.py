"""Sessions: when they begin, and what ends them."""

import re

from django.core import mail
from django.test import Client

from parley.models.site import Site
from parley.models.user import User
from tests.accounts.conftest import PASSWORD, code_in_mail, sign_in, sign_in_afresh

NEW = "a heron over the weir at dusk"


def signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_signing_in_begins_a_new_session(asha: User) -> None:
    client = Client()
    client.get("/accounts/login/?next=/me/name/")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    client.cookies["parley-session"] = before or ""
    sign_in(client, asha.email)
    assert client.session.session_key != before


def test_signing_out_ends_it(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    client.post("/accounts/logout/")
    assert not signed_in(client)


def test_signing_out_takes_more_than_a_link(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    client.get("/accounts/logout/")
    assert signed_in(client)


def test_a_new_password_ends_every_other_session(asha: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, asha.email)
    sign_in(elsewhere, asha.email)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    here.post("/accounts/password/change/", form)
    assert (signed_in(here), signed_in(elsewhere)) == (True, False)


def test_a_reset_ends_every_session(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    reset_password(asha.email)
    assert not signed_in(client)


def test_a_reset_link_works_once(asha: User) -> None:
    link = reset_password(asha.email)
    page = Client().get(link, follow=True).content.decode()
    assert "This link no longer works" in page


def test_closing_an_account_ends_its_sessions(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    asha.is_active = False
    asha.save()
    assert not signed_in(client)


def test_a_closed_account_cannot_sign_in(asha: User) -> None:
    asha.is_active = False
    asha.save()
    client = Client()
    assert sign_in(client, asha.email).headers["Location"] == "/accounts/inactive/"
    assert not signed_in(client)


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    cookie = client.cookies["parley-session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_account_pages_are_kept_out_of_caches_and_frames(site: Site) -> None:
    headers = Client().get("/accounts/login/").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in headers["Content-Security-Policy"]


def test_links_in_mail_lead_to_us_whatever_host_the_request_names(asha: User) -> None:
    client = Client(headers={"host": "evil.example"})
    client.post("/accounts/password/reset/", {"email": asha.email})
    assert "evil.example" not in str(mail.outbox[-1].body)
    assert link_in_mail().startswith("/accounts/password/reset/key/")


def test_changing_the_address_takes_the_code_sent_to_it(asha: User) -> None:
    change_address(asha)
    asha.refresh_from_db()
    assert asha.email == "new@mail.example"


def test_without_the_code_the_address_stays(asha: User) -> None:
    change_address(asha, code="WRONG1")
    asha.refresh_from_db()
    assert asha.email == "asha@mail.example"


def test_changing_the_address_takes_the_password_once_more(asha: User) -> None:
    client = Client()
    sign_in(client, asha.email)
    form = {"email": "new@mail.example", "action_add": ""}
    answer = client.post("/accounts/email/", form)
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_the_old_address_is_told_of_the_change(asha: User) -> None:
    change_address(asha)
    told = [message for message in mail.outbox if "has been changed" in message.subject]
    assert [message.to for message in told] == [["asha@mail.example"]]


def change_address(user: User, code: str = "") -> None:
    client = Client()
    sign_in_afresh(client, user.email)
    client.post("/accounts/email/", {"email": "new@mail.example", "action_add": ""})
    client.post("/accounts/confirm-email/", {"code": code or code_in_mail()})


def link_in_mail() -> str:
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def reset_password(email: str) -> str:
    """Ask for a new password, follow the link, choose one; answers the link."""
    client = Client()
    client.post("/accounts/password/reset/", {"email": email})
    link = link_in_mail()
    form_page = client.get(link, follow=True)
    path = form_page.redirect_chain[-1][0]
    client.post(path, {"password1": NEW, "password2": NEW})
    return link
