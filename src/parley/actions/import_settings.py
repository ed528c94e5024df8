"""Sets an empty site as the one was set whose export comes to it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from parley import names
from parley.actions import import_standing, word_lists
from parley.actions.import_staging import Import
from parley.errors import BadField
from parley.importers.record import Own
from parley.models.article import Article
from parley.models.guidelines import Guidelines
from parley.models.newsroom import Byline
from parley.models.sections.every import SECTIONS
from parley.models.site import Site, check_zone
from parley.models.user import Membership, Role
from parley.policy.site_rules import SiteRules


def plan_settings(task: Import) -> None:
    """Keeps the settings only where they are possible and the site is empty, and tells."""
    if task.staging.settings is None:
        return
    if Article.objects.filter(site=task.site).exists():
        task.staging.settings = None
        return
    _plan_desk(task, task.staging.settings)
    try:
        check_zone(task.staging.settings["timezone"])
        SiteRules.kept(task.staging.settings["rules"])
    except (BadField, ValidationError) as error:
        task.warnings.append(f"The exporting site's settings were left out: {error}")
        task.staging.settings = None
    else:
        task.warnings.append("This site is empty, so that it takes the exporting site's settings.")


def _plan_desk(task: Import, settings: Own) -> None:
    """Each section by itself: one that this release cannot read does not cost the others."""
    sections = {section.name: section for section in SECTIONS}
    for name, values in list((settings["desk"] or {}).items()):
        try:
            if name not in sections:
                raise BadField(name, "There is no such section here.")
            settings["desk"][name] = sections[name].read(values).stored()
        except BadField as error:
            task.warnings.append(f"A section of the desk's settings was left out: {error}")
            del settings["desk"][name]
    staff = _staff(task.site)
    strangers = [one["name"] for one in settings["bylines"] if one["email"].lower() not in staff]
    if strangers:
        task.warnings.append(
            f"These bylines belong to nobody on the staff here, and were left out: "
            f"{', '.join(strangers)}. Give the journalists a role and name their bylines anew."
        )


def _staff(site: Site) -> dict[str, int]:
    """The accounts of who works here by their addresses: no file may make anybody staff."""
    members = Membership.objects.filter(site=site).exclude(role=Role.READER)
    return {
        address.lower(): user for address, user in members.values_list("user__email", "user_id")
    }


def store_settings(task: Import) -> None:
    """Language, zone, rules, times, the desk's settings, guidelines, what domains are banned and
    bylines of who is on the staff; domains of the site, keys and people are never taken."""
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
        later = {name: settings[name] for name in ("common_ground", "desk")}
        Site.objects.filter(pk=task.site.pk).update(
            **{name: value for name, value in later.items() if value is not None}
        )
        Guidelines.objects.filter(site=task.site).delete()
        Guidelines.objects.bulk_create(
            Guidelines(site=task.site, **version) for version in settings["guidelines"]
        )
        import_standing.store_of_site(task.site, settings["bans"])
        _store_bylines(task.site, settings)
        task.site.refresh_from_db()
        word_lists.adopt(task.site, now=timezone.now())


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
