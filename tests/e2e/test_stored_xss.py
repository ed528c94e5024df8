"""Nothing that a reader, a publisher or an export says runs in anybody's browser.

The pages are read with their Content-Security-Policy switched off: it is the second
wall, and this is about the first.
"""

from collections.abc import Iterator
from html import escape

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect

from tests.e2e.attacks import batches, payloads
from tests.e2e.conftest import NAME, PATIENCE, Place, seed, sign_in
from tests.e2e.publisher import Publisher
from tests.server import MigratedDatabases, Server

# Runs in every frame before anything else: whatever an attack calls or sets is told.
RECORDER = """
const told = (how) => console.log(`RAN ${window.name} ${how}`);
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => told(name);
Object.defineProperty(window, "xss", {
  get: () => { told("xss"); return () => told("xss()"); },
  set: () => told("xss = "),
});
"""

# What a reader may do with each thing on a page, short of leaving it.
PROVOKE = """
const web = ["http:", "https:", "mailto:"];
const leaves = (element) =>
  element.closest("button, summary, [type=submit]") || web.includes(element.closest("a")?.protocol);
for (const element of document.querySelectorAll("*")) {
  const click = leaves(element) ? [] : ["click"];
  for (const type of ["mouseover", "mouseenter", "pointerenter", "focus", "toggle", ...click]) {
    element.dispatchEvent(new MouseEvent(type, { cancelable: true }));
  }
}
"""

# Names of what must not be anywhere: handlers, other schemes, elements that load or embed.
STRANGERS = """
[...document.querySelectorAll("*")].flatMap((element) => [
  ...[...element.attributes].filter(({ name }) => name.startsWith("on")).map(({ name }) => name),
  ...["href", "src", "action", "formaction", "data", "srcdoc"].flatMap((name) => {
    const value = element.getAttribute(name);
    if (value === null) return [];
    const { protocol } = new URL(value, document.baseURI);
    return ["http:", "https:", "mailto:"].includes(protocol) ? [] : [`${name}=${value}`];
  }),
  ...(element.closest(".parley-body, .text, .preview, .marked") &&
    !element.matches(
      ".parley-body, .text, .preview, .marked, p, br, strong, em, del, a, blockquote, code, pre, " +
      "ul, ol, li, mark, bdi") ? [element.outerHTML] : []),
])
"""


class Watched:
    """A page, and everything in it that ran or was asked for against our will."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.has_widget = True
        self.ran: list[str] = []
        self.asked: list[str] = []
        page.add_init_script(RECORDER)
        page.on("console", self._hear)
        page.on("dialog", self._dismiss)
        page.on("request", self._note)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.text.startswith("RAN"):
            self.ran.append(said.text)

    def _dismiss(self, dialog: Dialog) -> None:
        self.ran.append(dialog.type)
        dialog.dismiss()

    def _note(self, request: Request) -> None:
        ours = request.url.endswith((".svg", "/favicon.ico"))
        if request.resource_type in {"image", "media", "object", "font"} and not ours:
            self.asked.append(request.url)

    def read(self, address: str) -> None:
        """Until the page is complete: what an image or a script does by itself, it has done."""
        self.page.goto(address)
        if self.page.locator("parley-comments").count() and self.has_widget:
            expect(self.page.locator("parley-comments[ready]")).to_be_attached()

    def without_widget(self) -> None:
        self.has_widget = False
        self.page.route("**/embed.js", lambda route: route.abort())

    def is_harmless(self, shows: str) -> None:
        """Does everything that a reader might do, and looks at what came of it.

        `shows` selects what the attack was made for: without it there was none.
        """
        here = self.page.url
        expect(self.page.locator(shows).first).to_be_attached()
        self.page.evaluate(PROVOKE)
        assert self.page.evaluate(STRANGERS) == []
        assert self.ran == []
        assert self.asked == []
        assert self.page.url.partition("#")[0] == here.partition("#")[0]


@pytest.fixture(scope="module")
def place(migrated_databases: MigratedDatabases) -> Iterator[Place]:
    """A newspaper under attack."""
    with migrated_databases.copy() as database:
        server = Server(database, workers=1, extra={}, name=NAME)
        publisher = Publisher(server.base_url)
        try:
            seeded = seed(server, "attacks", publisher.host.removeprefix("www."))
            server.start()
            attacker = seeded.pop("attacker")
            publisher.headlines["attacker"] = attacker
            yield Place(publisher, server, **seeded)
        finally:
            server.kill()
            publisher.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    yield Watched(context.new_page())
    context.close()


def test_the_harness_sees_attacks_that_are_not_stopped(watched: Watched) -> None:
    """Each payload in a frame of its own, as if it had been shown as it came."""
    frames = [
        f'<iframe name="{number}" srcdoc="{escape(payload)}"></iframe>'
        for number, payload in enumerate(payloads())
    ]
    watched.page.set_content("".join(frames))
    for frame in watched.page.frames:
        frame.wait_for_load_state()
        frame.evaluate(PROVOKE)
    alive = {ran.split()[1] for ran in watched.ran}
    assert len(alive) >= 90
    assert watched.asked


def test_the_widget_on_the_newspapers_page(watched: Watched, place: Place) -> None:
    watched.read(place.publisher.address("/posted/"))
    watched.is_harmless(".parley-comment parley-controls")
    for number in range(2, len(payloads()) // 50 + 1):
        watched.page.get_by_role("link", name="Next page").click()
        expect(watched.page.locator(".parley-pages")).to_contain_text(f"Page {number} of")
        watched.is_harmless(".parley-comment parley-controls")


@pytest.mark.parametrize("name", ["posted", "imported", "reported"])
def test_the_discussion_page(watched: Watched, place: Place, name: str) -> None:
    address = place.discussion(name)
    while address:
        watched.read(address)
        watched.is_harmless(".parley-comment")
        following = watched.page.locator('link[rel="next"]')
        address = following.get_attribute("href") or "" if following.count() else ""


def test_headlines_on_the_discussion_page(watched: Watched, place: Place) -> None:
    watched.without_widget()
    for name in (name for name in place.articles if name.startswith("headline")):
        watched.read(place.discussion(name))
        watched.is_harmless("h1 a")


def test_the_moderators_queue(watched: Watched, place: Place) -> None:
    sign_in(watched.page, place, place.moderator, place.password)
    watched.read(f"{place.parley}/moderate/")
    watched.is_harmless(".card .text")
    while watched.page.get_by_role("link", name="Next").count():
        watched.page.get_by_role("link", name="Next").click()
        watched.page.wait_for_load_state()
        watched.is_harmless(".card .text")


def test_what_a_moderator_said_on_ones_own_page(watched: Watched, place: Place) -> None:
    sign_in(watched.page, place, place.moderator, place.password)
    watched.read(f"{place.parley}/me/")
    watched.is_harmless(".rows")


def test_ones_own_comments_on_ones_own_page(watched: Watched, place: Place) -> None:
    sign_in(watched.page, place, place.publisher.headlines["attacker"], place.password)
    for number in range(1, 11):
        watched.read(f"{place.parley}/me/?page={number}")
        watched.is_harmless(".rows")


def test_a_preview_on_the_discussion_page(watched: Watched, place: Place) -> None:
    sign_in(watched.page, place, place.publisher.headlines["attacker"], place.password)
    watched.without_widget()
    for batch in batches(4_000):
        watched.read(place.discussion("posted"))
        watched.page.get_by_text("Write a comment").click()
        watched.page.get_by_label("Your comment").fill(batch)
        watched.page.get_by_role("button", name="Preview").click()
        expect(watched.page.get_by_text("As readers would see it")).to_be_visible()
        watched.is_harmless(".preview")


def test_a_draft_in_the_widget(watched: Watched, place: Place) -> None:
    sign_in(watched.page, place, place.publisher.headlines["attacker"], place.password)
    watched.read(place.publisher.address("/posted/#parley-compose"))
    for batch in batches(4_000):
        with watched.page.expect_response("**/api/v1/check"):
            watched.page.get_by_label("Your comment").fill(batch)
        watched.is_harmless("parley-composer")
