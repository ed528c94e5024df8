"""A receiver that is away costs a job now and then, however much waits for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from pytest_django.fixtures import Settings
from standardwebhooks import Webhook

from parley.actions import delivering, hook_upkeep, hooking
from parley.actions.hooking import Event
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.hook import Delivery, DeliveryState, Hook, HookKind
from parley.models.site import Site
from tests import factories, hooks
from tests.receiver import Receiver, receiver

WAITING = 50
RESTS = 5


@pytest.fixture
def server(settings: Settings) -> Iterator[Receiver]:
    settings.PRIVATE_TARGETS = True
    with receiver() as running:
        yield running


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article)


def tell(site: Site, comment: Comment, *, now: datetime, count: int = 1) -> list[int]:
    for _ in range(count):
        hooking.tell(site, Event(kind=HookKind.PUBLISHED, comment=comment), now=now)
    return list(Delivery.objects.order_by("-pk").values_list("pk", flat=True)[:count])


def do_jobs(now: datetime) -> int:
    """Do what is due, as a worker would; how many jobs these were."""
    ready = Q(run_after__lte=now) | Q(run_after=get_date_max())
    due = list(DBTaskResult.objects.filter(ready).order_by("enqueued_at"))
    DBTaskResult.objects.filter(pk__in=[job.pk for job in due]).delete()
    for job in due:
        [key] = job.args_kwargs["args"]
        if job.task_path.endswith(".take_up"):
            delivering.go_through(key, now=now)
        else:
            delivering.attempt(key, now=now)
    return len(due)


def writes(queries: CaptureQueriesContext) -> int:
    return sum(
        query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        and "parley_" in query["sql"].split("SET")[0]
        for query in queries
    )


def rest_begins(now: datetime) -> None:
    """As after so many failures that the next one is too many."""
    Hook.objects.update(failures=delivering.RESTS_AFTER - 1, failing_since=now)


def after_the_rest() -> datetime:
    until = Hook.objects.get().resting_until
    assert until is not None
    return until


def test_what_waits_for_a_hook_that_is_down_costs_a_job_for_each_rest(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    server.reply(500)
    now = timezone.now()
    rest_begins(now)
    tell(site, comment, now=now, count=WAITING)
    do_jobs(now)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(RESTS):
            assert DBTaskResult.objects.count() == 1
            now = after_the_rest()
            assert do_jobs(now) == 1
            hook_upkeep.sweep(now + timedelta(seconds=1))
    assert len(server.received) == 1 + RESTS
    assert writes(queries) <= 7 * RESTS


def test_everything_arrives_once_when_the_receiver_is_back_and_the_oldest_first(
    site: Site, server: Receiver, comment: Comment
) -> None:
    _hook, secret = hooks.hook(site, target=server.url)
    server.reply(500)
    now = timezone.now()
    rest_begins(now)
    tell(site, comment, now=now, count=20)
    do_jobs(now)
    server.received.clear()
    server.reply(200)
    do_jobs(after_the_rest())
    messages = [request.headers["webhook-id"] for request in server.received]
    in_order = Delivery.objects.order_by("created_at", "pk")
    assert messages == list(in_order.values_list("message", flat=True))
    assert not Delivery.objects.exclude(state=DeliveryState.DELIVERED).exists()
    request = server.received[-1]
    assert Webhook(secret).verify(request.body, request.headers)
    assert Hook.objects.get().resting_until is None
    assert not DBTaskResult.objects.exists()


def test_what_happens_during_a_rest_waits_without_a_job_and_is_found(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    now = timezone.now()
    Hook.objects.update(failures=9, resting_until=now + delivering.REST)
    tell(site, comment, now=now)
    assert not DBTaskResult.objects.exists()
    # The job that ends the rest has been lost.
    later = now + 3 * delivering.REST
    hook_upkeep.sweep(later)
    hook_upkeep.sweep(later)
    assert DBTaskResult.objects.count() == 1
    do_jobs(later)
    assert len(server.received) == 1


def test_a_rest_leaves_a_delivery_its_own_schedule(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    server.reply(500)
    now = timezone.now()
    rest_begins(now)
    [pk] = tell(site, comment, now=now)
    Delivery.objects.filter(pk=pk).update(attempts=3)
    do_jobs(now)
    delivery = Delivery.objects.get(pk=pk)
    assert delivery.attempts == 4
    assert delivery.next_at is not None
    assert delivery.next_at >= now + delivering.RETRIES[3]
    do_jobs(after_the_rest())
    assert len(server.received) == 1


def test_the_last_attempt_after_a_rest_gives_it_up(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    server.reply(500)
    now = timezone.now()
    rest_begins(now)
    [pk] = tell(site, comment, now=now)
    Delivery.objects.filter(pk=pk).update(attempts=len(delivering.RETRIES))
    do_jobs(now)
    assert Delivery.objects.get(pk=pk).state == DeliveryState.DEAD


def test_one_turn_leaves_the_rest_to_the_next(
    site: Site, server: Receiver, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, _ = hooks.hook(site, target=server.url)
    now = timezone.now()
    tell(site, comment, now=now, count=2)
    monkeypatch.setattr(delivering, "_TURN", -1.0)
    assert delivering.go_through(hook.pk, now=now)
    monkeypatch.undo()
    assert not delivering.go_through(hook.pk, now=now)
    assert len(server.received) == 2


def test_a_backlog_of_many_turns_stays_one_job(
    site: Site, server: Receiver, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks.hook(site, target=server.url)
    began = timezone.now()
    rested = began + delivering.REST
    Hook.objects.update(failures=9, resting_until=rested)
    tell(site, comment, now=began, count=2)
    monkeypatch.setattr(delivering, "_TURN", -1.0)
    [hook] = Hook.objects.values_list("pk", flat=True)
    hook_upkeep.sweep(rested + 2 * delivering.REST)
    # It does a turn, enqueues its next and so on, for longer than a job may be late.
    for minutes in range(1, 9):
        moment = rested + 2 * delivering.REST + timedelta(minutes=minutes)
        assert delivering.go_through(hook, now=moment)
        hook_upkeep.sweep(moment + timedelta(seconds=1))
    assert DBTaskResult.objects.count() == 1


def test_what_waits_is_looked_up_in_portions(
    site: Site, server: Receiver, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, _ = hooks.hook(site, target=server.url)
    now = timezone.now()
    tell(site, comment, now=now, count=9)
    monkeypatch.setattr(delivering, "_PORTION", 4)
    with CaptureQueriesContext(connection) as queries:
        assert not delivering.go_through(hook.pk, now=now)
    sorted_by_age = [each for each in queries if '"created_at" ASC' in each["sql"]]
    # Three portions, and that there is no other.
    assert len(sorted_by_age) == 4
    assert len(server.received) == 9
