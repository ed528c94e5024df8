"""The discussion page: reading and writing without JavaScript."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions import limits
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.guidelines import Guidelines
from parley.models.site import Site
from parley.models.user import User
from parley.policy.submission import ArticleState
from tests import factories

MENDED = "Why do you think that this would help anybody here?"
TEXT_SPEAK = "Why do u think that this would help anybody here?"


def page_of(article: Article) -> str:
    return f"/discussion/{article.pk}/"


def read(article: Article, query: str = "", by: User | None = None) -> str:
    response = factories.browser(by).get(page_of(article) + query)
    assert response.status_code == 200
    return response.content.decode()


def post(article: Article, by: User | None, text: str, **fields: Any) -> Any:
    form = {"text": text, "key": "one-key", "do": "send", **fields}
    return factories.browser(by).post(page_of(article), form)


def test_it_shows_the_thread_and_links_to_the_article(article: Article) -> None:
    factories.comment(article, text="The line was late by years.")

    html = read(article)

    assert f'<a href="{article.url}">Metro opens</a>' in html
    assert "The line was late by years." in html
    assert "1 comment" in html


def test_the_thread_is_there_for_the_widget_to_take_over(article: Article) -> None:
    html = read(article)
    assert '<script src="/embed.js" async></script>' in html
    element = html.partition(f'<parley-comments url="{article.url}"')[2]
    assert '<section class="parley-thread"' in element.partition("</parley-comments>")[0]


def test_a_form_with_a_text_in_it_is_not_given_to_the_widget(
    article: Article, reader: User
) -> None:
    assert "/embed.js" not in post(article, reader, TEXT_SPEAK).content.decode()


def test_a_reply_is_given_to_the_widget_with_its_parent(article: Article, reader: User) -> None:
    parent = factories.comment(article)

    html = read(article, f"?reply={parent.pk}", by=reader)

    assert '<script src="/embed.js" async></script>' in html
    assert f'data-reply="{parent.pk}"' in html


def test_a_reply_to_what_has_gone_is_offered_by_nobody(article: Article, reader: User) -> None:
    gone = factories.comment(article, state=CommentState.DELETED)
    response = factories.browser(reader).get(page_of(article) + f"?reply={gone.pk}")
    assert response.status_code == 404


def test_no_other_page_asks_the_widget_for_a_reply(article: Article) -> None:
    factories.comment(article)
    assert "data-reply=" not in read(article)


def test_an_unknown_thread_is_a_page_that_says_so(site: Site) -> None:
    assert Client().get("/discussion/999/").status_code == 404


@pytest.mark.parametrize("query", ["?sort=best", "?page=x", "?comment=x", "?page=²"])
def test_a_query_that_cannot_be_is_refused(article: Article, query: str) -> None:
    assert Client().get(page_of(article) + query).status_code in {400, 422}


def test_a_permalink_opens_the_page_that_holds_the_comment(article: Article) -> None:
    first = factories.comment(article, text="The very first.", created_at=days_ago(9))
    by = factories.author(article.site)
    for _number in range(60):
        factories.comment(article, by)

    html = read(article, f"?comment={first.pk}")

    assert "The very first." in html
    assert "Page 2 of 2" in html


def test_a_permalink_to_what_has_gone_says_so(article: Article) -> None:
    gone = factories.comment(article, state=CommentState.DELETED)
    assert "no longer here" in read(article, f"?comment={gone.pk}")


def test_somebody_signed_out_is_asked_to_sign_in(article: Article) -> None:
    html = read(article)
    assert f"/accounts/login/?next=%2Fdiscussion%2F{article.pk}%2F" in html
    assert "<textarea" not in html


def test_a_comment_is_posted_and_its_permalink_opened(article: Article, reader: User) -> None:
    response = post(article, reader, factories.PROPER)

    made = Comment.objects.get()
    assert made.state == CommentState.PUBLISHED
    assert response.status_code == 302
    assert response["Location"] == f"{page_of(article)}?comment={made.pk}#comment-{made.pk}"


def test_the_same_form_sent_twice_posts_once(article: Article, reader: User) -> None:
    post(article, reader, factories.PROPER)
    post(article, reader, factories.PROPER)
    assert Comment.objects.count() == 1


def test_a_reply_quotes_what_it_answers(article: Article, reader: User) -> None:
    parent = factories.comment(article, text="Nobody asked the neighbours.")

    html = read(article, f"?reply={parent.pk}", by=reader)

    assert f'name="parent" value="{parent.pk}"' in html
    quoted = html.partition("<blockquote")[2].partition("</blockquote>")[0]
    assert "Nobody asked the neighbours." in quoted


def test_a_reply_is_stored_below_its_parent(article: Article, reader: User) -> None:
    parent = factories.comment(article)
    post(article, reader, factories.PROPER + " So say I.", parent=parent.pk)
    assert Comment.objects.get(parent=parent).author.user == reader


def test_a_reply_to_a_comment_of_another_article_is_refused(article: Article, reader: User) -> None:
    elsewhere = factories.comment(factories.article(article.site))
    post(article, reader, factories.PROPER, parent=elsewhere.pk)
    assert not Comment.objects.filter(article=article).exists()


def test_a_refused_text_is_kept_with_the_rule_and_the_words(article: Article, reader: User) -> None:
    response = post(article, reader, TEXT_SPEAK)

    html = response.content.decode()
    assert response.status_code == 422
    assert not Comment.objects.exists()
    assert f">{TEXT_SPEAK}</textarea>" in html
    assert "<mark>u</mark>" in html
    assert "Use the suggested text" in html


def test_the_suggested_text_can_be_taken_over(article: Article, reader: User) -> None:
    response = post(article, reader, TEXT_SPEAK, do="suggestion")

    assert f">{MENDED}</textarea>" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_text_that_is_to_be_changed_may_go_to_a_moderator(article: Article, reader: User) -> None:
    response = post(article, reader, TEXT_SPEAK, do="moderator")

    assert Comment.objects.get().state == CommentState.HELD
    assert response["Location"] == f"{page_of(article)}#parley-held"


def test_a_held_comment_is_shown_to_its_author_alone(article: Article, reader: User) -> None:
    post(article, reader, TEXT_SPEAK, do="moderator")

    assert TEXT_SPEAK in read(article, by=reader)
    assert TEXT_SPEAK not in read(article)


def test_a_preview_shows_what_readers_would_see_and_stores_nothing(
    article: Article, reader: User
) -> None:
    response = post(article, reader, factories.PROPER + " **Really.**", do="preview")

    assert "<strong>Really.</strong>" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_session_that_ended_while_writing_costs_no_text(article: Article) -> None:
    response = post(article, None, factories.PROPER)

    assert response.status_code == 401
    assert factories.PROPER in response.content.decode()


def test_a_parent_that_went_while_writing_costs_no_text(article: Article, reader: User) -> None:
    gone = factories.comment(article, state=CommentState.DELETED)

    response = post(article, reader, factories.PROPER, parent=gone.pk)

    assert response.status_code == 404
    assert f">{factories.PROPER}</textarea>" in response.content.decode()


def test_the_policy_works_for_nobody_who_is_signed_out(article: Article) -> None:
    response = post(article, None, TEXT_SPEAK, do="suggestion")
    assert response.status_code == 401
    assert "you" not in response.content.decode().partition("<textarea")[2].partition("<")[0]


def test_guidelines_not_yet_accepted_are_linked(article: Article, site: Site) -> None:
    html = read(article, by=factories.user())
    assert "read and accept" in html
    assert "<textarea" not in html


def test_new_guidelines_while_writing_cost_no_text(article: Article, reader: User) -> None:
    Guidelines.objects.create(
        site=article.site, version=2, text="Be kinder.", published_at=timezone.now()
    )
    response = post(article, reader, factories.PROPER)

    assert response.status_code == 403
    assert f">{factories.PROPER}</textarea>" in response.content.decode()


def test_a_suspended_author_is_told_so(article: Article, reader: User) -> None:
    factories.author(article.site, reader, suspended_until=timezone.now() + timedelta(days=1))
    assert "may not post at the moment" in read(article, by=reader)


def test_a_closed_discussion_says_so_and_takes_nothing(article: Article, reader: User) -> None:
    Article.objects.filter(pk=article.pk).update(state=ArticleState.CLOSED)

    assert "This discussion is closed." in read(article, by=reader)
    post(article, reader, factories.PROPER)
    assert not Comment.objects.filter(state=CommentState.PUBLISHED).exists()


def test_a_premoderated_discussion_says_so(article: Article, reader: User) -> None:
    Article.objects.filter(pk=article.pk).update(state=ArticleState.PREMODERATED)
    assert "after a moderator has read them" in read(article, by=reader)


def test_no_cache_keeps_the_page(article: Article) -> None:
    assert "no-store" in Client().get(page_of(article))["Cache-Control"]


def test_every_order_has_one_canonical_address(article: Article) -> None:
    html = read(article, "?sort=oldest")
    assert f'<link rel="canonical" href="http://testserver{page_of(article)}">' in html
    assert '<meta name="robots" content="noindex, follow">' in html


def test_pages_name_their_neighbours(article: Article) -> None:
    by = factories.author(article.site)
    for _number in range(101):
        factories.comment(article, by)

    html = read(article, "?page=2")

    address = f"http://testserver{page_of(article)}"
    assert f'<link rel="prev" href="{address}">' in html
    assert f'<link rel="next" href="{address}?page=3">' in html
    assert f'<link rel="canonical" href="{address}?page=2">' in html


def structured(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    document: dict[str, Any] = json.loads(found[1])
    return document


def test_search_engines_are_told_of_the_comments(article: Article) -> None:
    factories.comment(article, text="The line was late by years.")

    said = structured(read(article))

    assert said["@type"] == "DiscussionForumPosting"
    assert said["commentCount"] == 1
    assert said["comment"][0]["text"] == "The line was late by years."


def test_no_text_can_end_the_data_block(article: Article) -> None:
    attack = "</script><script>alert(1)</script>"
    factories.comment(article, text=attack)

    html = read(article)

    assert structured(html)["comment"][0]["text"] == attack
    assert "<script>alert" not in html


def test_reading_takes_as_many_queries_with_many_comments_as_with_one(
    article: Article, reader: User, django_assert_max_num_queries: Any
) -> None:
    by = factories.author(article.site)
    for _number in range(40):
        factories.comment(article, by)
    client = factories.browser(reader)
    with django_assert_max_num_queries(17):
        client.get(page_of(article))


def test_the_feed_has_the_newest_comments(article: Article) -> None:
    factories.comment(article, text="The line was late by years.")

    response = Client().get(page_of(article) + "feed/")

    assert response["Content-Type"].startswith("application/atom+xml")
    assert "The line was late by years." in response.content.decode()


def days_ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def test_asking_for_a_preview_without_end_is_slowed_down(
    article: Article, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_checks", limits.Window(2, limits.CHECKS_PER))
    answers = [post(article, reader, MENDED, do="preview") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert MENDED in answers[-1].content.decode()


# --- what chance shows ---

SHOWN = "Shown to you by chance, to hear what all kinds of readers think of it."


def test_the_first_page_shows_what_chance_has_drawn(article: Article, reader: User) -> None:
    author = factories.author(article.site)
    comments = [factories.comment(article, author) for _ in range(60)]
    mine = factories.browser(reader).get(f"/api/v1/me?article={article.pk}").json()
    assert len(mine["drawn"]) == 5

    html = read(article, by=reader)
    block = html.partition(SHOWN)[2].partition("</section>")[0]
    for comment in comments:
        link = f'href="/discussion/{article.pk}/comment/{comment.pk}/"'
        assert (link in block) == (comment.pk in mine["drawn"])
    assert SHOWN not in read(article, "?page=2", by=reader)


def test_somebody_signed_out_is_shown_nothing_by_chance(article: Article) -> None:
    author = factories.author(article.site)
    for _ in range(60):
        factories.comment(article, author)
    assert SHOWN not in read(article)
