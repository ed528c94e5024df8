"""Two camps of readers vote; a third person sees what both respect, and the picture of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import divided
from tests.e2e.conftest import PATIENCE, seed
from tests.server import MigratedDatabases, Server

BADGE = "Common ground"


@dataclass(frozen=True)
class Town:
    """The server with the discussion that both camps have voted on."""

    server: Server
    article: int
    comments: list[int]
    tokens: list[str]
    visitor: str
    password: str

    @property
    def discussion(self) -> str:
        return f"{self.server.base_url}/discussion/{self.article}/"


@pytest.fixture(scope="module")
def town(migrated_databases: MigratedDatabases) -> Iterator[Town]:
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={})
        try:
            seeded = seed(server, "two_camps")
            server.start()
            server.parley("fit-axis", "--site", "town.localhost")
            made = Town(server, **seeded)
            with ThreadPoolExecutor(4) as readers:
                list(readers.map(lambda who: vote_as(made, who), range(divided.READERS)))
            yield made
        finally:
            server.kill()


def vote_as(town: Town, who: int) -> None:
    """One reader's evening: first what chance has shown them, then most of the rest."""
    headers = {"Authorization": f"Bearer {town.tokens[who]}"}
    with httpx.Client(base_url=f"{town.server.base_url}/api/v1/", headers=headers) as client:
        drawn = client.get("me", params={"article": town.article}).json()["drawn"]
        rest = [pk for number, pk in enumerate(town.comments) if (who + number) % 4]
        for pk in dict.fromkeys([*drawn, *rest]):
            value = divided.opinion(who, town.comments.index(pk))
            client.post(f"comments/{pk}/vote", json={"value": value}).raise_for_status()


def is_ordered(town: Town, page: Page) -> None:
    """The job that looks at the whole discussion has a moment to do so."""
    thread: dict[str, Any] = {}
    for _attempt in range(PATIENCE // 200):
        thread = httpx.get(
            f"{town.server.base_url}/api/v1/thread", params={"article": town.article}
        ).json()
        if sum(bool(comment["ground"]) for comment in thread["comments"]) == len(divided.COMMON):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"Common ground was not found: {thread.get('sort')}")


def test_what_both_camps_respect_comes_first_with_a_badge(town: Town, page: Page) -> None:
    is_ordered(town, page)
    page.goto(town.discussion)
    page.locator("parley-comments[ready]").wait_for()
    expect(page.locator(".parley-sorts [aria-current]")).to_have_text(BADGE)
    first = page.locator(".parley-comment").first
    expect(first.locator(".parley-ground")).to_contain_text(BADGE)
    texts = page.locator(".parley-comment .parley-body").all_inner_texts()
    common = {divided.text_of(number) for number in divided.COMMON}
    assert set(texts[: len(common)]) == common


def test_without_a_script_it_is_the_same(town: Town, browser_no_script: Page) -> None:
    page = browser_no_script
    is_ordered(town, page)
    page.goto(town.discussion)
    expect(page.locator(".parley-comment").first.locator(".parley-ground")).to_be_visible()


@pytest.fixture
def browser_no_script(request: pytest.FixtureRequest) -> Iterator[Page]:
    context = request.getfixturevalue("browser").new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_picture_quotes_what_both_respect(town: Town, page: Page) -> None:
    is_ordered(town, page)
    page.goto(f"{town.discussion}ground/")
    expect(page.get_by_role("img")).not_to_have_count(0)
    quotes = page.get_by_role("blockquote")
    expect(quotes.filter(has_text=divided.TEXTS[5])).to_be_visible()


def test_the_picture_opens_above_the_comments(town: Town, page: Page) -> None:
    is_ordered(town, page)
    page.goto(town.discussion)
    page.locator("parley-comments[ready]").wait_for()
    page.get_by_role("link", name="See where readers agree").click()
    expect(page.locator("parley-picture").get_by_role("img").first).to_be_visible()


def test_nobody_is_told_a_camp(town: Town) -> None:
    """Neither oneself nor anybody else; by no address of the API that a reader has."""
    headers = {"Authorization": f"Bearer {town.tokens[0]}"}
    with httpx.Client(base_url=f"{town.server.base_url}/api/v1/", headers=headers) as client:
        for address in (
            f"me?article={town.article}",
            "me/export",
            f"thread?article={town.article}",
            f"thread.html?article={town.article}",
        ):
            assert "camp" not in client.get(address).text.lower(), address
