"""Permalinks of the former system lead to the comment that they meant."""

import pytest
from django.test import Client

from parley.models import Article, Comment, Site
from parley.models.comment import CommentState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article, source="disqus", source_id="5512345678")


def ask(article: Article, former: str, **more: str) -> tuple[int, dict[str, object]]:
    response = Client().get("/api/v1/permalink", {"url": article.url, "former": former, **more})
    return response.status_code, response.json() if response.content else {}


@pytest.mark.parametrize(
    ("source", "identifier", "former"),
    [
        ("disqus", "5512345678", "comment-5512345678"),
        ("wordpress", "123", "comment-123"),
        ("wordpress", "123", "#comment-123"),
        ("wordpress", "123", "IDComment123"),
        ("isso", "12", "isso-12"),
        ("commento", "7d77e39f", "commento-7d77e39f"),
        ("comentario", "881e132c-21b5-4b20", "comentario-881e132c-21b5-4b20"),
        ("remark42", "efbc17f1", "remark42__comment-efbc17f1"),
        ("artrans", "1000", "atk-comment-1000"),
        ("coral", "f2d8-11", "commentID=f2d8-11"),
    ],
)
def test_each_systems_form_is_known(
    article: Article, source: str, identifier: str, former: str
) -> None:
    made = factories.comment(article, source=source, source_id=identifier)
    status, found = ask(article, former)
    assert (status, found["comment"]) == (200, made.pk)
    assert str(found["permalink"]).endswith(f"#comment-{made.pk}")


def test_it_can_lead_there(article: Article, comment: Comment) -> None:
    response = Client().get(
        "/api/v1/permalink", {"url": article.url, "former": "comment-5512345678", "go": "1"}
    )
    assert response.status_code == 302
    assert response["Location"].endswith(
        f"/discussion/{article.pk}/?comment={comment.pk}#comment-{comment.pk}"
    )


@pytest.mark.parametrize("former", ["comment-1", "comment-", "", "x' OR 1=1", "#", "é" * 300])
def test_what_nobody_knows_is_not_found(article: Article, comment: Comment, former: str) -> None:
    assert ask(article, former)[0] == 404


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.REJECTED])
def test_what_is_not_public_is_as_if_absent(article: Article, state: CommentState) -> None:
    factories.comment(article, source="disqus", source_id="9", state=state)
    assert ask(article, "comment-9")[0] == 404


def test_another_articles_comment_is_not_found(site: Site, comment: Comment) -> None:
    assert ask(factories.article(site), "comment-5512345678")[0] == 404


def test_a_comment_that_was_written_here_has_no_former_name(article: Article) -> None:
    made = factories.comment(article)
    assert ask(article, f"comment-{made.pk}")[0] == 404
