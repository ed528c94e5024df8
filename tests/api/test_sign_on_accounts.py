"""Whose account a publisher's token leads to, and whose it never does."""

import json
from datetime import timedelta
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.utils import timezone

from parley.models.article import Article
from parley.models.author import Author
from parley.models.sign_on import SignOnIdentity, SignOnKey
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories
from tests.api.publisher import PAGE, post, refused, token, user_of

OWN_PASSWORD = "a quiet evening at home"

# --- addresses ---


def test_a_verified_address_becomes_the_accounts(key: SignOnKey) -> None:
    answer = post(token(email="Asha@Mail.example", email_verified=True))

    assert answer.json()["user"]["email"] == "asha@mail.example"
    row = EmailAddress.objects.get(user=user_of())
    assert (row.email, row.verified, row.primary) == ("asha@mail.example", True, True)


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_unverified_address_is_not_kept_at_all(key: SignOnKey, verified: object) -> None:
    answer = post(token(email="asha@mail.example", email_verified=verified))

    assert answer.json()["user"]["email"] == ""
    assert not EmailAddress.objects.exists()
    assert not User.objects.filter(email="asha@mail.example").exists()


def test_a_key_that_does_not_vouch_for_addresses_brings_none(key: SignOnKey) -> None:
    SignOnKey.objects.update(vouches_for_email=False)
    answer = post(token(email="asha@mail.example", email_verified=True))
    assert answer.json()["user"]["email"] == ""


@pytest.mark.parametrize("verified", [True, False])
def test_an_account_is_never_taken_over_by_its_address(key: SignOnKey, verified: bool) -> None:
    owner = factories.user(email="asha@mail.example")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=verified, primary=True)

    answer = post(token(email="ASHA@mail.example", email_verified=True)).json()
    assert answer["user"]["id"] != owner.pk
    assert answer["user"]["email"] == ""
    assert EmailAddress.objects.get().user == owner


def test_a_second_address_of_an_account_counts_too(key: SignOnKey) -> None:
    owner = factories.user()
    EmailAddress.objects.create(user=owner, email="asha@mail.example", verified=True)

    post(token(email="asha@mail.example", email_verified=True))
    assert EmailAddress.objects.get().user == owner


def test_an_address_that_is_verified_later_comes_along(key: SignOnKey) -> None:
    post(token())
    post(token(email="asha@mail.example", email_verified=True))
    assert user_of().email == "asha@mail.example"


def test_an_account_without_address_cannot_be_signed_in_to_or_written_to(
    key: SignOnKey, article: Article
) -> None:
    post(token())
    user = user_of()
    assert not user.has_usable_password()
    assert user.email.endswith(".invalid")

    client = Client()
    client.post("/accounts/password/reset/", {"email": user.email})
    client.post("/accounts/login/", {"login": user.email, "password": "!"})
    assert "_auth_user_id" not in client.session
    assert mail.outbox == []
    assert ".invalid" not in factories.browser(user).get("/accounts/email/").content.decode()


# --- whom it never signs on ---


def privileged(user: User, site: Site, kind: str) -> None:
    if kind in Role.values:
        user.memberships.create(site=site, role=kind)
    else:
        User.objects.filter(pk=user.pk).update(**{kind: True})


KINDS = ("is_staff", "is_superuser", Role.STAFF, Role.MODERATOR, Role.ADMINISTRATOR)


@pytest.mark.parametrize("kind", KINDS)
def test_an_account_that_got_a_role_has_to_sign_in_itself(key: SignOnKey, kind: str) -> None:
    post(token())
    privileged(user_of(), key.site, kind)

    client = Client()
    assert refused(post(token(), client)) == "sso_sign_in_here"
    assert "_auth_user_id" not in client.session


def test_a_role_on_any_other_site_counts(key: SignOnKey) -> None:
    post(token())
    privileged(user_of(), factories.site("gazette.example"), Role.MODERATOR)
    assert refused(post(token())) == "sso_sign_in_here"


def test_a_second_step_is_not_gone_around(key: SignOnKey) -> None:
    post(token())
    Authenticator.objects.create(user=user_of(), type=Authenticator.Type.TOTP, data={})
    assert refused(post(token())) == "sso_sign_in_here"


def own_password(user: User) -> None:
    """As its owner sets it by a link in a mail."""
    user.set_password(OWN_PASSWORD)
    user.save()


def test_an_account_that_got_a_password_is_its_owners(key: SignOnKey) -> None:
    post(token(email="asha@mail.example", email_verified=True))
    own_password(user_of())
    assert refused(post(token())) == "sso_sign_in_here"


def test_and_its_owner_may_let_the_publisher_in_again(key: SignOnKey) -> None:
    post(token())
    own_password(user_of())
    client = factories.browser(user_of())
    # Who has a password is asked for it before they agree; then it goes on by itself.
    asked = client.post("/me/sign-on/", {"site": "paper.example"})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post(asked["Location"], {"password": OWN_PASSWORD})

    assert post(token(), client).status_code == HTTPStatus.OK
    assert post(token()).json()["user"]["id"] == user_of().pk


def test_a_provider_counts_as_a_way_in_of_ones_own(key: SignOnKey) -> None:
    post(token())
    SocialAccount.objects.create(user=user_of(), provider="google", uid="1")
    assert refused(post(token())) == "sso_sign_in_here"


def test_a_closed_account_stays_closed(key: SignOnKey) -> None:
    post(token())
    User.objects.update(is_active=False)
    assert refused(post(token())) == "sso_account_inactive"


def test_a_suspended_author_is_still_suspended(key: SignOnKey, article: Article) -> None:
    post(token())
    until = timezone.now() + timedelta(days=1)
    factories.author(article.site, user_of(), suspended_until=until)
    assert post(token()).json()["user"]["suspended_until"]


def test_no_claim_grants_anything(key: SignOnKey) -> None:
    grasping = {
        "role": "administrator", "roles": ["moderator"], "is_staff": True, "is_superuser": True,
        "badges": ["Staff"], "trusted": True, "picture": "https://img.example/a.png",
        "id": 1, "pk": 1, "user": {"id": 1},
    }  # fmt: skip
    answer = post(token(**grasping)).json()["user"]

    assert (answer["role"], answer["badges"]) == ("reader", [])
    user = user_of()
    assert not any((user.is_staff, user.is_superuser, user.memberships.exists()))
    assert not Author.objects.filter(trusted=True).exists()


# --- joining an account that was here before ---


def agreeing(who: User) -> Client:
    """The browser of somebody who has agreed on our page."""
    client = factories.browser(who)
    assert client.post("/me/sign-on/", {"site": "paper.example"}).status_code == HTTPStatus.FOUND
    return client


def test_its_owner_may_join_an_account_that_was_here_before(key: SignOnKey) -> None:
    owner = factories.user()
    client = agreeing(owner)
    assert client.get("/api/v1/me").json()["sign_on_wanted"]

    assert post(token(), client).json()["user"]["id"] == owner.pk
    assert not client.get("/api/v1/me").json()["sign_on_wanted"]
    assert post(token()).json()["user"]["id"] == owner.pk


def test_without_their_word_a_signed_in_reader_is_not_joined(key: SignOnKey) -> None:
    owner = factories.user()
    assert post(token(), factories.browser(owner)).json()["user"]["id"] != owner.pk


def test_the_word_is_for_one_site_and_a_quarter_of_an_hour(key: SignOnKey) -> None:
    owner = factories.user()
    client = agreeing(owner)
    session = client.session
    session["parley_sign_on_agreement"] |= {"until": timezone.now().timestamp() - 1}
    session.save()
    assert not client.get("/api/v1/me").json()["sign_on_wanted"]
    assert post(token(), client).json()["user"]["id"] != owner.pk


def test_a_joined_account_keeps_its_own_name(key: SignOnKey) -> None:
    owner = factories.user("Tern")
    post(token(), agreeing(owner))
    assert post(token(name="Asha Menon")).json()["user"]["name"] == "Tern"


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_with_a_role_may_join_by_their_own_word(key: SignOnKey, kind: str) -> None:
    owner = factories.user()
    privileged(owner, key.site, kind)
    post(token(), agreeing(owner))
    assert post(token()).json()["user"]["id"] == owner.pk


def test_an_account_made_by_mistake_makes_room_while_it_is_unused(key: SignOnKey) -> None:
    post(token())
    mistaken = user_of()
    owner = factories.user()

    assert post(token(), agreeing(owner)).json()["user"]["id"] == owner.pk
    assert not User.objects.filter(pk=mistaken.pk).exists()


def test_an_account_that_was_written_from_is_not_thrown_away(
    key: SignOnKey, article: Article
) -> None:
    post(token())
    factories.comment(article, factories.author(article.site, user_of()))

    assert refused(post(token(), agreeing(factories.user()))) == "sso_already_joined"


def test_a_publishers_page_cannot_agree_for_its_reader(key: SignOnKey) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user())
    client.get("/api/v1/me")
    answer = client.post("/me/sign-on/", {"site": "paper.example"}, headers={"Origin": PAGE})
    assert answer.status_code == HTTPStatus.FORBIDDEN


# --- one's own data ---


def test_what_is_kept_of_a_sign_on_is_in_ones_data(key: SignOnKey) -> None:
    client = Client()
    post(token(), client)
    client.get("/accounts/email/")
    response = client.get("/api/v1/me/export")
    account = json.loads(response.getvalue())["account"]

    assert account["publisher_sign_on"][0]["subject"] == "reader-4711"
    assert account["email"] == ""
    assert account["email_addresses"] == []


def test_an_erased_reader_begins_anew(key: SignOnKey) -> None:
    client = Client()
    first = post(token(), client).json()["user"]["id"]
    assert client.delete("/api/v1/me").status_code == HTTPStatus.NO_CONTENT
    assert not SignOnIdentity.objects.exists()

    post(token())
    assert user_of().pk != first


def test_a_reader_takes_their_word_back(key: SignOnKey) -> None:
    owner = factories.user()
    client = agreeing(owner)
    post(token(), client)
    identity = SignOnIdentity.objects.get()
    assert "signs you on" in client.get("/me/sign-on/").content.decode()

    stranger = factories.browser(factories.user())
    stranger.post("/me/sign-on/", {"part": identity.pk})
    assert SignOnIdentity.objects.exists()

    client.post("/me/sign-on/", {"part": identity.pk})
    assert post(token()).json()["user"]["id"] != owner.pk


def test_a_second_step_cannot_be_agreed_away(key: SignOnKey) -> None:
    owner = factories.user()
    Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={})
    client = factories.browser(owner)
    client.post("/me/sign-on/", {"site": "paper.example"})
    assert not client.get("/api/v1/me").json()["sign_on_wanted"]
