"""The community guidelines of a site, by version, and who accepted which."""

from django.conf import settings
from django.db import models

from parley.models.site import Site


class GuidelinesQuerySet(models.QuerySet["Guidelines"]):
    """Versions of the guidelines."""

    def current(self, site: Site) -> "Guidelines | None":
        """The version in force, or None when the site has published none."""
        return self.filter(site=site).order_by("-version").first()


class Guidelines(models.Model):
    """One version; never edited once published, a new one follows it. Text is Markdown."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="guidelines")
    version = models.PositiveIntegerField()
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = GuidelinesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "guidelines"
        constraints = (
            models.UniqueConstraint(fields=("site", "version"), name="guidelines_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.site} {self.version}"


class GuidelinesAcceptance(models.Model):
    """That a user accepted a version, and when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acceptances")
    guidelines = models.ForeignKey(Guidelines, models.CASCADE, related_name="acceptances")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "guidelines"), name="guidelines_accepted_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.guidelines_id}"
