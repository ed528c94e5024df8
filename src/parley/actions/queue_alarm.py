"""Tells a site's hooks that its queue is too long, or too old."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min

from parley.actions import hooking
from parley.actions.hooking import Event
from parley.errors import BadField
from parley.models.hook import Delivery, Hook, HookKind
from parley.models.queue import Waiting
from parley.models.sections.out import QueueAlarm
from parley.models.site import Site

INTERVAL = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def look(now: datetime) -> None:
    """Every site that has set a limit, and has somebody to tell."""
    with_hooks = Hook.objects.filter(disabled_at=None).values("site")
    for site in Site.objects.filter(pk__in=with_hooks):
        try:
            alarm = QueueAlarm.of(site)
        except BadField:
            # Of another release; the worker has more to do than this.
            logger.exception("The queue alarm of %s cannot be read.", site)
            continue
        if alarm.is_on:
            _look(site, alarm, now=now)


def _look(site: Site, alarm: QueueAlarm, *, now: datetime) -> None:
    queue = Waiting.objects.filter(site=site).aggregate(waiting=Count("pk"), since=Min("since"))
    age = now - (queue["since"] or now)
    too_long = 0 < alarm.longer_than < queue["waiting"]
    too_old = timedelta(0) < timedelta(minutes=alarm.older_than_minutes) < age
    if not (too_long or too_old):
        return
    with transaction.atomic():
        # Several workers may look at once; one of them tells.
        Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        since = now - timedelta(minutes=alarm.every_minutes)
        told = Delivery.objects.filter(site=site, kind=HookKind.WAITING, created_at__gt=since)
        if told.exists():
            return
        about = {
            "waiting": queue["waiting"],
            "oldest_minutes": int(age.total_seconds() // 60),
        }
        hooking.tell(site, Event(kind=HookKind.WAITING, data={"queue": about}), now=now)
