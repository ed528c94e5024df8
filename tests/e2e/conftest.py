"""A newspaper on one origin, Parley on another of the same site, and readers' browsers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import seeding
from tests.e2e.publisher import Publisher
from tests.server import Database, MigratedDatabases, Server, environment_for

# What a machine with other work may need; a page that is right is there much sooner.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

# The same registrable domain as the newspaper's: a subdomain is how Parley is deployed.
NAME = "comments.paper.localhost"


@dataclass(frozen=True)
class Place:
    """The newspaper, its Parley, and what was seeded."""

    publisher: Publisher
    server: Server
    articles: dict[str, int]
    moderator: str
    password: str

    @property
    def parley(self) -> str:
        return self.server.base_url

    def discussion(self, name: str) -> str:
        return f"{self.parley}/discussion/{self.articles[name]}/"

    def mail_to(self, address: str) -> str:
        """The text of the latest message to the address."""
        folder = Path(self.server.environment["PARLEY_EMAIL_URL"].removeprefix("file://"))
        found = []
        for file in folder.glob("*"):
            for source in file.read_bytes().split(b"-" * 79 + b"\n"):
                message = message_from_bytes(source)
                if message["To"] == address:
                    payload = message.get_payload(decode=True)
                    assert isinstance(payload, bytes)
                    found.append((file.stat().st_mtime, payload.decode()))
        return max(found)[1] if found else ""


def seed(server: Server, scene: str, argument: str = "") -> dict[str, Any]:
    """Sets a scene of `seeding` on the server's database."""
    return seeding.run(scene, argument, environment=server.environment)


@pytest.fixture(scope="session")
def newsrooms(migrated_databases: MigratedDatabases) -> MigratedDatabases:
    """Copies of the demo newsroom, which takes long to seed."""

    def fill(database: Database) -> None:
        seeding.run("newsroom", environment=environment_for(database, PARLEY_DEMO="1"))

    return migrated_databases.seeded("newsroom", fill)


@pytest.fixture(scope="session")
def place(migrated_databases: MigratedDatabases) -> Iterator[Place]:
    """One for all tests: each has an article of its own."""
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={}, name=NAME)
        publisher = Publisher(server.base_url)
        try:
            seeded = seed(server, "paper", publisher.host.removeprefix("www."))
            server.start()
            yield Place(publisher, server, **seeded)
        finally:
            server.kill()
            publisher.close()


@pytest.fixture(autouse=True)
def _patient(request: pytest.FixtureRequest) -> None:
    """Every page of a test waits as long as `expect` does."""
    if "context" in request.fixturenames:
        request.getfixturevalue("context").set_default_timeout(PATIENCE)


def sign_in(page: Page, place: Place, email: str, password: str) -> None:
    """Through the real form, wherever the page was."""
    sign_in_at(page, place.parley, email=email, password=password)


def sign_in_at(page: Page, base_url: str, *, email: str, password: str) -> None:
    """The same at any server."""
    page.goto(f"{base_url}/accounts/login/")
    fill_in(page, email=email, password=password)
    page.wait_for_url(f"{base_url}/me/")


def fill_in(page: Page, *, email: str, password: str) -> None:
    """Fills and sends the form that the page shows; where it leads to is the caller's."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def register(page: Page, place: Place, name: str) -> str:
    """From the registration page to the end; answers the address used."""
    email = re.sub(r"\W+", ".", name.lower()) + "@mail.example"
    page.get_by_label("Email").fill(email)
    page.get_by_label("Display name").fill(name)
    page.get_by_label("Password", exact=True).fill("a quiet evening at home")
    page.get_by_label(re.compile("I have read and accept")).check()
    page.get_by_role("main").get_by_role("button", name="Register", exact=True).click()
    page.get_by_label("Code").fill(code_in(place, page, email))
    page.get_by_role("button", name="Go on").click()
    return email


def code_in(place: Place, page: Page, email: str) -> str:
    """The code of the mail to the address, which a job sends a moment later."""
    for _attempt in range(100):
        found = re.search(r"Your code is (\S+)", place.mail_to(email))
        if found:
            return found[1]
        page.wait_for_timeout(100)
    raise AssertionError(f"No code was sent to {email}.")
