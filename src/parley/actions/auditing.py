"""Writes the audit: one entry for each deed, in the transaction that does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from parley.models.audit import AuditEntry
from parley.models.site import Site
from parley.models.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done: `verb` to `of`. `before` and `after` hold what it changed, as JSON;
    `why` is the reason that was given; `batch` names what was done in one go with others."""

    verb: str
    of: Model
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    batch: str = ""


def write(viewer: Viewer, deed: Deed, *, now: datetime) -> AuditEntry:
    """Keep what somebody did."""
    user = viewer.user
    entry = _entry(deed, viewer.site, now=now)
    entry.actor_id = user.pk if user is not None else None
    entry.role = viewer.role
    entry.via = "api" if viewer.token is not None else "desk"
    entry.save()
    return entry


def write_for_machine(site: Site, deed: Deed, *, via: str, now: datetime) -> AuditEntry:
    """Keep what nobody did: `via` is "policy", "job" or "command"."""
    entry = _entry(deed, site, now=now)
    entry.via = via
    entry.save()
    return entry


def _entry(deed: Deed, site: Site, *, now: datetime) -> AuditEntry:
    return AuditEntry(
        site_id=site.pk,
        at=now,
        verb=deed.verb,
        kind=str(deed.of._meta.model_name),
        object_id=deed.of.pk,
        before=dict(deed.before),
        after=dict(deed.after),
        why=deed.why,
        batch=deed.batch,
    )
