"""Where a site's readers stand to each other, as their votes tell; for common ground alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from parley.models.author import Author
from parley.models.site import Site


class ReaderAxis(models.Model):
    """The last fit over a site's votes. `centres` holds the camps' middles, [x, y] each.

    `candidate` and `agreed` are a number of camps that the last fits have found in place of
    `camps`, and how many of them in a row. `newest_vote` is the id of the newest vote seen.
    """

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="axis")
    fitted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    camps = models.PositiveSmallIntegerField()
    centres = models.JSONField(default=list)
    candidate = models.PositiveSmallIntegerField(default=0)
    agreed = models.PositiveSmallIntegerField(default=0)
    votes = models.PositiveBigIntegerField()
    placed = models.PositiveIntegerField()
    newest_vote = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.site_id} v{self.version}, {self.camps} camps"


class ReaderPlace(models.Model):
    """A reader's place on their site's axis: never shown, to nobody, in no export.

    Who has few votes has none, nor has a copy of another reader. `camp` is null for a place in
    no camp.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(Author, models.CASCADE, null=True, blank=True, related_name="+")
    x = models.FloatField()
    y = models.FloatField()
    camp = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "user"), name="place_of_user"),
            models.UniqueConstraint(fields=("site", "author"), name="place_of_author"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ Q(author__isnull=False), name="place_of_one"
            ),
        )

    def __str__(self) -> str:
        return f"place {self.pk}"
