"""Looks after deliveries: finds what a dead process has left behind, and tidies up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from parley.actions import delivering
from parley.models.hook import Delivery, DeliveryState, Hook

SWEEP_INTERVAL = timedelta(minutes=1)
# A job that is merely late is not doubled.
_LATE = timedelta(minutes=2)
# What arrived is kept to be looked at; what did not, to be replayed.
KEEP_DELIVERED = timedelta(days=7)
KEEP_DEAD = timedelta(days=30)
_BATCH = 500


def sweep(now: datetime) -> None:
    """Attempt what should have been attempted, and delete what has had its time."""
    late = Delivery.objects.filter(
        hook=OuterRef("pk"), state=DeliveryState.WAITING, next_at__lt=now - _LATE
    )
    # After a rest the hook has a job that takes up what waits, which may be under way.
    resting = Q(resting_until__gt=now - _LATE)
    taken_up = Q(taken_up_at__gt=now - _LATE)
    for pk in Hook.objects.filter(Exists(late)).values_list("pk", flat=True):
        with transaction.atomic():
            # No other sweep does the same.
            free = Hook.objects.filter(pk=pk).exclude(resting).exclude(taken_up)
            if free.update(taken_up_at=now):
                delivering.take_up.enqueue(pk)
    for state, kept in (
        (DeliveryState.DELIVERED, KEEP_DELIVERED),
        (DeliveryState.DEAD, KEEP_DEAD),
    ):
        old = Delivery.objects.filter(state=state, settled_at__lt=now - kept)
        while ids := list(old.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
            Delivery.objects.filter(pk__in=ids).delete()
