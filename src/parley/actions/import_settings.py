"""Sets an empty site as the one was set whose export comes to it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from parley.actions import word_lists
from parley.actions.import_staging import Import
from parley.errors import BadField
from parley.models.article import Article
from parley.models.guidelines import Guidelines
from parley.models.site import Site, check_zone
from parley.policy.site_rules import SiteRules


def plan_settings(task: Import) -> None:
    """Keeps the settings only where they are possible and the site is empty, and tells."""
    if task.staging.settings is None:
        return
    if Article.objects.filter(site=task.site).exists():
        task.staging.settings = None
        return
    try:
        check_zone(task.staging.settings["timezone"])
        SiteRules.from_json(task.staging.settings["rules"])
    except (BadField, ValidationError) as error:
        task.warnings.append(f"The exporting site's settings were left out: {error}")
        task.staging.settings = None
    else:
        task.warnings.append("This site is empty, so that it takes the exporting site's settings.")


def store_settings(task: Import) -> None:
    """Language, zone, rules, times and guidelines; domains, keys and people are never taken."""
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
        Guidelines.objects.filter(site=task.site).delete()
        Guidelines.objects.bulk_create(
            Guidelines(site=task.site, **version) for version in settings["guidelines"]
        )
        task.site.refresh_from_db()
        word_lists.adopt(task.site, now=timezone.now())


def _duration(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
