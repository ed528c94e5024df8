"""Who may no longer take part, by what they are known, and what moderators note of authors."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parley.models.author import Author
from parley.models.site import Site

# By then a household's address is often somebody else's. This bounds every site
# (`jobs.tidy`); one may choose fewer days (`retaining`), never more.
KEEP_ADDRESSES = timedelta(days=30)


class BanKind(models.TextChoices):
    """By what somebody is known."""

    ACCOUNT = "account", _("account")
    DOMAIN = "domain", _("e-mail domain")
    ADDRESS = "address", _("network address")


class BanQuerySet(models.QuerySet["Ban"]):
    """Bans as actions ask for them."""

    def in_force(self, site: Site, now: datetime) -> "BanQuerySet":
        """Those that count on the site at this moment."""
        return self.in_force_anywhere(now).filter(site=site)

    def in_force_anywhere(self, now: datetime) -> "BanQuerySet":
        """The same on every site, for who asks of authors."""
        return self.filter(Q(until=None) | Q(until__gt=now), lifted_at=None)


class Ban(models.Model):
    """Keeps somebody from writing, voting and reporting, until a moment or for good (None).

    `value` is the account's number, a domain like "mail.example", or the keyed digest of a
    network address as in `SeenAddress`. `author` is on whose account of it was made.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=BanKind.choices)
    value = models.CharField(max_length=253)
    author = models.ForeignKey(Author, models.SET_NULL, null=True, blank=True, related_name="bans")
    reason = models.CharField(max_length=500)
    until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = BanQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "kind", "value"),
                condition=Q(lifted_at=None),
                name="ban_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class SeenAddress(models.Model):
    """That an author wrote from a network address, whose keyed digest alone is kept.

    For thirty days, by which accounts of one person are known from each other's
    (`docs/operate.md`); of IPv6 it is the network of 64 bits.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(Author, models.CASCADE, related_name="addresses", db_index=False)
    digest = models.CharField(max_length=64)
    last_seen = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("author", "digest"), name="address_seen_once"),
        )
        indexes = (
            models.Index(F("site"), F("digest"), name="address_on_site"),
            models.Index(F("last_seen"), name="address_last_seen"),
        )

    def __str__(self) -> str:
        return f"{self.author_id} {self.digest[:8]}"


class AuthorNote(models.Model):
    """What one moderator leaves for the others about an author; no reader learns by whom."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    author = models.ForeignKey(Author, models.CASCADE, related_name="notes")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.author_id} {self.text[:40]}"
