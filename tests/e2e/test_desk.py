"""The moderators' queue by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Place, sign_in

pytestmark = pytest.mark.both_databases


@pytest.fixture
def queue(place: Place, page: Page) -> Page:
    """At the queue, whose script is at work."""
    sign_in(page, place, place.moderator, place.password)
    page.goto(f"{place.parley}/moderate/")
    expect(page.get_by_role("button", name="Turn the keys off")).to_be_visible()
    return page


def test_j_and_k_go_from_comment_to_comment(queue: Page) -> None:
    cards = queue.locator(".card")
    queue.keyboard.press("j")
    expect(cards.nth(0)).to_be_focused()
    queue.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    queue.keyboard.press("k")
    expect(cards.nth(0)).to_be_focused()


def test_a_approves_and_the_next_comment_is_in_focus(queue: Page) -> None:
    first, second = queue.locator(".card").nth(0), queue.locator(".card").nth(1)
    gone, following = first.get_attribute("id"), second.get_attribute("id")
    queue.keyboard.press("j")
    queue.keyboard.press("a")

    expect(queue.get_by_text("Approved.")).to_be_visible()
    expect(queue.locator(f"#{gone}")).to_have_count(0)
    expect(queue.locator(f"#{following}")).to_be_focused()


def test_r_opens_the_reasons_and_escape_leaves_them(queue: Page) -> None:
    queue.keyboard.press("j")
    queue.keyboard.press("r")
    reasons = queue.locator(".card").first.get_by_label("What the author is told").first
    expect(reasons).to_be_focused()
    queue.keyboard.press("Escape")
    expect(reasons).not_to_be_visible()


def test_what_is_typed_in_a_form_is_no_command(queue: Page) -> None:
    queue.keyboard.press("j")
    queue.keyboard.press("r")
    words = queue.locator(".card").first.get_by_label("In your own words")
    words.press_sequentially("a kraj")
    expect(words).to_have_value("a kraj")


def test_the_keys_can_be_turned_off_for_good(queue: Page) -> None:
    queue.get_by_role("button", name="Turn the keys off").click()
    queue.reload()
    expect(queue.get_by_role("button", name="Turn the keys on")).to_be_visible()
    queue.keyboard.press("j")
    expect(queue.locator(".card:focus")).to_have_count(0)


def test_a_request_for_a_change_is_undone_like_a_decision(queue: Page) -> None:
    card = queue.locator(".card").first
    gone = card.get_attribute("id")
    card.locator("summary", has_text="More").click()
    card.locator("summary", has_text="Ask for a change").click()
    card.get_by_label("What the author is to change").fill("Shorter, please.")
    card.get_by_role("button", name="Send it back").click()
    expect(queue.locator(f"#{gone}")).to_have_count(0)

    queue.get_by_role("button", name="Undo").click()
    expect(queue.locator(f"#{gone}")).to_be_visible()
