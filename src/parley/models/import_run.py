"""One pass over an export, and the records it could not take."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parley.models.site import Site


class ImportRun(models.Model):
    """One `parley import`; `report` is the contract's import report.

    `options` are what the importer was told beside the files: a record that is mended later
    is read with the same.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="import_runs")
    format = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=dict, db_default={}, blank=True)

    def __str__(self) -> str:
        return f"{self.format} {self.file_name}"


class Settlement(models.TextChoices):
    """What a person made of a record in quarantine."""

    OPEN = "open", _("to be looked at")
    IMPORTED = "imported", _("imported")
    DISMISSED = "dismissed", _("left out")


class QuarantinedRecord(models.Model):
    """A record of the export that was kept aside; `raw` is its text, cut at 20,000
    characters, `line` where it begins (None when the format has no lines), `email_sealed`
    the author's address that was taken out of it (`actions.sealing`)."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="quarantine")
    kind = models.CharField(max_length=16)
    record = models.CharField(max_length=300)
    line = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=40)
    detail = models.TextField(blank=True)
    raw = models.TextField(blank=True)
    email_sealed = models.TextField(blank=True, db_default="")
    settlement = models.CharField(
        max_length=16,
        choices=Settlement.choices,
        default=Settlement.OPEN,
        db_default=Settlement.OPEN,
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(settlement__in=Settlement.values), name="settlement_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.record}"
