"""A publisher's own program can stop a comment and never let one through; its failure holds."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings
from standardwebhooks import Webhook

from parley.actions import editing, outside, posting, sending, signatures
from parley.actions.posting import Draft, Posted
from parley.actions.sealing import seal
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.hook import OutsidePhase
from parley.models.site import Site
from parley.policy.decision import Outcome
from tests import factories
from tests.receiver import Received, Receiver, Reply, receiver

SECRET = signatures.new_secret()
SHOUTED = "THE COUNCIL SHOULD PUBLISH THE FIGURES BEFORE IT DECIDES."


@pytest.fixture
def server(settings: Settings, site: Site) -> Iterator[Receiver]:
    """The publisher's program, which lets everything pass unless told otherwise."""
    settings.PRIVATE_TARGETS = True
    with receiver() as running:
        OutsidePhase.objects.create(
            site=site, url=running.url, secret_sealed=seal(SECRET), timeout_ms=3_000
        )
        say(running, outcome="publish")
        yield running


def say(server: Receiver, **answer: Any) -> None:
    server.reply(200, json.dumps(answer).encode())


def post(
    site: Site, article: Article, *, text: str = factories.PROPER, to_moderator: bool = False
) -> Posted:
    draft = Draft(text=text, article=article, send_to_moderator=to_moderator)
    return posting.post_comment(factories.viewer(site), draft, now=timezone.now())


def codes(posted: Posted) -> list[str]:
    return [reason.code for reason in posted.decision.reasons]


def state(posted: Posted) -> str | None:
    return posted.comment.state if posted.comment else None


def phase() -> OutsidePhase:
    return OutsidePhase.objects.get()


def test_it_is_told_what_is_to_be_stored(site: Site, article: Article, server: Receiver) -> None:
    parent = factories.comment(article)
    draft = Draft(text=factories.PROPER, article=article, parent=parent)
    viewer = factories.viewer(site)
    posting.post_comment(viewer, draft, now=timezone.now())
    [request] = server.received
    data = Webhook(SECRET).verify(request.body, request.headers)["data"]
    assert viewer.user is not None
    assert data["text"] == factories.PROPER
    assert data["author"]["name"] == viewer.user.display_name
    assert data["article"]["url"] == article.url
    assert data["parent"] == {
        "id": parent.pk,
        "text": parent.text,
        "author": parent.author.display_name,
    }
    assert data["decision"]["outcome"] == "publish"
    assert viewer.user.email not in request.body.decode()


def test_what_it_lets_pass_is_published(site: Site, article: Article, server: Receiver) -> None:
    assert state(post(site, article)) == CommentState.PUBLISHED


def test_what_it_holds_waits_with_its_words(site: Site, article: Article, server: Receiver) -> None:
    say(server, outcome="hold", reasons=[{"message": "We wait for the court.", "extra": 1}])
    posted = post(site, article)
    assert state(posted) == CommentState.HELD
    assert posted.comment is not None
    [stored] = posted.comment.decisions.all()
    assert stored.outcome == Outcome.HOLD
    assert [(each["code"], each["message"]) for each in stored.reasons] == [
        ("outside_hold", "We wait for the court.")
    ]


def test_what_it_refuses_is_not_stored(site: Site, article: Article, server: Receiver) -> None:
    say(server, outcome="reject")
    posted = post(site, article)
    assert (posted.comment, codes(posted)) == (None, ["outside_reject"])
    assert not Comment.objects.exists()


def test_what_it_wants_changed_may_go_to_a_moderator(
    site: Site, article: Article, server: Receiver
) -> None:
    say(server, outcome="revise", reasons=[{"message": "Give your source."}])
    assert state(post(site, article)) is None
    assert state(post(site, article, to_moderator=True)) == CommentState.HELD


@pytest.mark.parametrize("outcome", ["publish", "revise", "hold"])
def test_it_cannot_let_through_what_the_policy_holds(
    site: Site, article: Article, server: Receiver, outcome: str
) -> None:
    article.state = "premoderated"
    article.save()
    say(server, outcome=outcome)
    posted = post(site, article)
    assert (state(posted), posted.decision.outcome) == (CommentState.HELD, Outcome.HOLD)
    assert len(server.received) == 1


def test_it_is_not_asked_about_what_is_not_stored(
    site: Site, article: Article, server: Receiver
) -> None:
    assert state(post(site, article, text=SHOUTED)) is None
    draft = Draft(text=factories.PROPER, article=article)
    posting.advise(factories.viewer(site), draft, now=timezone.now(), address="192.0.2.1")
    assert server.received == []


def test_an_edit_is_asked_about_too(site: Site, article: Article, server: Receiver) -> None:
    comment = post(site, article).comment
    assert comment is not None
    viewer = factories.viewer(site, comment.author.user)
    say(server, outcome="hold")
    edited = editing.edit_comment(
        viewer, comment, text="I say something else instead.", now=timezone.now()
    )
    assert state(edited) == CommentState.HELD
    assert server.received[-1].json["data"]["comment_id"] == comment.pk


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (404, b""),
        (302, b""),
        (200, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"outcome": "approve"}'),
        (200, b'{"outcome": "hold", "reasons": "no"}'),
        (200, b'{"outcome": "hold", "reasons": [{"message": 1}]}'),
        (200, b'{"outcome": "publish", "x": "' + b"x" * sending.LONGEST_ANSWER + b'"}'),
        (200, b"\xff\xfe"),
    ],
)
def test_whatever_is_no_answer_holds(
    site: Site, article: Article, server: Receiver, status: int, body: bytes
) -> None:
    server.reply(status, body)
    posted = post(site, article)
    assert (state(posted), codes(posted)) == (CommentState.HELD, ["outside_unavailable"])
    assert phase().failures == 1
    assert phase().last_failure


def test_one_that_is_too_slow_holds(site: Site, article: Article, server: Receiver) -> None:
    OutsidePhase.objects.update(timeout_ms=100)
    release = threading.Event()

    def slow(_request: Received) -> Reply:
        release.wait(20)
        return Reply()

    server.answering = slow
    posted = post(site, article)
    release.set()
    assert codes(posted) == ["outside_unavailable"]
    assert "0.1 s" in phase().last_failure


def test_one_that_is_not_there_holds(site: Site, article: Article, settings: Settings) -> None:
    settings.PRIVATE_TARGETS = True
    with receiver() as gone:
        url = gone.url
    OutsidePhase.objects.create(site=site, url=url, secret_sealed=seal(SECRET))
    assert codes(post(site, article)) == ["outside_unavailable"]


def test_where_answers_must_be_signed_any_other_holds(
    site: Site, article: Article, server: Receiver
) -> None:
    OutsidePhase.objects.update(signed_answers=True)
    assert codes(post(site, article)) == ["outside_unavailable"]

    def signed(request: Received) -> Reply:
        body = b'{"outcome": "publish"}'
        message = request.headers["webhook-id"]
        headers = signatures.headers_of(message, body, signed_with=[SECRET], now=timezone.now())
        return Reply(200, body, headers)

    server.answering = signed
    assert state(post(site, article)) == CommentState.PUBLISHED
    server.answering = lambda request: Reply(200, b'{"outcome":"publish"}', signed(request).headers)
    assert codes(post(site, article)) == ["outside_unavailable"]


def test_one_that_keeps_failing_is_left_alone_for_a_while(
    site: Site, article: Article, server: Receiver
) -> None:
    server.reply(500)
    for _ in range(outside.BROKEN_AFTER + 2):
        assert codes(post(site, article)) == ["outside_unavailable"]
    assert len(server.received) == outside.BROKEN_AFTER
    say(server, outcome="publish")
    assert codes(post(site, article)) == ["outside_unavailable"]
    OutsidePhase.objects.update(last_failed_at=timezone.now() - outside.BROKEN_FOR)
    assert state(post(site, article)) == CommentState.PUBLISHED
    assert phase().failures == 0


def test_after_a_rest_one_comment_finds_out_for_all(
    site: Site, article: Article, server: Receiver
) -> None:
    OutsidePhase.objects.update(
        failures=outside.BROKEN_AFTER, last_failed_at=timezone.now() - timedelta(minutes=5)
    )
    seen = phase()
    assert outside._may_ask(seen, timezone.now())
    assert not outside._may_ask(seen, timezone.now())


def test_one_that_is_switched_off_is_not_asked(
    site: Site, article: Article, server: Receiver
) -> None:
    OutsidePhase.objects.update(active=False)
    assert state(post(site, article)) == CommentState.PUBLISHED
    assert server.received == []


@pytest.mark.django_db(transaction=True)
def test_no_transaction_waits_for_it(
    site: Site, article: Article, server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_meanwhile: list[bool] = []
    send = sending.post

    def watched(*arguments: Any, **named: Any) -> sending.Answer:
        open_meanwhile.append(connection.in_atomic_block)
        return send(*arguments, **named)

    monkeypatch.setattr(sending, "post", watched)
    comment = post(site, article).comment
    assert comment is not None
    viewer = factories.viewer(site, comment.author.user)
    editing.edit_comment(viewer, comment, text="I say something else.", now=timezone.now())
    assert open_meanwhile == [False, False]
