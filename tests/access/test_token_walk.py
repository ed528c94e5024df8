"""What a token that is confined to scopes may do where readers write: nothing, but answer."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions import limits
from parley.api import reading
from parley.api.app import api
from parley.models.article import Article
from parley.models.author import Author
from parley.models.ban import Ban, BanKind
from parley.models.comment import Comment, CommentState
from parley.models.permission import Permission
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.vote import Vote
from tests import factories

pytestmark = pytest.mark.either_database

# What everybody may ask for, signed in or not; the last two ask for another secret.
OPEN = {
    "POST /check",
    "GET /permalink",
    "GET /articles/top",
    "GET /comments/{pk}.html",
    "GET /ground",
    "GET /ground.html",
    "GET /best",
    "GET /best.html",
    "GET /best.txt",
    "GET /best.rss",
    "DELETE /session",
    "POST /session/sso",
    "PUT /articles",
}
BODIES: dict[str, Any] = {
    "PATCH /comments/{pk}": {"text": "Something else entirely."},
    "POST /comments/{pk}/vote": {"value": 1},
    "POST /comments/{pk}/report": {"reason": "spam"},
    "POST /me/comments/{pk}/appeal": {"text": "It was right."},
    "POST /me/claims": {"keep_names": True},
}
POST = "POST /comments"
TEXT = "The bridge was closed for repairs in March, says the council."


def operations() -> list[str]:
    """Those of readers."""
    paths = api.get_openapi_schema()["paths"]
    return [
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in paths.items()
        for method in methods
        if "/moderation/" not in path and path not in reading.PATHS
    ]


CLOSED = sorted(set(operations()) - OPEN)


def send(operation: str, secret: str, *, comment: Comment) -> Any:
    method, _, path = operation.partition(" ")
    body = BODIES.get(operation)
    if operation == POST:
        body = {"article": comment.article_id, "text": TEXT, "idempotency_key": ""}
    return Client().generic(
        method,
        "/api/v1" + path.replace("{pk}", str(comment.pk)),
        b"" if body is None else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def traces(comment: Comment) -> tuple[object, ...]:
    row = Comment.objects.get(pk=comment.pk)
    counts = [model.objects.count() for model in (User, Author, Comment, Vote, Report)]
    return row.state, row.text, *counts


@pytest.fixture
def administrator(site: Site) -> User:
    return factories.member(site, Role.ADMINISTRATOR)


@pytest.fixture
def own(site: Site, administrator: User) -> Comment:
    """Of the token's own account: what a reader may change."""
    author = factories.author(site, administrator)
    return factories.comment(factories.article(site, headline="The bridge"), author)


def test_the_walk_knows_every_operation_of_readers() -> None:
    assert set(operations()) >= OPEN
    assert POST in CLOSED
    assert {name for name in CLOSED if "/me" in name} >= {"GET /me", "GET /me/export", "DELETE /me"}


@pytest.mark.parametrize("operation", CLOSED)
def test_a_confined_token_does_nothing_as_a_reader(
    site: Site, administrator: User, own: Comment, operation: str
) -> None:
    before = traces(own)
    for scope in Permission:
        if operation == POST and scope == Permission.ANSWER_AS_STAFF:
            continue
        secret = factories.token(site, administrator, Role.ADMINISTRATOR, scopes=[scope])
        assert send(operation, secret, comment=own).status_code == 403, scope
    assert traces(own) == before


@pytest.mark.parametrize("operation", ["GET /comments/{pk}.html", "POST /check"])
def test_it_reads_what_everybody_reads(
    site: Site, administrator: User, own: Comment, operation: str
) -> None:
    BODIES["POST /check"] = {"text": TEXT, "article": own.article_id}
    secret = factories.token(site, administrator, Role.ADMINISTRATOR, scopes=["queue:read"])
    assert send(operation, secret, comment=own).status_code == 200


def test_its_accounts_waiting_comments_are_not_among_that(site: Site, administrator: User) -> None:
    author = factories.author(site, administrator)
    held = factories.comment(factories.article(site), author, state=CommentState.HELD)
    secret = factories.token(site, administrator, Role.ADMINISTRATOR, scopes=["comments:answer"])
    assert send("GET /comments/{pk}.html", secret, comment=held).status_code == 404


@pytest.mark.parametrize("path", ["/moderate/", "/newsroom/", "/my/"])
def test_pages_are_not_for_it(site: Site, administrator: User, path: str) -> None:
    scopes = ["comments:answer", "queue:read"]
    secret = factories.token(site, administrator, Role.ADMINISTRATOR, scopes=scopes)
    answer = Client().get(path, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code in {302, 403, 404}


def test_it_answers_as_staff_past_what_holds_readers(
    site: Site, administrator: User, own: Comment
) -> None:
    Article.objects.filter(pk=own.article_id).update(state="premoderated")
    secret = factories.token(site, administrator, Role.STAFF, scopes=["comments:answer"])
    answer = send(POST, secret, comment=own)
    assert answer.status_code == 201, answer.content


def test_it_answers_no_faster_than_a_reader(
    site: Site, administrator: User, own: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "POSTS", 1)
    secret = factories.token(site, administrator, Role.STAFF, scopes=["comments:answer"])
    assert send(POST, secret, comment=own).status_code == 429


def test_a_banned_reader_does_not_answer_with_it(site: Site, own: Comment) -> None:
    # Whose role was taken away: the scope is worth no more than the account.
    reader = factories.user(accepted=site)
    Ban.objects.create(
        site=site, kind=BanKind.ACCOUNT, value=reader.pk, reason="-", made_at=timezone.now()
    )
    secret = factories.token(site, reader, Role.STAFF, scopes=["comments:answer"])
    assert send(POST, secret, comment=own).status_code == 403


def test_one_without_scopes_acts_for_the_account(site: Site, own: Comment) -> None:
    secret = factories.token(site, factories.user(accepted=site))
    assert send(POST, secret, comment=own).status_code == 201
    assert send("GET /me", secret, comment=own).status_code == 200
    assert send("GET /me/export", secret, comment=own).status_code == 200
