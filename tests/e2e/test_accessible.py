"""axe-core finds nothing to complain about, on any page, in light and dark."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from demo.seed.people import PASSWORD
from tests.e2e.conftest import seed, sign_in_at
from tests.server import MigratedDatabases, Server

READER, REPORTER, MODERATOR, ADMINISTRATOR = (
    f"{handle}@meridian.example" for handle in ("rukmini", "malavika", "sushila", "arvind")
)


@dataclass(frozen=True)
class Newsroom:
    """The demo newsroom, served; `cookies` are kept of those who have signed in once."""

    base_url: str
    cookies: dict[str, list[Any]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def newsroom(newsrooms: MigratedDatabases) -> Iterator[Newsroom]:
    with newsrooms.copy() as database:
        server = Server(database, workers=1, extra={"PARLEY_DEMO": "1"})
        try:
            seed(server, "newsroom")
            server.start()
            yield Newsroom(server.base_url)
        finally:
            server.kill()


def sign_in(page: Page, newsroom: Newsroom, email: str) -> None:
    if email in newsroom.cookies:
        page.context.add_cookies(newsroom.cookies[email])
        return
    sign_in_at(page, newsroom.base_url, email=email, password=PASSWORD)
    newsroom.cookies[email] = page.context.cookies()


def faults_of(page: Page) -> list[str]:
    """What axe-core finds, with the place of each; by night, only the colours are others."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    by_day = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark")
    by_night = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    return [
        f"{violation['id']} at {node['target']}: {node['html']}"
        for violation in by_day + by_night
        for node in violation["nodes"]
    ]


def first_link(page: Page, pattern: str) -> str:
    href = page.locator(f'main a[href*="{pattern}"]').first.get_attribute("href")
    assert href is not None
    return href


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/articles/night-train/",
        "/demo/",
        "/demo/mail/",
        "/discussion/3/",
        "/discussion/3/?sort=respected",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/guidelines/",
        "/no/such/page/",
    ],
)
def test_a_page_for_everybody(newsroom: Newsroom, page: Page, path: str) -> None:
    page.goto(newsroom.base_url + path)
    assert faults_of(page) == []


@pytest.mark.parametrize(
    "path", ["/me/", "/me/name/", "/me/sign-on/", "/me/erase/", "/accounts/email/"]
)
def test_a_page_of_ones_own(newsroom: Newsroom, page: Page, path: str) -> None:
    sign_in(page, newsroom, READER)
    page.goto(newsroom.base_url + path)
    assert faults_of(page) == []


def test_the_queue(newsroom: Newsroom, page: Page) -> None:
    sign_in(page, newsroom, MODERATOR)
    page.goto(f"{newsroom.base_url}/moderate/")
    page.locator("[data-key=reject]").first.click()
    assert faults_of(page) == []


@pytest.mark.parametrize("kind", ["comment", "author", "article"])
def test_the_desks_other_pages(newsroom: Newsroom, page: Page, kind: str) -> None:
    sign_in(page, newsroom, MODERATOR)
    page.goto(f"{newsroom.base_url}/moderate/")
    page.goto(newsroom.base_url + first_link(page, f"/moderate/{kind}/"))
    for summary in page.locator(".deeds summary").all():
        summary.click()
    assert faults_of(page) == []


@pytest.mark.parametrize("path", ["/newsroom/", "/newsroom/mentions/"])
def test_the_newsroom(newsroom: Newsroom, page: Page, path: str) -> None:
    sign_in(page, newsroom, REPORTER)
    page.goto(newsroom.base_url + path)
    assert faults_of(page) == []


def test_an_article_of_the_newsroom_with_an_answer_open(newsroom: Newsroom, page: Page) -> None:
    sign_in(page, newsroom, REPORTER)
    page.goto(f"{newsroom.base_url}/newsroom/")
    page.goto(newsroom.base_url + first_link(page, "/newsroom/article/"))
    page.locator("summary").first.click()
    assert faults_of(page) == []


def test_the_bylines(newsroom: Newsroom, page: Page) -> None:
    sign_in(page, newsroom, ADMINISTRATOR)
    page.goto(f"{newsroom.base_url}/moderate/bylines/")
    assert faults_of(page) == []


def test_the_bans(newsroom: Newsroom, page: Page) -> None:
    sign_in(page, newsroom, MODERATOR)
    page.goto(f"{newsroom.base_url}/moderate/")
    page.goto(newsroom.base_url + first_link(page, "/moderate/author/"))
    page.locator(".deeds summary").last.click()
    page.get_by_label("By what").select_option("domain")
    page.locator("#ban-reason").fill("Nothing but advertising.")
    page.get_by_role("button", name="Ban", exact=True).click()
    expect(page.get_by_role("heading", name="Whom this ban meets")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="Ban", exact=True).click()
    page.goto(f"{newsroom.base_url}/moderate/bans/")
    expect(page.get_by_role("button", name="Lift the ban")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="Lift the ban").click()
    expect(page.get_by_text("Nobody is banned.")).to_be_visible()


def test_the_figures_on_a_telephone(newsroom: Newsroom, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, newsroom, MODERATOR)
    page.goto(f"{newsroom.base_url}/moderate/figures/")
    expect(page.locator("svg.chart").first).to_be_visible()
    page.locator("details summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert faults_of(page) == []


def test_the_guidelines_being_edited(newsroom: Newsroom, page: Page) -> None:
    sign_in(page, newsroom, ADMINISTRATOR)
    page.goto(f"{newsroom.base_url}/guidelines/edit/")
    assert faults_of(page) == []


def test_the_widget_with_its_composer_open(newsroom: Newsroom, page: Page) -> None:
    sign_in(page, newsroom, READER)
    page.goto(f"{newsroom.base_url}/articles/night-train/")
    page.locator("parley-comments").scroll_into_view_if_needed()
    page.get_by_role("button", name="Join the discussion").click()
    page.get_by_label("Your comment").fill("why do u think that this would help anybody")
    expect(page.get_by_text("Please write “you” for “u”.")).to_be_visible()
    assert faults_of(page) == []


def test_a_refused_text_without_javascript(newsroom: Newsroom, page: Page) -> None:
    sign_in(page, newsroom, READER)
    page.route("**/embed.js", lambda route: route.abort())
    page.goto(f"{newsroom.base_url}/discussion/3/")
    page.get_by_text("Write a comment").click()
    page.get_by_label("Your comment").fill("why do u think that this would help anybody")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("button", name="Use the suggested text")).to_be_visible()
    assert faults_of(page) == []


@pytest.mark.parametrize("link", ["/comment/", "/report/"])
def test_what_the_links_below_a_comment_open(newsroom: Newsroom, page: Page, link: str) -> None:
    sign_in(page, newsroom, READER)
    page.route("**/embed.js", lambda route: route.abort())
    page.goto(f"{newsroom.base_url}/discussion/3/")
    page.goto(first_link(page, link))
    assert faults_of(page) == []
