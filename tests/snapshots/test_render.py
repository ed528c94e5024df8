"""What readers are shown of a thread, as HTML and as JSON."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parley.errors import NotFound
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.policy.submission import ArticleState
from parley.ranking.sorts import Sort
from parley.snapshots import fragment, render
from parley.snapshots.moments import printed
from parley.snapshots.thread import WHOLE, ThreadKey
from parley.snapshots.tree import PAGE_COMMENTS
from tests import factories

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 24, 2, 36, 26, tzinfo=UTC)


@pytest.fixture
def article() -> Article:
    site = factories.site(timezone="Asia/Kolkata")
    return factories.article(site, "/news/1/", headline="The figures")


def html(article: Article, page: int = 1, sort: Sort = Sort.NEWEST) -> str:
    return render.render_thread(ThreadKey(article.pk, sort)).page(page).html.decode()


def document(article: Article, page: int = 1, sort: Sort = Sort.NEWEST) -> dict[str, Any]:
    page_json = render.render_thread(ThreadKey(article.pk, sort)).page(page).json
    parsed: dict[str, Any] = json.loads(page_json)
    return parsed


def test_an_article_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        render.render_thread(ThreadKey(1, Sort.NEWEST))


def test_queries_do_not_grow_with_comments(article: Article) -> None:
    parent = factories.comment(article)
    for _ in range(5):
        factories.comment(article, parent=parent)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        render.render_thread(ThreadKey(article.pk, Sort.NEWEST)).page(WHOLE)
    assert len(queries) == 2


def test_the_thread_says_what_it_is(article: Article) -> None:
    factories.comment(article)
    assert (
        f'<section class="parley-thread" data-article="{article.pk}" data-rev="1"'
        ' data-sort="newest" data-page="1" data-pages="1" data-count="1" data-state="open"'
        ' lang="en">'
    ) in html(article)


def test_one_comment_is_not_comments(article: Article) -> None:
    factories.comment(article)
    assert '<h2 class="parley-title">1 comment</h2>' in html(article)


def test_two_comments_are_counted(article: Article) -> None:
    factories.comment(article)
    factories.comment(article)
    assert '<h2 class="parley-title">2 comments</h2>' in html(article)


def test_an_empty_discussion_says_so(article: Article) -> None:
    assert '<p class="parley-empty">No comments yet.</p>' in html(article)
    assert "parley-list" not in html(article)


def test_times_are_printed_in_the_sites_zone(article: Article) -> None:
    factories.comment(article, created_at=MORNING)
    assert '<time datetime="2026-11-24T02:36:26Z">November 24, 2026 08:06 am IST</time>' in html(
        article
    )


@pytest.mark.parametrize(
    ("hour", "clock"), [(18, "12:06 am"), (6, "12:06 pm"), (7, "01:06 pm"), (17, "11:06 pm")]
)
def test_noon_and_midnight_are_twelve(article: Article, hour: int, clock: str) -> None:
    moment = datetime(2026, 11, 24, hour, 36, tzinfo=UTC)
    assert clock in printed(moment, article.site.zone)


def test_a_zone_without_a_name_is_given_by_its_offset() -> None:
    site = factories.site("other.example", timezone="Asia/Dubai")
    assert printed(MORNING, site.zone).endswith(" UTC+04")


def test_names_are_escaped(article: Article) -> None:
    author = factories.author(article.site, display_name='<b>"Asha"</b>')
    parent = factories.comment(article, author)
    factories.comment(article, parent=parent)
    assert html(article).count("<bdi>&lt;b&gt;&quot;Asha&quot;&lt;/b&gt;</bdi>") == 1
    assert "<b>" not in html(article)


def test_a_reply_names_whom_it_answers(article: Article) -> None:
    parent = factories.comment(article, factories.author(article.site, display_name="Asha"))
    factories.comment(article, parent=parent)
    link = f"http://testserver/discussion/{article.pk}/?comment={parent.pk}#comment-{parent.pk}"
    assert f'in reply to <a href="{link}"><bdi>Asha</bdi></a>' in html(article)


def test_an_edited_comment_is_marked(article: Article) -> None:
    factories.comment(article, edited_at=MORNING)
    assert '<span class="parley-edited">edited</span>' in html(article)


def test_votes_are_put_in_words(article: Article) -> None:
    factories.comment(article, respect=3, disagree=1)
    assert '<span class="parley-counts">3 respect · 1 disagree</span>' in html(article)


def test_staff_wear_a_badge(article: Article) -> None:
    factories.comment(article, factories.author(article.site, badge="Staff"))
    assert '<span class="parley-badge">Staff</span>' in html(article)
    assert document(article)["comments"][0]["author"]["badges"] == ["Staff"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CommentState.DELETED, "This comment was deleted by its author."),
        (CommentState.REJECTED, "This comment was removed by a moderator."),
        (CommentState.HELD, "This comment is waiting for a moderator."),
    ],
)
def test_a_stub_says_why_it_is_one(article: Article, state: CommentState, words: str) -> None:
    parent = factories.comment(article, state=state, text="What nobody may read any more.")
    factories.comment(article, parent=parent)
    assert f'<p class="parley-removed">{words}</p>' in html(article)


@pytest.mark.parametrize("state", [CommentState.DELETED, CommentState.REJECTED, CommentState.HELD])
def test_a_stub_gives_nothing_away(article: Article, state: CommentState) -> None:
    author = factories.author(article.site, display_name="Hidden Person")
    parent = factories.comment(article, author, state=state, text="Hidden words.", respect=7)
    factories.comment(article, parent=parent)
    page = render.render_thread(ThreadKey(article.pk, Sort.NEWEST)).page(1)
    for body in (page.html, page.json):
        assert b"Hidden" not in body
    stub = document(article)["comments"][0]
    assert (stub["state"], stub["author"], stub["respect"]) == (
        state,
        {"name": "", "badges": []},
        0,
    )


def test_a_comment_is_the_contracts_object(article: Article) -> None:
    author = factories.author(article.site, display_name="Asha")
    comment = factories.comment(article, author, text="It *is* so.", created_at=MORNING)
    link = f"http://testserver/discussion/{article.pk}/?comment={comment.pk}#comment-{comment.pk}"
    assert document(article)["comments"] == [
        {
            "id": comment.pk,
            "parent_id": None,
            "depth": 0,
            "state": "published",
            "author": {"name": "Asha", "badges": []},
            "html": comment.html,
            "text": "It *is* so.",
            "created_at": "2026-11-24T02:36:26Z",
            "edited_at": None,
            "respect": 0,
            "disagree": 0,
            "replies": 0,
            "ground": None,
            "picked": False,
            "pinned": False,
            "permalink": link,
        }
    ]


def test_the_document_describes_the_article(article: Article) -> None:
    factories.comment(article)
    assert document(article)["article"] == {
        "id": article.pk,
        "url": "https://paper.example/news/1/",
        "headline": "The figures",
        "state": "open",
        "comment_count": 1,
        "rev": 1,
    }


def test_a_discussion_closed_by_age_is_closed(article: Article) -> None:
    article.site.close_after = timedelta(days=14)
    article.site.save()
    Article.objects.filter(pk=article.pk).update(published_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert document(article)["article"]["state"] == ArticleState.CLOSED


def test_a_rendering_expires_when_the_discussion_closes(article: Article) -> None:
    article.site.close_after = timedelta(days=14)
    article.site.save()
    article.refresh_from_db()
    thread = render.render_thread(ThreadKey(article.pk, Sort.NEWEST))
    assert thread.expires_at == (article.created_at + timedelta(days=14)).timestamp()


def two_pages(article: Article) -> list[Comment]:
    author = factories.author(article.site)
    return [factories.comment(article, author) for _ in range(PAGE_COMMENTS + 1)]


def test_a_long_thread_has_links_between_its_pages(article: Article) -> None:
    two_pages(article)
    base = f"http://testserver/discussion/{article.pk}/?sort=newest&amp;page="
    assert f'<a rel="next" data-page="2" href="{base}2">Next page</a>' in html(article, 1)
    assert f'<a rel="prev" data-page="1" href="{base}1">Previous page</a>' in html(article, 2)
    assert "<span>Page 2 of 2</span>" in html(article, 2)


def test_everything_fits_on_the_whole_page(article: Article) -> None:
    comments = two_pages(article)
    assert len(document(article, WHOLE)["comments"]) == len(comments)
    assert "parley-pages" not in html(article, WHOLE)


def test_the_page_of_a_comment_is_known(article: Article) -> None:
    first, *_rest, last = two_pages(article)
    thread = render.render_thread(ThreadKey(article.pk, Sort.NEWEST))
    assert (thread.page_of(last.pk), thread.page_of(first.pk), thread.page_of(0)) == (1, 2, None)


def test_a_page_beyond_the_last_is_not_found(article: Article) -> None:
    with pytest.raises(NotFound):
        render.render_thread(ThreadKey(article.pk, Sort.NEWEST)).page(2)


def test_the_current_order_is_marked(article: Article) -> None:
    assert 'data-sort="oldest" aria-current="true">Oldest</a>' in html(article, sort=Sort.OLDEST)


def test_a_page_nobody_has_commented_on_has_an_empty_thread() -> None:
    site = factories.site()
    thread = render.render_empty("https://paper.example/new/", Sort.NEWEST, site_id=site.pk)
    assert json.loads(thread.page(1).json) == {
        "article": {
            "id": None,
            "url": "https://paper.example/new/",
            "headline": "",
            "state": "open",
            "comment_count": 0,
            "rev": 0,
        },
        "sort": "newest",
        "page": 1,
        "pages": 1,
        "comments": [],
    }
    assert b"No comments yet." in thread.page(1).html


def test_one_comment_alone_looks_as_in_the_thread(article: Article) -> None:
    parent = factories.comment(article)
    reply = factories.comment(article, parent=parent, respect=2)
    assert fragment.comment_html(reply) in html(article)


def test_an_imported_author_is_shown_as_one(article: Article) -> None:
    factories.comment(article, factories.imported_author(article.site, display_name="asha_m"))
    assert '<span class="parley-former">from the former system</span>' in html(article)


def test_nobody_else_is(article: Article) -> None:
    factories.comment(article, factories.author(article.site, factories.user()))
    assert "parley-former" not in html(article)


def test_a_waiting_comment_is_shown_to_its_author(article: Article) -> None:
    comment = factories.comment(article, state=CommentState.HELD, text="Wait for me.")
    alone = fragment.comment_html(comment)
    assert "Wait for me." in alone
    assert 'data-state="held"' in alone


def test_a_waiting_comment_is_an_object_with_its_words() -> None:
    site = factories.site()
    comment = factories.comment(factories.article(site), state=CommentState.HELD, text="Wait.")
    assert render.comment_object(comment)["text"] == "Wait."


def test_live_updates_carry_published_comments_only(article: Article) -> None:
    published = factories.comment(article)
    held = factories.comment(article, state=CommentState.HELD)
    assert list(render.public_objects([published.pk, held.pk])) == [published.pk]
