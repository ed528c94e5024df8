"""Finding an author, a discussion or a comment of which nothing waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parley.console import find
from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories


def page(by: User, query: str) -> str:
    """What is found; without the box, in which the words stand again."""
    response = factories.browser(by).get(f"/moderate/find/?{query}")
    assert response.status_code == 200
    html: str = response.content.decode()
    return html.partition("</form>")[2].partition("</main>")[0]


def test_the_box_is_reached_from_every_page_of_the_desk(site: Site, moderator: User) -> None:
    html = factories.browser(moderator).get("/moderate/").content.decode()
    assert 'href="/moderate/find/"' in html


def test_an_author_is_found_by_a_part_of_the_name(site: Site, moderator: User) -> None:
    author = factories.author(site, display_name="Zoë Ångström")
    html = page(moderator, "q=zoë+ÅNG")
    assert f'href="/moderate/author/{author.pk}/"' in html
    assert "Zoë Ångström" in html


@pytest.mark.parametrize("words", ["FERRY", "articles/ferry"])
def test_a_discussion_is_found_by_its_headline_and_its_address(
    site: Site, moderator: User, words: str
) -> None:
    article = factories.article(site, "/articles/ferry/", headline="The ferry is late again")
    assert f'href="/moderate/article/{article.pk}/"' in page(moderator, f"q={words}")


@pytest.mark.parametrize("state", [CommentState.REJECTED, CommentState.PUBLISHED])
def test_a_comment_is_found_by_its_words_whatever_was_decided(
    article: Article, moderator: User, state: CommentState
) -> None:
    comment = factories.comment(article, text="Nobody asked the fishermen.", state=state)
    html = page(moderator, "q=the+FISHermen")
    assert f'href="/moderate/comment/{comment.pk}/"' in html
    assert str(state.label) in html


def test_what_its_author_has_deleted_is_not(article: Article, moderator: User) -> None:
    factories.comment(article, text="Nobody asked the fishermen.", state=CommentState.DELETED)
    assert "Nothing has these words." in page(moderator, "q=fishermen")


def test_nothing_of_another_newspaper_is_found(article: Article, moderator: User) -> None:
    other = factories.article(factories.site("other.example"), headline="Fishermen")
    factories.comment(
        other, factories.author(other.site, display_name="Fisherman"), text="Fishermen!"
    )
    html = page(moderator, "site=paper.example&q=fisherm")
    assert "Nothing has these words." in html


def test_each_sort_shows_a_few_and_leads_to_all(article: Article, moderator: User) -> None:
    for number in range(find.PAGE + 1):
        factories.comment(article, text=f"The fishermen say {number}.")
    html = page(moderator, "q=fishermen")
    assert html.count("The fishermen say") == find.FEW
    assert f'<span class="count">{find.PAGE + 1}</span>' in html
    assert 'href="?q=fishermen&amp;in=comments"' in html

    assert page(moderator, "q=fishermen&in=comments").count("The fishermen say") == find.PAGE
    second = page(moderator, "q=fishermen&in=comments&page=2")
    assert second.count("The fishermen say") == 1
    assert 'href="?q=fishermen&amp;in=comments&amp;page=1"' in second


@pytest.mark.parametrize("query", ["in=comments&page=999", "in=comments&page=x", "in=nonsense"])
def test_what_makes_no_sense_is_as_if_it_was_not_there(
    article: Article, moderator: User, query: str
) -> None:
    factories.comment(article, text="Nobody asked the fishermen.")
    assert "Nobody asked" in page(moderator, f"q=fishermen&{query}")


@pytest.mark.parametrize("query", ["", "q=", "q=+%00+"])
def test_without_words_nothing_is_looked_for(article: Article, moderator: User, query: str) -> None:
    html = page(moderator, query)
    assert "<section" not in html
    assert "Nothing has these words." not in html


def test_one_letter_is_too_few(article: Article, moderator: User) -> None:
    response = factories.browser(moderator).get("/moderate/find/?q=t")
    assert "Give at least two letters." in response.content.decode()


def test_only_the_newest_are_looked_at_and_the_page_says_so(
    article: Article, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "NEWEST", 2)
    factories.comment(article, text="Old fishermen.")
    for _ in range(2):
        factories.comment(article, text="New fishermen.")

    html = page(moderator, "q=fishermen&in=comments")

    assert "New fishermen." in html
    assert "Old fishermen." not in html
    assert "only the newest 2 were looked at" in html


def test_a_journalist_finds_nothing_here(article: Article) -> None:
    staff = factories.member(article.site, Role.STAFF)
    assert factories.browser(staff).get("/moderate/find/?q=fishermen").status_code == 404


def test_queries_do_not_grow_with_what_is_found(article: Article, moderator: User) -> None:
    browser = factories.browser(moderator)

    def asked(number: int) -> int:
        for _ in range(number):
            other = factories.article(article.site, headline="Fishermen")
            who = factories.author(article.site, display_name="Fishermen")
            factories.comment(other, who, text="Fishermen.")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/moderate/find/?q=fishermen")
        return len(queries)

    assert asked(1) == asked(find.FEW)


def test_a_discussion_leads_moderators_to_its_settings(article: Article, moderator: User) -> None:
    link = f'href="/moderate/article/{article.pk}/?site=paper.example"'
    path = f"/discussion/{article.pk}/"
    assert link in factories.browser(moderator).get(path).content.decode()
    reader = factories.user(accepted=article.site)
    assert link not in factories.browser(reader).get(path).content.decode()


def test_so_does_the_newsroom(article: Article, moderator: User) -> None:
    link = f'href="/moderate/article/{article.pk}/?site=paper.example"'
    path = f"/newsroom/article/{article.pk}/"
    assert link in factories.browser(moderator).get(path).content.decode()
    staff = factories.member(article.site, Role.STAFF)
    assert link not in factories.browser(staff).get(path).content.decode()
