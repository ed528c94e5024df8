"""Common ground in a browser: for eyes and ears, by day and night, on a telephone, unscripted."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE, sign_in_at
from tests.e2e.ground_place import GroundPlace, place
from tests.e2e.test_accessible import faults_of

__all__ = ["place"]

TELEPHONE = 320
# What can still be read; a newspaper prints share prices smaller.
LEAST_LETTERS = 9.5


def page_of(browser: Browser, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def colours(page: Page) -> set[str]:
    """What the marks of the second picture are filled with."""
    found: list[str] = page.locator(".parley-sides a :is(circle, path)").evaluate_all(
        "marks => marks.map(mark => getComputedStyle(mark).fill)"
    )
    return set(found)


def test_axe_finds_no_fault(place: GroundPlace, page: Page) -> None:
    page.goto(place.found)
    page.get_by_text("The same as tables").click()
    assert faults_of(page) == []


def test_axe_finds_no_fault_where_there_is_nothing(place: GroundPlace, page: Page) -> None:
    page.goto(place.empty)
    assert faults_of(page) == []


def test_axe_finds_no_fault_on_the_desk(place: GroundPlace, page: Page) -> None:
    sign_in_at(page, place.base_url, email=place.editor, password=place.password)
    for address in (f"{place.base_url}/moderate/ground/", place.desk):
        page.goto(address)
        assert faults_of(page) == []


def test_pictures_have_names(place: GroundPlace, page: Page) -> None:
    page.goto(place.found)
    for name in ("The map of opinions", "What one side respects", "From common to divisive"):
        expect(page.get_by_role("img", name=name)).to_be_visible()


def test_nothing_is_refused_by_the_pages_own_policy(place: GroundPlace, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(place.found)
    expect(page.get_by_role("img").first).to_be_visible()
    assert said == []


def test_a_mark_leads_to_its_comment(place: GroundPlace, page: Page) -> None:
    page.goto(place.found)
    mark = page.locator(".parley-sides a").last
    target = mark.get_attribute("href")
    mark.click()
    page.wait_for_url(str(target))


def test_on_a_telephone_all_fits_and_can_be_read(place: GroundPlace, browser: Browser) -> None:
    page = page_of(browser, viewport={"width": TELEPHONE, "height": 700})
    page.goto(place.found)
    page.get_by_text("The same as tables").click()

    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE
    sizes: list[float] = page.locator(".parley-figure > svg text").evaluate_all(
        "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getCTM().a)"
    )
    assert min(sizes) >= LEAST_LETTERS


def test_no_letter_is_cut_off_at_any_width(place: GroundPlace, browser: Browser) -> None:
    for width in (TELEPHONE, 500, 640, 1100):
        page = page_of(browser, viewport={"width": width, "height": 700})
        page.goto(place.found)
        outside: list[str] = page.locator(".parley-figure > svg text").evaluate_all(
            "texts => texts.filter(text => { const t = text.getBoundingClientRect();"
            " const p = text.ownerSVGElement.getBoundingClientRect();"
            " return t.left < p.left - 1 || t.right > p.right + 1 || t.bottom > p.bottom + 1 })"
            ".map(text => text.textContent)"
        )
        assert outside == []


def test_at_night_the_marks_are_lighter(place: GroundPlace, browser: Browser) -> None:
    by_day, by_night = (
        page_of(browser, color_scheme="light"),
        page_of(browser, color_scheme="dark"),
    )
    by_day.goto(place.found)
    by_night.goto(place.found)
    assert len(colours(by_day)) == len(colours(by_night)) == 3
    assert colours(by_day).isdisjoint(colours(by_night))


def test_in_forced_colours_the_marks_take_the_readers(place: GroundPlace, browser: Browser) -> None:
    page, usual = page_of(browser, forced_colors="active"), page_of(browser)
    page.goto(place.found)
    usual.goto(place.found)
    assert colours(page).isdisjoint(colours(usual))


def test_without_scripts_everything_is_there(place: GroundPlace, browser: Browser) -> None:
    page = page_of(browser, java_script_enabled=False)
    page.goto(place.found)
    expect(page.get_by_role("img")).to_have_count(3)
    page.get_by_text("The same as tables").click()
    expect(page.get_by_role("table", name="Comments, from common to divisive")).to_be_visible()


def test_the_fragment_alone_has_colours_on_a_page_without_styles(
    place: GroundPlace, browser: Browser
) -> None:
    page = page_of(browser)
    page.goto(place.base_url + "/api/v1/ground.html?article=1")
    assert "rgb(0, 0, 0)" not in colours(page)
