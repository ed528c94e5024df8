"""Common ground on the desk: for the site's own staff, ready to be quoted."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.common_ground import ThreadGround
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories, ground

pytestmark = pytest.mark.either_database


@pytest.fixture
def discussed(site: Site) -> Article:
    return ground.discussion(site)


def get(path: str, by: User | None) -> Any:
    return factories.browser(by).get(path)


def html_of(path: str, by: User) -> str:
    response = get(path, by)
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def test_the_list_tells_what_a_discussion_has(discussed: Article, moderator: User) -> None:
    html = html_of("/moderate/ground/", moderator)
    badges = Comment.objects.filter(common_ground=True).count()

    assert "Should the old bridge be closed to cars?" in html
    assert f"{badges} comments are common ground" in html
    assert "Divides most:" in html


def test_what_divides_is_the_first_that_is_still_there(discussed: Article, moderator: User) -> None:
    picture = ThreadGround.objects.get().picture
    assert picture is not None
    first, second = picture["divides"][:2]
    Comment.objects.filter(pk=first).update(state=CommentState.REJECTED)

    html = html_of("/moderate/ground/", moderator)

    assert f"comment={second}#" in html
    assert f"comment={first}#" not in html


def test_without_any_it_says_so(article: Article, moderator: User) -> None:
    assert "No common ground found here yet." in html_of("/moderate/ground/", moderator)


def test_more_discussions_ask_no_more_queries(
    discussed: Article, site: Site, moderator: User
) -> None:
    html_of("/moderate/ground/", moderator)
    with CaptureQueriesContext(connection) as one:
        html_of("/moderate/ground/", moderator)
    for number in range(3):
        other = factories.article(site, f"/{number}/")
        ground.store(other, [factories.comment(other) for _ in range(60)])

    with CaptureQueriesContext(connection) as four:
        html_of("/moderate/ground/", moderator)

    assert len(four) == len(one)


def test_a_discussion_has_pictures_and_quotations(discussed: Article, moderator: User) -> None:
    html = html_of(f"/moderate/ground/{discussed.pk}/", moderator)
    agreed = ground.first_agreed(discussed)

    assert html.count('role="img"') == 3
    assert f"/discussion/{discussed.pk}/?comment={agreed}#comment-{agreed})</textarea>" in html
    assert f'href="/discussion/{discussed.pk}/ground.png" download' in html


def test_a_discussion_without_votes_is_empty(article: Article, moderator: User) -> None:
    html = html_of(f"/moderate/ground/{article.pk}/", moderator)
    assert "No common ground found here yet." in html
    assert "<textarea" not in html


PATHS = ["/moderate/ground/", "/moderate/ground/{}/"]


@pytest.mark.parametrize("path", PATHS)
def test_readers_and_strangers_find_nothing_there(
    discussed: Article, site: Site, path: str
) -> None:
    address = path.format(discussed.pk)
    assert get(address, factories.user(accepted=site)).status_code == 404
    assert Client().get(address).status_code in {302, 401, 404}


def test_another_sites_staff_find_nothing_there(discussed: Article) -> None:
    other = factories.site("other.example")
    stranger = factories.member(other, Role.ADMINISTRATOR)

    answer = get(f"/moderate/ground/{discussed.pk}/?site=other.example", stranger)
    assert answer.status_code == 404
    listed = get("/moderate/ground/?site=other.example", stranger)
    assert "old bridge" not in listed.content.decode()


def test_hostile_words_are_words(site: Site, moderator: User) -> None:
    article = factories.article(site, headline="</textarea><script>1</script>")
    author = factories.author(site, display_name="</textarea><script>2</script>")
    text = "`</textarea><script>3</script>` it is."
    ground.store(article, [factories.comment(article, author, text=text) for _ in range(60)])

    for path in PATHS:
        html = html_of(path.format(article.pk), moderator)
        assert "<script>" not in html


def test_a_site_that_has_turned_it_off_has_none(discussed: Article, moderator: User) -> None:
    Site.objects.update(common_ground=False)
    assert "old bridge" not in html_of("/moderate/ground/", moderator)
    assert get(f"/moderate/ground/{discussed.pk}/", moderator).status_code == 404
