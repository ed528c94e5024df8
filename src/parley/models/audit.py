"""The audit: who did what on the desk, when and why; written once and never altered."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from parley.errors import NotAllowed


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Refuses to alter what the database would refuse to alter too."""

    def update(self, **_fields: Any) -> int:
        raise NotAllowed("The audit is never altered.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NotAllowed("The audit is never altered.")


class AuditEntry(models.Model):
    """One deed. Keys are plain numbers, so that entries outlive what they are about, and the
    account of who did it; no names or texts of readers belong here. `why` is what colleagues
    told each other; what a reader was told stands where `actions.told_words` finds it.

    `verb` is the action's name ("reject"); `kind` and `object_id` say what it was done to
    ("comment", 17); `before` and `after` hold only what it changed. `via` is the door:
    "desk", "api", "command", "job" or "policy". `batch` is as in `Decision`.
    """

    site_id = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=16, blank=True)
    via = models.CharField(max_length=16)
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    batch = models.CharField(max_length=32, blank=True)

    objects: ClassVar = AuditQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = (
            models.Index(F("site_id"), F("at").desc(), name="audit_of_site"),
            models.Index(F("kind"), F("object_id"), F("at").desc(), name="audit_of_object"),
            models.Index(F("actor_id"), F("at").desc(), name="audit_of_actor"),
            models.Index(F("batch"), condition=~Q(batch=""), name="audit_of_batch"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NotAllowed("The audit is never altered.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NotAllowed("The audit is never altered.")
