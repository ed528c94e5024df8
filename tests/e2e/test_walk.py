"""The whole way through: read, register, be told, mend, post, be answered, be taken down."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PATIENCE, Place, register, sign_in

pytestmark = pytest.mark.both_databases

DRAFT = "why do u think that a second bridge would help anybody"
MENDED = "Why do you think that a second bridge would help anybody?"
RULE = "It is not about the article."
# How long a decision can be undone, and a little more; in milliseconds.
UNDO = 20_000

NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> NewPage:
    """Pages of readers who share nothing: each has a browser of their own."""
    contexts: list[BrowserContext] = []

    def make(*, script: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    return make


def reject(moderator: Page, place: Place, text: str) -> None:
    """Finds the comment in the queue and takes it down with a reason, on its own page: what is
    decided there is told at once, and not after the time for undoing."""
    sign_in(moderator, place, place.moderator, place.password)
    moderator.goto(f"{place.parley}/moderate/")
    card = moderator.get_by_role("article").filter(has_text=text)
    card.locator("a[href*='/moderate/comment/']").first.click()
    card.get_by_text("Take it down").click()
    card.get_by_label("What the author is told").first.select_option(label=RULE)
    card.get_by_role("button", name="Reject and tell the author").click()
    expect(moderator.get_by_text("Rejected.")).to_be_visible()


def complain(reader: Page, place: Place, name: str, text: str) -> None:
    """By the plain pages, which is how anybody may bring it before a moderator."""
    reader.goto(place.discussion(name))
    comment = reader.get_by_role("article").filter(has_text=text).last
    href = comment.locator("a.parley-permalink").get_attribute("href")
    assert href is not None
    number = href.rpartition("-")[2]
    reader.goto(f"{place.discussion(name)}report/{number}/")
    reader.get_by_label("It is off the topic").check()
    reader.get_by_role("button", name="Report").click()
    expect(reader.get_by_text("Thank you. A moderator will look at it.")).to_be_visible()


def is_told_why(author: Page, place: Place) -> None:
    author.goto(f"{place.parley}/me/")
    expect(author.get_by_role("main")).to_contain_text("Your comment was removed")
    expect(author.get_by_role("main")).to_contain_text(RULE)


def test_in_the_widget_on_the_newspapers_own_page(place: Place, new_page: NewPage) -> None:
    article = place.publisher.address("/embedded/")
    author, second, moderator = new_page(), new_page(), new_page()

    author.goto(article)
    expect(author.get_by_text("It was, and then it rained.")).to_be_visible()
    author.get_by_role("link", name="Register").click()
    register(author, place, "Devika Rane")
    author.wait_for_url(article + "*")

    author.get_by_label("Your comment").fill(DRAFT)
    expect(author.get_by_text("Please write “you” for “u”.")).to_be_visible()
    second.goto(article)
    expect(second.get_by_text("It was, and then it rained.")).to_be_visible()
    author.get_by_role("button", name="Use the suggested text").click()
    expect(author.get_by_label("Your comment")).to_have_value(MENDED)
    author.get_by_role("button", name="Post comment").click()
    expect(author.get_by_role("article").filter(has_text=MENDED)).to_be_visible()

    fresh = second.get_by_role("button", name="1 new comment")
    expect(fresh).to_be_visible()
    expect(second.get_by_text(MENDED)).to_have_count(0)
    fresh.click()
    expect(second.get_by_text(MENDED)).to_be_visible()

    second.get_by_role("link", name="Register").click()
    register(second, place, "Harish Gowda")
    second.wait_for_url(article + "*")
    complain(second, place, "embedded", MENDED)
    second.goto(article)
    expect(second.get_by_text(MENDED)).to_be_visible()
    reject(moderator, place, MENDED)

    expect(second.get_by_text(MENDED)).to_have_count(0)
    # Until it cannot be undone any more, its author is not told.
    expect(moderator.get_by_role("button", name="Undo")).to_be_hidden(timeout=UNDO)
    is_told_why(author, place)


def test_on_the_discussion_page_without_javascript(place: Place, new_page: NewPage) -> None:
    author, second, moderator = (new_page(script=False) for _one in range(3))

    author.goto(place.discussion("plain"))
    expect(author.get_by_text("It was, and then it rained.")).to_be_visible()
    author.get_by_role("main").get_by_role("link", name="register").click()
    register(author, place, "Nirmala Joshi")
    author.wait_for_url(place.discussion("plain"))

    author.get_by_text("Write a comment").click()
    author.get_by_label("Your comment").fill(DRAFT)
    author.get_by_role("button", name="Post", exact=True).click()
    expect(author.get_by_text("Please write “you” for “u”.")).to_be_visible()
    expect(author.locator("mark", has_text=re.compile("^u$"))).to_be_visible()
    author.get_by_role("button", name="Use the suggested text").click()
    expect(author.get_by_label("Your comment")).to_have_value(MENDED)
    author.get_by_role("button", name="Post", exact=True).click()
    expect(author.get_by_role("article").filter(has_text=MENDED)).to_be_visible()

    second.goto(place.discussion("plain"))
    expect(second.get_by_text(MENDED)).to_be_visible()
    second.get_by_role("main").get_by_role("link", name="register").click()
    register(second, place, "Omkar Patil")
    second.wait_for_url(place.discussion("plain"))
    comment = second.get_by_role("article").filter(has_text=MENDED)
    comment.get_by_role("link", name="More").click()
    second.get_by_role("button", name="Disagree").click()
    expect(second.get_by_text("1 disagree")).to_be_visible()
    complain(second, place, "plain", MENDED)
    reject(moderator, place, MENDED)

    second.goto(place.discussion("plain"))
    expect(second.get_by_text("It was, and then it rained.")).to_be_visible()
    expect(second.get_by_text(MENDED)).to_have_count(0)
    is_told_why(author, place)
