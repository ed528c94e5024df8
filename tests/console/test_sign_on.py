"""The page of publisher sign-on: keys, trying a token, and code that works."""

import re
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions import signing_on
from parley.actions.sealing import unseal
from parley.console.sign_on import snippets
from parley.errors import SignOnRefused
from parley.models.sign_on import SignOnIdentity, SignOnKey, UsedToken
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories, signing
from tests.server import ROOT

pytestmark = pytest.mark.either_database

PATH = "/moderate/sign-on/"
READER = {"id": 4711, "name": "Asha Rao", "email": "asha@mail.example", "email_verified": True}


@pytest.fixture
def administrator(site: Site) -> User:
    return factories.member(site, Role.ADMINISTRATOR, "Anil Kapur")


@pytest.fixture
def desk(administrator: User) -> Client:
    return factories.browser(administrator)


def make(desk: Client, **fields: str) -> Any:
    return desk.post(PATH, {"algorithm": "EdDSA", "vouches_for_email": "on"} | fields)


def shown(answer: Any) -> str:
    """The private half or the secret, as the page shows it this once."""
    found = re.search(
        r'<pre class="code"[^>]*aria-label="For your server">(.*?)</pre>', text(answer), re.DOTALL
    )
    assert found
    return found[1].replace("&#x27;", "'")


def text(answer: Any) -> str:
    html: str = answer.content.decode()
    return html


def sign_on(token: str, key: SignOnKey) -> User:
    return signing_on.exchange(key, token, agreed=None, now=timezone.now())


# --- who may ---


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.STAFF, Role.READER])
@pytest.mark.parametrize("path", ["", "test/", "ed-1/rotate/", "ed-1/revoke/"])
def test_it_is_for_administrators_alone(site: Site, role: Role, path: str) -> None:
    client = factories.browser(factories.member(site, role))
    answer = client.post(PATH + path, {"algorithm": "EdDSA"})
    assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    assert not SignOnKey.objects.exists()


def test_a_key_of_another_site_is_as_if_absent(site: Site, desk: Client) -> None:
    other = factories.site("gazette.example")
    SignOnKey.objects.create(site=other, kid="gz", algorithm="EdDSA", created_at=timezone.now())

    for path in ("gz/revoke/", "gz/rotate/"):
        answer = desk.post(f"{PATH}{path}?site=paper.example", {"grace": "1"})
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "gz" not in re.findall(r"<code[^>]*>(\w+)</code>", text(desk.get(PATH)))


def test_it_is_kept_by_no_cache(desk: Client) -> None:
    assert "no-store" in make(desk)["Cache-Control"]


# --- keys ---


def test_we_make_the_pair_and_keep_the_public_half_alone(desk: Client) -> None:
    private = shown(make(desk))
    key = SignOnKey.objects.get()

    assert private.startswith("-----BEGIN PRIVATE KEY-----")
    assert "PRIVATE" not in key.public_key
    assert key.secret_sealed == ""
    assert sign_on(signing.token(private, key.kid), key).display_name == "Asha Rao"


def test_what_is_secret_is_shown_once(desk: Client) -> None:
    secret = shown(make(desk, algorithm="HS256"))
    key = SignOnKey.objects.get()

    assert secret not in text(desk.get(PATH))
    assert secret not in key.secret_sealed
    assert unseal(key.secret_sealed) == secret
    assert sign_on(signing.token(secret, key.kid, algorithm="HS256"), key).pk


def test_a_publisher_brings_the_public_half_of_a_pair_of_its_own(desk: Client) -> None:
    private, public = signing.pair()
    answer = make(desk, public_key=f"\n {public.replace(chr(10), chr(13) + chr(10))} ")

    assert "BEGIN PRIVATE" not in text(answer)
    key = SignOnKey.objects.get()
    assert key.public_key == public
    assert sign_on(signing.token(private, key.kid), key).pk


RSA = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALqbHeRLCyOdykC5SDLqI49ArYGYG1mq
aH9/GnWjGavZM02fos4lc2w6tCchcUBNtJvGqKwhC5JEnx3RYoSX2ucCAwEAAQ==
-----END PUBLIC KEY-----"""


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        (signing.pair()[0], "private half"),
        (RSA, "another kind"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "no public key in PEM"),
        ("nonsense", "no public key in PEM"),
    ],
)
def test_what_is_no_public_key_is_named(desk: Client, pasted: str, said: str) -> None:
    answer = make(desk, public_key=pasted)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in text(answer)
    assert not SignOnKey.objects.exists()


def test_a_key_is_replaced_with_time_to_change_over(desk: Client) -> None:
    first = shown(make(desk, label="web server"))
    old = SignOnKey.objects.get()

    second = shown(desk.post(f"{PATH}{old.kid}/rotate/", {"grace": "24"}))
    old.refresh_from_db()
    new = SignOnKey.objects.exclude(pk=old.pk).get()
    assert new.label == "web server"
    assert old.expires_at is not None
    left = old.expires_at - timezone.now()
    assert timedelta(hours=23) < left <= timedelta(hours=24)
    assert sign_on(signing.token(first, old.kid), old) == sign_on(
        signing.token(second, new.kid), new
    )


def test_a_key_is_replaced_once(desk: Client) -> None:
    make(desk)
    old = SignOnKey.objects.get()
    desk.post(f"{PATH}{old.kid}/rotate/", {"grace": "1"})
    answer = desk.post(f"{PATH}{old.kid}/rotate/", {"grace": "720"}, follow=True)

    assert "replaced or revoked already" in text(answer)
    assert SignOnKey.objects.count() == 2


def test_a_key_is_revoked_at_once(desk: Client) -> None:
    private = shown(make(desk))
    key = SignOnKey.objects.get()
    answer = desk.post(f"{PATH}{key.kid}/revoke/", follow=True)

    assert "Revoked" in text(answer)
    key.refresh_from_db()
    with pytest.raises(SignOnRefused):
        sign_on(signing.token(private, key.kid), key)


def test_it_says_when_a_key_was_last_used(desk: Client) -> None:
    private = shown(make(desk))
    assert "Never used" in text(desk.get(PATH))
    key = SignOnKey.objects.get()
    sign_on(signing.token(private, key.kid), key)
    assert "Last used" in text(desk.get(PATH))


# --- trying a token ---


def tried(desk: Client, token: str) -> str:
    return text(desk.post(PATH + "test/", {"token": token}))


def test_a_right_token_is_called_so_and_stays_unused(desk: Client) -> None:
    private = shown(make(desk))
    kid = SignOnKey.objects.get().kid

    assert "This token would be taken." in tried(desk, signing.token(private, kid))
    assert not UsedToken.objects.exists()
    assert not SignOnIdentity.objects.exists()


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"aud": "gazette.example"}, "sso_wrong_audience", "paper.example"),
        ({"exp": 1_000_000_000}, "sso_expired", "2001-09-09"),
        ({"jti": "1"}, "sso_bad_jti", "random UUID"),
        ({"sub": None}, "sso_bad_subject", "never changes"),
        ({"name": ""}, "sso_bad_name", "name under which"),
        ({"iat": 4_000_000_000}, "sso_not_yet_valid", "clock"),
    ],
)
def test_it_names_the_wrong_claim_and_what_to_do(
    desk: Client, changed: dict[str, Any], code: str, said: str
) -> None:
    private = shown(make(desk))
    html = tried(desk, signing.token(private, SignOnKey.objects.get().kid, **changed))
    assert "1 thing is wrong." in html or "2 things are wrong." in html
    assert code in html
    assert said in html


def test_it_says_that_a_token_was_used(desk: Client) -> None:
    private = shown(make(desk))
    key = SignOnKey.objects.get()
    token = signing.token(private, key.kid)
    sign_on(token, key)
    assert "sso_replayed" in tried(desk, token)


def test_another_sites_token_tells_nothing(desk: Client) -> None:
    private, public = signing.pair()
    other = factories.site("gazette.example")
    SignOnKey.objects.create(
        site=other, kid="gz", algorithm="EdDSA", public_key=public, created_at=timezone.now()
    )
    answer = desk.post(
        f"{PATH}test/?site=paper.example", {"token": signing.token(private, "gz", name="Asha")}
    )
    assert "sso_unknown_key" in text(answer)
    assert "Asha" not in text(answer).partition("<textarea")[0]


def test_whatever_a_token_holds_is_shown_as_text(desk: Client) -> None:
    private = shown(make(desk))
    attack = "<script>alert(1)</script>"
    html = tried(
        desk, signing.token(private, SignOnKey.objects.get().kid, name=attack, **{attack: attack})
    )
    assert "<script>alert" not in html


# --- code for the publisher ---


def run(code: str, key_file: Path) -> str:
    """The token that the Python snippet makes for a reader."""
    names: dict[str, Any] = {}
    exec(compile(code, "snippet", "exec"), names)
    names["KEY_FILE"] = key_file
    token: str = names["parley_token"](READER)
    return token


@pytest.mark.parametrize("algorithm", ["EdDSA", "HS256"])
def test_the_python_code_works_as_it_stands(desk: Client, tmp_path: Path, algorithm: str) -> None:
    private = tmp_path / "private.key"
    private.write_text(shown(make(desk, algorithm=algorithm)) + "\n")
    key = SignOnKey.objects.get()
    code = dict(snippets(key, "paper.example"))["Python"]

    user = sign_on(run(code, private), key)
    assert (user.display_name, user.email) == ("Asha Rao", "asha@mail.example")
    assert SignOnIdentity.objects.get().subject == "4711"


@pytest.mark.parametrize("algorithm", ["EdDSA", "HS256"])
def test_the_php_code_says_the_same_as_the_python_code(site: Site, algorithm: str) -> None:
    code = dict(snippets(SignOnKey(kid="k-1", algorithm=algorithm), site.domain))
    claims = {
        name: set(re.findall(r"""^\s+["'](\w+)["'](?:: | => )""", text, re.MULTILINE))
        for name, text in code.items()
    }

    assert claims["Python"] == claims["PHP"]
    assert claims["PHP"] >= {"aud", "exp", "iat", "jti", "sub", "name", "email", "email_verified"}
    for text_ in code.values():
        assert "k-1" in text_
        assert site.domain in text_
        assert f"{algorithm}" in text_
        assert "now + 120" in text_


def test_the_page_shows_them_for_the_sites_own_key(desk: Client) -> None:
    make(desk)
    html = text(desk.get(PATH))
    assert f"KID = &quot;{SignOnKey.objects.get().kid}&quot;" in html
    assert "SITE = &quot;paper.example&quot;" in html


def test_the_documentation_has_the_same_code() -> None:
    page = (ROOT / "docs" / "sign-on.md").read_text()
    key = SignOnKey(kid="5f0c3a9e1b7d2468", algorithm="EdDSA")
    for _language, code in snippets(key, "paper.example"):
        assert code in page
