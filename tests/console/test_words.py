"""The site's lists of words: edited, tried on real comments, imported, and refused."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import moderating, word_lists
from parley.console.words import LONGEST_EDITED
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import CommentState
from parley.models.site import Site
from parley.models.site_words import WordsKind
from parley.models.user import Role, User
from tests import factories

pytestmark = pytest.mark.either_database

PATH, TRY = "/moderate/words/", "/moderate/words/try/"


@pytest.fixture
def desk(site: Site) -> Client:
    return factories.browser(factories.member(site, Role.ADMINISTRATOR, "Anil Kapur"))


def lists(site: Site) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = word_lists.lists_of(Site.objects.get(pk=site.pk))
    return tuple(found[WordsKind.BANNED]), tuple(found[WordsKind.SUSPECT])


def post(desk: Client, site: Site, button: str, **fields: Any) -> Any:
    shown = fields.pop("shown", word_lists.seen(word_lists.lists_of(site)))
    return desk.post(PATH, {"banned": "", "suspect": "", "shown": shown, button: ""} | fields)


def attempt(desk: Client, added: str) -> str:
    response = desk.post(TRY, {"added": added})
    assert response.status_code == 200
    return str(response.content.decode())


def text_file(content: str | bytes) -> SimpleUploadedFile:
    content = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile("list.txt", content, content_type="text/plain")


def test_it_shows_the_lists_in_force(desk: Client, site: Site) -> None:
    site.rules = {"banned_words": ["twaddle"], "suspect_words": ["lottery"]}
    site.save()
    html = desk.get(PATH).content.decode()
    assert "twaddle</textarea>" in html
    assert "lottery</textarea>" in html


def test_saving_has_the_next_comment_judged_so(desk: Client, article: Article) -> None:
    post(desk, article.site, "save", banned="free money\r\nscam*", suspect="lottery")
    assert lists(article.site) == (("free money", "scam*"), ("lottery",))
    reader = factories.user(accepted=article.site)
    response = Client().post(
        "/api/v1/check",
        {"article": article.pk, "text": "The scammers gave us free money."},
        content_type="application/json",
        headers={"Authorization": f"Bearer {factories.token(article.site, reader)}"},
    )
    assert [each["code"] for each in response.json()["reasons"]] == ["banned_words"] * 2


def test_it_is_audited(desk: Client, site: Site) -> None:
    post(desk, site, "save", banned="twaddle")
    assert AuditEntry.objects.get().after == {"banned": {"entries": 1, "added": 1}}


def test_trying_changes_nothing_and_keeps_what_was_typed(desk: Client, article: Article) -> None:
    html = post(desk, article.site, "try", banned="figures").content.decode()
    assert "figures</textarea>" in html
    assert lists(article.site) == ((), ())


def test_each_new_entry_is_counted_on_real_comments(desk: Client, article: Article) -> None:
    for text in ("The lottery is open.", "No lottery, please.", "The council has met."):
        factories.comment(article, text=text)
    html = attempt(desk, "lottery\ncouncil*\ncasino")
    assert "3 of the latest 3 comments" in html
    assert '<code dir="auto">lottery</code></th><td>2</td>' in html
    assert '<code dir="auto">council*</code></th><td>1</td>' in html
    assert '<code dir="auto">casino</code></th><td>0</td>' in html
    assert "<mark>lottery</mark>" in html


def test_what_moderators_published_is_likely_a_false_alarm(
    desk: Client, article: Article, moderator: User
) -> None:
    held = factories.comment(article, text="The lottery is open.", state=CommentState.HELD)
    factories.comment(article, text="Another lottery is open.")
    moderating.approve(factories.viewer(article.site, moderator), held, now=timezone.now())
    html = attempt(desk, "lottery")
    assert "A moderator published 1 of them" in html
    assert '<code dir="auto">lottery</code></th><td>2</td><td>1</td>' in html


def test_comments_of_other_sites_are_not_looked_at(desk: Client, site: Site) -> None:
    other = factories.article(factories.site("other.example"))
    factories.comment(other, text="The lottery is open.")
    assert "Nobody has commented yet" in attempt(desk, "lottery")


def test_what_is_marked_up_in_a_comment_stays_text(desk: Client, article: Article) -> None:
    factories.comment(article, text="<img src=x> lottery")
    assert "&lt;img src=x&gt; <mark>lottery</mark>" in attempt(desk, "lottery")


def test_only_new_entries_are_tried(desk: Client, article: Article) -> None:
    factories.comment(article, text="The lottery is open.")
    post(desk, article.site, "save", banned="lottery")
    html = post(desk, article.site, "try", banned="lottery").content.decode()
    assert "No entry is new." in html


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("/.*/", "would stop “The council should publish the figures.”"),
        ("/x?/", "would stop “The council should publish the figures.”"),
        ("*", "would stop “The council should publish the figures.”"),
        ("/(/", "is not a valid pattern: missing"),
        ("/(\\pL{50}x){20}/", "is not a valid pattern: pattern too large"),
        ("x" * 400, "is longer than 300 characters"),
    ],
)
def test_what_would_not_do_is_refused_with_the_reason(
    desk: Client, site: Site, entry: str, told: str
) -> None:
    assert told in attempt(desk, f"fine\n{entry}")
    html = post(desk, site, "save", banned=f"fine\n{entry}").content.decode()
    assert told in html
    assert "Nothing was saved." in html
    assert lists(site) == ((), ())


def test_each_bad_entry_is_named(desk: Client) -> None:
    html = attempt(desk, "/(/\nfine\n/[/")
    assert "“/(/”" in html
    assert "“/[/”" in html


def test_a_list_over_the_limit_is_refused(desk: Client, site: Site) -> None:
    lines = "".join(f"w{number}\n" for number in range(50_001))
    html = post(desk, site, "save", file=text_file(lines), into="banned").content.decode()
    assert "A list can have 50,000 entries; this one has 50,001." in html


def test_a_file_is_added_to_a_list(desk: Client, site: Site) -> None:
    post(desk, site, "save", suspect="lottery")
    imported = text_file("\ufeffcasino\r\n\r\nlottery\r\n")
    post(desk, site, "save", suspect="lottery", file=imported, into="suspect")
    assert lists(site) == ((), ("lottery", "casino"))


def test_a_file_can_take_the_place_of_a_list(desk: Client, site: Site) -> None:
    post(desk, site, "save", banned="lottery")
    post(
        desk, site, "save", banned="lottery", file=text_file("casino"), into="banned", instead="on"
    )
    assert lists(site) == (("casino",), ())


@pytest.mark.parametrize("content", [b"\xff\xfe\x00w", b"\x80word"])
def test_a_file_that_is_no_text_is_refused(desk: Client, site: Site, content: bytes) -> None:
    html = post(desk, site, "save", file=text_file(content), into="banned").content.decode()
    assert "This file is not text in UTF-8." in html
    assert lists(site) == ((), ())


def test_a_list_too_long_to_edit_is_kept_when_the_other_is_saved(desk: Client, site: Site) -> None:
    lines = "".join(f"word number {number}\n" for number in range(LONGEST_EDITED // 10))
    post(desk, site, "save", file=text_file(lines), into="banned")
    html = desk.get(PATH).content.decode()
    assert "too long to be edited here" in html
    shown = word_lists.seen(word_lists.lists_of(site))
    desk.post(PATH, {"suspect": "lottery", "shown": shown, "save": ""})
    assert [len(each) for each in lists(site)] == [LONGEST_EDITED // 10, 1]


def test_a_list_can_be_downloaded(desk: Client, site: Site) -> None:
    post(desk, site, "save", banned="free money\nहरामी")
    response = desk.get("/moderate/words/banned.txt")
    assert response.content.decode() == "free money\nहरामी\n"
    assert "attachment" in response.headers["Content-Disposition"]
    assert desk.get("/moderate/words/other.txt").status_code == 404


def test_whoever_was_slower_is_told_and_keeps_their_text(desk: Client, site: Site) -> None:
    shown = word_lists.seen(word_lists.lists_of(site))
    post(desk, site, "save", banned="first")
    html = post(desk, site, "save", banned="second", shown=shown).content.decode()
    assert "Somebody changed the lists" in html
    assert "second</textarea>" in html
    assert lists(site) == (("first",), ())


def test_a_moderator_may_not_see_or_change_them(site: Site, moderator: User) -> None:
    desk = factories.browser(moderator)
    answers = [
        desk.get(PATH),
        desk.get("/moderate/words/banned.txt"),
        desk.post(TRY, {"added": "x"}),
        post(desk, site, "save", banned="x"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert lists(site) == ((), ())


def test_more_comments_and_entries_take_no_more_queries(desk: Client, article: Article) -> None:
    def queries(added: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            attempt(desk, added)
        return len(captured)

    factories.comment(article, text="The lottery is open.")
    few = queries("lottery")
    for _ in range(5):
        factories.comment(article, text="The lottery is open.")
    assert queries("lottery\ncasino\nopen") == few
