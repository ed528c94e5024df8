"""POST /api/v1/session/sso: a publisher's registered reader may continue."""

import json
import threading
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from parley import jobs
from parley.actions import guidelines, limits
from parley.actions.sealing import seal
from parley.models.article import Article
from parley.models.sign_on import SignOnKey, UsedToken
from parley.models.site import Site
from parley.models.user import User
from tests import factories, signing
from tests.api.publisher import PAGE, PRIVATE, post, refused, register, token, user_of

# --- signing on ---


def test_it_signs_a_registered_reader_on(key: SignOnKey) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = post(token(name="Asha Rao"), client)

    assert answer.status_code == HTTPStatus.OK
    assert answer.json()["user"]["name"] == "Asha Rao"
    assert answer.json()["user"]["role"] == "reader"
    assert not answer.json()["user"]["guidelines_accepted"]
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/api/v1/me").json()["user"]["name"] == "Asha Rao"


def test_the_answer_has_what_a_page_needs_to_write(key: SignOnKey, article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    csrf = post(token(), client).json()["csrf"]
    user = user_of()
    guidelines.accept(user, article.site.guidelines.get(), now=timezone.now())

    posted = client.post(
        "/api/v1/comments",
        json.dumps({"article": article.pk, "text": factories.PROPER}),
        content_type="application/json",
        headers={"Origin": PAGE, "X-CSRFToken": csrf},
    )
    assert posted.status_code == HTTPStatus.CREATED


def test_a_shared_secret_signs_on_as_well(site: Site) -> None:
    secret = "s" * 43
    SignOnKey.objects.create(
        site=site,
        kid="hs-1",
        algorithm="HS256",
        secret_sealed=seal(secret),
        created_at=timezone.now(),
    )
    assert post(signing.token(secret, "hs-1", algorithm="HS256")).status_code == HTTPStatus.OK


def test_the_session_that_begins_has_a_new_key(key: SignOnKey) -> None:
    client = Client(enforce_csrf_checks=True)
    session = client.session
    session["prepared"] = True
    session.save()
    before = session.session_key

    post(token(), client)
    assert client.session.session_key != before


def test_the_session_ends_the_same_day(key: SignOnKey) -> None:
    client = Client()
    post(token(), client)
    assert client.session.get_expiry_age() <= timedelta(hours=12).total_seconds()


def test_the_same_reader_has_the_same_account(key: SignOnKey) -> None:
    first = post(token()).json()["user"]["id"]
    assert post(token()).json()["user"]["id"] == first
    assert post(token(sub="somebody-else")).json()["user"]["id"] != first


def test_the_same_subject_of_another_publisher_is_another_reader(key: SignOnKey) -> None:
    first = post(token()).json()["user"]["id"]
    private, public = signing.pair()
    register(factories.site("gazette.example"), "gz-1", public)
    foreign = signing.token(private, "gz-1", aud="gazette.example")
    assert post(foreign, origin="https://gazette.example").json()["user"]["id"] != first


def test_it_notes_when_the_key_was_last_used(key: SignOnKey) -> None:
    post(token())
    key.refresh_from_db()
    assert key.last_used_at is not None


# --- names ---


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("Asha Rao", "Asha Rao"),
        ("  Asha   Rao ", "Asha Rao"),
        ("Asha \u200b😀 Rao", "Asha Rao"),
        ("A" * 80, "A" * 30),
        ("asha@mail.example", "Reader"),
        ("Moderator", "Reader"),
        ("The Paper", "Reader"),
        ("7", "Reader"),
        ("नेहा शर्मा", "नेहा शर्मा"),
        ("محمد", "محمد"),
    ],
)
def test_the_name_is_made_fit_for_readers(key: SignOnKey, wanted: str, shown: str) -> None:
    assert post(token(name=wanted)).json()["user"]["name"] == shown


def test_a_name_that_is_taken_gets_a_number(key: SignOnKey) -> None:
    factories.user("Asha Rao")
    assert post(token(name="Asha Rao")).json()["user"]["name"] == "Asha Rao 2"
    assert post(token(name="ASHA RA0", sub="s-3")).json()["user"]["name"] == "ASHA RA0 3"


def test_the_twentieth_of_a_name_is_let_in_too(key: SignOnKey) -> None:
    names = {post(token(name="Asha Rao", sub=f"s-{n}")).json()["user"]["name"] for n in range(20)}
    assert len(names) == 20
    assert all(name.startswith("Asha Rao") for name in names)


def test_a_change_of_name_is_followed(key: SignOnKey, article: Article) -> None:
    post(token(name="Asha Rao"))
    by = factories.author(article.site, user_of())

    assert post(token(name="Asha Menon")).json()["user"]["name"] == "Asha Menon"
    by.refresh_from_db()
    assert by.display_name == "Asha Menon"


def test_a_name_chosen_here_stays_until_the_publishers_changes(key: SignOnKey) -> None:
    post(token(name="Asha Rao"))
    User.objects.filter(pk=user_of().pk).update(display_name="Tern", name_key="tern")

    assert post(token(name="Asha Rao")).json()["user"]["name"] == "Tern"
    assert post(token(name="Asha Menon")).json()["user"]["name"] == "Asha Menon"


# --- what is refused ---


def test_a_token_serves_once(key: SignOnKey) -> None:
    once = token()
    assert post(once).status_code == HTTPStatus.OK
    assert refused(post(once)) == "sso_replayed"


def test_the_jti_counts_not_the_bytes(key: SignOnKey) -> None:
    post(token(jti="the-same-jti"))
    assert refused(post(token(jti="the-same-jti", sub="another"))) == "sso_replayed"


def test_a_refused_token_changes_nothing(key: SignOnKey) -> None:
    assert refused(post(token(aud="gazette.example"))) == "sso_wrong_audience"
    assert not User.objects.exists()
    assert not UsedToken.objects.exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"exp": None}, "sso_no_expiry"),
        ({"exp": 1_000_000_000, "iat": 999_999_900}, "sso_expired"),
        ({"exp": 4_000_000_000}, "sso_lives_too_long"),
        ({"jti": None}, "sso_bad_jti"),
        ({"sub": None}, "sso_bad_subject"),
        ({"name": None}, "sso_bad_name"),
        ({"aud": None}, "sso_wrong_audience"),
    ],
)
def test_it_names_what_is_wrong(key: SignOnKey, changed: dict[str, Any], code: str) -> None:
    assert refused(post(token(**changed))) == code


def test_it_refuses_a_token_of_nobody_it_knows(key: SignOnKey) -> None:
    assert refused(post(signing.token(signing.pair()[0], "ed-1"))) == "sso_bad_signature"
    assert refused(post(signing.token(PRIVATE, "ed-2"))) == "sso_unknown_key"
    assert refused(post("no.token.atall")) == "sso_malformed"


def test_it_refuses_a_revoked_key_at_once(key: SignOnKey) -> None:
    SignOnKey.objects.update(revoked_at=timezone.now())
    assert refused(post(token())) == "sso_unknown_key"


def test_another_sites_key_does_not_open_this_site(key: SignOnKey) -> None:
    private, public = signing.pair()
    register(factories.site("gazette.example"), "gz-1", public)
    # Signed well, for the paper, by the gazette.
    foreign = signing.token(private, "gz-1", aud="paper.example")
    assert refused(post(foreign, origin="https://gazette.example")) == "sso_wrong_audience"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://paper.example.evil.example"]
)
def test_a_page_of_somebody_else_cannot_sign_a_reader_on(key: SignOnKey, origin: str) -> None:
    client = Client()
    assert refused(post(token(), client, origin=origin)) == "not_allowed"
    assert "_auth_user_id" not in client.session


def test_a_page_of_another_site_cannot_either(key: SignOnKey) -> None:
    factories.site("gazette.example")
    assert refused(post(token(), origin="https://gazette.example")) == "not_allowed"


def test_a_form_of_somebody_else_cannot_carry_a_token(key: SignOnKey) -> None:
    body = json.dumps({"token": token()})
    answer = Client().post("/api/v1/session/sso", body, content_type="text/plain")
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_the_browsers_of_the_sites_pages_may_ask(key: SignOnKey) -> None:
    answer = post(token())
    assert answer["Access-Control-Allow-Origin"] == PAGE
    assert answer["Access-Control-Allow-Credentials"] == "true"


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"token": 7}', '{"token": null}', '"x"'])
def test_what_is_no_request_is_a_problem(key: SignOnKey, body: str) -> None:
    answer = Client().post("/api/v1/session/sso", body, content_type="application/json")
    assert answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert answer.json()["code"] == "bad_input"


def test_too_many_from_one_address_wait(key: SignOnKey) -> None:
    for _n in range(limits.SIGN_ONS):
        post("a.b.c")
    answer = post(token())
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(answer["Retry-After"]) > 0


def test_used_tokens_are_forgotten_once_they_have_ended(key: SignOnKey) -> None:
    post(token())
    jobs.tidy(timezone.now())
    assert UsedToken.objects.exists()
    jobs.tidy(timezone.now() + timedelta(minutes=10))
    assert not UsedToken.objects.exists()


# --- at the same moment ---


def all_at_once(tokens: list[str]) -> list[int]:
    """Statuses of exchanges that begin together, each on its own connection."""
    begin, statuses = threading.Barrier(len(tokens)), []

    def one(given: str) -> None:
        begin.wait()
        try:
            statuses.append(post(given).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(given,)) for given in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.mark.django_db(transaction=True)
def test_of_the_same_token_at_once_one_serves(key: SignOnKey) -> None:
    once = token()
    assert all_at_once([once] * 4) == [200, 403, 403, 403]
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_reader_with_two_pages_open_has_one_account(key: SignOnKey) -> None:
    assert all_at_once([token() for _n in range(3)]) == [200, 200, 200]
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_new_readers_of_one_name_and_address_all_get_in(key: SignOnKey) -> None:
    tokens = [token(sub=f"s-{n}", email="a@mail.example", email_verified=True) for n in range(3)]
    assert all_at_once(tokens) == [200, 200, 200]
    assert User.objects.filter(email="a@mail.example").count() == 1


# --- signing out ---


def test_a_publishers_page_signs_its_reader_out(key: SignOnKey) -> None:
    client = Client(enforce_csrf_checks=True)
    csrf = post(token(), client).json()["csrf"]

    assert client.delete("/api/v1/session").status_code == HTTPStatus.FORBIDDEN
    headers = {"Origin": PAGE, "X-CSRFToken": csrf}
    assert client.delete("/api/v1/session", headers=headers).status_code == HTTPStatus.NO_CONTENT
    assert client.get("/api/v1/me").json()["user"] is None
