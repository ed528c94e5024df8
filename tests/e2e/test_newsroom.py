"""A journalist answers by keyboard, on a telephone, without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.seed.people import PASSWORD
from tests.e2e.conftest import seed, sign_in_at
from tests.server import MigratedDatabases, Server

REFUSED = "why do u think that"
ANSWER = "Yes, I have asked the corporation, and it has promised nothing so far."


@pytest.fixture(scope="module")
def newsroom(newsrooms: MigratedDatabases) -> Iterator[str]:
    with newsrooms.copy() as database:
        server = Server(database, workers=1, extra={"PARLEY_DEMO": "1"})
        try:
            seed(server, "newsroom")
            server.start()
            yield server.base_url
        finally:
            server.kill()


@pytest.fixture
def phone(browser: Browser, newsroom: str) -> Iterator[Page]:
    """Narrow, without scripts, and the reporter is signed in."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 640}, base_url=newsroom
    )
    page = context.new_page()
    sign_in_at(page, newsroom, email="malavika@meridian.example", password=PASSWORD)
    yield page
    context.close()


def at_her_question(page: Page) -> None:
    page.goto("/newsroom/")
    page.get_by_role("link", name="Crown Talkies").click()
    # Straight to the answer of the question that waits.
    page.get_by_text("Has anybody asked it?").wait_for()
    page.locator("summary", has_text="Asha Ramaswamy").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")


def test_a_refused_answer_comes_back_and_is_posted_when_it_is_mended(phone: Page) -> None:
    at_her_question(phone)
    phone.keyboard.type(REFUSED)
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")

    kept = phone.get_by_label("Your answer", exact=True)
    expect(kept).to_have_value(REFUSED)
    expect(phone.get_by_role("alert")).to_be_visible()
    kept.fill(ANSWER)
    phone.get_by_role("button", name="Post", exact=True).first.press("Enter")

    expect(phone.get_by_text("Your answer is posted.")).to_be_visible()
    phone.get_by_role("link", name="Answered by you").press("Enter")
    expect(phone.get_by_text(ANSWER)).to_be_visible()


@pytest.mark.parametrize("path", ["/newsroom/", "/newsroom/mentions/", "/newsroom/article/"])
def test_nothing_is_wider_than_the_telephone(phone: Page, path: str) -> None:
    phone.goto("/newsroom/")
    if path.endswith("article/"):
        phone.get_by_role("link", name="Crown Talkies").click()
        phone.locator("summary").first.press("Enter")
    else:
        phone.goto(path)
    session = phone.context.new_cdp_session(phone)
    sizes = session.send("Page.getLayoutMetrics")
    assert sizes["cssContentSize"]["width"] <= 320
