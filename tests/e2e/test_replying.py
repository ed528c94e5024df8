"""Where the widget leads from the page of a discussion: to a reply, and to the desk."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Place, fill_in, sign_in

ANSWERED = "The bridge should have been repaired years ago."
REPLY = "Nobody asked the council for the money at that time."


@pytest.fixture
def moderator(place: Place, page: Page) -> Page:
    sign_in(page, place, place.moderator, place.password)
    return page


def reply_page(page: Page, place: Place) -> str:
    """The address that the plain link below the comment leads to."""
    page.route("**/embed.js", lambda route: route.abort())
    page.goto(place.discussion("desk"))
    comment = page.get_by_role("article").filter(has_text=ANSWERED).first
    href = comment.get_by_role("link", name="Reply").get_attribute("href")
    page.unroute("**/embed.js")
    assert href is not None
    return href


def test_the_plain_way_to_a_reply_opens_it_in_the_widget(place: Place, moderator: Page) -> None:
    moderator.goto(reply_page(moderator, place))
    field = moderator.get_by_label("Your reply to Asha Desk")
    expect(field).to_be_focused()
    expect(moderator.get_by_role("textbox")).to_have_count(1)

    field.fill(REPLY)
    moderator.get_by_role("button", name="Post reply").click()

    posted = moderator.get_by_role("article").filter(has_text=REPLY)
    expect(posted.get_by_role("link", name="Asha Desk")).to_be_visible()


def test_a_stranger_comes_back_from_signing_in_to_the_reply(place: Place, page: Page) -> None:
    page.goto(reply_page(page, place))
    page.get_by_label("Your reply to Asha Desk").fill(REPLY)
    page.get_by_role("link", name="Sign in to post").click()
    fill_in(page, email=place.moderator, password=place.password)

    expect(page.get_by_label("Your reply to Asha Desk")).to_have_value(REPLY)


def test_a_moderator_is_led_to_the_desk(place: Place, moderator: Page) -> None:
    moderator.goto(place.publisher.address("/desk/"))
    moderator.locator("parley-comments").get_by_role("link", name="Moderate").click()
    expect(moderator.get_by_text("Held, number")).not_to_have_count(0)


def test_a_reader_is_not(place: Place, page: Page) -> None:
    page.goto(place.publisher.address("/desk/"))
    expect(page.get_by_role("link", name="Register")).to_be_visible()
    expect(page.get_by_role("link", name="Moderate")).to_have_count(0)
