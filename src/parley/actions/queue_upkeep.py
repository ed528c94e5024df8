"""Compares the queue with what waits, and mends it: a release that knew of no queue may have held
comments, or decided about them, while this one was already installed."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q

from parley.actions import queueing
from parley.models.comment import Comment, CommentState
from parley.models.queue import Waiting

INTERVAL = timedelta(minutes=10)
# Comments in one transaction, so that no writer waits long; and transactions in one look.
BATCH, BATCHES = 200, 20

logger = logging.getLogger(__name__)


def missing() -> Any:  # Any: the manager is not typed
    """Comments that wait without an entry."""
    return Comment.objects.to_decide().filter(waiting=None)


def mend(now: datetime) -> int:
    """Give and take entries; how many were wrong. Cheap where none is."""
    entered = _in_batches(missing(), now)
    corrected = _in_batches(Waiting.objects.mistaken(), now)
    if entered or corrected:
        logger.warning(
            "The queue lacked %d comments that wait, and was wrong about %d.", entered, corrected
        )
    return entered + corrected


def _in_batches(found: Any, now: datetime) -> int:
    mended = 0
    for _turn in range(BATCHES):
        keys = list(found.order_by("-pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            break
        with transaction.atomic():
            # Replies first, and so by falling key, as everybody locks them.
            locked = Comment.objects.select_for_update().filter(pk__in=keys).order_by("-pk")
            list(locked.values_list("pk"))
            known = set(Waiting.objects.filter(pk__in=keys).values_list("pk", flat=True))
            queueing.keep_all(keys, now)
            _set_back(set(keys) - known)
        mended += len(keys)
    return mended


def _set_back(made: set[int]) -> None:
    """To when they began to wait, as far as that is known."""
    unsettled = Q(reports__settled_at=None)
    rows: Any = Comment.objects.filter(pk__in=made, waiting__isnull=False).annotate(
        decided=Max("decisions__created_at"), reported=Min("reports__created_at", filter=unsettled)
    )
    for row in rows:
        held = row.state == CommentState.HELD
        since = row.decided if held else row.reported
        Waiting.objects.filter(pk=row.pk).update(since=since or row.created_at)
