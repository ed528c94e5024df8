"""A real browser on the account pages, at a name, as passkeys need it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from parley.models.site import Site
from parley.models.user import User
from tests import factories
from tests.accounts.conftest import PASSWORD, account

EMAIL = "asha@mail.example"


@pytest.fixture
def base_url(live_server: LiveServer, settings: Settings) -> str:
    """The server's address; it knows itself by it."""
    settings.BASE_URL = live_server.url
    settings.BASE_HOST = urlsplit(live_server.url).hostname
    return str(live_server.url)


@pytest.fixture
def newspaper(base_url: str, transactional_db: None) -> Site:
    return factories.site()


@pytest.fixture
def asha(newspaper: Site) -> User:
    return account("Asha Menon", EMAIL, newspaper)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Whatever a script complains about fails the test, and so does the page's own policy."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if "Content Security Policy" in message.text or "TrustedHTML" in message.text
            else None
        ),
    )
    yield opened
    assert complaints == []


def sign_in(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/accounts/login/")
    page.fill("#id_login", EMAIL)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{base_url}/me/")
