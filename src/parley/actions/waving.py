"""A wave of spam: everything waits for a while, and by itself no longer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.errors import BadField, Conflict
from parley.models.audit import AuditEntry
from parley.models.decision import Decision
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome, Rule

# Longer is no wave, but a rule of the site.
LONGEST = timedelta(days=1)

# What is far above the usual: so many times as much as in ten minutes of the last week, and no
# fewer than somebody would notice.
WINDOW, USUAL = timedelta(minutes=10), timedelta(days=7)
_TIMES_USUAL = 5
_LEAST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One that is under way; `by` is who turned it on, "" where that is no longer known."""

    until: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """How often comments were held or rejected as spam in the last ten minutes, and in ten
    usual ones."""

    count: int
    usual: float


def begin(viewer: Viewer, *, span: timedelta, now: datetime) -> Site:
    """Have every comment wait, but those of trusted authors and staff. Raises BadField.

    Whoever decides may do so (`DECIDE`), as it only brings more before those who decide: it
    refuses and deletes nothing, and ends by itself. Nobody who may change rules is there at
    night, when waves come.
    """
    viewer.require(Permission.DECIDE)
    if not timedelta(0) < span <= LONGEST:
        raise BadField("span", _("A wave lasts for a day at most."))
    return _set(viewer, now + span, verb="begin_wave", now=now)


def end(viewer: Viewer, *, now: datetime) -> Site:
    """Let comments appear again. What was held meanwhile stays in the queue. Raises Conflict."""
    viewer.require(Permission.DECIDE)
    return _set(viewer, None, verb="end_wave", now=now)


def under_way(site: Site, now: datetime) -> Wave | None:
    """The wave that is on now; without one, no query is made."""
    if not site.in_wave(now) or site.wave_until is None:
        return None
    begun = AuditEntry.objects.filter(site_id=site.pk, verb="begin_wave").order_by("-at", "-pk")
    actors = User.objects.filter(pk__in=begun.values("actor_id")[:1])
    by = actors.values_list("display_name", flat=True).first()
    return Wave(until=site.wave_until, by=by or "")


def surge(site: Site, now: datetime) -> Surge | None:
    """None where there is no more spam than usual. The week is looked at only where there is."""
    count = _spam(site, now - WINDOW).count()
    if count < _LEAST:
        return None
    usual = _usual(site, now)
    return Surge(count=count, usual=usual) if count >= _TIMES_USUAL * usual else None


def _usual(site: Site, now: datetime) -> float:
    """How often in ten usual minutes. It means reading the decisions of a week, on every page of
    the desk just when that has to be fast: so it is done once in ten minutes."""
    slot = int(now.timestamp() // WINDOW.total_seconds())

    def count() -> float:
        before = _spam(site, now - USUAL).filter(created_at__lte=now - WINDOW)
        return before.count() * (WINDOW / (USUAL - WINDOW))

    key = f"usual-spam:{site.pk}:{slot}"
    return float(cache.get_or_set(key, count, timeout=WINDOW.total_seconds()) or 0.0)


def _spam(site: Site, since: datetime) -> QuerySet[Decision]:
    held = Q(by_machine=True, outcome=Outcome.HOLD, reasons__icontains=f'"{Rule.SPAM}"')
    rejected = Q(outcome=Outcome.REJECT, rule=Rule.SPAM)
    return Decision.objects.filter(held | rejected, site=site, created_at__gt=since)


def _set(viewer: Viewer, until: datetime | None, *, verb: str, now: datetime) -> Site:
    with transaction.atomic():
        site = Site.objects.select_for_update(no_key=True).get(pk=viewer.site.pk)
        if until is None and not site.in_wave(now):
            raise Conflict(_("It is over already."))
        before = _told(site)
        site.wave_until = until
        site.save(update_fields=["wave_until"])
        deed = Deed(verb=verb, of=site, before=before, after=_told(site))
        auditing.write(viewer, deed, now=now)
    viewer.site.wave_until = until
    return site


def _told(site: Site) -> dict[str, str | None]:
    return {"until": site.wave_until.isoformat() if site.wave_until else None}
