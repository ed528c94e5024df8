"""The law's paperwork in a browser: every page can be used by all, and on a telephone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import seed, sign_in_at
from tests.e2e.law_scene import PASSWORD
from tests.e2e.test_accessible import faults_of
from tests.server import MigratedDatabases, Server

TELEPHONE = {"width": 320, "height": 800}


@dataclass(frozen=True)
class Scene:
    """What was set, and where it is served."""

    base_url: str
    email: str
    pages: tuple[str, ...]


@pytest.fixture(scope="module")
def scene(migrated_databases: MigratedDatabases) -> Iterator[Scene]:
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={})
        try:
            told: dict[str, Any] = seed(server, "law")
            server.start()
            yield Scene(server.base_url, told["email"], tuple(told["pages"]))
        finally:
            server.kill()


@pytest.fixture
def signed_in(scene: Scene, page: Page) -> Page:
    sign_in_at(page, scene.base_url, email=scene.email, password=PASSWORD)
    return page


def test_axe_finds_nothing_and_a_telephone_shows_it_all(scene: Scene, signed_in: Page) -> None:
    faults = []
    for path in scene.pages:
        signed_in.set_viewport_size({"width": 1280, "height": 900})
        response = signed_in.goto(scene.base_url + path)
        assert response is not None
        assert response.status == 200, path
        faults += [f"{path}: {fault}" for fault in faults_of(signed_in)]
        signed_in.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]  # Sizes, as a dict.
        wide = signed_in.evaluate("document.documentElement.scrollWidth")
        if wide > TELEPHONE["width"]:
            faults.append(f"{path}: {wide} pixels wide")
    assert faults == []


def test_a_notice_with_faults_can_be_read_by_all(scene: Scene, page: Page) -> None:
    page.goto(scene.base_url + scene.pages[0])
    page.get_by_role("button", name="Send the notice").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults_of(page) == []


def test_a_notice_is_sent_without_javascript_and_decided(
    scene: Scene, browser: Browser, signed_in: Page
) -> None:
    context = browser.new_context(java_script_enabled=False)
    stranger = context.new_page()
    stranger.goto(scene.base_url + scene.pages[0])
    stranger.get_by_label("What is illegal about it?").select_option("VIOLENCE")
    stranger.get_by_label("Why do you think").fill("It threatens me.")
    stranger.get_by_label("Your name").fill("Jana Novak")
    stranger.get_by_label("Your e-mail address").fill("jana.novak@mail.example")
    stranger.get_by_label("I believe in good faith").check()
    stranger.get_by_role("button", name="Send the notice").click()
    expect(stranger.get_by_text("Your reference is N-")).to_be_visible()
    context.close()

    signed_in.goto(f"{scene.base_url}/moderate/law/")
    row = signed_in.get_by_role("listitem").filter(has_text="It threatens me.")
    row.get_by_role("link").first.click()
    signed_in.get_by_label("the comment stays").check()
    signed_in.get_by_label("What the sender is told").fill("It is an opinion.")
    signed_in.get_by_role("button", name="Settle it and tell the sender").click()
    expect(signed_in.get_by_text("Settled.")).to_be_visible()
    expect(signed_in.get_by_role("heading", name="the comment stays")).to_be_visible()
