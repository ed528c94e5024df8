"""A newspaper signs its registered reader on, and its administrator tends the keys."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests import signing
from tests.e2e.conftest import NAME, PATIENCE, fill_in, seed
from tests.e2e.publisher import Publisher
from tests.server import MigratedDatabases, Server

# Who is signed in at the newspaper, by the id it has given to them.
REGISTERED, SUBSCRIBER = "registered", "subscriber"
NAMES = {REGISTERED: "Devika Rane", SUBSCRIBER: "Farah Naqvi"}
TEXT = "The ferry should run after nine in the evening as well."
NARROW, WIDE = 320, 1280


@dataclass
class Newspaper:
    """`reader` is who is signed in at the newspaper, one of NAMES; "" for nobody."""

    publisher: Publisher
    parley: str
    private: str
    administrator: str
    password: str
    reader: str = ""

    def token(self) -> str:
        if not self.reader:
            return ""
        return signing.token(
            self.private,
            "ed-1",
            aud="paper.localhost",
            sub=self.reader,
            name=NAMES[self.reader],
        )


@pytest.fixture(scope="module")
def newspaper(migrated_databases: MigratedDatabases) -> Iterator[Newspaper]:
    private, public = signing.pair()
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={}, name=NAME)
        publisher = Publisher(server.base_url)
        host = publisher.host.removeprefix("www.")
        try:
            seeded = seed(server, "sign_on", json.dumps({"host": host, "public": public}))
            server.start()
            paper = Newspaper(publisher, server.base_url, private, **seeded)
            publisher.token = paper.token
            yield paper
        finally:
            server.kill()
            publisher.close()


def accept_the_guidelines(page: Page, article: str) -> None:
    """What every reader is asked for once."""
    page.goto(article)
    expect(page.get_by_text("Before you comment")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_have_count(0)
    page.get_by_role("link", name="Community guidelines").first.click()
    page.get_by_role("button", name=re.compile("accept", re.IGNORECASE)).click()
    page.wait_for_url(article + "*")


def test_a_registered_reader_continues(newspaper: Newspaper, page: Page) -> None:
    newspaper.reader = REGISTERED
    accept_the_guidelines(page, newspaper.publisher.address("/ferry/"))

    expect(page.get_by_text("Commenting as Devika Rane")).to_be_visible()
    page.get_by_label("Your comment").fill(TEXT)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("article").filter(has_text=TEXT)).to_contain_text("Devika Rane")
    kept = page.evaluate("JSON.stringify([Object.entries(localStorage), document.cookie])")
    assert not re.search(r"eyJ|token|session", kept)


def test_in_another_browser_the_composer_opens_without_a_way_to_sign_in(
    newspaper: Newspaper, page: Page, browser: Browser
) -> None:
    newspaper.reader = SUBSCRIBER
    article = newspaper.publisher.address("/ferry/")
    accept_the_guidelines(page, article)
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE)
        other = context.new_page()
        other.goto(article)
        other.get_by_role("button", name="Join the discussion").click()

        expect(other.get_by_label("Your comment")).to_be_focused()
        expect(other.get_by_role("button", name="Post comment")).to_be_visible()
        expect(other.get_by_role("link", name="Sign in")).to_have_count(0)


def test_somebody_else_signs_in_as_ever(newspaper: Newspaper, page: Page) -> None:
    newspaper.reader = ""
    page.goto(newspaper.publisher.address("/ferry/"))
    expect(page.get_by_text("It was, and then it rained.")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


@pytest.fixture
def desk(newspaper: Newspaper, browser: Browser) -> Iterator[Page]:
    """The administrator at the page of the keys, without JavaScript, on a narrow telephone."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": NARROW, "height": 800}
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{newspaper.parley}/accounts/login/?next=/moderate/sign-on/")
    fill_in(page, email=newspaper.administrator, password=newspaper.password)
    page.wait_for_url(f"{newspaper.parley}/moderate/sign-on/")
    yield page
    context.close()


def test_the_keys_are_tended_without_javascript(newspaper: Newspaper, desk: Page) -> None:
    desk.get_by_text("Make a key").first.click()
    desk.get_by_label("What it is for").fill("web server")
    desk.get_by_role("button", name="Make a key").click()
    expect(desk.get_by_text("Copy this to your server now.")).to_be_visible()
    private = desk.get_by_label("For your server", exact=True).locator("visible=true").first
    expect(private).to_contain_text("BEGIN PRIVATE KEY")

    newspaper.reader = REGISTERED
    desk.get_by_role("textbox", name="Token").fill(newspaper.token())
    desk.get_by_role("button", name="Look at it").click()
    expect(desk.get_by_text("This token would be taken.")).to_be_visible()


def test_the_page_of_the_keys_fits_and_can_be_read_by_all(
    newspaper: Newspaper, desk: Page, page: Page
) -> None:
    """In every direction and by night; axe-core needs JavaScript, so in another page."""
    page.context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]  # its own shape
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for direction in ("ltr", "rtl"):
                page.goto(f"{newspaper.parley}/moderate/sign-on/")
                page.locator("details:not(.desk-more) summary").click()
                newspaper.reader = REGISTERED
                page.get_by_role("textbox", name="Token").fill(newspaper.token() + "x")
                page.get_by_role("button", name="Look at it").click()
                expect(page.get_by_text("1 thing is wrong.")).to_be_visible()
                page.evaluate("dir => { document.documentElement.dir = dir }", direction)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                    width,
                    direction,
                )
                assert Axe().run(page).response["violations"] == []
