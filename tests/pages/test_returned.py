"""What the author of a comment that was sent back sees and does on our pages, and by the API."""

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions import returning
from parley.actions.moderating import Why
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.user import Role
from tests import factories

ASKED = "Please leave the address out."


@pytest.fixture
def returned(article: Article) -> Comment:
    author = factories.author(article.site, factories.user(accepted=article.site))
    moderator = factories.viewer(article.site, factories.member(article.site, Role.MODERATOR))
    return returning.send_back(
        moderator, factories.comment(article, author), why=Why(note=ASKED), now=timezone.now()
    )


@pytest.fixture
def reader(returned: Comment) -> Client:
    return factories.browser(returned.author.user)


def address(comment: Comment) -> str:
    return f"/discussion/{comment.article_id}/comment/{comment.pk}/"


def test_its_page_says_what_to_change(reader: Client, returned: Comment) -> None:
    html = reader.get(address(returned)).content.decode()
    assert ASKED in html
    assert 'id="edit"' in html


def test_ones_own_page_leads_there(reader: Client, returned: Comment) -> None:
    html = reader.get("/me/").content.decode()
    assert ASKED in html
    assert f"{address(returned)}#edit" in html


def test_the_discussion_shows_it_to_its_author(reader: Client, returned: Comment) -> None:
    html = reader.get(f"/discussion/{returned.article_id}/").content.decode()
    assert "A moderator asks you to change this comment." in html


def test_nobody_else_sees_it(returned: Comment) -> None:
    assert factories.browser(factories.user()).get(address(returned)).status_code == 404


def test_it_is_changed_by_a_plain_form(reader: Client, returned: Comment) -> None:
    reader.post(address(returned), {"do": "send", "text": factories.PROPER + " So it is."})
    returned.refresh_from_db()
    assert returned.state == CommentState.HELD


def test_the_api_tells_its_author(reader: Client, returned: Comment) -> None:
    mine = reader.get(f"/api/v1/me?article={returned.article_id}").json()
    assert [one["state"] for one in mine["held"]] == ["returned"]
    assert mine["own"][str(returned.pk)]["edit_until"] > timezone.now().isoformat()
