"""Erasing older comments by mail, without an account."""

import re
import secrets

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from parley import jobs
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

# What is counted against limits outlives a test that commits.
ADDRESS = f"ravi{secrets.token_hex(4)}@old.example"


@pytest.fixture(autouse=True)
def _no_limits(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}


@pytest.fixture
def comment(article: Article) -> Comment:
    author = factories.imported_author(article.site, ADDRESS, display_name="ravi77")
    return factories.comment(article, author)


def ask(address: str = ADDRESS) -> str:
    answer = Client().post("/me/erase-older/", {"email": address}, follow=True)
    return re.sub(r'value="\w+"', "", answer.content.decode())


def link() -> str:
    ask()
    worker = jobs.JobWorker("test")
    worker.batch = True
    worker.run()
    match = re.search(r"http://testserver(/me/erase-older/\S+)", str(mail.outbox[-1].body))
    assert match is not None
    return match[1]


def test_the_answer_is_the_same_for_every_address(comment: Comment) -> None:
    assert ask() == ask("nobody@mail.example")
    assert "a mail with a link is on its way" in ask()


def test_what_is_no_address_is_told(comment: Comment) -> None:
    assert "valid email" in ask("ravi")
    assert not DBTaskResult.objects.exists()


def test_the_link_shows_what_it_would_erase(comment: Comment) -> None:
    shown = Client().get(link()).content.decode()
    assert "ravi77" in shown
    assert "1 comment" in shown


def test_looking_erases_nothing_and_the_word_does(comment: Comment) -> None:
    browser, address = Client(), link()
    browser.get(address)
    browser.post(address, {"word": "yes"})
    comment.refresh_from_db()
    assert comment.text
    assert (
        "1 comment is erased."
        in browser.post(address, {"word": "erase"}, follow=True).content.decode()
    )
    comment.refresh_from_db()
    assert comment.state == CommentState.DELETED
    assert Author.objects.get(pk=comment.author_id).display_name == "Deleted reader"


def test_a_forged_link_leads_nowhere(comment: Comment) -> None:
    assert Client().get("/me/erase-older/ImFiYyI:1abc:forged/").status_code == 404


def test_one_address_is_not_written_to_all_day(comment: Comment, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"erase_older": "1/h/key"}
    ask()
    ask(ADDRESS.upper())
    assert DBTaskResult.objects.count() == 1
