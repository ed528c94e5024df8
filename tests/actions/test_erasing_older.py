"""Erasing older comments by proof of an address, without an account."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from parley.actions import erasing_older
from parley.errors import NotFound
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.report import Report, ReportReason
from parley.models.vote import Vote
from tests import factories

ADDRESS = "ravi@old.example"


@pytest.fixture
def old(article: Article) -> Author:
    return factories.imported_author(
        article.site, ADDRESS, display_name="ravi77", publisher_user_id="9", source_data={"k": "v"}
    )


@pytest.fixture
def comment(article: Article, old: Author) -> Comment:
    return factories.comment(article, old, source_data={"url": "https://ravi.example"})


def link(address: str = ADDRESS) -> str:
    erasing_older.mail_link.call(address)
    match = re.search(r"/me/erase-older/([^/]+)/", str(mail.outbox[-1].body))
    assert match is not None
    return match[1]


def test_the_link_erases_what_was_written(comment: Comment) -> None:
    assert erasing_older.erase(link(), timezone.now()) == 1
    comment.refresh_from_db()
    assert (comment.text, comment.state) == ("", CommentState.DELETED)
    assert comment.source_data == {}


def test_nobody_can_be_recognised_by_what_remains(comment: Comment, old: Author) -> None:
    erasing_older.erase(link(), timezone.now())
    old.refresh_from_db()
    assert old.display_name == "Deleted reader"
    kept = (old.email_hash, old.email_sealed, old.publisher_user_id, old.source_data)
    assert kept == ("", "", "", {})


def test_replies_stay(comment: Comment) -> None:
    reply = factories.comment(comment.article, parent=comment)
    erasing_older.erase(link(), timezone.now())
    reply.refresh_from_db()
    assert reply.state == CommentState.PUBLISHED


def test_votes_and_complaints_are_taken_back(article: Article, old: Author) -> None:
    liked = factories.comment(article, open_reports=1)
    factories.vote_brought(liked, old)
    Report.objects.create(
        site=article.site,
        comment=liked,
        author=old,
        reason=ReportReason.SPAM,
        created_at=timezone.now(),
    )
    erasing_older.erase(link(), timezone.now())
    liked.refresh_from_db()
    assert (liked.respect, liked.open_reports) == (0, 0)
    assert not Vote.objects.exists()
    assert not Report.objects.exists()


def test_an_address_that_nobody_had_gets_no_mail(comment: Comment) -> None:
    erasing_older.mail_link.call("nobody@mail.example")
    assert mail.outbox == []


def test_what_was_claimed_is_its_readers_to_erase(comment: Comment, old: Author) -> None:
    asked = link()
    Author.objects.filter(pk=old.pk).update(user=factories.user())
    assert erasing_older.erase(asked, timezone.now()) == 0
    comment.refresh_from_db()
    assert comment.text


def test_others_are_left_alone(comment: Comment) -> None:
    other = factories.comment(
        comment.article, factories.imported_author(comment.site, "other@old.example")
    )
    erasing_older.erase(link(), timezone.now())
    other.refresh_from_db()
    assert other.text


def test_a_forged_link_erases_nothing(comment: Comment) -> None:
    with pytest.raises(NotFound):
        erasing_older.erase("ImFiYyI:1abc:forged", timezone.now())
