"""Moving house, as a reader meets it: the old comments are found, claimed, and one's own."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Place, register

pytestmark = pytest.mark.both_databases

NAME = "Nandini Kulkarni"
ADDRESS = "nandini.kulkarni@mail.example"

EXPORT = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
  <thread dsq:id="1">
    <forum>paper</forum><link>http://www.{host}/lake/</link><title>The lake</title>
    <createdAt>2014-03-01T08:00:00Z</createdAt>
    <isClosed>false</isClosed><isDeleted>false</isDeleted>
  </thread>
  {posts}
</disqus>
"""
POST = """<post dsq:id="{number}">
  <message><![CDATA[<p>{text}</p>]]></message><createdAt>{year}-03-01T09:00:00Z</createdAt>
  <isDeleted>false</isDeleted><isSpam>false</isSpam>
  <author><email>{email}</email><name>{name}</name><isAnonymous>true</isAnonymous></author>
  <thread dsq:id="1"/>
</post>"""
SAID = [
    ("nandini_k", ADDRESS, 2014, "The lake was clean in my childhood."),
    ("nandini_k", ADDRESS, 2016, "Nobody has cleaned the lake since."),
    ("somebody", "other@mail.example", 2015, "It was never clean."),
]


@pytest.fixture(scope="module")
def imported(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An older discussion, brought by the real command."""
    posts = [
        POST.format(number=number, name=name, email=email, year=year, text=text)
        for number, (name, email, year, text) in enumerate(SAID, 10)
    ]
    host = place.publisher.host.removeprefix("www.")
    file = Path(tmp_path_factory.mktemp("export")) / "export.xml"
    file.write_text(EXPORT.format(host=host, posts="\n".join(posts)))
    place.server.parley("import", "disqus", str(file), "--site", "paper.localhost")


def test_who_registers_with_the_old_address_gets_the_old_comments(
    imported: None, place: Place, page: Page
) -> None:
    page.goto(f"{place.parley}/accounts/signup/")
    assert register(page, place, NAME) == ADDRESS
    page.goto(f"{place.parley}/me/")
    expect(page.get_by_role("heading", name="We found 2 comments of yours")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("2014–2016")

    # By the keyboard alone: the choice, then the button.
    page.get_by_label("Keep the old names").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Show them under my present name")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("They are yours again.")).to_be_visible()
    expect(page.get_by_role("heading", name="We found")).to_have_count(0)
    for _name, address, _year, text in SAID:
        found = page.get_by_role("main").get_by_text(text)
        expect(found).to_have_count(1 if address == ADDRESS else 0)

    page.get_by_label("Words in the comment or the headline").fill("CHILDHOOD")
    page.get_by_label("Only older ones").check()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 comment found")).to_be_visible()

    page.get_by_role("link", name="The lake").click()
    mine = page.get_by_role("article").filter(has_text="in my childhood")
    expect(mine).to_contain_text(NAME)

    # Whoever has the old address has a mail, and needs no account to object.
    page.context.clear_cookies()
    page.goto(link_in_mail(place, page))
    expect(page.get_by_role("main")).to_contain_text("nandini_k")
    page.get_by_role("button", name="This was not me").click()
    expect(page.get_by_text("The comments are nobody’s again.")).to_be_visible()


def link_in_mail(place: Place, page: Page) -> str:
    """What a job has sent to the old address after the claim."""
    for _attempt in range(100):
        found = re.search(r"\S+/me/claims/not-me/\S+", place.mail_to(ADDRESS))
        if found:
            return found[0]
        page.wait_for_timeout(100)
    raise AssertionError("The old address was not told.")
