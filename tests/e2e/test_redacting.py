"""Words that are selected in a comment come into the field of those to hide."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Place, sign_in


def test_selected_words_are_hidden(place: Place, page: Page) -> None:
    sign_in(page, place, place.moderator, place.password)
    page.goto(f"{place.parley}/moderate/")
    page.locator(".card a[href*='/moderate/comment/']").first.click()
    page.locator("summary", has_text="Hide personal data").click()
    text = page.locator("[data-source]")
    text.dblclick(position={"x": 40, "y": 24})
    field = page.get_by_label("The exact words to hide")
    expect(field).not_to_have_value("")
    word = field.input_value()
    page.locator("#redact-why").fill("It names a private person.")
    page.get_by_role("button", name="Hide these words").click()

    expect(page.locator(".card mark", has_text="[redacted]").first).to_be_visible()
    expect(page.locator(".revision", has_text=word).first).to_be_visible()
