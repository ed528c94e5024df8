"""One's own page: comments and what became of them, notices, the account."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from parley.models.article import Article
from parley.models.ban import Ban, BanKind
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision, Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import User
from parley.policy.decision import Outcome
from tests import factories
from tests.pages.conftest import comment_by

PASSWORD = "the quince tree by the gate"


@pytest.fixture
def browser(reader: User) -> Client:
    return factories.browser(reader)


def page(browser: Client, address: str = "/me/") -> str:
    return browser.get(address).content.decode()


def notice(user: User, kind: NoticeKind, **fields: Any) -> Notice:
    site = Site.objects.get()
    return Notice.objects.create(
        site=site, user=user, kind=kind, created_at=timezone.now(), **fields
    )


def test_signed_out_one_is_asked_to_sign_in(site: Site) -> None:
    assert Client().get("/me/").headers["Location"] == "/accounts/login/?next=%2Fme%2F"


def test_it_shows_ones_comments_newest_first(
    browser: Client, reader: User, article: Article
) -> None:
    long_ago = timezone.now() - timedelta(days=900)
    comment_by(reader, article, text="The older one.", created_at=long_ago)
    comment_by(reader, article, text="The newer one.")
    shown = page(browser)
    assert shown.index("The newer one.") < shown.index("The older one.")


def test_it_shows_nobody_elses(browser: Client, article: Article) -> None:
    comment_by(factories.user(), article, text="Somebody else wrote this.")
    assert "Somebody else wrote this." not in page(browser)


def test_each_comment_leads_to_its_place(browser: Client, reader: User, article: Article) -> None:
    made = comment_by(reader, article)
    place = f"/discussion/{article.pk}/?comment={made.pk}#comment-{made.pk}"
    assert f'href="{place}"' in page(browser)


@pytest.mark.parametrize(
    ("state", "words"),
    [(CommentState.HELD, "waiting for a moderator"), (CommentState.REJECTED, "rejected")],
)
def test_it_says_where_a_comment_stands(
    browser: Client, reader: User, article: Article, state: CommentState, words: str
) -> None:
    comment_by(reader, article, state=state)
    assert words in page(browser)


def test_a_rejected_comment_says_why(browser: Client, reader: User, article: Article) -> None:
    rejected = comment_by(reader, article, state=CommentState.REJECTED)
    decide(rejected, note="Please speak to the subject.")
    assert "Please speak to the subject." in page(browser)


def test_a_held_comment_shows_the_rules_that_held_it(
    browser: Client, reader: User, article: Article
) -> None:
    held = comment_by(reader, article, state=CommentState.HELD)
    decide(held, reasons=[{"rule": "links", "message": "There are many links."}])
    assert "There are many links." in page(browser)


def test_it_shows_the_words_that_a_rule_is_about_and_leads_to_the_rule(
    browser: Client, reader: User, article: Article
) -> None:
    held = comment_by(reader, article, state=CommentState.HELD, text="What a silly thing to say.")
    said = {"rule": "abuse", "message": "Please be civil.", "start": 7, "end": 12}
    decide(held, reasons=[said])
    html = page(browser)
    assert "<mark>silly</mark>" in html
    assert f'/guidelines/?site={article.site.domain}#rule-abuse"' in html


def decide(comment: Comment, **fields: Any) -> None:
    facts = {"outcome": Outcome.HOLD, "created_at": timezone.now(), **fields}
    Decision.objects.create(site=comment.site, comment=comment, **facts)


def test_what_one_wrote_is_shown_as_text(browser: Client, reader: User, article: Article) -> None:
    comment_by(reader, article, text="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in page(browser)


def test_older_comments_are_on_the_next_page(
    browser: Client, reader: User, article: Article
) -> None:
    for number in range(21):
        comment_by(reader, article, text=f"Number {number}.", created_at=moment(number))
    assert "Number 0." not in page(browser)
    assert "Number 0." in page(browser, "/me/?page=2")


def moment(number: int) -> Any:
    return timezone.now() - timedelta(hours=50 - number)


def test_its_queries_do_not_grow_with_the_comments(
    browser: Client, reader: User, article: Article, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        decide(comment_by(reader, article))
        notice(reader, NoticeKind.APPROVED, comment=Comment.objects.last())
    with django_assert_max_num_queries(18):
        browser.get("/me/")


def test_a_notice_is_shown_and_counted(browser: Client, reader: User) -> None:
    notice(reader, NoticeKind.SUSPENDED, text="Three warnings in a week.")
    shown = page(browser)
    assert "Three warnings in a week." in shown
    assert "1 new notice" in shown


def test_notices_are_new_until_marked_as_read(browser: Client, reader: User) -> None:
    notice(reader, NoticeKind.SUSPENDED)
    browser.post("/me/notices/read/")
    assert "new notice" not in page(browser)


def test_nobody_elses_notices_are_marked(browser: Client) -> None:
    theirs = notice(factories.user(), NoticeKind.SUSPENDED)
    browser.post("/me/notices/read/")
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_the_name_can_be_changed(browser: Client, reader: User) -> None:
    browser.post("/me/name/", {"display_name": "A. Menon"})
    reader.refresh_from_db()
    assert reader.display_name == "A. Menon"


def test_a_name_that_is_taken_is_explained(browser: Client) -> None:
    factories.user("Jonas Weber")
    answer = browser.post("/me/name/", {"display_name": "Jonas Weber"})
    assert answer.status_code == 422
    assert "is taken" in answer.content.decode()


def test_the_name_cannot_be_changed_all_day(browser: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"rename": "1/d/user"}
    answers = [
        browser.post("/me/name/", {"display_name": name}).status_code
        for name in ("A. Menon", "B. Menon")
    ]
    assert answers == [302, 429]


def test_erasing_asks_for_the_password_once_more(browser: Client, reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(password=make_password(PASSWORD))
    browser = factories.browser(User.objects.get(pk=reader.pk))
    answer = browser.post("/me/erase/", {"word": "erase"})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.filter(pk=reader.pk).exists()


def test_erasing_takes_the_word(browser: Client, reader: User) -> None:
    browser.post("/me/erase/", {"word": "yes"})
    assert User.objects.filter(pk=reader.pk).exists()


def test_erased_one_is_signed_out(browser: Client, reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(password="!")
    browser.post("/me/erase/", {"word": "erase"})
    assert not User.objects.filter(pk=reader.pk).exists()
    assert browser.get("/me/").status_code == 302


def test_it_is_kept_out_of_caches(browser: Client) -> None:
    assert "no-store" in browser.get("/me/").headers["Cache-Control"]


@pytest.mark.parametrize("how", ["banned", "suspended"])
def test_whoever_is_kept_out_keeps_the_name(site: Site, how: str) -> None:
    reader, now = factories.user(accepted=site), timezone.now()
    author = factories.author(site, reader)
    if how == "banned":
        Ban.objects.create(
            site=site, kind=BanKind.ACCOUNT, value=reader.pk, reason="Threats.", made_at=now
        )
    else:
        author.suspended_until, author.suspension_reason = now + timedelta(days=1), "Threats."
        author.save()
    name = reader.display_name
    answer = factories.browser(reader).post("/me/name/", {"display_name": "Somebody Else"})
    reader.refresh_from_db()
    assert (answer.status_code, reader.display_name) == (422, name)
    assert "Threats." in answer.content.decode()
