"""What was learnt from a site's own moderators, and whether it is in use."""

from django.db import models
from django.db.models import Q

from parley.models.site import Site


class SiteModel(models.Model):
    """One training. `layer` and `thresholds` are what it found, `report` what it would change."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="models")
    layer = models.JSONField()
    thresholds = models.JSONField()
    report = models.JSONField()
    model_version = models.CharField(max_length=80)
    in_use = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("site",), condition=Q(in_use=True), name="site_model_in_use_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.site_id} {self.created_at:%Y-%m-%d}"
