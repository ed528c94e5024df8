"""Looks after deliveries: finds what a dead process has left behind, and tidies up."""

from datetime import datetime, timedelta

from django.db import transaction

from parley.actions import delivering
from parley.models.hook import Delivery, DeliveryState

SWEEP_INTERVAL = timedelta(minutes=1)
# A job that is merely late is not doubled.
_LATE = timedelta(minutes=2)
# What arrived is kept to be looked at; what did not, to be replayed.
KEEP_DELIVERED = timedelta(days=7)
KEEP_DEAD = timedelta(days=30)
_BATCH = 500


def sweep(now: datetime) -> None:
    """Attempt what should have been attempted, and delete what has had its time."""
    late = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lt=now - _LATE)
    for delivery in late.order_by("next_at")[:_BATCH]:
        with transaction.atomic():
            # Until somebody has got to it, no other sweep does the same.
            same = Delivery.objects.filter(
                pk=delivery.pk, state=DeliveryState.WAITING, next_at=delivery.next_at
            )
            if same.update(next_at=now):
                delivering.deliver.enqueue(delivery.pk)
    for state, kept in (
        (DeliveryState.DELIVERED, KEEP_DELIVERED),
        (DeliveryState.DEAD, KEEP_DEAD),
    ):
        old = Delivery.objects.filter(state=state, settled_at__lt=now - kept)
        while ids := list(old.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
            Delivery.objects.filter(pk__in=ids).delete()
