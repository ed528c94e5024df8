"""What stands in the discussion's place when it cannot be had."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Place

ELSEWHERE = "other.localhost"
EMBED = """url => {
    const embedded = document.createElement("parley-comments");
    embedded.setAttribute("url", url);
    document.querySelector("parley-comments").replaceWith(embedded);
}"""


def test_a_page_on_a_host_of_no_site_is_told_so(place: Place, page: Page) -> None:
    page.goto(place.publisher.address("/desk/"))
    page.evaluate(EMBED, f"http://{ELSEWHERE}/desk/")
    expect(page.get_by_text(f"{ELSEWHERE} is not registered here.").first).to_be_visible()


def test_a_lost_connection_can_be_tried_again(place: Place, page: Page) -> None:
    page.route("**/api/v1/thread*", lambda route: route.abort())
    page.goto(place.publisher.address("/desk/"))
    expect(page.get_by_text("The discussion could not be reached.").first).to_be_visible()

    page.unroute("**/api/v1/thread*")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Join the discussion…")).to_be_visible()
