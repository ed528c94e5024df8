"""A moderator's morning at the queue: many at once, undoing, colleagues, a telephone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.conftest import PATIENCE, seed, sign_in_at
from tests.e2e.test_accessible import faults_of
from tests.server import MigratedDatabases, Server


class Morning:
    """A newspaper whose desk has much to do, and two who moderate it."""

    def __init__(self, server: Server, seeded: dict[str, str]) -> None:
        self.base_url = server.base_url
        self.server = server
        self._password = seeded["password"]
        self.people = (seeded["first"], seeded["second"])

    def fill(self, count: int) -> None:
        """Empties the queue, and has so many comments wait, in an order that one knows."""
        seed(self.server, "queue", str(count))

    def open(self, page: Page, who: int = 0, query: str = "") -> Page:
        sign_in_at(page, self.base_url, email=self.people[who], password=self._password)
        page.goto(f"{self.base_url}/moderate/{query}")
        # The script is at work.
        expect(page.get_by_role("button", name="Choose all shown")).to_be_visible()
        return page


@pytest.fixture(scope="module")
def morning(migrated_databases: MigratedDatabases) -> Iterator[Morning]:
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={})
        try:
            seeded = seed(server, "desk")
            server.start()
            yield Morning(server, seeded)
        finally:
            server.kill()


@pytest.fixture
def another(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens a browser of somebody else's."""
    contexts = []

    def make() -> Page:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def test_a_morning_by_keys(morning: Morning, page: Page) -> None:
    morning.fill(20)
    desk = morning.open(page)
    press = desk.keyboard.press
    expect(desk.locator(".card")).to_have_count(15)

    press("j")
    expect(desk.locator(".card:focus")).to_contain_text("Number 0.")
    press("a")
    expect(desk.locator(".card:focus")).to_contain_text("Number 1.")

    # The second house rule, sent by Enter.
    press("r")
    press("2")
    press("Enter")
    expect(desk.locator(".card:focus")).to_contain_text("Number 2.")
    expect(desk.get_by_role("status")).to_have_text("Rejected.")

    press("u")
    expect(desk.locator(".card:focus")).to_contain_text("Number 1.")
    press("a")
    expect(desk.locator(".card:focus")).to_contain_text("Number 2.")

    press("x")
    press("j")
    press("j")
    press("Shift+X")
    expect(desk.locator(".card.chosen")).to_have_count(3)
    press("a")
    expect(desk.get_by_role("status")).to_have_text("3 approved.")
    expect(desk.locator(".card:focus")).to_contain_text("Number 5.")
    # More have been fetched meanwhile; the number at the top is true.
    expect(desk.locator(".card", has_text="Number 19.")).to_have_count(1)
    expect(desk.locator("[data-count=all] .count")).to_have_text("15")
    looks_things_up(desk)


def looks_things_up(desk: Page) -> None:
    press = desk.keyboard.press
    press("t")
    expect(desk.locator(".card:focus .around")).to_contain_text("Comments before it")
    press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    press("Escape")
    press("/")
    expect(desk.get_by_label("Words in the comment")).to_be_focused()


def test_what_else_is_done_by_keys(morning: Morning, page: Page) -> None:
    morning.fill(4)
    desk = morning.open(page)
    press, said = desk.keyboard.press, desk.get_by_role("status")
    press("j")
    card = desk.locator(".card", has_text="Number 0.")

    press("p")
    expect(said).to_have_text("This cannot be done here.")

    press("e")
    desk.keyboard.type("A colleague should look")
    press("Enter")
    expect(said).to_have_text("It stands before everything else now.")
    expect(card.locator(".tag", has_text="escalated")).to_be_visible()

    press("n")
    desk.keyboard.type("Writes at night")
    press("Tab")
    press("Enter")
    expect(said).to_have_text("Noted, for moderators alone.")
    expect(card).to_contain_text("1 note")

    suspends(desk, card)

    # To ask for a change is a decision: the next one is there.
    press("c")
    press("2")
    press("Enter")
    expect(said).to_have_text("Sent back. Its author is told what to change.")
    expect(desk.locator(".card:focus")).to_contain_text("Number 1.")

    with desk.context.expect_page() as opened:
        press("Shift+O")
    expect(opened.value.get_by_text("You have insulted others again").first).to_be_visible()
    expect(opened.value.get_by_role("heading", name="Suspended until")).to_be_visible()


def suspends(desk: Page, card: Locator) -> None:
    press = desk.keyboard.press
    press("s")
    desk.keyboard.type("7 days")
    press("Tab")
    desk.keyboard.type("You have insulted others again")
    press("Enter")
    expect(desk.get_by_role("status")).to_have_text("Suspended. The author was told why.")
    expect(card.locator("header")).to_contain_text("suspended")


def test_each_of_the_latest_decisions_can_be_undone(morning: Morning, page: Page) -> None:
    morning.fill(3)
    desk = morning.open(page)
    press, said = desk.keyboard.press, desk.get_by_role("status")
    press("j")
    press("a")
    press("a")
    expect(desk.locator(".card:focus")).to_contain_text("Number 2.")

    press("u")
    expect(said).to_have_text("Undone. 1 more can be undone.")
    expect(desk.locator(".card:focus")).to_contain_text("Number 1.")
    press("u")
    expect(said).to_have_text("Undone.")
    expect(desk.locator(".card:focus")).to_contain_text("Number 0.")


def test_what_is_urgent_comes_next_and_what_changes_is_shown(morning: Morning, page: Page) -> None:
    morning.fill(16)
    desk = morning.open(page)
    desk.keyboard.press("j")
    desk.keyboard.press("n")
    desk.keyboard.type("Half a word")

    seed(morning.server, "escalated", "Number 0.")
    card = desk.locator(".card", has_text="Number 0.")
    expect(card.locator(".tag", has_text="escalated")).to_be_visible()
    expect(card.locator("textarea:focus")).to_have_value("Half a word")

    seed(morning.server, "escalated", "Number 15.")
    expect(desk.locator(".card").nth(1)).to_contain_text("Number 15.")
    expect(desk.get_by_role("status")).to_have_text("Something urgent has come: it is next.")


def test_what_a_colleague_was_quicker_with_comes_back_with_the_reason(
    morning: Morning, page: Page
) -> None:
    morning.fill(2)
    desk = morning.open(page)
    desk.keyboard.press("j")
    card = desk.locator(".card:focus")
    expect(card).to_contain_text("Number 0.")

    # As if the event of the colleague's decision had not reached us.
    def too_late(route: Route) -> None:
        morning.fill(-1)
        route.continue_()

    desk.route("**/moderate/decide/", too_late)

    desk.keyboard.press("a")

    refused = desk.locator(".card", has_text="Number 0.").locator("[data-refused]")
    expect(refused).to_contain_text("decided about it while you read it")


def test_two_moderators_have_different_comments_and_see_each_other_work(
    morning: Morning, page: Page, another: Callable[[], Page]
) -> None:
    morning.fill(16)
    first, second = morning.open(page), morning.open(another(), 1)
    expect(second.locator(".card")).to_have_count(1)
    expect(second.locator(".card")).to_contain_text("Number 15.")
    expect(second.locator("[data-count=all] .count")).to_have_text("16")

    first.keyboard.press("j")
    first.keyboard.press("a")

    expect(second.locator("[data-count=all] .count")).to_have_text("15")


def test_without_a_connection_nothing_is_lost(morning: Morning, page: Page) -> None:
    morning.fill(3)
    desk = morning.open(page)
    desk.keyboard.press("j")
    desk.context.set_offline(True)
    desk.keyboard.press("a")
    expect(desk.locator(".card:focus")).to_contain_text("Number 1.")
    expect(desk.get_by_text("No connection. 1 decisions are kept here")).to_be_visible()

    desk.context.set_offline(False)

    expect(desk.get_by_role("status")).to_have_text(
        "The connection is back, and everything was sent."
    )
    expect(desk.locator("[data-count=all] .count")).to_have_text("2")


def test_on_a_telephone_and_for_axe(morning: Morning, page: Page) -> None:
    morning.fill(3)
    page.set_viewport_size({"width": 320, "height": 640})
    desk = morning.open(page)
    approve = desk.locator(".card").first.get_by_role("button", name="Approve")
    box = approve.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] + box["height"] <= 640
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320

    desk.keyboard.press("?")
    assert faults_of(desk) == []
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    desk.keyboard.press("c")
    assert faults_of(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    desk.keyboard.press("Escape")

    desk.get_by_role("button", name="Choose all shown").click()
    desk.get_by_role("button", name="Reject all chosen").click()
    assert faults_of(desk) == []
    desk.keyboard.press("Escape")
    approve.click()
    expect(desk.get_by_role("status")).to_have_text("3 approved.")
    expect(desk.get_by_text("Nothing is waiting.")).to_be_visible()
