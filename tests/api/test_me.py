"""GET /api/v1/me and what hangs on it."""

import pytest
from django.test import Client

from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.site import Site
from parley.models.user import Role
from parley.models.vote import Vote
from tests import factories
from tests.api.conftest import Caller, caller


def test_a_stranger_is_told_where_to_sign_in(site: Site, article: Article) -> None:
    me = Client().get(f"/api/v1/me?article={article.pk}").json()

    assert me["user"] is None
    assert not me["may_comment"]
    assert me["sign_in_url"].startswith("http://testserver/accounts/login/?next=https%3A%2F%2F")
    assert me["csrf"]


def test_it_is_never_kept_by_a_cache(site: Site) -> None:
    assert "no-store" in Client().get("/api/v1/me")["Cache-Control"]


def test_it_says_what_on_the_page_is_mine(reader: Caller, article: Article) -> None:
    by = factories.author(article.site, reader.user)
    public = factories.comment(article, by)
    waiting = factories.comment(article, by, state=CommentState.HELD)
    others = factories.comment(article)
    puzzling = factories.comment(article)
    reader.post(f"/comments/{others.pk}/vote", {"value": -1})
    reader.post(f"/comments/{puzzling.pk}/vote", {"value": "pass"})

    me = reader.get(f"/me?article={article.pk}").json()
    assert me["votes"] == {str(others.pk): -1, str(puzzling.pk): "pass"}
    assert set(me["own"]) == {str(public.pk), str(waiting.pk)}
    assert [held["id"] for held in me["held"]] == [waiting.pk]
    assert me["may_comment"]


def test_it_names_the_sites_limit_for_a_comment(site: Site) -> None:
    assert Client().get("/api/v1/me").json()["max_length"] == 5_000

    site.rules = {"max_length": 1_200}
    site.save()
    assert Client().get("/api/v1/me").json()["max_length"] == 1_200


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_moderators_are_told_where_their_desk_is(site: Site, role: Role) -> None:
    me = caller(site, role).get("/me").json()
    assert me["moderate_url"] == f"http://testserver/moderate/?site={site.domain}"


def test_the_desk_is_nobody_elses(article: Article, reader: Caller) -> None:
    of_another_site = factories.member(factories.site("gazette.example"), Role.MODERATOR)

    for who in (None, reader.user, of_another_site):
        me = factories.browser(who).get(f"/api/v1/me?article={article.pk}").json()
        assert me["moderate_url"] is None


def test_what_waits_is_nobody_elses_to_see(other: Caller, article: Article) -> None:
    waiting = factories.comment(article, state=CommentState.HELD)

    assert other.get(f"/me?article={article.pk}").json()["held"] == []
    assert other.get(f"/comments/{waiting.pk}.html").status_code == 404


def test_my_comments_are_all_there_with_where_they_stand(reader: Caller, article: Article) -> None:
    by = factories.author(article.site, reader.user)
    for state in (CommentState.PUBLISHED, CommentState.HELD, CommentState.REJECTED):
        factories.comment(article, by, state=state)

    mine = reader.get("/me/comments").json()
    states = [row["comment"]["state"] for row in mine["comments"]]
    assert sorted(states) == ["held", "published", "rejected"]


def test_my_data_is_mine_to_take_away(reader: Caller, article: Article) -> None:
    factories.comment(article, factories.author(article.site, reader.user))

    answer = reader.get("/me/export")
    assert answer["Content-Disposition"].startswith("attachment")
    assert factories.PROPER in b"".join(answer).decode()


def test_erasing_an_account_leaves_the_thread_readable(
    reader: Caller, other: Caller, article: Article
) -> None:
    by = factories.author(article.site, reader.user)
    mine = factories.comment(article, by)
    reply = factories.comment(article, parent=mine)
    reader.post(f"/comments/{reply.pk}/vote", {"value": 1})

    client = Client()
    client.force_login(reader.user)
    assert client.delete("/api/v1/me").status_code == 204

    mine.refresh_from_db()
    reply.refresh_from_db()
    assert mine.text == ""
    assert (reply.state, reply.respect) == (CommentState.PUBLISHED, 0)
    assert not Vote.objects.exists()
    by.refresh_from_db()
    assert by.user is None
    assert reader.user.display_name not in by.display_name
