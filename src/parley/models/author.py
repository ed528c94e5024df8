"""A public identity under which comments stand."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from parley.models.site import Site
from parley.models.user import User


class AuthorQuerySet(models.QuerySet["Author"]):
    """Authors as actions ask for them."""

    def imported(self, site: Site, source: str) -> "AuthorQuerySet":
        """Who came to the site from that other system."""
        # SQLite takes a partial index only for a query that repeats its condition.
        return self.filter(site=site, source=source).exclude(source="")

    def writing_as(self, site: Site, user: User | None) -> "AuthorQuerySet":
        """Under whom the user writes on the site, one at most; imported ones are others."""
        return self.filter(site=site, user=user, source="").exclude(user=None)

    def unclaimed(self) -> "AuthorQuerySet":
        """Imported ones whom nobody has claimed."""
        return self.filter(user=None).exclude(source="")

    def of_addresses(self, sites: Iterable[Site], hashes: Iterable[str]) -> "AuthorQuerySet":
        """Who had one of these addresses at a source; who had none has the hash ""."""
        return self.filter(site__in=list(sites), email_hash__in=list(hashes)).exclude(email_hash="")


class Author(models.Model):
    """Whom readers see. A user has one author a site under which they write (`source` is ""),
    and beside it the imported ones that they have claimed; other imported ones have no user.

    `email_hash` is a keyed hash of an imported person's address: enough to recognise them
    when they verify it, useless to whoever steals the table. `email_sealed` is the address
    itself, to be read by Parley alone (`actions.sealing`). `publisher_user_id` is how the
    publisher's own server knows the person. `source_data` holds what else the source knew.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="authors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="authors"
    )
    display_name = models.CharField(max_length=120)
    badge = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=32, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    email_sealed = models.TextField(blank=True, db_default="")
    publisher_user_id = models.CharField(max_length=255, blank=True, db_default="")
    source_data = models.JSONField(default=dict, db_default={}, blank=True)
    trusted = models.BooleanField(default=False)
    # Whose every comment waits for a moderator.
    premoderated = models.BooleanField(default=False, db_default=False)
    suspended_until = models.DateTimeField(null=True, blank=True)
    suspension_reason = models.CharField(max_length=500, blank=True)
    published_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = AuthorQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "user"),
                condition=Q(user__isnull=False, source=""),
                name="author_once_a_site",
            ),
            models.UniqueConstraint(
                fields=("site", "source", "source_id"),
                condition=~Q(source=""),
                name="author_imported_once",
            ),
        )
        indexes = (
            models.Index(F("site"), F("email_hash"), name="author_email"),
            models.Index(
                F("site"),
                F("publisher_user_id"),
                condition=~Q(publisher_user_id=""),
                name="author_of_publisher",
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    def suspended_at(self, now: datetime) -> bool:
        """Whether the author may not write at this moment."""
        return self.suspended_until is not None and self.suspended_until > now
