"""Gives moderators what to decide next, so that no comment is before two of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from parley.actions import own_comments
from parley.models.permission import Permission
from parley.models.queue import Waiting, WaitingQuerySet
from parley.models.viewer import Viewer

# Long enough to look something up; whoever is at work renews theirs all the time.
LEASE = timedelta(minutes=5)
# More than anybody sees at once: whoever took them all would leave nothing to the others.
MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """What a moderator has in hand: `given` now, in the queue's order; `gone` are those that
    they had in hand and have no longer, since they are decided, or a colleague has them.
    `until` is when the lease of the others ends."""

    given: tuple[int, ...]
    until: datetime
    gone: tuple[int, ...] = ()


def take(
    viewer: Viewer,
    waiting: WaitingQuerySet,
    *,
    count: int,
    now: datetime,
    held: Iterable[int] = (),
    start: int = 0,
) -> Hand:
    """The next `count` of these entries, from the `start`-th on, that nobody else has in hand
    and that are neither `held` already nor the viewer's own; what is held is renewed, unless
    another has it.

    Raises NotAllowed.
    """
    user = viewer.require(Permission.READ_QUEUE)
    had, count = list(held), min(count, MOST)
    ours = Waiting.objects.filter(site=viewer.site).free_for(user.pk, now)
    free = waiting.filter(site=viewer.site).free_for(user.pk, now).exclude(pk__in=had)
    free = own_comments.left_to(free, user=user, site=viewer.site)
    with transaction.atomic():
        kept = _lease(viewer, _locked(ours.filter(pk__in=had)), now=now)
        given = _lease(viewer, _locked(free)[start : start + count], now=now) if count else []
    gone = tuple(pk for pk in had if pk not in set(kept))
    return Hand(given=tuple(given), until=now + LEASE, gone=gone)


def give_back(viewer: Viewer, pks: Iterable[int], *, until: datetime) -> None:
    """The viewer leaves these to others. What was leased again since, until later, as by a
    page that was loaded anew meanwhile, stays in hand."""
    user = viewer.require(Permission.READ_QUEUE)
    mine = Waiting.objects.filter(site=viewer.site, pk__in=list(pks), lease_by=user)
    with transaction.atomic():
        known = mine.filter(lease_until__lte=until)
        found = list(_locked(known).values_list("pk", flat=True))
        Waiting.objects.filter(pk__in=found).update(lease_by=None, lease_until=None)


def _locked(entries: WaitingQuerySet) -> WaitingQuerySet:
    """What another has just locked is being taken or decided: nobody waits for it.

    SQLite has one writer, whose transaction has begun, and needs no locks.
    """
    return entries.select_for_update(skip_locked=True, of=("self",))


def _lease(viewer: Viewer, entries: WaitingQuerySet, *, now: datetime) -> list[int]:
    found = list(entries.values_list("pk", flat=True))
    leased = Waiting.objects.filter(pk__in=found)
    leased.update(lease_by=viewer.user, lease_until=now + LEASE)
    return found
