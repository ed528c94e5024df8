"""One pass over an export, and the records it could not take."""

from django.db import models

from parley.models.site import Site


class ImportRun(models.Model):
    """One `parley import`; `report` is the contract's import report."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="import_runs")
    format = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.format} {self.file_name}"


class QuarantinedRecord(models.Model):
    """A record of the export that was kept aside; `raw` is its text, cut at 20,000
    characters, `line` where it begins (None when the format has no lines)."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="quarantine")
    kind = models.CharField(max_length=16)
    record = models.CharField(max_length=300)
    line = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=40)
    detail = models.TextField(blank=True)
    raw = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.reason} {self.record}"
