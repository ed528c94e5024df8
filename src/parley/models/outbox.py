"""The change feed: what readers' snapshots and streams must learn of, in order."""

from django.db import models

from parley.models.site import Site


class ChangeKind(models.TextChoices):
    """The names of the server-sent events, and `article` for a change of its state.

    `queue` is of no article (0), and for the desk alone.
    """

    COMMENT = "comment"
    UPDATE = "update"
    REMOVE = "remove"
    COUNTS = "counts"
    ARTICLE = "article"
    QUEUE = "queue"


class Change(models.Model):
    """One change of a thread, written in the transaction that made it; read by id.

    `payload` is small and public: ids and counts, never text.
    """

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    article_id = models.BigIntegerField()
    comment_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=16, choices=ChangeKind.choices)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("article_id", "id"), name="change_of_article"),)

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"
