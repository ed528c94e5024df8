"""The page of one comment: voting, editing and deleting by plain forms."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from parley.actions import limits
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.user import Role, User
from parley.models.vote import Vote
from tests import factories
from tests.pages.conftest import comment_by


def page_of(comment: Comment) -> str:
    return f"/discussion/{comment.article_id}/comment/{comment.pk}/"


def read(comment: Comment, by: User | None = None) -> str:
    response = factories.browser(by).get(page_of(comment))
    assert response.status_code == 200
    return response.content.decode()


def do(comment: Comment, by: User | None, deed: str, **fields: str) -> Any:
    return factories.browser(by).post(page_of(comment), {"do": deed, **fields})


def value_of(vote_on: Comment) -> list[int]:
    return list(Vote.objects.filter(comment=vote_on).values_list("value", flat=True))


def test_the_thread_links_to_it(article: Article) -> None:
    comment = factories.comment(article)
    html = factories.browser().get(f"/discussion/{article.pk}/").content.decode()
    assert f'href="http://testserver{page_of(comment)}"' in html


def test_a_reader_may_respect_disagree_and_report(article: Article, reader: User) -> None:
    html = read(factories.comment(article), by=reader)
    assert 'value="respect"' in html
    assert 'value="disagree"' in html
    assert "/report/" in html
    assert "<textarea" not in html


def test_somebody_signed_out_is_asked_to_sign_in(article: Article) -> None:
    assert "/accounts/login/?next=" in read(factories.comment(article))


def test_respect_is_counted(article: Article, reader: User) -> None:
    comment = factories.comment(article)
    do(comment, reader, "respect")
    assert value_of(comment) == [1]


def test_a_vote_is_shown_as_pressed_and_pressing_again_takes_it_back(
    article: Article, reader: User
) -> None:
    comment = factories.comment(article)
    do(comment, reader, "disagree")

    assert 'value="take_back" aria-pressed="true">Disagree' in read(comment, by=reader)
    do(comment, reader, "take_back")
    assert value_of(comment) == []


def test_one_may_say_that_one_cannot_say(article: Article, reader: User) -> None:
    comment = factories.comment(article)
    do(comment, reader, "pass")

    assert value_of(comment) == [0]
    html = read(comment, by=reader)
    assert 'value="take_back" aria-pressed="true">Can\'t say' in html
    assert "You said that you cannot say." in html


def test_a_vote_of_somebody_signed_out_counts_nothing(article: Article) -> None:
    comment = factories.comment(article)
    response = do(comment, None, "respect")
    assert value_of(comment) == []
    assert [str(said) for said in get_messages(response.wsgi_request)] == ["Please sign in first."]


def test_one_can_edit_what_one_has_just_written(article: Article, reader: User) -> None:
    comment = comment_by(reader, article)

    response = do(comment, reader, "send", text=factories.PROPER + " Soon.")

    assert response.status_code == 302
    comment.refresh_from_db()
    assert comment.text == factories.PROPER + " Soon."


def test_an_edit_that_is_refused_keeps_what_was_typed(article: Article, reader: User) -> None:
    comment = comment_by(reader, article)
    text = "Why do u think that this would help anybody here?"

    response = do(comment, reader, "send", text=text)

    assert response.status_code == 422
    assert f">{text}</textarea>" in response.content.decode()
    assert "<mark>u</mark>" in response.content.decode()


def test_the_suggestion_can_be_taken_over_in_an_edit(article: Article, reader: User) -> None:
    comment = comment_by(reader, article)
    text = "Why do u think that this would help anybody here?"

    response = do(comment, reader, "suggestion", text=text)

    assert "Why do you think" in response.content.decode()


def test_an_old_comment_can_no_longer_be_edited(article: Article, reader: User) -> None:
    comment = comment_by(reader, article, created_at=timezone.now() - timedelta(hours=1))

    assert "<textarea" not in read(comment, by=reader)
    assert do(comment, reader, "send", text=factories.PROPER + " Soon.").status_code == 409


def test_nobody_edits_a_strangers_comment(article: Article, reader: User) -> None:
    comment = factories.comment(article)
    assert do(comment, reader, "send", text="Hijacked, as you can see.").status_code == 404


def test_one_can_delete_ones_own(article: Article, reader: User) -> None:
    comment = comment_by(reader, article)

    response = do(comment, reader, "delete")

    comment.refresh_from_db()
    assert comment.state == CommentState.DELETED
    assert response["Location"] == f"/discussion/{article.pk}/"


def test_nobody_deletes_a_strangers_comment(article: Article, reader: User) -> None:
    comment = factories.comment(article)

    assert do(comment, reader, "delete").status_code == 404
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED


def test_a_held_comment_is_there_for_its_author_alone(article: Article, reader: User) -> None:
    comment = comment_by(reader, article, state=CommentState.HELD)

    assert "waits for a moderator" in read(comment, by=reader)
    assert factories.browser().get(page_of(comment)).status_code == 404


def test_a_comment_of_another_article_is_not_here(article: Article) -> None:
    elsewhere = factories.comment(factories.article(article.site))
    path = f"/discussion/{article.pk}/comment/{elsewhere.pk}/"
    assert factories.browser().get(path).status_code == 404


def test_a_moderator_is_led_to_the_desk(article: Article) -> None:
    comment = factories.comment(article)
    html = read(comment, by=factories.member(article.site, Role.MODERATOR))
    assert f"/moderate/comment/{comment.pk}/" in html


def test_previews_of_an_edit_without_end_are_slowed_down_and_keep_the_text(
    article: Article, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_checks", limits.Window(1, limits.CHECKS_PER))
    comment = comment_by(reader, article)
    text = "The committee has not answered this question yet."
    answers = [do(comment, reader, "preview", text=text) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert text in answers[-1].content.decode()
