"""Nobody is told of anybody's camp: not by the API, a page, an export, a log or a picture."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parley.actions import axis_fitting, exporting, ground_refreshing, voting
from parley.actions.site_export import export_lines
from parley.api.app import api
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.common_ground import CampTally
from parley.models.outbox import Change
from parley.models.reader_axis import ReaderPlace
from parley.models.site import Site
from parley.models.user import Role, User
from parley.ranking.sorts import Sort
from parley.snapshots import render
from parley.snapshots.thread import WHOLE, ThreadKey
from tests import factories
from tests.actions import camps
from tests.actions.camps import COMMON, LEFT, NEITHER, RIGHT

pytestmark = pytest.mark.django_db

# What a place is made of, told by numbers that nothing else has.
X, Y, TALLY = 0.731592, -0.264813, 77_345_001
NUMBERS = re.compile(r"731592|264813|118837|907716|77345001|77,345,001")
# Words that only somebody who tells of camps would use as names of what is told.
NAMES = re.compile(
    r'"(camp|camps|camp_id|tally|tallies|factor|intercept|independent|places?|positions?|x|y|bounds'
    r'|footing|conflicting|score)"\s*:'
)
# The picture pools readers by threes: how many camps there are, and where many readers lie.
POOLED = re.compile(r'"(camps|x|y)"\s*:')


@pytest.fixture
def newsroom(site: Site) -> tuple[Article, list[User]]:
    """A discussion with common ground, whose readers have places that are easily recognised."""
    voters = camps.readers(site, 60)
    article, _comments = camps.discussion(site, voters, [LEFT, RIGHT] * 8 + [COMMON, NEITHER])
    axis_fitting.fit(site, now=timezone.now())
    ground_refreshing.refresh(article.pk, now=timezone.now())
    ReaderPlace.objects.update(x=X, y=Y)
    CampTally.objects.update(passed=TALLY)
    factories.comment(article, factories.author(site, voters[0]))
    assert camps.ground_of(article).enough
    return article, voters


def paths(article: Article) -> Iterator[str]:
    """Every page and every answer that can be had by asking."""
    comment = article.comments.latest("pk")
    for path, operations in api.get_openapi_schema()["paths"].items():
        if "get" in operations:
            filled = re.sub(r"{(\w*:)?\w+}", str(comment.pk), path)
            yield f"{filled}?article={article.pk}&url={article.url}"
    yield from ("/me/", "/guidelines/", "/moderate/", "/moderate/rules/", "/moderate/imports/")
    yield from ("/api/v1/me/export", "/api/v1/me/export?format=csv", "/moderate/claims/")
    yield f"/discussion/{article.pk}/"
    yield f"/discussion/{article.pk}/feed/"
    yield f"/discussion/{article.pk}/comment/{comment.pk}/"
    yield f"/moderate/comment/{comment.pk}/"
    yield f"/moderate/author/{comment.author_id}/"
    yield f"/moderate/article/{article.pk}/"


def assert_tells_nothing(text: str, source: str) -> None:
    for pattern in (NUMBERS, NAMES):
        assert pattern.search(text) is None, (source, pattern.search(text))


def body(client: Client, path: str) -> str:
    answer: Any = client.get(path)
    assert answer.status_code < 500, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode())


@pytest.mark.parametrize("role", [Role.READER, Role.MODERATOR, Role.ADMINISTRATOR])
def test_no_answer_tells_a_camp_whoever_asks(
    site: Site, newsroom: tuple[Article, list[User]], role: Role
) -> None:
    article, voters = newsroom
    who = voters[0] if role is Role.READER else factories.member(site, role)
    client, seen = factories.browser(who), 0
    for path in paths(article):
        text = body(client, path)
        pooled = path.startswith("/api/v1/ground?")
        assert_tells_nothing(POOLED.sub("", text) if pooled else text, path)
        seen += bool(text)
    assert seen > 15


def test_no_snapshot_does(newsroom: tuple[Article, list[User]]) -> None:
    for sort in Sort:
        page = render.render_thread(ThreadKey(newsroom[0].pk, sort)).page(WHOLE)
        assert_tells_nothing(page.json.decode(), "json")
        assert_tells_nothing(page.html.decode(), "html")


def test_nor_do_exports(site: Site, newsroom: tuple[Article, list[User]]) -> None:
    assert_tells_nothing(b"".join(export_lines(site)).decode(), "site")
    assert_tells_nothing("".join(exporting.export_of(newsroom[1][0])), "own data")


def test_nor_do_votes_the_feed_and_the_log(
    site: Site, newsroom: tuple[Article, list[User]], caplog: pytest.LogCaptureFixture
) -> None:
    article, voters = newsroom
    comment = Comment.objects.with_facts().filter(article=article).first()
    assert comment is not None
    with caplog.at_level(logging.DEBUG, logger="parley"):
        for voter in voters[:8]:
            viewer = factories.viewer(site, voter)
            voting.cast_vote(viewer, comment, value=0, now=timezone.now())
        ground_refreshing.refresh(article.pk, now=timezone.now())
    assert_tells_nothing(caplog.text, "log")
    told = json.dumps(list(Change.objects.values("kind", "payload", "comment_id")))
    assert_tells_nothing(told, "feed")


def test_the_picture_names_no_reader(newsroom: tuple[Article, list[User]]) -> None:
    picture = camps.ground_of(newsroom[0]).picture
    assert picture is not None
    assert all(cell["readers"] >= 3 for cell in picture["cells"])


def test_the_picture_tells_no_vote_that_the_scores_have_not_shown(
    site: Site, newsroom: tuple[Article, list[User]]
) -> None:
    article, _voters = newsroom
    before = camps.ground_of(article).picture
    comment = Comment.objects.with_facts().filter(article=article).first()
    assert comment is not None
    newcomer = factories.user(accepted=site, created_at=timezone.now() - timedelta(days=9))
    camps.placed(site, newcomer, 0)
    voting.cast_vote(factories.viewer(site, newcomer), comment, value=-1, now=timezone.now())
    ground_refreshing.refresh(article.pk, now=timezone.now())
    after = camps.ground_of(article).picture
    assert before is not None
    assert after is not None
    assert after["comments"] == before["comments"]
