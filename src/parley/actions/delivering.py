"""Delivers what hooks are told: again and again, until it arrives or is given up.

A delivery is a row, and whoever attempts it says so in the row first. If that process dies,
the row is due again a little later: everything arrives at least once, under the same id.

Locks: the hook, then its deliveries. Its key stays, so that whoever leaves it a delivery need
not wait (`no_key`): they may hold another one of its deliveries.
"""

import json
import secrets
import time
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from parley.actions import chat, digests, notices, sending, signatures
from parley.actions.notices import Told
from parley.actions.sealing import unseal
from parley.actions.sending import Answer, Unsent
from parley.jobs import LEASE
from parley.models.decision import NoticeKind
from parley.models.hook import Delivery, DeliveryState, Hook, HookForm
from parley.models.user import Membership, Role

# The schedule that Standard Webhooks recommends: about three days in all.
RETRIES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
# So that what failed together is not tried again together.
_JITTER = 0.2
# Who asks us to wait longer is asked again all the same.
LONGEST_WAIT = timedelta(days=1)
WITHIN = timedelta(seconds=10)
# Longer than any job may run: nobody else attempts it meanwhile.
_CLAIMED_FOR = LEASE + timedelta(minutes=1)
# After so many failures in a row, one attempt tells whether it works again: a job that waits
# for an answer keeps others waiting.
RESTS_AFTER = 5
REST = timedelta(minutes=2)
# Deliveries that are looked up at a time.
_PORTION = 100
# Seconds that one job takes up what is due at a hook; then others have their turn.
_TURN = 10.0
# A receiver that was broken for a long weekend is not yet given up.
DISABLED_AFTER = timedelta(days=5)
DISABLED_FAILURES = 20

_ERROR_LENGTH = 500


def leave(
    hook: Hook, delivery: Delivery, *, now: datetime, after: timedelta = timedelta(0)
) -> Delivery:
    """Store a delivery for the hook and have it attempted; in the caller's transaction."""
    delivery.hook, delivery.site_id = hook, hook.site_id
    delivery.message, delivery.created_at = signatures.new_message(), now
    delivery.next_at = now + after
    if hook.form == HookForm.MAIL:
        delivery.next_at = digests.due(hook, delivery.next_at)
    delivery.save(force_insert=True)
    _enqueue(delivery, now=now)
    return delivery


@task()
def deliver(pk: int) -> None:
    """Attempt one delivery, if it is due and nobody else does."""
    attempt(pk, now=timezone.now())


def attempt(pk: int, *, now: datetime) -> None:
    """The same, at a moment."""
    delivery = _claimed(pk, now)
    if delivery is None:
        return
    hook = delivery.hook
    body = body_of(delivery)
    try:
        # For a chat its address is the secret; there is nothing to sign.
        signed = hook.form == HookForm.STANDARD
        keys = secrets_of(hook, now) if signed else ()
        headers = signatures.headers_of(delivery.message, body, signed_with=keys, now=now)
        answer = sending.post(hook.target, body, headers=headers if signed else {}, within=WITHIN)
    except Unsent as error:
        _failed(delivery, str(error), now=now)
        return
    delivery.status = answer.status
    if answer.is_success:
        _arrived(delivery, now)
    else:
        _refused(delivery, answer, now=now)


@task()
def take_up(hook: int) -> None:
    """Attempt what is due at a hook after its rest."""
    if go_through(hook, now=timezone.now()):
        take_up.enqueue(hook)


def go_through(hook: int, *, now: datetime) -> bool:
    """Attempt what is due at the hook, the oldest first, for a while or until it rests again;
    whether more is due. While it rests there is no job but this one, however much waits."""
    awake = Q(hook__resting_until=None) | Q(hook__resting_until__lte=now)
    due = Delivery.objects.filter(
        awake, hook=hook, state=DeliveryState.WAITING, next_at__lte=now
    ).order_by("created_at", "pk")
    # For as long as there is this job, the sweep makes no other.
    Hook.objects.filter(pk=hook).update(taken_up_at=now)
    began = time.monotonic()
    # Each attempt either settles a delivery or puts it off; of a hook that rests again, none.
    while keys := list(due.values_list("pk", flat=True)[:_PORTION]):
        for pk in keys:
            if time.monotonic() - began > _TURN:
                return True
            attempt(pk, now=now)
    return False


def body_of(delivery: Delivery) -> bytes:
    """Exactly what is sent."""
    payload = delivery.payload
    if delivery.hook.form == HookForm.CHAT:
        payload = chat.message_of(payload)
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def secrets_of(hook: Hook, now: datetime) -> tuple[str, ...]:
    """What a message is signed with: for a while after a change, by both secrets."""
    both = [unseal(hook.secret_sealed)]
    if hook.former_until is not None and hook.former_until > now:
        both.append(unseal(hook.former_secret_sealed))
    return tuple(secret for secret in both if secret)


def bury(hook: Hook, why: str, *, now: datetime) -> None:
    """Give up what still waits for the hook; it can be replayed."""
    waiting = Delivery.objects.filter(hook=hook, state=DeliveryState.WAITING)
    # What somebody holds is given up when it is next attempted: they may want what we hold.
    free = waiting.select_for_update(skip_locked=True).values("pk")
    with transaction.atomic():
        waiting.filter(pk__in=free).update(
            state=DeliveryState.DEAD, settled_at=now, next_at=None, error=why
        )


def again(delivery: Delivery, *, now: datetime) -> None:
    """Attempt a delivery anew from the beginning, under its old id; in a transaction."""
    delivery.state, delivery.attempts, delivery.error = DeliveryState.WAITING, 0, ""
    delivery.status = delivery.settled_at = None
    delivery.next_at = now
    Delivery.objects.filter(pk=delivery.pk).update(attempts=0)
    _keep(delivery)
    _enqueue(delivery, now=now)


def _claimed(pk: int, now: datetime) -> Delivery | None:
    """The delivery, which nobody else will attempt until we are done; None where there is
    nothing to do now."""
    rows = Delivery.objects.select_related("hook", "site")
    delivery: Delivery | None = rows.filter(
        pk=pk, state=DeliveryState.WAITING, next_at__lte=now
    ).first()
    if delivery is None:
        return None
    hook = delivery.hook
    if hook.disabled_at is not None:
        bury(hook, _("The hook is turned off."), now=now)
        return None
    if hook.form == HookForm.MAIL:
        digests.send(hook, now)
        return None
    if _rests(hook, now):
        # It is due as it was; `take_up` comes to it after the rest.
        return None
    free = Delivery.objects.filter(pk=pk, state=DeliveryState.WAITING, next_at=delivery.next_at)
    if not free.update(next_at=now + _CLAIMED_FOR, attempts=F("attempts") + 1):
        return None
    delivery.attempts += 1
    return delivery


def _arrived(delivery: Delivery, now: datetime) -> None:
    delivery.state, delivery.settled_at = DeliveryState.DELIVERED, now
    delivery.next_at, delivery.error = None, ""
    with transaction.atomic():
        Hook.objects.filter(pk=delivery.hook_id).exclude(failures=0).update(
            failures=0, failing_since=None, resting_until=None
        )
        _keep(delivery)


def _refused(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    if answer.status == HTTPStatus.GONE:
        _failed(delivery, _("410: the receiver wants no more."), now=now, gone=True)
        return
    why = _("It answered %(status)d.") % {"status": answer.status}
    if 300 <= answer.status < 400:
        why = _("It answered %(status)d; redirects are not followed.") % {"status": answer.status}
    wait = _asked_to_wait(answer, now)
    _failed(delivery, why, now=now, wait=wait)


def _failed(
    delivery: Delivery,
    why: str,
    *,
    now: datetime,
    wait: timedelta = timedelta(0),
    gone: bool = False,
) -> None:
    """Try again later, or give up; after days of nothing but failures, with the whole hook."""
    delivery.error = why[:_ERROR_LENGTH]
    with transaction.atomic():
        hook = Hook.objects.select_for_update(no_key=True).filter(pk=delivery.hook_id).first()
        if hook is None:
            # It was removed while we waited, and its deliveries with it.
            return
        hook.failures += 1
        hook.failing_since = hook.failing_since or now
        if hook.failures >= RESTS_AFTER and not _rests(hook, now):
            hook.resting_until = now + _jittered(REST)
            take_up.using(run_after=hook.resting_until).enqueue(hook.pk)
        lasting = now - hook.failing_since >= DISABLED_AFTER
        if gone or (lasting and hook.failures >= DISABLED_FAILURES):
            _give_up_hook(hook, delivery.error, now=now)
        hook.save()
        if hook.disabled_at is not None or delivery.attempts > len(RETRIES):
            delivery.state, delivery.settled_at = DeliveryState.DEAD, now
            delivery.next_at = None
            _keep(delivery)
        else:
            schedule = _jittered(RETRIES[delivery.attempts - 1])
            delivery.hook, delivery.next_at = hook, now + max(schedule, wait)
            _keep(delivery)
            _enqueue(delivery, now=now)


def _give_up_hook(hook: Hook, why: str, *, now: datetime) -> None:
    """Turn it off, and tell those who can mend it. The caller saves it."""
    hook.disabled_at, hook.disabled_why = now, why[:200]
    bury(hook, _("The hook was turned off."), now=now)
    text = _("“%(name)s” was turned off, since nothing arrived there any more. %(why)s") % {
        "name": hook.name,
        "why": why,
    }
    rows = Membership.objects.filter(site=hook.site_id, role=Role.ADMINISTRATOR)
    for row in rows.select_related("user", "site"):
        told = Told(kind=NoticeKind.HOOK_DISABLED, text=text)
        notices.tell_user(row.user, row.site, told=told, now=now)


def _keep(delivery: Delivery) -> None:
    """What an attempt changes, and nothing else: the words may have been taken out meanwhile."""
    names = ("state", "settled_at", "next_at", "error", "status")
    Delivery.objects.filter(pk=delivery.pk).update(
        **{name: getattr(delivery, name) for name in names}
    )


def _rests(hook: Hook, now: datetime) -> bool:
    return hook.resting_until is not None and hook.resting_until > now


def _enqueue(delivery: Delivery, *, now: datetime) -> None:
    """What waits for a hook that rests has no job of its own."""
    if _rests(delivery.hook, now):
        return
    deliver.using(run_after=delivery.next_at).enqueue(delivery.pk)


def _jittered(wait: timedelta) -> timedelta:
    return wait * (1 + secrets.SystemRandom().uniform(0, _JITTER))


def _asked_to_wait(answer: Answer, now: datetime) -> timedelta:
    """What Retry-After says, in seconds or as a date; nothing else is honoured."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        # More digits than a wait could have would overflow.
        return min(timedelta(seconds=int(value[:9])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return timedelta(0)
    if moment.tzinfo is None:
        return timedelta(0)
    return min(max(moment - now, timedelta(0)), LONGEST_WAIT)
