"""An administrator's round in a browser: words tried while one types, the rules, and a wave."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from demo.seed.people import PASSWORD
from tests.e2e.conftest import seed, sign_in_at
from tests.server import MigratedDatabases, Server

ADMINISTRATOR = "arvind@meridian.example"


@pytest.fixture(scope="module")
def newsroom(newsrooms: MigratedDatabases) -> Iterator[str]:
    """The demo newsroom's address."""
    with newsrooms.copy() as database:
        server = Server(database, workers=1, extra={"PARLEY_DEMO": "1"})
        try:
            seed(server, "newsroom")
            server.start()
            yield server.base_url
        finally:
            server.kill()


@pytest.fixture
def desk(newsroom: str, page: Page) -> Page:
    """Signed in."""
    sign_in_at(page, newsroom, email=ADMINISTRATOR, password=PASSWORD)
    return page


def faults_of(page: Page) -> list[str]:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def is_wider_than_a_telephone(page: Page) -> bool:
    page.set_viewport_size({"width": 320, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_new_entries_are_tried_while_one_types(desk: Page, newsroom: str) -> None:
    refused: list[str] = []
    desk.on("console", lambda message: refused.append(message.text))
    desk.goto(f"{newsroom}/moderate/words/")
    desk.get_by_label("Banned words").press_sequentially("train*")
    expect(desk.locator("#words-trial mark").first).to_be_visible()
    expect(desk.get_by_role("rowheader", name="train*")).to_be_visible()
    desk.get_by_label("Banned words").fill("/.*/")
    expect(desk.get_by_text("would stop “The council")).to_be_visible()
    assert refused == []


def test_the_pages_are_accessible_and_fit_a_telephone(desk: Page, newsroom: str) -> None:
    desk.goto(f"{newsroom}/moderate/words/")
    desk.get_by_label("Banned words").fill("train*\ncouncil")
    expect(desk.locator("#words-trial mark").first).to_be_visible()
    assert faults_of(desk) == []
    assert not is_wider_than_a_telephone(desk)
    for path in ("rules", "wave"):
        desk.goto(f"{newsroom}/moderate/{path}/")
        assert faults_of(desk) == []
        assert not is_wider_than_a_telephone(desk)


def test_a_wave_is_turned_on_and_ended_by_keyboard(desk: Page, newsroom: str) -> None:
    desk.goto(f"{newsroom}/moderate/rules/")
    desk.get_by_label("For how long").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Spam wave: every comment waits until")).to_be_visible()
    assert faults_of(desk) == []
    desk.goto(f"{newsroom}/moderate/")
    desk.get_by_role("button", name="End it now").press("Enter")
    expect(desk.get_by_text("Comments appear again.")).to_be_visible()
