"""Who has which comment in hand: nobody is given what another has before them."""

from datetime import datetime

import pytest
from django.utils import timezone

from parley.actions import leasing
from parley.actions.leasing import LEASE, Hand
from parley.errors import NotAllowed
from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from tests import factories


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def colleague(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def waiting(article: Article) -> list[int]:
    """In the order of the queue."""
    by = factories.author(article.site)
    made = [factories.comment(article, by, state=CommentState.HELD) for _ in range(4)]
    return [comment.pk for comment in made]


def take(viewer: Viewer, count: int, now: datetime, held: list[int] | None = None) -> Hand:
    entries = Waiting.objects.of_site(viewer.site)
    return leasing.take(viewer, entries, count=count, now=now, held=held or [])


def test_the_next_ones_are_given_in_the_queues_order(
    moderator: Viewer, waiting: list[int], now: datetime
) -> None:
    assert take(moderator, 3, now).given == tuple(waiting[:3])


def test_what_one_has_in_hand_another_is_not_given(
    moderator: Viewer, colleague: Viewer, waiting: list[int], now: datetime
) -> None:
    take(moderator, 3, now)
    assert take(colleague, 3, now).given == (waiting[3],)


def test_a_lease_ends_by_itself(
    moderator: Viewer, colleague: Viewer, waiting: list[int], now: datetime
) -> None:
    take(moderator, 4, now)
    assert take(colleague, 4, now + LEASE).given == tuple(waiting)


def test_whoever_is_at_work_keeps_what_they_hold(
    moderator: Viewer, colleague: Viewer, waiting: list[int], now: datetime
) -> None:
    take(moderator, 2, now)
    later = take(moderator, 1, now + LEASE / 2, held=waiting[:2])
    assert (later.given, later.gone) == ((waiting[2],), ())
    assert take(colleague, 4, now + LEASE).given == (waiting[3],)


def test_one_is_told_what_one_has_no_longer(
    moderator: Viewer, colleague: Viewer, waiting: list[int], now: datetime
) -> None:
    take(moderator, 2, now)
    take(colleague, 1, now + LEASE)
    assert take(moderator, 0, now + LEASE, held=waiting[:2]).gone == (waiting[0],)


def test_after_a_reload_one_is_given_the_same(
    moderator: Viewer, waiting: list[int], now: datetime
) -> None:
    take(moderator, 2, now)
    assert take(moderator, 2, now).given == tuple(waiting[:2])


def test_what_is_given_back_is_there_for_others(
    moderator: Viewer, colleague: Viewer, waiting: list[int], now: datetime
) -> None:
    take(moderator, 4, now)
    leasing.give_back(moderator, waiting[:1], until=now + LEASE)
    leasing.give_back(colleague, waiting[1:], until=now + LEASE)
    assert take(colleague, 4, now).given == (waiting[0],)


def test_what_was_leased_once_more_is_not_given_back_by_an_older_page(
    moderator: Viewer, colleague: Viewer, waiting: list[int], now: datetime
) -> None:
    older, newer = take(moderator, 4, now), take(moderator, 4, now + LEASE / 5)
    leasing.give_back(moderator, waiting, until=older.until)
    assert take(colleague, 4, now + LEASE / 5).given == ()
    leasing.give_back(moderator, waiting, until=newer.until)
    assert take(colleague, 4, now + LEASE / 5).given == tuple(waiting)


def test_what_was_given_back_is_taken_up_again_where_nobody_else_has_it(
    moderator: Viewer, colleague: Viewer, waiting: list[int], now: datetime
) -> None:
    leasing.give_back(moderator, waiting, until=take(moderator, 2, now).until)
    assert take(moderator, 0, now, held=waiting[:2]).gone == ()
    assert take(colleague, 4, now).given == tuple(waiting[2:])


def test_what_a_colleague_is_to_decide_is_theirs(
    moderator: Viewer, colleague: Viewer, waiting: list[int], now: datetime
) -> None:
    Waiting.objects.filter(pk=waiting[0]).update(assigned_to=colleague.user)
    assert waiting[0] not in take(moderator, 4, now).given
    assert take(colleague, 4, now).given == (waiting[0],)


def test_another_sites_comments_are_never_given(
    moderator: Viewer, waiting: list[int], now: datetime
) -> None:
    elsewhere = factories.article(factories.site("other.example"))
    factories.comment(elsewhere, state=CommentState.HELD)
    given = leasing.take(moderator, Waiting.objects.all(), count=9, now=now).given
    assert sorted(given) == waiting


def test_a_reader_is_given_nothing(site: Site, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        take(factories.viewer(site), 1, now)
