"""A writer mends a draft that breaks several rules, until it may be posted."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, Route, expect

from tests.e2e.conftest import Place, sign_in

NUMBER = "98450 12345"
DRAFT = f"u idiot, u are a stupid moron, so here is {NUMBER}"
# What is left when every suggestion has been taken.
STEPS = f"You idiot, you are a stupid moron, so here is {NUMBER}."
MESSAGES = (
    "Please write “You” for “u”.",
    "Please write “you” for “u”.",
    "Please say this without insulting anybody.",
    "Please remove this telephone number.",
    "Please do not write in small letters only.",
    "Please end your last sentence",
)
READY = "It can be posted like this."
CHECK = "**/api/v1/check"


@pytest.fixture
def writer(place: Place, page: Page) -> Page:
    """Signed in, at an empty composer."""
    sign_in(page, place, place.moderator, place.password)
    page.goto(place.publisher.address("/mended/"))
    page.get_by_role("button", name="Join the discussion").click()
    expect(field(page)).to_be_focused()
    return page


def field(page: Page) -> Locator:
    return page.get_by_label("Your comment")


def advice(page: Page) -> Locator:
    return page.locator("parley-composer .advice")


def posted(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


def change(page: Page, rule: str) -> Locator:
    """Leads to the words that the rule is about; which of them is the model's affair."""
    item = advice(page).get_by_role("listitem").filter(has_text=rule)
    return item.get_by_role("button", name=re.compile("^Change “")).first


def post(page: Page, text: str) -> None:
    expect(advice(page)).to_have_text(READY)
    page.get_by_role("button", name="Post comment").click()
    expect(posted(page, text)).to_be_visible()


def test_step_by_step_until_it_may_be_posted(writer: Page, browser: Browser) -> None:
    field(writer).fill(DRAFT)
    for message in MESSAGES:
        expect(advice(writer)).to_contain_text(message)
    marks = writer.locator("parley-composer mark")
    for words in ("u", NUMBER, ""):
        expect(marks.filter(has_text=re.compile(f"^{words}$"))).not_to_have_count(0)
    writer.get_by_role("button", name="Post comment").click()
    expect(advice(writer)).to_contain_text("Please change this before it is posted")

    for suggestion in ("Use “You”", "Use “you”", "Add “.”"):
        advice(writer).get_by_role("button", name=suggestion, exact=True).click()
    expect(field(writer)).to_have_value(STEPS)
    expect(advice(writer)).not_to_contain_text("Full sentences")

    change(writer, "Personal data").click()
    writer.keyboard.type("my answer")
    expect(advice(writer)).not_to_contain_text("Personal data")
    expect(field(writer)).to_have_value(STEPS.replace(NUMBER, "my answer"))
    change(writer, "Civility").click()
    expect(field(writer)).to_be_focused()
    mended = "You are mistaken about the bridge, so here is my answer."
    field(writer).fill(mended)
    post(writer, mended)
    reader = browser.new_page()
    reader.goto(writer.url)
    expect(posted(reader, mended)).to_be_visible()
    reader.context.close()


def test_who_comes_back_at_once_finds_what_was_posted(writer: Page) -> None:
    text = "Nobody has asked the ferrymen what they think of the plan."
    field(writer).fill(text)

    def holds_it(answer: Response) -> bool:
        return "/thread.html" in answer.url and text in answer.text()

    with writer.expect_response(holds_it):
        writer.get_by_role("button", name="Post comment").click()
    expect(posted(writer, text)).to_be_visible()
    back = writer.context.new_page()
    back.goto(writer.url)
    # Not behind "1 new comment", as what the browser had kept of the thread would have it.
    expect(posted(back, text)).to_be_visible()
    expect(back.get_by_role("button", name="new comment")).to_have_count(0)


def test_a_thread_that_comes_late_is_asked_for_again(writer: Page) -> None:
    text = "The ferrymen have been asked at last, and they have answered."
    answers: list[str] = []

    def late(route: Route) -> None:
        if answers:
            route.continue_()
        else:
            route.fulfill(body="<p>Not yet.</p>", headers={"Access-Control-Allow-Origin": "*"})
        answers.append(route.request.url)

    writer.route("**/api/v1/thread.html?*", late)
    field(writer).fill(text)

    def holds_it(answer: Response) -> bool:
        return "/thread.html" in answer.url and text in answer.text()

    with writer.expect_response(holds_it):
        writer.get_by_role("button", name="Post comment").click()
    assert len(answers) > 1


@pytest.mark.parametrize(
    ("rule", "name", "said"),
    [
        ("sentences", "Full sentences", "Please spell words out"),
        ("privacy", "Personal data", "No telephone numbers"),
    ],
)
def test_why_leads_to_the_rule_and_back_to_the_draft(
    writer: Page, rule: str, name: str, said: str
) -> None:
    field(writer).fill(DRAFT)
    why = advice(writer).get_by_role("listitem").filter(has_text=name).first
    with writer.expect_popup() as opened:
        why.get_by_role("link", name="Why?").click()
    guidelines = opened.value
    shown = guidelines.locator(f"#rule-{rule}:target")
    expect(shown).to_be_in_viewport()
    expect(shown).to_contain_text(name)
    expect(shown).to_contain_text(said)
    guidelines.close()
    expect(field(writer)).to_have_value(DRAFT)


def test_by_the_keyboard_alone(writer: Page) -> None:
    keyboard = writer.keyboard
    keyboard.type(DRAFT)
    expect(advice(writer)).to_contain_text("Alt + Enter takes the next suggestion")
    keyboard.press("Control+Enter")
    expect(advice(writer)).to_contain_text("Please change this before it is posted")
    for _suggestion in range(3):
        keyboard.press("Alt+Enter")
    expect(field(writer)).to_have_value(STEPS)

    tab_to(writer, change(writer, "Personal data"))
    keyboard.press("Enter")
    expect(field(writer)).to_be_focused()
    keyboard.type("a word")
    expect(field(writer)).to_have_value(STEPS.replace(NUMBER, "a word"))
    mended = "The old ferry was never late, whatever its passengers remember."
    keyboard.press("Control+a")
    keyboard.type(mended)
    expect(advice(writer)).to_have_text(READY)
    tab_to(writer, writer.get_by_role("button", name="Post comment"))
    keyboard.press("Enter")
    expect(posted(writer, mended)).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """Tabs from the field to a button, as long as that takes."""
    expect(wanted).to_be_visible()
    for _stop in range(30):
        if wanted.evaluate("button => button === button.getRootNode().activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("It cannot be reached by the Tab key.")


def test_on_a_narrow_telephone(writer: Page) -> None:
    writer.set_viewport_size({"width": 320, "height": 640})
    field(writer).fill(DRAFT)
    expect(advice(writer)).to_contain_text(MESSAGES[-1])
    assert writer.evaluate("document.documentElement.scrollWidth") == 320
    advice(writer).get_by_role("button", name="Use the suggested text").click()
    expect(field(writer)).to_have_value(STEPS)
    mended = "Nobody has asked the fishermen below the weir what they would like."
    field(writer).fill(mended)
    post(writer, mended)


class Late:
    """Holds every answer back until it is let go."""

    def __init__(self, page: Page, address: str) -> None:
        self._waiting: list[Callable[[], None]] = []
        page.route(address, self._keep)

    def _keep(self, route: Route, *_: Any) -> None:
        self._waiting.append(route.continue_)

    def wait_for(self, page: Page, *, count: int) -> None:
        """Until so many are asked for."""
        for _attempt in range(100):
            if len(self._waiting) >= count:
                return
            page.wait_for_timeout(50)
        raise AssertionError(f"{len(self._waiting)} of {count} were asked for.")

    def let_go(self, number: int) -> None:
        self._waiting[number]()


def test_an_answer_that_comes_late_touches_nothing_newer(writer: Page) -> None:
    checks = Late(writer, CHECK)
    field(writer).press_sequentially("u are wrong")
    checks.wait_for(writer, count=1)
    field(writer).press_sequentially(" about the whole bridge")
    checks.wait_for(writer, count=2)
    checks.let_go(0)
    # The second is the only one whose answer may be shown, so it is what one waits for.
    checks.let_go(1)
    expect(advice(writer)).to_contain_text("Add “.”")
    expect(field(writer)).to_have_value("u are wrong about the whole bridge")

    field(writer).press_sequentially(" and the road")
    expect(advice(writer)).not_to_contain_text("Use the suggested text")
    expect(advice(writer)).not_to_contain_text("Add “.”")
    advice(writer).get_by_role("button", name="Use “You”").click()
    expect(field(writer)).to_have_value("You are wrong about the whole bridge and the road")


def test_an_answer_does_not_take_the_focus(writer: Page) -> None:
    field(writer).fill(DRAFT)
    expect(advice(writer)).to_contain_text("Add “.”")
    checks = Late(writer, CHECK)
    field(writer).press_sequentially(" at home")
    checks.wait_for(writer, count=1)
    number = change(writer, "Personal data")
    tab_to(writer, number)
    checks.let_go(0)
    expect(advice(writer)).to_contain_text("Add “.”")
    expect(number).to_be_focused()


def test_nothing_can_be_typed_that_the_comment_would_lack(writer: Page) -> None:
    text = "It should have been built of stone, as the old one was."
    field(writer).fill(text)
    sending = Late(writer, "**/api/v1/comments")
    writer.get_by_role("button", name="Post comment").click()
    sending.wait_for(writer, count=1)
    field(writer).press_sequentially(" And painted.")
    expect(field(writer)).to_have_value(text)
    sending.let_go(0)
    expect(posted(writer, text)).to_be_visible()
    expect(posted(writer, re.escape("And painted."))).to_have_count(0)
