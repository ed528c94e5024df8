"""Common ground for the widget and for other programs."""

import json
from typing import Any

import pytest
from django.test import Client

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.common_ground import ThreadGround
from parley.models.site import Site
from tests import factories, ground

FORMS = ["ground", "ground.html"]


def ask(form: str, query: str, **headers: Any) -> Any:
    return Client().get(f"/api/v1/{form}?{query}", headers=headers)


def test_the_numbers_come_with_permalinks(site: Site) -> None:
    article = ground.discussion(site)

    answer = ask("ground", f"article={article.pk}").json()

    first = answer["picture"]["comments"][0]
    assert first["permalink"].endswith(
        f"/discussion/{article.pk}/?comment={first['id']}#comment-{first['id']}"
    )
    assert answer["article"] == article.pk
    assert answer["refreshed_at"]


def test_the_answer_is_the_stored_picture(site: Site) -> None:
    article = ground.discussion(site)
    stored = ThreadGround.objects.get().picture
    assert stored is not None

    picture = ask("ground", f"article={article.pk}").json()["picture"]

    for one in picture["comments"]:
        for added in ("author", "quote", "permalink"):
            del one[added]
    assert picture == stored


def test_no_reader_is_named_in_it(site: Site) -> None:
    article = ground.discussion(site)
    picture = ask("ground", f"article={article.pk}").json()["picture"]

    assert set(picture["cells"][0]) == {"x", "y", "readers", "side"}
    assert all(cell["readers"] >= 3 for cell in picture["cells"])


def test_the_fragment_has_the_pictures(site: Site) -> None:
    response = ask("ground.html", f"article={ground.discussion(site).pk}")

    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response.content.startswith(b'<section class="parley-pictures"')
    assert response.content.count(b'role="img"') == 3


@pytest.mark.parametrize("form", FORMS)
def test_what_a_client_has_already_is_not_sent_again(site: Site, form: str) -> None:
    query = f"article={ground.discussion(site).pk}"
    first = ask(form, query)

    again = ask(form, query, if_none_match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]


@pytest.mark.parametrize("form", FORMS)
def test_a_removed_comment_changes_the_answer(site: Site, form: str) -> None:
    article = ground.discussion(site)
    before = ask(form, f"article={article.pk}")
    Comment.objects.filter(pk=ground.first_agreed(article)).update(state=CommentState.REJECTED)
    Article.objects.filter(pk=article.pk).update(rev=article.rev + 1)

    after = ask(form, f"article={article.pk}", if_none_match=before["ETag"])

    assert after.status_code == 200
    assert f"comment={ground.first_agreed(article)}#".encode() not in after.content


@pytest.mark.parametrize("form", FORMS)
def test_any_page_may_read_it(site: Site, form: str) -> None:
    query = f"article={ground.discussion(site).pk}"
    answer = ask(form, query, origin="https://elsewhere.example")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize("form", FORMS)
def test_an_article_without_votes_is_no_fault(article: Article, form: str) -> None:
    answer = ask(form, f"article={article.pk}")
    assert answer.status_code == 200
    if form == "ground":
        assert answer.json() == {"article": article.pk, "refreshed_at": None, "picture": None}
    else:
        assert "No common ground found here yet." in answer.content.decode()


def test_it_can_be_asked_by_address(site: Site) -> None:
    article = ground.discussion(site)
    assert ask("ground", f"url={article.url}").json()["article"] == article.pk


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("article=999", 404),
        ("url=https://paper.example/unknown/", 404),
        ("url=https://elsewhere.example/", 403),
        ("", 422),
        ("article=x", 422),
        ("article=99999999999999999999999", 404),
        ("url=%00", 400),
    ],
)
def test_what_cannot_be_is_a_problem(site: Site, form: str, query: str, status: int) -> None:
    answer = ask(form, query)
    assert answer.status_code == status
    assert json.loads(answer.content)["code"]


def test_a_site_that_has_turned_it_off_says_nothing(site: Site) -> None:
    article = ground.discussion(site)
    Site.objects.update(common_ground=False)
    assert ask("ground", f"article={article.pk}").status_code == 404


def test_it_is_drawn_once(site: Site, django_assert_num_queries: Any) -> None:
    query = f"article={ground.discussion(site).pk}"
    ask("ground.html", query)
    # The article, and when its votes were last counted.
    with django_assert_num_queries(2):
        ask("ground.html", query)


def test_another_articles_picture_is_its_own(site: Site) -> None:
    article, empty = ground.discussion(site), factories.article(site, "/empty/")
    ask("ground", f"article={article.pk}")
    assert ask("ground", f"article={empty.pk}").json()["picture"] is None


@pytest.mark.parametrize("form", FORMS)
def test_it_is_sent_small_and_still_known_again(site: Site, form: str) -> None:
    query = f"article={ground.discussion(site).pk}"
    small = ask(form, query, accept_encoding="gzip")

    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) < len(ask(form, query).content) / 5
    again = ask(form, query, accept_encoding="gzip", if_none_match=small["ETag"])
    assert again.status_code == 304
