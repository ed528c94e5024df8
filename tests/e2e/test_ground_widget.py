"""Common ground in the widget: the badge, what chance shows, the third answer, the pictures."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import PATIENCE, sign_in_at
from tests.e2e.ground_place import GroundPlace, place
from tests.e2e.test_accessible import faults_of

__all__ = ["place"]

WHY = "Shown first because readers who usually vote differently from each other both respected it."
CHANCE = "Shown to you by chance"
# The places that chance fills; what stands further up by its own merit stays there.
PLACES = (4, 14, 24, 34, 44)
TELEPHONE = 320


@pytest.fixture
def reader(place: GroundPlace, page: Page) -> Page:
    """Signed in, before the discussion."""
    sign_in_at(page, place.base_url, email=place.editor, password=place.password)
    page.goto(place.discussion)
    return page


def drawn(page: Page) -> Locator:
    """What chance shows, once all of it is there."""
    expect(page.locator("parley-chance")).to_have_count(len(PLACES))
    return page.locator(".parley-drawn")


def test_the_badge_says_why_to_a_finger(place: GroundPlace, browser: Browser) -> None:
    page = browser.new_context(
        has_touch=True, viewport={"width": TELEPHONE, "height": 700}
    ).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(place.discussion)
    badge = page.locator("parley-ground").first
    badge.tap()
    expect(badge.get_by_role("tooltip")).to_have_text(WHY)
    expect(badge.get_by_role("tooltip")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE
    page.get_by_role("heading", name="60 comments").tap()
    expect(badge.get_by_role("tooltip")).to_be_hidden()


def test_the_badge_says_why_without_a_script(place: GroundPlace, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(place.discussion)
    badge = page.locator(".parley-ground").first
    assert badge.get_attribute("title") == WHY
    expect(badge).to_contain_text(WHY)


def test_the_badge_says_why_to_the_keyboard(place: GroundPlace, page: Page) -> None:
    page.goto(place.discussion)
    badge = page.locator("parley-ground").first
    badge.get_by_role("button", name="Common ground").focus()
    expect(badge.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(badge.get_by_role("tooltip")).to_be_hidden()


def test_chance_shows_some_among_the_others(place: GroundPlace, reader: Page) -> None:
    expect(drawn(reader).first).to_contain_text(CHANCE)
    answer = reader.request.get(f"{place.base_url}/api/v1/me?article={place.article}").json()
    roots = reader.locator('.parley-comment[data-depth="0"]')
    shown = [int(one) for one in roots.evaluate_all("all => all.map(it => it.dataset.id)")]
    assert len(shown) == len(set(shown))
    found = [shown.index(one) + 1 for one in answer["drawn"]]
    assert all(at <= slot for at, slot in zip(found, PLACES, strict=True))


def test_nothing_is_shown_by_chance_to_strangers(place: GroundPlace, page: Page) -> None:
    page.goto(place.discussion)
    expect(page.locator("parley-controls").first).to_be_visible()
    expect(page.locator("parley-chance")).to_have_count(0)


def test_that_one_cannot_say_is_remembered(reader: Page) -> None:
    number = drawn(reader).first.get_attribute("id")
    button = reader.locator(f"#{number}").get_by_role("button", name="Can’t say about")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    reader.reload()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_pictures_open_in_place_and_lead_to_a_comment(place: GroundPlace, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(place.discussion)
    page.get_by_role("link", name="See where readers agree", exact=True).click()
    pictures = page.get_by_role("group", name="Where readers agree")
    expect(pictures.get_by_role("img", name="The map of opinions")).to_be_visible()
    expect(pictures).to_be_focused()
    link = pictures.locator(".parley-quotes a").first
    number = str(link.get_attribute("href")).rpartition("-")[2]
    link.click()
    expect(page.locator(f"#comment-{number}")).to_be_focused()
    assert page.url == place.discussion
    assert said == []


def test_nothing_of_the_pictures_is_lost_on_the_way(place: GroundPlace, page: Page) -> None:
    page.goto(place.discussion)
    page.get_by_role("link", name="See where readers agree", exact=True).click()
    pictures = page.locator("parley-picture")
    expect(pictures.get_by_role("img")).to_have_count(3)
    here = "[...root.querySelectorAll('*')].map(one => one.localName).join(' ')"
    shown = pictures.evaluate(
        f"it => {{ const root = it.shadowRoot.querySelector('section'); return {here} }}"
    )
    page.goto(f"{place.discussion}ground/")
    sent = page.locator(".parley-pictures").evaluate(f"root => {here}")
    assert shown == sent


def test_axe_finds_no_fault(reader: Page) -> None:
    expect(drawn(reader).first).to_be_visible()
    reader.get_by_role("button", name="Why?").first.click()
    reader.get_by_role("link", name="See where readers agree", exact=True).click()
    reader.get_by_text("The same as tables").click()
    reader.locator("parley-ground button").first.focus()
    assert faults_of(reader) == []
