"""The page of a discussion's common ground."""

import pytest
from django.test import Client
from django.utils import timezone

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.common_ground import ThreadGround
from parley.models.site import Site
from tests import factories, ground

pytestmark = pytest.mark.either_database


def read(article: Article) -> str:
    response = Client().get(f"/discussion/{article.pk}/ground/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_the_pictures_and_what_was_said(site: Site) -> None:
    html = read(ground.discussion(site))

    assert html.count('role="img"') == 3
    assert "What all sides respect" in html
    assert "publish the traffic counts first" in html


def test_without_votes_it_says_so_and_what_it_takes(article: Article) -> None:
    html = read(article)

    assert "No common ground found here yet." in html
    assert "It takes 50 readers" in html
    assert 'content="noindex, follow"' in html


def test_a_refresh_without_a_picture_is_empty_too(article: Article) -> None:
    ThreadGround.objects.create(article=article, site=article.site, refreshed_at=timezone.now())
    assert "No common ground found here yet." in read(article)


def test_a_picture_of_another_version_is_not_drawn(site: Site) -> None:
    article = ground.discussion(site)
    ThreadGround.objects.update(picture={"version": 0}, refreshed_at=timezone.now())
    assert "No common ground found here yet." in read(article)


def test_a_removed_comment_is_gone_from_pictures_words_and_table(site: Site) -> None:
    article = ground.discussion(site)
    agreed = ground.first_agreed(article)
    assert f"comment={agreed}#" in read(article)

    Comment.objects.filter(pk=agreed).update(state=CommentState.REJECTED)
    Article.objects.filter(pk=article.pk).update(rev=article.rev + 1)

    assert f"comment={agreed}#" not in read(article)


def test_a_comment_of_another_article_is_never_shown(site: Site) -> None:
    other, article = factories.article(site, "/other/"), ground.discussion(site)
    moved = ground.first_agreed(article)
    Comment.objects.filter(pk=moved).update(article=other)

    assert f"comment={moved}#" not in read(article)


def test_what_all_comments_are_gone_from_is_empty(site: Site) -> None:
    article = ground.discussion(site)
    Comment.objects.update(state=CommentState.DELETED)
    assert "No common ground found here yet." in read(article)


def test_names_and_texts_are_text(site: Site) -> None:
    article = factories.article(site, headline="<script>alert(1)</script>")
    author = factories.author(site, display_name='"><script>alert(2)</script>')
    text = "`<script>alert(3)</script>` is a *tag*. </title></svg><script>alert(4)</script>"
    ground.store(article, [factories.comment(article, author, text=text) for _ in range(60)])

    html = read(article)

    assert html.count("<script") == 0
    assert "&lt;script&gt;alert(4)&lt;/script&gt;" in html


def test_an_unknown_article_has_no_page(site: Site) -> None:
    assert Client().get("/discussion/999/ground/").status_code == 404


def test_a_site_that_has_turned_it_off_has_no_page(site: Site) -> None:
    article = ground.discussion(site)
    Site.objects.update(common_ground=False)
    assert Client().get(f"/discussion/{article.pk}/ground/").status_code == 404
