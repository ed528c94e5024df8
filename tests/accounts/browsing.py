"""A real browser on the account pages, at a name, as passkeys need it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from parley.models.site import Site
from parley.models.user import User
from tests import factories
from tests.accounts.conftest import PASSWORD, account

EMAIL = "asha@mail.example"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found: Any = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def look(page: Page, addresses: list[str]) -> dict[str, object]:
    """What is wrong on these pages, light, dark and at 320 pixels."""
    faults: dict[str, object] = {}
    for address in addresses:
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if found := violations(page):
                faults[f"{address} {scheme}"] = found
        page.set_viewport_size({"width": 320, "height": 640})
        if is_too_wide(page):
            faults[f"{address} 320"] = "scrolls sideways"
        page.set_viewport_size({"width": 1000, "height": 800})
    return faults
