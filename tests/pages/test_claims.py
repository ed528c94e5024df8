"""Claiming older comments on one's own page, asking for them, and objecting."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim, ClaimState
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.models.user import User
from tests import factories

ADDRESS = "asha@old.example"


@pytest.fixture
def asha(site: Site) -> User:
    return factories.verified(factories.user("Asha Menon", accepted=site), ADDRESS)


@pytest.fixture
def old(article: Article) -> Author:
    author = factories.imported_author(article.site, ADDRESS, display_name="asha_m")
    for number, year in enumerate((2014, 2017)):
        moment = timezone.now().replace(year=year, day=1)
        factories.comment(
            article, author, source="disqus", source_id=str(number), created_at=moment
        )
    return author


@pytest.fixture
def browser(asha: User) -> Client:
    return factories.browser(asha)


def me(browser: Client) -> str:
    return browser.get("/me/").content.decode()


def test_the_page_says_what_was_found(browser: Client, old: Author) -> None:
    shown = me(browser)
    assert "We found 2 comments of yours" in shown
    assert "asha_m" in shown
    assert "2014–2017" in shown


def test_without_any_it_says_nothing(browser: Client) -> None:
    assert "We found" not in me(browser)


def test_one_button_claims_them(browser: Client, asha: User, old: Author) -> None:
    answer = browser.post("/me/claims/", {"names": "old"}, follow=True)
    shown = answer.content.decode()
    assert "They are yours again." in shown
    assert "We found" not in shown
    assert "as <bdi>asha_m</bdi>" in shown
    assert Comment.objects.filter(author__user=asha).count() == 2


@pytest.mark.parametrize(
    ("names", "shown"), [("old", "asha_m"), ("present", "Asha Menon"), ("", "asha_m")]
)
def test_the_name_is_chosen(browser: Client, old: Author, names: str, shown: str) -> None:
    browser.post("/me/claims/", {"names": names})
    old.refresh_from_db()
    assert old.display_name == shown


def test_claiming_is_rate_limited(browser: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"claim": "1/h/user"}
    assert [browser.post("/me/claims/").status_code for _ in range(2)] == [302, 429]


def test_signed_out_nothing_is_claimed(old: Author) -> None:
    assert Client().post("/me/claims/").status_code == 401


def page_of(comment: Comment) -> str:
    return f"/discussion/{comment.article_id}/comment/{comment.pk}/"


def test_at_first_a_claimed_comment_cannot_be_deleted(browser: Client, old: Author) -> None:
    browser.post("/me/claims/")
    comment = old.comments.first()
    assert comment is not None
    shown = browser.get(page_of(comment)).content.decode()
    assert "became yours only lately" in shown
    assert 'value="delete"' not in shown
    told = browser.post(page_of(comment), {"do": "delete"}, follow=True).content.decode()
    assert "You can change or delete this older comment from" in told
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED


def test_after_three_days_it_can(browser: Client, old: Author) -> None:
    browser.post("/me/claims/")
    Claim.objects.update(full_rights_at=timezone.now() - timedelta(seconds=1))
    comment = old.comments.first()
    assert comment is not None
    browser.post(page_of(comment), {"do": "delete"})
    comment.refresh_from_db()
    assert comment.state == CommentState.DELETED


# --- asking ---

FORM = {"name": "asha_m", "evidence": "I wrote about the lake.", "links": ""}


def ask(browser: Client, **changes: str) -> str:
    site = str(Site.objects.order_by("pk")[0].pk)
    form = {**FORM, "site": site, **changes}
    return browser.post("/me/claims/ask/", form, follow=True).content.decode()


def test_a_request_reaches_the_moderators(browser: Client, asha: User, site: Site) -> None:
    assert "A moderator will look at it" in ask(browser, links="https://paper.example/a#comment-5")
    asked = Claim.objects.get()
    assert (asked.user, asked.site, asked.state) == (asha, site, ClaimState.ASKED)
    assert asked.evidence.endswith("https://paper.example/a#comment-5")
    assert "waiting for a moderator" in me(browser)


def plain(html: str) -> str:
    """Without what differs by itself."""
    html = re.sub(r"<time.*?</time>", "", html)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_the_answer_is_the_same_whether_or_not_there_is_such_a_name(site: Site) -> None:
    factories.imported_author(site, "somebody@old.example", display_name="asha_m")
    answers: list[str] = []
    for name in ("asha_m", "nobody_ever"):
        reader = factories.browser(factories.user(f"Reader {len(answers)} Rao", accepted=site))
        answers.append(plain(ask(reader, name=name)).replace(name, "NAME"))
    assert answers[0].replace("Reader 0", "R") == answers[1].replace("Reader 1", "R")


@pytest.mark.parametrize("empty", ["name", "evidence"])
def test_a_form_that_lacks_something_says_so(browser: Client, empty: str) -> None:
    ask(browser, **{empty: " "})
    assert not Claim.objects.exists()


def test_a_second_request_for_a_name_is_explained(browser: Client) -> None:
    ask(browser)
    assert "You have asked for this name already." in ask(browser)


def test_asking_is_rate_limited(browser: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"ask_claim": "1/d/user"}
    ask(browser)
    ask(browser, name="another")
    assert Claim.objects.count() == 1


def test_the_newspaper_is_asked_for_where_there_are_several(browser: Client) -> None:
    other = factories.site("gazette.example", name="The Gazette")
    assert "The Gazette" in browser.get("/me/claims/ask/").content.decode()
    ask(browser, site=str(other.pk))
    assert Claim.objects.get().site == other


# --- objecting ---


@pytest.fixture
def link(browser: Client, old: Author) -> str:
    """What the owner of the old address got."""
    browser.post("/me/claims/")
    match = re.search(r"http://testserver(/me/claims/not-me/\S+)", str(mail.outbox[0].body))
    assert match is not None
    return match[1]


def test_looking_at_the_link_changes_nothing(link: str, old: Author, asha: User) -> None:
    shown = Client().get(link).content.decode()
    assert "2 comments" in shown
    assert "Asha Menon" in shown
    old.refresh_from_db()
    assert old.user == asha


def test_the_button_takes_them_back(link: str, old: Author) -> None:
    shown = Client().post(link, follow=True).content.decode()
    assert "The comments are nobody’s again." in shown
    old.refresh_from_db()
    assert old.user is None


def test_the_button_needs_no_cookie(link: str, old: Author) -> None:
    """The link proves who may; a page in another tab may have set the form's cookie anew."""
    reader = Client(enforce_csrf_checks=True)
    reader.get(link)
    reader.cookies.clear()
    assert reader.post(link).status_code == 302
    old.refresh_from_db()
    assert old.user is None


def test_after_three_days_the_button_asks_a_moderator(link: str, old: Author, asha: User) -> None:
    Claim.objects.update(full_rights_at=timezone.now() - timedelta(seconds=1))
    assert "A moderator will look at it." in Client().post(link, follow=True).content.decode()
    old.refresh_from_db()
    assert old.user == asha
    assert Claim.objects.disputed(old.site).exists()


def test_a_link_that_was_changed_leads_nowhere(link: str) -> None:
    assert Client().get(link[:-3] + "xx/").status_code == 404
