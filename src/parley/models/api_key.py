"""The keys by which other programs ask for scores, each with its quota."""

from django.db import models
from django.db.models import Q

from parley.models.site import Site


class ApiKey(models.Model):
    """A secret of a program that asks for scores on a site's behalf; stored hashed.

    `hint` is how the secret ends, for telling keys apart. What was used in the minute and
    on the day that are counted includes what processes have borrowed and not spent yet.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80, blank=True)
    hint = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    per_minute = models.PositiveIntegerField()
    per_day = models.PositiveIntegerField()
    minute = models.DateTimeField(null=True, blank=True)
    used_in_minute = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True, blank=True)
    used_on_day = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(per_minute__gte=1, per_day__gte=1), name="api_key_has_a_quota"
            ),
            models.CheckConstraint(
                condition=Q(used_in_minute__lte=models.F("per_minute"))
                & Q(used_on_day__lte=models.F("per_day")),
                name="api_key_keeps_its_quota",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site} …{self.hint}"
