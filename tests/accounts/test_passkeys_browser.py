"""Passkeys in a real browser, with Chromium's virtual authenticator."""

import pytest
from playwright.sync_api import Page, expect

from parley.models.user import User
from tests.accounts.browsing import asha, base_url, context, newspaper, page, sign_in
from tests.accounts.conftest import PASSWORD

__all__ = ["asha", "base_url", "context", "newspaper", "page"]


@pytest.fixture
def authenticator(page: Page) -> None:
    """Somebody's telephone: it keeps passkeys and always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def add_passkey(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/accounts/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add the passkey").click()
    # The first passkey brings codes for the day on which it is lost.
    page.wait_for_url("**/2fa/recovery-codes/")


def sign_out(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{base_url}/")


def test_a_passkey_signs_in_without_a_password(
    page: Page, base_url: str, asha: User, authenticator: None
) -> None:
    sign_in(page, base_url)
    add_passkey(page, base_url)
    sign_out(page, base_url)
    page.goto(f"{base_url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{base_url}/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Asha Menon")


def test_without_a_passkey_one_is_told(page: Page, base_url: str, asha: User) -> None:
    page.goto(f"{base_url}/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work.")
