"""What moderators elsewhere think that a comment should have scored."""

from django.db import models
from django.db.models import Q

from parley.models.api_key import ApiKey
from parley.models.site import Site


class ScoreSuggestion(models.Model):
    """One attribute of one comment of another program, as its moderators would score it.

    `attribute` is the caller's word: Coral sends APPROVED and DELETED. `text` is empty
    where the caller asked that it be not stored.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="score_suggestions")
    key = models.ForeignKey(ApiKey, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    attribute = models.CharField(max_length=64)
    value = models.FloatField()
    community_id = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("site", "attribute", "created_at"), name="suggested_by"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=1), name="suggestion_is_a_probability"
            ),
        )

    def __str__(self) -> str:
        return f"{self.attribute} {self.value}"
