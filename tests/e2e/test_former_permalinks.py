"""A permalink of the former system opens the discussion at its comment."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Place

HEAD = '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
FIRST = 5_512_340_000
# More than one page of the discussion.
COMMENTS = 120


@pytest.fixture
def moved(place: Place, tmp_path: Path) -> Callable[[str], str]:
    """Imports a discussion under an article; answers the article's address."""

    def bring(path: str) -> str:
        address = place.publisher.address(path)
        thread = f'<thread dsq:id="1"><link>{address}</link></thread>'
        posts = "".join(
            f'<post dsq:id="{FIRST + number}"><message>Older comment number {number}.</message>'
            f"<createdAt>2015-01-01T{number // 60:02}:{number % 60:02}:00Z</createdAt>"
            f'<author><name>Asha</name></author><thread dsq:id="1" /></post>'
            for number in range(COMMENTS)
        )
        file = tmp_path / "export.xml"
        file.write_text(f"{HEAD}{thread}{posts}</disqus>", "utf-8")
        site = place.publisher.host.removeprefix("www.")
        place.server.parley("import", "disqus", str(file), "--site", site)
        return address

    return bring


def test_it_leads_to_its_comment_on_whatever_page(page: Page, moved: Callable[[str], str]) -> None:
    page.goto(f"{moved('/moved-house/')}#comment-{FIRST + 3}")
    meant = page.get_by_role("article").filter(has_text="Older comment number 3.")
    expect(meant).to_be_focused()
    expect(meant).to_be_in_viewport()
    # And so does the next one, on the page that is open already.
    page.evaluate(f"location.hash = '#IDComment{FIRST + 118}'")
    expect(page.get_by_role("article").filter(has_text="Older comment number 118.")).to_be_focused()
