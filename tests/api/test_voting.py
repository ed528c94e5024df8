"""POST /api/v1/comments/{id}/vote and …/report."""

import pytest

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.outbox import Change
from parley.models.queue import Waiting
from parley.models.vote import Vote
from tests import factories
from tests.api.conftest import Caller


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article)


def vote(who: Caller, on: Comment, value: object) -> dict[str, object]:
    answer = who.post(f"/comments/{on.pk}/vote", {"value": value})
    assert answer.status_code == 200
    counts: dict[str, object] = answer.json()
    return counts


def test_a_vote_counts_once_however_often_it_is_cast(reader: Caller, comment: Comment) -> None:
    vote(reader, comment, 1)

    assert vote(reader, comment, 1) == {"respect": 1, "disagree": 0, "value": 1}
    assert Vote.objects.count() == 1
    assert Change.objects.count() == 1


def test_a_vote_may_be_changed(reader: Caller, other: Caller, comment: Comment) -> None:
    vote(reader, comment, 1)
    vote(other, comment, 1)

    assert vote(reader, comment, -1) == {"respect": 1, "disagree": 1, "value": -1}


def test_a_vote_may_be_taken_back(reader: Caller, comment: Comment) -> None:
    vote(reader, comment, -1)

    assert vote(reader, comment, 0) == {"respect": 0, "disagree": 0, "value": 0}
    assert not Vote.objects.exists()


def test_a_pass_is_kept_and_moves_no_counter(reader: Caller, comment: Comment) -> None:
    assert vote(reader, comment, "pass") == {"respect": 0, "disagree": 0, "value": "pass"}
    assert Vote.objects.get().value == 0
    assert not Change.objects.exists()


def test_a_vote_may_become_a_pass(reader: Caller, comment: Comment) -> None:
    vote(reader, comment, 1)

    assert vote(reader, comment, "pass") == {"respect": 0, "disagree": 0, "value": "pass"}
    assert vote(reader, comment, -1) == {"respect": 0, "disagree": 1, "value": -1}


def test_a_pass_may_be_taken_back(reader: Caller, comment: Comment) -> None:
    vote(reader, comment, "pass")

    assert vote(reader, comment, 0) == {"respect": 0, "disagree": 0, "value": 0}
    assert not Vote.objects.exists()


def test_nobody_votes_for_themselves(reader: Caller, article: Article) -> None:
    own = factories.comment(article, factories.author(article.site, reader.user))

    assert reader.post(f"/comments/{own.pk}/vote", {"value": 1}).status_code == 403


def test_what_readers_cannot_see_takes_no_votes(reader: Caller, article: Article) -> None:
    held = factories.comment(article, state=CommentState.HELD)

    assert reader.post(f"/comments/{held.pk}/vote", {"value": 1}).status_code == 404


@pytest.mark.parametrize("value", [2, -2, "1", "Pass", "", None, True, 0.5, ["pass"]])
def test_a_vote_is_one_of_four_values(reader: Caller, comment: Comment, value: object) -> None:
    answer = reader.post(f"/comments/{comment.pk}/vote", {"value": value})

    assert answer.status_code == 422
    assert not Vote.objects.exists()


def test_a_report_puts_a_comment_into_the_queue(reader: Caller, comment: Comment) -> None:
    body = {"reason": "personal", "detail": "It is about my neighbour."}
    assert reader.post(f"/comments/{comment.pk}/report", body).status_code == 201

    assert Waiting.objects.get().comment == comment
    assert comment.reports.get().detail == "It is about my neighbour."


def test_reporting_twice_counts_once(reader: Caller, comment: Comment) -> None:
    for _ in range(2):
        reader.post(f"/comments/{comment.pk}/report", {"reason": "spam"})

    comment.refresh_from_db()
    assert comment.open_reports == 1


def test_a_report_needs_a_known_reason(reader: Caller, comment: Comment) -> None:
    answer = reader.post(f"/comments/{comment.pk}/report", {"reason": "dull"})

    assert answer.status_code == 422
    assert "off_topic" in answer.json()["detail"]
