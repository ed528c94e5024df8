"""An author appeals, and another moderator than the first publishes the comment after all."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.conftest import seed, sign_in_at
from tests.e2e.test_accessible import faults_of
from tests.server import MigratedDatabases, Server

# The narrowest telephone.
NARROW = ViewportSize(width=320, height=640)


@dataclass(frozen=True)
class Paper:
    """The paper, served, and who has to do with the comment."""

    url: str
    article: int
    writer: str
    first: str
    second: str
    password: str

    def page_of(self, browser: Browser, email: str) -> Page:
        """Somebody signed in, in a browser of their own."""
        page = browser.new_context(viewport={"width": 1000, "height": 800}).new_page()
        sign_in_at(page, self.url, email=email, password=self.password)
        return page


@pytest.fixture
def paper(migrated_databases: MigratedDatabases) -> Iterator[Paper]:
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={})
        try:
            seeded = seed(server, "refused", "paper.localhost")
            server.start()
            yield Paper(server.base_url, **seeded)
        finally:
            server.kill()


def check(page: Page) -> None:
    """Fit for everybody: axe finds nothing, and a telephone need not scroll sideways."""
    assert faults_of(page) == []
    size = page.viewport_size
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert size is not None
    page.set_viewport_size(size)


def appeal(page: Page) -> None:
    page.get_by_role("link", name="What was decided, and appeal").click()
    expect(page.get_by_text("It is advertising.")).to_be_visible()
    check(page)
    page.get_by_label("Why was the decision wrong?").fill("Nothing is for sale there.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("We have received your appeal.")).to_be_visible()
    check(page)


def test_an_author_appeals_and_another_moderator_grants_it(paper: Paper, browser: Browser) -> None:
    writer = paper.page_of(browser, paper.writer)
    appeal(writer)

    first = paper.page_of(browser, paper.first)
    first.goto(f"{paper.url}/moderate/appeals/")
    first.get_by_role("link", name="Asha Menon").click()
    expect(first.get_by_text("Another moderator has to hear the appeal.")).to_be_visible()

    second = paper.page_of(browser, paper.second)
    second.goto(f"{paper.url}/moderate/appeals/")
    check(second)
    second.get_by_role("link", name="Asha Menon").press("Enter")
    expect(second.get_by_text("Nothing is for sale there.")).to_be_visible()
    check(second)
    expect(second.get_by_role("button", name="All keys")).to_be_visible()
    # To the reason; once it is there, to the button.
    second.keyboard.press("a")
    second.keyboard.type("You are right: it is only a way across.")
    second.keyboard.press("Escape")
    second.keyboard.press("a")
    second.keyboard.press("Enter")
    expect(second.get_by_text("Heard. The author was told why.")).to_be_visible()

    writer.goto(f"{paper.url}/me/")
    expect(writer.get_by_text("You are right: it is only a way across.")).to_be_visible()
    reader = browser.new_page()
    reader.goto(f"{paper.url}/discussion/{paper.article}/")
    expect(reader.get_by_text("One crosses at the old mill.")).to_be_visible()


def test_a_blind_review_by_keyboard_and_the_figures(paper: Paper, browser: Browser) -> None:
    page = paper.page_of(browser, paper.second)
    page.goto(f"{paper.url}/moderate/reviews/")
    check(page)
    expect(page.get_by_role("button", name="All keys")).to_be_visible()
    page.keyboard.press("4")
    expect(page.get_by_label("Or: which rule does it break?")).to_have_value("relevance")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is left to review.")).to_be_visible()

    page.goto(f"{paper.url}/moderate/fairness/")
    expect(page.get_by_role("heading", name="Blind reviews")).to_be_visible()
    check(page)
