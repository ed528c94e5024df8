"""Who of the staff writes under which byline, and where readers speak of them."""

from django.conf import settings
from django.db import models
from django.db.models import F

from parley.models.comment import Comment
from parley.models.site import Site


class Byline(models.Model):
    """A name under which a member of the staff writes articles. `key` is it folded
    (`parley.names.fold`), by which it is found in an article's byline."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="bylines")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bylines")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=360)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("site", "key"), name="byline_once"),)

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """A comment that names a member of the staff, until they have seen it."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "comment"), name="mention_once"),)
        indexes = (models.Index(F("user"), F("site"), F("made_at").desc(), name="mention_of_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.comment_id}"
