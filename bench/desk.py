"""How long a moderator who works by keys waits for the next comment, in a real browser.

    python -m bench.desk [--comments 100000] [--waiting 1000] [--decisions 400] [--pause 150]
                         [--postgres]

The wait is from the key that decides until the next card is focused and painted, and the
server's time that of the request which carries the decision, both as the browser saw them.
`--pause` is for how many milliseconds the moderator reads; nobody reads so fast.
"""

import argparse
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.desk_town import EMAIL, PASSWORD
from scripts.temporary_postgres import temporary_postgres
from tests.server import MigratedDatabases, Server

TARGET = (100, 250)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
# Every fourth comment is rejected by a house rule, the others are approved.
REJECTED = 4

# A frame is painted when the task after its callback runs.
RECORDER = """
  window.waits = [];
  let pressed = 0, from = null;
  document.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && event.target.closest("form[data-outcome]");
    if (event.key !== "a" && !sends) return;
    pressed = event.timeStamp;
    from = document.activeElement.closest(".card");
  }, true);
  document.addEventListener("focusin", (event) => {
    if (!pressed || !event.target.matches(".card") || event.target === from) return;
    const began = pressed;
    pressed = 0;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.waits.push(performance.now() - began);
      channel.port2.postMessage(0);
    });
  });
  performance.setResourceTimingBufferSize(5000);
"""
REQUESTS = """(name) => performance.getEntriesByType("resource")
  .filter((entry) => entry.name.includes(name))
  .map((entry) => entry.responseEnd - entry.requestStart)"""


def main() -> None:
    asked = _arguments()
    os.environ.setdefault("PARLEY_SECRET_KEY", secrets.token_hex(32))
    with tempfile.TemporaryDirectory() as folder, _server(asked, Path(folder)) as server:
        _fill(server, asked)
        server.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("PARLEY_TEST_CHROMIUM", "/usr/bin/chromium"),
                args=FLAGS,
            )
            page = browser.new_page()
            page.add_init_script(RECORDER)
            found = _work(page, server, asked)
            browser.close()
    _print(asked, found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--waiting", type=int, default=1_000)
    parser.add_argument("--decisions", type=int, default=400)
    parser.add_argument("--pause", type=int, default=150)
    parser.add_argument("--postgres", action="store_true")
    return parser.parse_args()


@contextmanager
def _server(asked: argparse.Namespace, folder: Path) -> Iterator[Server]:
    with temporary_postgres() if asked.postgres else _sqlite() as url:
        if url:
            os.environ["PARLEY_TEST_DATABASE_URL"] = url
        with MigratedDatabases.open(folder) as databases, databases.copy() as database:
            server = Server(database, workers=1, extra={})
            try:
                yield server
            finally:
                server.kill()


@contextmanager
def _sqlite() -> Iterator[str]:
    os.environ.pop("PARLEY_TEST_DATABASE_URL", None)
    yield ""


def _fill(server: Server, asked: argparse.Namespace) -> None:
    sizes = [str(asked.comments), str(asked.waiting)]
    command = [sys.executable, "-m", "bench.desk_town", *sizes]
    subprocess.run(command, env=server.environment, check=True)


def _work(page: Page, server: Server, asked: argparse.Namespace) -> dict[str, list[float]]:
    page.goto(f"{server.base_url}/accounts/login/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{server.base_url}/me/")
    page.goto(f"{server.base_url}/moderate/")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
    page.get_by_role("button", name="Choose all shown").wait_for()
    page.keyboard.press("j")
    for number in range(asked.decisions):
        page.wait_for_timeout(asked.pause)
        if number % REJECTED:
            page.keyboard.press("a")
        else:
            for key in ("r", "1", "Enter"):
                page.keyboard.press(key)
        page.wait_for_function("(most) => window.waits.length > most", arg=number)
    page.wait_for_function(
        f"(many) => ({REQUESTS})('/moderate/decide/').length >= many", arg=asked.decisions
    )
    waits: Any = page.evaluate("window.waits")
    return {
        "wait for the next comment": waits,
        "request of a decision": page.evaluate(REQUESTS, "/moderate/decide/"),
        "request of further cards": page.evaluate(REQUESTS, "/moderate/more/"),
        "the page itself": [loaded],
    }


def _print(asked: argparse.Namespace, found: dict[str, list[float]]) -> None:
    database = "PostgreSQL" if asked.postgres else "SQLite"
    print(f"{asked.comments:,} comments, {asked.waiting:,} waiting, on {database}\n")
    print("| ms | times | median | 99th percentile | longest |")
    print("|---|---|---|---|---|")
    for what, times in found.items():
        ordered = sorted(times)
        last = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
        median = statistics.median(ordered)
        print(f"| {what} | {len(times)} | {median:.0f} | {last:.0f} | {ordered[-1]:.0f} |")
    print(f"\nThe target for the wait is {TARGET[0]} and {TARGET[1]} ms.")


if __name__ == "__main__":
    main()
