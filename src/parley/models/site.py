"""A publisher's property: its domains, its keys and its rules."""

import hashlib
import logging
import secrets
import zoneinfo
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from parley import canonical
from parley.errors import SiteNotAllowed
from parley.policy.regions import home_region
from parley.policy.site_rules import SiteRules

logger = logging.getLogger(__name__)

DEFAULT_EDIT_WINDOW = timedelta(minutes=5)


def new_uid() -> str:
    """A name that no other site of any installation has."""
    return secrets.token_hex(8)


def check_zone(name: str) -> None:
    """Refuse a time zone that this machine does not know."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise ValidationError(
            _("%(zone)s is no time zone; write it like Asia/Kolkata."), params={"zone": name}
        ) from error


class SiteQuerySet(models.QuerySet["Site"]):
    """Sites as doors and actions ask for them."""

    def of_url(self, url: str) -> "Site":
        """The site on whose registered domains the page lives.

        Raises BadInput for what is no address, SiteNotAllowed for a foreign one.
        """
        host = canonical.normalise(url).host
        site = self.filter(domains__host=host).first()
        if site is None:
            raise SiteNotAllowed(f"{host} is not a domain of any site here.")
        return site


class Site(models.Model):
    """One publisher's property, known by its main domain."""

    domain = models.CharField(max_length=253, unique=True)
    # Names this site's own rows in exports, whatever installation they come to.
    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=15, default="en")
    timezone = models.CharField(max_length=64, default="UTC", validators=[check_zone])
    rules = models.JSONField(default=dict, blank=True)
    edit_window = models.DurationField(
        default=DEFAULT_EDIT_WINDOW, help_text=_("How long authors may edit a comment.")
    )
    close_after = models.DurationField(
        null=True, blank=True, help_text=_("Age at which a discussion closes; empty for never.")
    )
    common_ground = models.BooleanField(
        default=True,
        db_default=True,
        help_text=_("Order by what readers who usually disagree both respect."),
    )
    # What the desk's sections are set to (`models.desk_settings`), by the name of each.
    desk = models.JSONField(default=dict, db_default={}, blank=True)
    # Until when every comment is held, since spam comes in waves; None where none is under way.
    wave_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = SiteQuerySet.as_manager()

    class Meta:
        ordering = ("domain",)

    def __str__(self) -> str:
        return self.domain

    def in_wave(self, now: datetime) -> bool:
        """Whether every comment waits now; nothing has to be done for it to end."""
        return self.wave_until is not None and now < self.wave_until

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which readers are shown times."""
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def site_rules(self) -> SiteRules:
        """The house policy as this site has set it; what is unknown is told once in the log.

        Where it has set no regions, its own country goes before the default ones.
        """
        rules = SiteRules.kept(self.rules)
        if rules.unknown:
            _tell_unknown(self.domain, ", ".join(sorted(rules.unknown)))
        home = home_region(self.language, self.timezone)
        if "regions" in self.rules or home is None or home in rules.regions:
            return rules
        return replace(rules, regions=(home, *rules.regions))


@cache
def _tell_unknown(domain: str, names: str) -> None:
    logger.warning("Rules of %s that another release knows are passed over: %s", domain, names)


class SiteDomain(models.Model):
    """A host, with port where it is an odd one, on which a site's articles live."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="domains")
    host = models.CharField(max_length=260, unique=True)

    def __str__(self) -> str:
        return self.host


class SiteKey(models.Model):
    """A secret by which a publisher's own server speaks for the site; stored hashed."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.site} {self.created_at:%Y-%m-%d}"


def digest(secret: str) -> str:
    """SHA-256 in hex; enough for keys, which are long and random, unlike passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()
