"""Signing in through an OpenID Connect provider, with a real one on this machine."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.test import Client
from pytest_django import Settings

from parley.models.site import Site
from parley.models.user import User
from tests.accounts.conftest import registration

pytestmark = pytest.mark.either_database

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """The least of an OpenID Connect provider: who it says is signing in can be set."""

    url: str = ""
    claims: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "u-1",
            "name": "Mina Okafor",
            "email": "mina@mail.example",
            "email_verified": True,
        }
    )
    nonce: str | None = None
    challenge: str | None = None

    def answer(self, path: str) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}
        if path == "/token":
            return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}
        return self.claims

    def id_token(self) -> str:
        now = datetime.now(UTC)
        claims = {
            "iss": self.url,
            "aud": "parley",
            "iat": now,
            "exp": now + timedelta(minutes=5),
            **self.claims,
        }
        if self.nonce:
            claims["nonce"] = self.nonce
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    made = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), answering_for(made))
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    app = {
        "provider_id": "house",
        "name": "House Account",
        "client_id": "parley",
        "secret": "s",
        "settings": {"server_url": made.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def answering_for(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(provider.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def log_message(self, *_arguments: object) -> None:
            """Nothing to say."""

    return Handler


def come_back(client: Client, provider: Provider, next_page: str = "") -> Any:
    """Press the button, be let through by the provider, return with its code."""
    start = client.post(f"/accounts/oidc/house/login/?next={next_page}")
    target = leaving_to(start)
    query = parse_qs(urlsplit(target).query)
    provider.nonce = query.get("nonce", [None])[0]
    provider.challenge = query.get("code_challenge", [None])[0]
    callback = f"/accounts/oidc/house/login/callback/?code=c&state={query['state'][0]}"
    return client.get(callback)


def leaving_to(response: Any) -> str:
    found = re.search(r'content="0;url=([^"]+)"', response.content.decode())
    assert found is not None, response.content.decode()
    return found[1].replace("&amp;", "&")


def test_without_settings_no_button_is_shown(site: Site) -> None:
    assert "Continue with" not in Client().get("/accounts/login/").content.decode()


def test_settings_alone_show_the_button(site: Site, provider: Provider) -> None:
    page = Client().get("/accounts/login/").content.decode()
    assert "Continue with House Account" in page


def test_google_takes_settings_alone_too(site: Site, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"google": {"APPS": [{"client_id": "c", "secret": "s"}]}}
    assert "Continue with Google" in Client().get("/accounts/login/").content.decode()


def test_the_way_there_uses_pkce_and_state(site: Site, provider: Provider) -> None:
    target = leaving_to(Client().post("/accounts/oidc/house/login/"))
    query = parse_qs(urlsplit(target).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["state"][0]


def test_a_link_alone_starts_nothing(site: Site, provider: Provider) -> None:
    page = Client().get("/accounts/oidc/house/login/").content.decode()
    assert "0;url=" not in page


def test_a_name_is_chosen_and_the_guidelines_accepted(site: Site, provider: Provider) -> None:
    client = Client()
    come_back(client, provider)
    page = client.get("/accounts/3rdparty/signup/").content.decode()
    assert 'value="Mina Okafor"' in page
    assert "community guidelines" in page


def test_then_one_is_signed_in(site: Site, provider: Provider) -> None:
    client = Client()
    register(client, site, provider)
    assert client.get("/me/").status_code == 200


def test_signing_in_again_asks_nothing(site: Site, provider: Provider) -> None:
    register(Client(), site, provider)
    again = Client()
    come_back(again, provider)
    assert again.get("/me/").status_code == 200


def test_a_taken_name_can_be_mended(site: Site, provider: Provider, asha: User) -> None:
    client = Client()
    come_back(client, provider)
    form = registration(site, display_name="Asha Menon")
    refused = client.post("/accounts/3rdparty/signup/", form)
    assert "is taken" in refused.content.decode()
    client.post("/accounts/3rdparty/signup/", registration(site))
    assert client.get("/me/").status_code == 200


def test_an_address_that_has_an_account_is_not_taken_over(
    site: Site, provider: Provider, asha: User
) -> None:
    provider.claims["email"] = asha.email
    client = Client()
    come_back(client, provider)
    client.post("/accounts/3rdparty/signup/", registration(site, email=asha.email))
    assert client.get("/me/").status_code == 302
    assert mail.outbox[-1].subject == "You have an account with The Paper already"


def test_an_address_the_provider_has_not_verified_is_verified_by_us(
    site: Site, provider: Provider
) -> None:
    provider.claims["email_verified"] = False
    client = Client()
    register(client, site, provider)
    assert client.get("/me/").status_code == 302
    assert mail.outbox[-1].subject.startswith("Your code")


def test_an_answer_without_our_state_is_refused(site: Site, provider: Provider) -> None:
    client = Client()
    come_back(client, provider)
    answer = Client().get("/accounts/oidc/house/login/callback/?code=c&state=forged")
    assert "That did not work" in answer.content.decode()


def register(client: Client, site: Site, provider: Provider) -> None:
    come_back(client, provider)
    client.post("/accounts/3rdparty/signup/", registration(site))
