"""A queue that is too long, or too old, is told to those who listen, and not all the time."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from parley.actions import desk_settings, queue_alarm
from parley.errors import BadField
from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.hook import Delivery, HookKind
from parley.models.queue import Waiting
from parley.models.sections.out import QueueAlarm
from parley.models.site import Site
from tests import factories, hooks

NOW = timezone.now()


@pytest.fixture
def waiting(site: Site, article: Article) -> Site:
    """A site where three comments wait, the oldest for forty minutes; it has a hook."""
    for minutes in (40, 20, 5):
        made = factories.comment(article, state=CommentState.HELD)
        Waiting.objects.filter(pk=made.pk).update(since=NOW - timedelta(minutes=minutes))
    hooks.hook(site, HookKind.WAITING)
    return site


def alarm(site: Site, **limits: int) -> None:
    section = QueueAlarm.read(limits)
    desk_settings.set_section(hooks.administrator(site), section, now=NOW)


def told(now: datetime = NOW) -> list[dict[str, int]]:
    queue_alarm.look(now)
    return [each.payload["data"]["queue"] for each in Delivery.objects.order_by("pk")]


@pytest.mark.parametrize("limits", [{"longer_than": 2}, {"older_than_minutes": 39}])
def test_more_than_the_limit_is_told(waiting: Site, limits: dict[str, int]) -> None:
    alarm(waiting, **limits)
    assert told() == [{"waiting": 3, "oldest_minutes": 40}]


@pytest.mark.parametrize("limits", [{}, {"longer_than": 3}, {"older_than_minutes": 40}])
def test_no_more_than_the_limit_is_not(waiting: Site, limits: dict[str, int]) -> None:
    alarm(waiting, **limits)
    assert told() == []


def test_it_is_told_once_in_a_period(waiting: Site) -> None:
    alarm(waiting, longer_than=1, every_minutes=30)
    assert len(told()) == len(told(NOW + timedelta(minutes=29))) == 1
    assert len(told(NOW + timedelta(minutes=31))) == 2


def test_an_empty_queue_alarms_nobody(site: Site) -> None:
    hooks.hook(site)
    alarm(site, longer_than=1, older_than_minutes=1)
    assert told() == []


@pytest.mark.parametrize("limits", [{"longer_than": -1}, {"every_minutes": 1}])
def test_limits_that_make_no_sense_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(BadField):
        QueueAlarm.read(limits)


def test_limits_that_cannot_be_read_keep_no_other_site_from_being_told(waiting: Site) -> None:
    """Those of another release; the worker's other chores would be left undone too."""
    other = factories.site("other.example")
    hooks.hook(other)
    Site.objects.filter(pk=other.pk).update(desk={"queue_alarm": {"unheard_of": 1}})
    alarm(waiting, longer_than=1)

    queue_alarm.look(NOW)

    assert told()
