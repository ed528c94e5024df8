"""Sets an empty site as the one was set whose export comes to it."""

from collections.abc import Container
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from parley import names
from parley.actions import auditing, word_lists
from parley.actions.auditing import Deed
from parley.actions.import_staging import Import
from parley.errors import BadField
from parley.importers.record import Own
from parley.models.article import Article
from parley.models.desk_settings import DeskSection
from parley.models.guidelines import Guidelines
from parley.models.newsroom import Byline
from parley.models.sections.every import SECTIONS
from parley.models.site import Site, check_zone
from parley.models.user import Membership, Role
from parley.policy.site_rules import SiteRules
from parley.policy.word_list import Entries

_MOST_SECONDS = 100 * 365 * 24 * 60 * 60


def plan_settings(task: Import) -> None:
    """Keeps the settings only where they are possible and the site is empty, and tells."""
    settings = task.staging.settings
    if settings is None:
        return
    if Article.objects.filter(site=task.site).exists():
        task.staging.settings = None
        return
    _plan_desk(task, settings)
    try:
        check_zone(settings["timezone"])
        for name in ("edit_window", "close_after"):
            if not 0 <= (settings[name] or 0) <= _MOST_SECONDS:
                raise BadField(name, f"{name} is less than 0, or longer than 100 years.")
        _plan_words(task, settings["rules"])
    except (BadField, ValidationError) as error:
        task.warnings.append(f"The exporting site's settings were left out: {error}")
        task.staging.settings = None
    else:
        taken = ", ".join(sorted(settings["desk"])) if settings["desk"] else "none"
        task.warnings.append(
            "This site is empty, so that it takes the exporting site's settings"
            f" (sections of the desk's: {taken})."
        )


def _plan_words(task: Import, rules: Own) -> None:
    """A list that would stop every comment, or cannot be read, does not cost the other rules."""
    checked = SiteRules.kept(rules)
    for key in word_lists.KEYS.values():
        try:
            word_lists.check(Entries(getattr(checked, key)))
        except BadField as error:
            task.warnings.append(f"The list {key} was left out: {error}")
            del rules[key]


def _plan_desk(task: Import, settings: Own) -> None:
    """Each section by itself: one that this release cannot read does not cost the others, and
    one that this site has set stays as it is."""
    sections, staff = {section.name: section for section in SECTIONS}, _staff(task.site)
    kept = sorted({*(settings["desk"] or {})} & task.site.desk.keys())
    if kept:
        task.warnings.append(f"Set here already, and left so: {', '.join(kept)}.")
    for name, values in list((settings["desk"] or {}).items()):
        try:
            if name not in sections:
                raise BadField(name, "There is no such section here.")
            section = sections[name]
            settings["desk"][name] = _of_staff(section, section.read(values).stored(), staff=staff)
        except BadField as error:
            task.warnings.append(f"A section of the desk's settings was left out: {error}")
            del settings["desk"][name]
    for name in kept:
        settings["desk"].pop(name, None)
    strangers = [one["name"] for one in settings["bylines"] if one["email"].lower() not in staff]
    if strangers:
        task.warnings.append(
            f"These bylines belong to nobody on the staff here, and were left out: "
            f"{', '.join(strangers)}. Give the journalists a role and name their bylines anew."
        )


def _of_staff(section: type[DeskSection], values: Own, *, staff: Container[str]) -> Own:
    """Without people who do not work here: nobody gets mail because a file says so. A person
    whose address is another's goes with it, and a list keeps those who are here."""
    taken = dict(values)
    for name in section.personal & taken.keys():
        if isinstance(taken[name], list):
            taken[name] = [one for one in taken[name] if one.lower() in staff]
        elif str(values.get("email", "")).lower() not in staff:
            del taken[name]
    return section.read(taken).stored()


def _staff(site: Site) -> dict[str, int]:
    """The accounts of who works here by their addresses: no file may make anybody staff."""
    members = Membership.objects.filter(site=site).exclude(role=Role.READER)
    return {
        address.lower(): user for address, user in members.values_list("user__email", "user_id")
    }


def store_settings(task: Import, now: datetime) -> None:
    """Language, zone, rules, times, the desk's settings, guidelines and bylines of who is on the
    staff; domains of the site, keys and people are never taken."""
    settings = task.staging.settings
    if settings is None:
        return
    with transaction.atomic():
        Site.objects.filter(pk=task.site.pk).update(
            language=settings["language"][:15],
            timezone=settings["timezone"],
            rules=settings["rules"],
            edit_window=_duration(settings["edit_window"]),
            close_after=_duration(settings["close_after"]),
        )
        if settings["common_ground"] is not None:
            Site.objects.filter(pk=task.site.pk).update(common_ground=settings["common_ground"])
        _store_desk(task.site, settings["desk"] or {}, now=now)
        Guidelines.objects.filter(site=task.site).delete()
        Guidelines.objects.bulk_create(
            Guidelines(site=task.site, **version) for version in settings["guidelines"]
        )
        _store_bylines(task.site, settings)
        task.site.refresh_from_db()
        word_lists.adopt(task.site, now=now)


def _store_desk(site: Site, sections: Own, *, now: datetime) -> None:
    """Under what somebody has set since it was planned."""
    row = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    taken = {name: values for name, values in sections.items() if name not in row.desk}
    row.desk = {**row.desk, **taken}
    row.save(update_fields=["desk"])
    told = {one.name: one.audited(taken[one.name]) for one in SECTIONS if one.name in taken}
    deed = Deed(verb="import_settings", of=row, after=told)
    auditing.write_for_machine(row, deed, via="command", now=now)


def _store_bylines(site: Site, settings: Own) -> None:
    staff = _staff(site)
    Byline.objects.bulk_create(
        [
            Byline(
                site=site,
                user_id=staff[one["email"].lower()],
                name=one["name"][:120],
                key=names.fold(one["name"][:120]),
            )
            for one in settings["bylines"]
            if one["email"].lower() in staff
        ],
        ignore_conflicts=True,
    )


def _duration(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
