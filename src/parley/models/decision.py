"""What was decided about a comment, by whom and why, and what its author was told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parley.models.comment import Comment
from parley.models.site import Site
from parley.policy.decision import Outcome


class Decision(models.Model):
    """One judgement of a comment. `decided_by` is None for the house policy.

    `reasons` holds the policy's reasons as in the contract's decision object;
    `note` is what a moderator tells the author. The versions allow a replay.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=16, choices=[(outcome, outcome) for outcome in Outcome])
    reasons = models.JSONField(default=list, blank=True)
    scores = models.JSONField(default=dict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_machine = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    policy_version = models.CharField(max_length=40, blank=True)
    model_version = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.outcome} {self.comment_id}"


class NoticeKind(models.TextChoices):
    """What an author is told about."""

    APPROVED = "approved", _("Your comment was published")
    REJECTED = "rejected", _("Your comment was not published")
    REMOVED = "removed", _("Your comment was removed")
    SUSPENDED = "suspended", _("Your account may not post for a while")
    RESTORED = "restored", _("Your account may post again")
    CLAIM_GRANTED = "claim_granted", _("Older comments are yours again")
    CLAIM_REFUSED = "claim_refused", _("We could not give you the older comments")
    CLAIM_REVERSED = "claim_reversed", _("Older comments are no longer yours")


class Notice(models.Model):
    """Something an author is told, shown at /me/ until it was read."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("user", "-created_at"), name="notice_of_user"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
