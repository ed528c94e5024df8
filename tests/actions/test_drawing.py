"""Comments that chance shows to a reader, and the votes that come of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import drawing, ground_showing, voting
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.models.user import User
from parley.models.vote import Vote
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(site: Site) -> User:
    return factories.user(accepted=site)


@pytest.fixture
def article(site: Site) -> Article:
    """With thirty comments that begin conversations, so that three are drawn."""
    made = factories.article(site)
    roots(made, 30)
    return made


def roots(on: Article, count: int, *, at: datetime | None = None) -> list[Comment]:
    author = factories.author(on.site)
    at = at or timezone.now() - timedelta(days=1)
    return [factories.comment(on, author, created_at=at) for _ in range(count)]


def drawn(reader: User, article: Article, now: datetime | None = None) -> list[int]:
    return drawing.shown_by_chance(reader, article, now=now or timezone.now())


def by_chance(reader: User, comments: Iterable[int], *, now: datetime) -> set[int]:
    rows = Comment.objects.with_facts().filter(pk__in=comments)
    return {row.pk for row in rows if drawing.met_by_chance(reader, row, now=now)}


def vote(reader: User, on: int, value: int | None = 1) -> Vote | None:
    comment = Comment.objects.with_facts().get(pk=on)
    viewer = factories.viewer(comment.site, reader)
    voting.cast_vote(viewer, comment, value=value, now=timezone.now())
    return Vote.objects.filter(comment=comment, user=reader).first()


def test_a_reader_has_one_draw_a_thread_and_day(reader: User, article: Article) -> None:
    noon = timezone.now().replace(hour=12)
    assert len(drawn(reader, article, noon)) == 3
    assert drawn(reader, article, noon) == drawn(reader, article, noon.replace(hour=23))
    days = {tuple(drawn(reader, article, noon + timedelta(days=day))) for day in range(5)}
    assert len(days) > 1


def test_another_key_draws_others(reader: User, article: Article) -> None:
    noon = timezone.now().replace(hour=12)
    days = [noon + timedelta(days=day) for day in range(5)]
    before = [drawn(reader, article, day) for day in days]
    with override_settings(SECRET_KEY="another-key-of-somebody-who-guesses-" * 2):
        assert [drawn(reader, article, day) for day in days] != before


def test_only_published_comments_that_begin_a_conversation_are_drawn(
    site: Site, reader: User
) -> None:
    made = factories.article(site)
    shown = roots(made, 12)
    for root in shown:
        factories.comment(made, root.author, parent=root)
        factories.comment(made, root.author, state=CommentState.HELD)
    pool = {root.pk for root in shown}
    noon = timezone.now().replace(hour=12)
    for day in range(10):
        assert set(drawn(reader, made, noon + timedelta(days=day))) <= pool


def test_ones_own_are_not_shown(site: Site, reader: User) -> None:
    made = factories.article(site)
    own = factories.author(site, reader)
    for _ in range(30):
        factories.comment(made, own)
    assert drawn(reader, made) == []


def test_what_one_voted_on_before_today_is_not_shown(reader: User, article: Article) -> None:
    first, *rest = drawn(reader, article)
    vote(reader, first)
    assert drawn(reader, article) == [first, *rest]

    Vote.objects.update(cast_at=timezone.now() - timedelta(days=1))
    assert drawn(reader, article) == rest


def test_a_short_discussion_draws_nothing(site: Site, reader: User) -> None:
    made = factories.article(site)
    roots(made, 11)
    assert drawn(reader, made) == []


def test_a_site_may_do_without(reader: User, article: Article) -> None:
    [some, *_rest] = drawn(reader, article)
    Site.objects.update(common_ground=False)
    article.site.refresh_from_db()
    assert drawn(reader, article) == []
    assert by_chance(reader, [some], now=timezone.now()) == set()


def test_an_old_discussion_draws_nothing(reader: User, article: Article) -> None:
    assert drawn(reader, article, timezone.now() + ground_showing.FROZEN_AFTER) == []


def test_votes_on_what_was_drawn_are_by_chance_and_no_others(
    reader: User, article: Article
) -> None:
    noon = timezone.now().replace(hour=12)
    everything = article.comments.values_list("pk", flat=True)
    assert by_chance(reader, everything, now=noon) == set(drawn(reader, article, noon))


def test_so_it_is_in_a_long_discussion(site: Site, reader: User) -> None:
    made = factories.article(site)
    author = factories.author(site)
    at = timezone.now() - timedelta(days=1)
    Comment.objects.bulk_create(
        Comment(site=site, article=made, author=author, state="published", created_at=at)
        for _ in range(300)
    )
    made.comment_count = 300
    made.save()
    noon = timezone.now().replace(hour=12)
    pks = made.comments.values_list("pk", flat=True)
    assert len(drawn(reader, made, noon)) == 5
    assert by_chance(reader, pks, now=noon) == set(drawn(reader, made, noon))


def test_what_new_comments_drive_out_counts_for_two_hours(reader: User, article: Article) -> None:
    noon = timezone.now().replace(hour=12)
    before = drawn(reader, article, noon)
    roots(article, 200, at=noon + timedelta(minutes=1))
    assert set(drawn(reader, article, noon)) != set(before)

    assert by_chance(reader, before, now=noon + timedelta(hours=1)) == set(before)
    assert by_chance(reader, before, now=noon + timedelta(hours=3)) < set(before)


def test_yesterdays_draw_counts_in_the_first_hour_of_a_day(reader: User, article: Article) -> None:
    midnight = timezone.now().replace(hour=0, minute=0)
    before = drawn(reader, article, midnight - timedelta(hours=1))
    assert set(drawn(reader, article, midnight)) != set(before)

    assert set(before) <= by_chance(reader, before, now=midnight + timedelta(minutes=30))
    assert not set(before) <= by_chance(reader, before, now=midnight + timedelta(minutes=90))


def test_a_vote_carries_how_it_came(reader: User, article: Article) -> None:
    shown = drawn(reader, article)
    found = article.comments.exclude(pk__in=shown).first()
    assert found is not None
    of_drawn, of_found = vote(reader, shown[0]), vote(reader, found.pk)
    assert of_drawn is not None
    assert of_drawn.by_chance
    assert of_found is not None
    assert not of_found.by_chance


def test_a_vote_that_changes_came_by_what_it_first_came_by(reader: User, article: Article) -> None:
    [some, *_rest] = drawn(reader, article)
    vote(reader, some)
    Vote.objects.update(by_chance=False)

    changed = vote(reader, some, -1)
    assert changed is not None
    assert not changed.by_chance


def test_a_request_cannot_say_that_it_came_by_chance(reader: User, article: Article) -> None:
    found = article.comments.exclude(pk__in=drawn(reader, article)).first()
    assert found is not None
    factories.browser(reader).post(
        f"/api/v1/comments/{found.pk}/vote",
        {"value": 1, "by_chance": True, "drawn": [found.pk]},
        content_type="application/json",
    )
    assert not Vote.objects.get().by_chance


def test_most_votes_take_one_query_to_tell_and_replies_none(reader: User, article: Article) -> None:
    root = article.comments.first()
    assert root is not None
    reply = factories.comment(article, root.author, parent=root)
    for pk, queries in ((root.pk, 1), (reply.pk, 0)):
        comment = Comment.objects.with_facts().get(pk=pk)
        with CaptureQueriesContext(connection) as captured:
            drawing.met_by_chance(reader, comment, now=timezone.now())
        assert len(captured) == queries


def test_my_page_says_what_is_drawn(reader: User, article: Article) -> None:
    mine = factories.browser(reader).get(f"/api/v1/me?article={article.pk}").json()
    assert mine["drawn"] == drawn(reader, article)
    nobodys = factories.browser().get(f"/api/v1/me?article={article.pk}").json()
    assert nobodys["drawn"] == []
