"""PATCH and DELETE /api/v1/comments/{id}."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.outbox import Change
from parley.models.site import Site
from tests import factories
from tests.api.conftest import Caller

BETTER = "The council should publish every figure before it decides anything."


@pytest.fixture
def own(reader: Caller, article: Article) -> Comment:
    return factories.comment(article, factories.author(article.site, reader.user))


def edit(who: Caller, comment: Comment, text: str = BETTER) -> int:
    return who.send("PATCH", f"/comments/{comment.pk}", {"text": text}).status_code


def test_an_edit_replaces_the_text_and_keeps_the_old_one(reader: Caller, own: Comment) -> None:
    assert edit(reader, own) == 200

    own.refresh_from_db()
    assert own.text == BETTER
    assert own.edited_at is not None
    assert own.revisions.get().text == factories.PROPER
    assert Change.objects.get().kind == "update"


def test_an_edit_is_judged_anew(reader: Caller, own: Comment) -> None:
    assert edit(reader, own, "u r wrong n i no it") == 422

    own.refresh_from_db()
    assert own.text == factories.PROPER


def test_the_window_closes_after_five_minutes(reader: Caller, own: Comment) -> None:
    own.created_at = timezone.now() - timedelta(minutes=5)
    own.save()

    answer = reader.send("PATCH", f"/comments/{own.pk}", {"text": BETTER})
    assert (answer.status_code, answer.json()["code"]) == (409, "edit_window_over")


def test_a_held_comment_stays_held_when_edited(reader: Caller, site: Site, own: Comment) -> None:
    own.state = CommentState.HELD
    own.save()

    assert edit(reader, own) == 202
    own.refresh_from_db()
    assert (own.state, own.text) == (CommentState.HELD, BETTER)


def test_an_edit_that_needs_a_moderator_takes_the_comment_down(
    reader: Caller, own: Comment, article: Article, site: Site
) -> None:
    site.rules = {"suspect_words": ["turnip"]}
    site.save()

    assert edit(reader, own, "The turnip is the council's favourite vegetable.") == 202
    article.refresh_from_db()
    assert article.comment_count == 0


def test_others_cannot_edit(other: Caller, own: Comment) -> None:
    assert edit(other, own) == 404


def test_deleting_leaves_no_text_and_keeps_replies(
    reader: Caller, own: Comment, article: Article
) -> None:
    reply = factories.comment(article, parent=own)
    edit(reader, own)

    assert reader.send("DELETE", f"/comments/{own.pk}").status_code == 204
    own.refresh_from_db()
    assert (own.state, own.text, own.html) == (CommentState.DELETED, "", "")
    assert not own.revisions.exists()
    assert Comment.objects.filter(pk=reply.pk, state=CommentState.PUBLISHED).exists()
    article.refresh_from_db()
    assert article.comment_count == 1


def test_deleting_twice_is_deleting_once(reader: Caller, own: Comment, article: Article) -> None:
    for _ in range(2):
        assert reader.send("DELETE", f"/comments/{own.pk}").status_code == 204

    article.refresh_from_db()
    assert article.comment_count == 0


def test_others_cannot_delete(other: Caller, own: Comment) -> None:
    assert other.send("DELETE", f"/comments/{own.pk}").status_code == 404
    own.refresh_from_db()
    assert own.state == CommentState.PUBLISHED
