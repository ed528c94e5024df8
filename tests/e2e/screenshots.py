"""Pictures of every page, for looking at: `python -m tests.e2e.screenshots FOLDER`.

By day and by night, on a narrow telephone, and in a script that runs from right to left.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.seeding import run
from tests.server import MigratedDatabases, Server

PEOPLE = {
    "reader": "rukmini@meridian.example",
    "moderator": "sushila@meridian.example",
    "administrator": "arvind@meridian.example",
}
PASSWORD = "read-the-meridian"

# Name, address, and who looks; "" for anybody.
PAGES = (
    ("front", "/", ""),
    ("article", "/articles/night-train/", ""),
    ("discussion", "/discussion/3/", ""),
    ("discussion-signed-in", "/discussion/3/", "reader"),
    ("ground", "/discussion/5/ground/", ""),
    ("login", "/accounts/login/", ""),
    ("signup", "/accounts/signup/", ""),
    ("guidelines", "/guidelines/", ""),
    ("me", "/me/", "reader"),
    ("queue", "/moderate/", "moderator"),
    ("newsroom-ground", "/moderate/ground/", "moderator"),
)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1100, "height": 900}},
    "dark": {"viewport": {"width": 1100, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 800}},
    "rtl": {"viewport": {"width": 1100, "height": 900}},
}
RIGHT_TO_LEFT = """
document.addEventListener("DOMContentLoaded", () => { document.documentElement.dir = "rtl"; });
"""


@contextmanager
def newsroom() -> Iterator[Server]:
    """The demo newsroom on a database that is thrown away."""
    with (
        TemporaryDirectory() as folder,
        MigratedDatabases.open(Path(folder)) as databases,
        databases.copy() as database,
    ):
        server = Server(database, workers=1, extra={"PARLEY_DEMO": "1"})
        try:
            run("newsroom", environment=server.environment)
            server.start()
            yield server
        finally:
            server.kill()


def photograph(browser: Browser, server: Server, folder: Path) -> None:
    for look, options in LOOKS.items():
        for who in ("", *PEOPLE):
            context = browser.new_context(**options, reduced_motion="reduce")
            if look == "rtl":
                context.add_init_script(RIGHT_TO_LEFT)
            page = context.new_page()
            if who:
                sign_in(page, server, PEOPLE[who])
            for name, path, viewer in PAGES:
                if viewer == who:
                    page.goto(server.base_url + path)
                    page.wait_for_load_state("networkidle")
                    if name == "queue":
                        page.locator("[data-key=reject]").first.click()
                    page.screenshot(path=folder / f"{name}-{look}.png")
            context.close()


def sign_in(page: Page, server: Server, email: str) -> None:
    page.goto(f"{server.base_url}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{server.base_url}/me/")


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PARLEY_SECRET_KEY", "only-for-pictures-" * 4)
    program = os.environ.get("PARLEY_TEST_CHROMIUM") or shutil.which("chromium")
    with newsroom() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        photograph(browser, server, folder)
        browser.close()


if __name__ == "__main__":
    main()
