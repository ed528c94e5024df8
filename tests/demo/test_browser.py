"""The newspaper in a real browser: nobody is kept out, on no screen."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from demo.seed.people import ACCOUNTS, PASSWORD
from tests.server import ROOT, MigratedDatabases, Server

PATHS = ("/", "/articles/congestion-charge/", "/demo/", "/demo/mail/")


@pytest.fixture(scope="module")
def newspaper(migrated_databases: MigratedDatabases) -> Iterator[Server]:
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={"PARLEY_DEMO": "1"})
        command = [sys.executable, "-m", "demo", "--prepare"]
        subprocess.run(command, env=server.environment, cwd=ROOT, check=True, capture_output=True)
        try:
            server.start()
            yield server
        finally:
            server.kill()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    newspaper: Server, browser: Browser, path: str, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(newspaper.base_url + path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_a_small_telephone(newspaper: Server, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(newspaper.base_url + path)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0


def test_the_policy_of_the_page_blocks_none_of_it(newspaper: Server, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(newspaper.base_url + "/articles/congestion-charge/")
    expect(page.locator(".parley-comment").first).to_be_visible()
    assert said == []


def test_a_reader_logs_in_from_an_article_and_comes_back(newspaper: Server, page: Page) -> None:
    page.goto(newspaper.base_url + "/articles/river-dam/")
    page.get_by_role("navigation", name="Your account").get_by_text("Sign in").click()
    page.locator("input[name=login]").fill(ACCOUNTS[0].email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(newspaper.base_url + "/articles/river-dam/")
    expect(page.get_by_role("navigation", name="Your account")).to_contain_text(ACCOUNTS[0].name)
