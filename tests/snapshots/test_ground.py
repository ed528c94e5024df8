"""What readers are shown of common ground: an order, a badge, and nothing where there is none."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.common_ground import ThreadGround
from parley.models.site import Site
from parley.ranking.sorts import Sort
from parley.snapshots import fragment, render
from parley.snapshots.thread import ThreadKey
from tests import factories

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 24, 2, 36, 26, tzinfo=UTC)
WHY = "readers who usually vote differently from each other both respected it."
BADGE = f'<span class="parley-ground" title="Shown first because {WHY}">Common ground'


@pytest.fixture
def article(site: Site) -> Article:
    """Three comments, of which the oldest carries the badge and the newest has most respect."""
    made = factories.article(site)
    for minute, (ground, badge, respect) in enumerate(
        [(0.7, True, 4), (0.1, False, 0), (None, False, 9)]
    ):
        factories.comment(
            made,
            created_at=MORNING + timedelta(minutes=minute),
            ground=ground,
            common_ground=badge,
            respect=respect,
        )
    return made


def enough(article: Article, *, enough: bool = True) -> None:
    ThreadGround.objects.create(article=article, site=article.site, enough=enough)


def html(article: Article, sort: Sort = Sort.GROUND) -> str:
    return render.render_thread(ThreadKey(article.pk, sort)).page(1).html.decode()


def document(article: Article, sort: Sort = Sort.GROUND) -> dict[str, Any]:
    page = render.render_thread(ThreadKey(article.pk, sort)).page(1)
    parsed: dict[str, Any] = json.loads(page.json)
    return parsed


def told(article: Article, sort: Sort = Sort.GROUND) -> list[bool | None]:
    return [comment["ground"] for comment in document(article, sort)["comments"]]


def test_what_the_camps_agree_on_stands_first(article: Article) -> None:
    enough(article)
    assert document(article)["sort"] == "ground"
    assert told(article) == [True, False, False]
    assert html(article).index("parley-ground") < html(article).index('data-respect="9"')


def test_the_badge_says_why(article: Article) -> None:
    enough(article)
    assert html(article).count(BADGE) == 1
    assert '<span class="parley-unseen">: Shown first because' in html(article)


def test_the_badge_is_there_in_every_order(article: Article) -> None:
    enough(article)
    assert all(BADGE in html(article, sort) for sort in Sort)
    assert told(article, Sort.NEWEST) == [False, False, True]


def test_the_order_is_offered_first(article: Article) -> None:
    enough(article)
    links = html(article).partition("<nav")[2].partition("</nav>")[0]
    assert links.index(">Common ground<") < links.index(">Most respected<")
    assert 'data-sort="ground" aria-current="true"' in links
    assert ' data-ground="1"' in html(article)


def test_the_pictures_are_one_link_away(article: Article) -> None:
    enough(article)
    assert "/ground/" not in html(article)

    ThreadGround.objects.update(placed=50)
    head = html(article).partition("</header>")[0]
    assert f'/discussion/{article.pk}/ground/">See where readers agree</a>' in head


def assert_no_claim(article: Article) -> None:
    assert document(article)["sort"] == "respected"
    assert told(article) == [None, None, None]
    assert "ground" not in html(article)
    assert 'data-sort="respected" aria-current="true">Most respected' in html(article)
    assert document(article)["comments"][0]["respect"] == 9


def test_without_enough_there_is_no_claim(article: Article) -> None:
    enough(article, enough=False)
    assert_no_claim(article)


def test_nor_is_there_where_nobody_has_voted(article: Article) -> None:
    assert_no_claim(article)


def test_nor_where_the_site_wants_none(article: Article) -> None:
    enough(article)
    Site.objects.update(common_ground=False)
    assert_no_claim(article)


def test_a_page_nobody_has_commented_on_makes_no_claim(site: Site) -> None:
    thread = render.render_empty("https://paper.example/new/", Sort.GROUND, site_id=site.pk)
    assert json.loads(thread.page(1).json)["sort"] == "respected"


def test_a_comment_alone_has_its_badge_too(article: Article) -> None:
    enough(article)
    comment = Comment.objects.with_facts().get(common_ground=True)
    assert fragment.comment_html(comment) in html(article)
    assert render.comment_object(comment)["ground"] is True
    assert b'"ground":true' in render.public_objects([comment.pk])[comment.pk]


def test_it_takes_two_queries_as_before(article: Article) -> None:
    enough(article)
    with CaptureQueriesContext(connection) as queries:
        html(article)
    assert len(queries) == 2
