"""Everything arrives at least once, signed, or is given up where one can see it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings
from standardwebhooks import Webhook, WebhookVerificationError

from parley import jobs
from parley.actions import delivering, hook_settings, hook_upkeep, hooking
from parley.actions.delivering import RETRIES
from parley.actions.hooking import Event
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import Notice
from parley.models.hook import Delivery, DeliveryState, Hook, HookForm, HookKind
from parley.models.site import Site
from tests import factories, hooks
from tests.receiver import Receiver, receiver

LONG = timedelta(days=30)


@pytest.fixture
def server(settings: Settings) -> Iterator[Receiver]:
    settings.PRIVATE_TARGETS = True
    with receiver() as running:
        yield running


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.comment(article, text="Let the council speak, <b>loudly</b> & @channel.")


def told(site: Site, comment: Comment, now: datetime | None = None) -> Delivery:
    """The delivery of an event."""
    event = Event(kind=HookKind.PUBLISHED, comment=comment)
    hooking.tell(site, event, now=now or timezone.now())
    delivery: Delivery = Delivery.objects.latest("pk")
    return delivery


def attempt(delivery: Delivery, now: datetime | None = None) -> Delivery:
    """Attempted as by its job, when it is due."""
    delivery.refresh_from_db()
    delivering.attempt(delivery.pk, now=now or delivery.next_at or timezone.now())
    delivery.refresh_from_db()
    return delivery


# --- what arrives ---


def test_it_arrives_as_the_client_of_standard_webhooks_wants_it(
    site: Site, server: Receiver, comment: Comment
) -> None:
    _hook, secret = hooks.hook(site, target=server.url)
    delivery = attempt(told(site, comment))
    [request] = server.received
    read = Webhook(secret).verify(request.body, request.headers)
    assert read == delivery.payload
    assert read["data"]["comment"]["id"] == comment.pk
    assert request.headers["webhook-id"] == delivery.message
    assert (delivery.state, delivery.status) == (DeliveryState.DELIVERED, 200)


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature", ""])
def test_what_was_tampered_with_is_found_out(
    site: Site, server: Receiver, comment: Comment, header: str
) -> None:
    _hook, secret = hooks.hook(site, target=server.url)
    attempt(told(site, comment))
    [request] = server.received
    headers = dict(request.headers)
    if header:
        # One signature in sixteen ends in the first of these by itself.
        other = "4=" if headers[header].endswith("0=") else "0="
        headers[header] = headers[header][:-2] + other
    body = request.body if header else request.body.replace(b"council", b"mayor!!")
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


def test_another_secret_does_not_verify_it(site: Site, server: Receiver, comment: Comment) -> None:
    hooks.hook(site, target=server.url)
    attempt(told(site, comment))
    [request] = server.received
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 43 + "=").verify(request.body, request.headers)


def test_for_a_while_both_secrets_verify_it(site: Site, server: Receiver, comment: Comment) -> None:
    hook, old = hooks.hook(site, target=server.url)
    now = timezone.now()
    new = hook_settings.roll(hooks.administrator(site), hook, now=now)
    attempt(told(site, comment))
    [request] = server.received
    for secret in (old, new):
        assert Webhook(secret).verify(request.body, request.headers)
    assert delivering.secrets_of(Hook.objects.get(), now + hook_settings.GRACE) == (new,)


def test_its_secret_is_sealed_where_it_is_kept(site: Site) -> None:
    hook, secret = hooks.hook(site)
    assert secret.startswith("whsec_")
    assert secret not in json.dumps(Hook.objects.filter(pk=hook.pk).values("secret_sealed")[0])


# --- what does not ---


@pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
def test_what_fails_is_tried_again_later_under_the_same_id(
    site: Site, server: Receiver, comment: Comment, status: int
) -> None:
    hooks.hook(site, target=server.url)
    server.reply(status)
    now = timezone.now()
    delivery = attempt(told(site, comment, now), now)
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 1)
    assert (delivery.status, str(status) in delivery.error) == (status, True)
    assert delivery.next_at is not None
    assert RETRIES[0] <= delivery.next_at - now <= RETRIES[0] * 1.2
    assert DBTaskResult.objects.latest("enqueued_at").run_after == delivery.next_at
    server.reply(204)
    assert attempt(delivery).state == DeliveryState.DELIVERED
    assert len({request.headers["webhook-id"] for request in server.received}) == 1


def test_it_is_given_up_after_the_last_attempt(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    server.reply(500)
    delivery = told(site, comment)
    for _ in RETRIES:
        assert attempt(delivery).state == DeliveryState.WAITING
        # What else arrives meanwhile keeps the hook from resting.
        Hook.objects.update(failures=0, resting_until=None)
    assert attempt(delivery).state == DeliveryState.DEAD
    assert len(server.received) == len(RETRIES) + 1
    assert Hook.objects.get().disabled_at is None


def test_an_attempt_before_its_time_does_nothing(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    now = timezone.now()
    delivery = told(site, comment, now)
    attempt(delivery, now - timedelta(seconds=1))
    assert server.received == []


@pytest.mark.parametrize("as_date", [False, True])
def test_who_asks_us_to_wait_is_left_in_peace(
    site: Site, server: Receiver, comment: Comment, as_date: bool
) -> None:
    hooks.hook(site, target=server.url)
    now = datetime.now(UTC).replace(microsecond=0)
    hour = timedelta(hours=1)
    server.reply(429, retry_after=format_datetime(now + hour, usegmt=True) if as_date else "3600")
    delivery = attempt(told(site, comment, now), now)
    assert delivery.next_at == now + hour


@pytest.mark.parametrize("wait", ["soon", "-5", "9" * 400, "99999999999", "", "²"])
def test_a_strange_wish_to_wait_does_no_harm(
    site: Site, server: Receiver, comment: Comment, wait: str
) -> None:
    hooks.hook(site, target=server.url)
    server.reply(503, retry_after=wait if wait.isascii() else "")
    now = timezone.now()
    delivery = attempt(told(site, comment, now), now)
    assert delivery.next_at is not None
    assert delivery.next_at <= now + delivering.LONGEST_WAIT


def test_who_is_gone_is_told_nothing_more_and_the_administrators_learn_it(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hook, _ = hooks.hook(site, target=server.url)
    later = told(site, comment)
    server.reply(410)
    assert attempt(told(site, comment)).state == DeliveryState.DEAD
    hook.refresh_from_db()
    assert hook.disabled_at is not None
    assert "410" in hook.disabled_why
    later.refresh_from_db()
    assert later.state == DeliveryState.DEAD
    assert Notice.objects.filter(kind="hook_disabled", site=site).exists()
    assert "Our archive" in Notice.objects.latest("pk").text


def test_days_of_nothing_but_failures_turn_a_hook_off(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    server.reply(500)
    now = timezone.now()
    almost = {"failures": delivering.DISABLED_FAILURES, "failing_since": now - timedelta(days=4)}
    Hook.objects.update(**almost)
    attempt(told(site, comment, now), now)
    assert Hook.objects.get().disabled_at is None
    Hook.objects.update(failing_since=now - delivering.DISABLED_AFTER, resting_until=None)
    attempt(told(site, comment, now), now)
    assert Hook.objects.get().disabled_at == now
    assert not Delivery.objects.filter(state=DeliveryState.WAITING).exists()


def test_one_that_arrives_makes_up_for_those_that_failed(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    Hook.objects.update(failures=4, failing_since=timezone.now() - LONG)
    attempt(told(site, comment))
    hook = Hook.objects.get()
    assert (hook.failures, hook.failing_since) == (0, None)


def test_a_hook_that_fails_rests_so_that_other_jobs_are_done(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url)
    server.reply(500)
    Hook.objects.update(failures=delivering.RESTS_AFTER - 1)
    now = timezone.now()
    attempt(told(site, comment, now), now)
    waiting = attempt(told(site, comment, now), now)
    assert len(server.received) == 1
    assert (waiting.attempts, waiting.state) == (0, DeliveryState.WAITING)


# --- nothing is lost ---


def test_a_process_that_is_killed_in_the_middle_loses_nothing(
    site: Site, server: Receiver, comment: Comment
) -> None:
    _hook, secret = hooks.hook(site, target=server.url)
    now = timezone.now()
    delivery = told(site, comment, now)
    DBTaskResult.objects.all().delete()
    # As far as a worker got that was killed while it waited for the answer.
    assert delivering._claimed(delivery.pk, now) is not None

    hook_upkeep.sweep(now)
    assert not DBTaskResult.objects.exists()
    later = now + timedelta(minutes=10)
    hook_upkeep.sweep(later)
    hook_upkeep.sweep(later)
    assert DBTaskResult.objects.count() == 1
    attempt(delivery, later)
    [request] = server.received
    assert request.headers["webhook-id"] == delivery.message
    assert secret


def test_two_workers_attempt_it_once(site: Site, server: Receiver, comment: Comment) -> None:
    hooks.hook(site, target=server.url)
    now = timezone.now()
    delivery = told(site, comment, now)
    assert delivering._claimed(delivery.pk, now) is not None
    attempt(delivery, now)
    assert server.received == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_delivers_it(site: Site, server: Receiver, comment: Comment) -> None:
    hooks.hook(site, target=server.url)
    told(site, comment)
    worker = jobs.JobWorker("test")
    worker.batch = True
    worker.run()
    assert len(server.received) == 1


def test_what_is_old_is_deleted_and_what_was_given_up_is_kept_longer(
    site: Site, comment: Comment
) -> None:
    hooks.hook(site)
    now = timezone.now()
    states = (DeliveryState.DELIVERED, DeliveryState.DEAD)
    for state in states:
        delivery = told(site, comment, now)
        Delivery.objects.filter(pk=delivery.pk).update(state=state, settled_at=now, next_at=None)
    hook_upkeep.sweep(now + timedelta(days=8))
    assert [each.state for each in Delivery.objects.all()] == [DeliveryState.DEAD]
    hook_upkeep.sweep(now + timedelta(days=31))
    assert not Delivery.objects.exists()


# --- by hand ---


def test_a_test_is_delivered_whatever_the_hook_listens_to(site: Site, server: Receiver) -> None:
    hook, secret = hooks.hook(site, HookKind.WAITING, target=server.url)
    delivery = hook_settings.try_out(hooks.administrator(site), hook, now=timezone.now())
    attempt(delivery)
    [request] = server.received
    assert Webhook(secret).verify(request.body, request.headers)["type"] == "hook.test"


def test_a_replay_has_the_old_id(site: Site, server: Receiver, comment: Comment) -> None:
    hooks.hook(site, target=server.url)
    delivery = attempt(told(site, comment))
    hook_settings.replay(hooks.administrator(site), delivery, now=timezone.now())
    attempt(delivery)
    first, second = server.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_all_that_was_given_up_since_a_moment_is_replayed(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hook, _ = hooks.hook(site, target=server.url)
    now = timezone.now()
    for age in (1, 2, 10):
        delivery = told(site, comment, now - timedelta(days=age))
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.DEAD, next_at=None)
    since = now - timedelta(days=3)
    count = hook_settings.replay_dead(hooks.administrator(site), hook, since=since, now=now)
    hooks.attempt_due(now)
    assert count == len(server.received) == 2


# --- other forms ---


def test_a_chat_is_told_in_words_and_nobody_is_called(
    site: Site, server: Receiver, comment: Comment
) -> None:
    hooks.hook(site, target=server.url, form=HookForm.CHAT)
    attempt(told(site, comment))
    [request] = server.received
    text = request.json["text"]
    assert "a comment was published" in text
    assert "&lt;b&gt;loudly&lt;/b&gt; &amp; @" in text
    assert "@channel" not in text
    assert f"#comment-{comment.pk}|Metro opens>" in text
    assert request.json["blocks"][0]["text"]["text"] == text
    assert "webhook-signature" not in request.headers


def test_mail_gathers_what_happens_between_two(site: Site, comment: Comment) -> None:
    hooks.hook(site, target="desk@paper.example", form=HookForm.MAIL)
    now = timezone.now()
    told(site, comment, now)
    hooks.attempt_due(now)
    assert len(mail.outbox) == 1
    for _ in range(3):
        told(site, comment, now + timedelta(minutes=1))
    hooks.attempt_due(now + timedelta(minutes=2))
    assert len(mail.outbox) == 1
    hooks.attempt_due(now + timedelta(minutes=15))
    assert [message.to for message in mail.outbox] == [["desk@paper.example"]] * 2
    assert "3 events" in mail.outbox[1].subject
    assert mail.outbox[1].body.count(f"#comment-{comment.pk}") == 3
    assert not Delivery.objects.exclude(state=DeliveryState.DELIVERED).exists()


def test_a_mail_of_very_many_events_counts_the_rest(site: Site, comment: Comment) -> None:
    hooks.hook(site, target="desk@paper.example", form=HookForm.MAIL)
    now = timezone.now()
    for _ in range(53):
        told(site, comment, now)
    hooks.attempt_due(now)
    [message] = mail.outbox
    assert "And 3 more." in message.body
