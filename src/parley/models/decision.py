"""What was decided about a comment, by whom and why, and what its author was told."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parley.models.comment import Comment
from parley.models.site import Site
from parley.models.user import User
from parley.policy.decision import Outcome

# In place of a policy's version, of what readers' reports have held.
BY_REPORTS = "reports"
# Of a decision: it was the house policy's. Reports hold by themselves too, but judge nothing.
BY_POLICY = Q(by_machine=True) & ~Q(policy_version=BY_REPORTS)


class Decision(models.Model):
    """One judgement of a comment. `decided_by` is None for the house policy.

    `reasons` holds the policy's reasons as in the contract's decision object;
    `note` is what a moderator tells the author, `rule` the house rule (a `policy.Rule`) and
    `legal_ground` the law that they say was broken. The versions allow a replay.

    `batch` names what was decided in one go, and can be undone in one go: `undone_at` says
    when it was. `waited` is for how many seconds the comment had waited; None where it did not.
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
    rule = models.CharField(max_length=16, blank=True, db_default="")
    legal_ground = models.CharField(max_length=120, blank=True, db_default="")
    batch = models.CharField(max_length=32, blank=True, db_default="")
    undone_at = models.DateTimeField(null=True, blank=True)
    waited = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(fields=("site", "created_at"), name="decision_of_site"),
            models.Index(fields=("batch",), condition=~Q(batch=""), name="decision_of_batch"),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.comment_id}"


class NoticeKind(models.TextChoices):
    """What an author is told about."""

    APPROVED = "approved", _("Your comment was published")
    REJECTED = "rejected", _("Your comment was not published")
    REMOVED = "removed", _("Your comment was removed")
    SUSPENDED = "suspended", _("Your account may not post for a while")
    RESTORED = "restored", _("Your account may post again")
    RETURNED = "returned", _("Please change your comment")
    REDACTED = "redacted", _("Something personal in your comment was hidden")
    MOVED = "moved", _("Your comment was moved")
    PICKED = "picked", _("The newsroom has picked your comment")
    WARNED = "warned", _("A word from the moderators")
    BANNED = "banned", _("Your account may no longer take part")
    APPEAL_RECEIVED = "appeal_received", _("We have received your appeal")
    APPEAL_KEPT = "appeal_kept", _("Your appeal was heard, and the decision stands")
    APPEAL_GRANTED = "appeal_granted", _("Your appeal was heard, and the decision was changed")
    REPORT_ANSWERED = "report_answered", _("What came of your report")
    LEGAL_ANSWERED = "legal_answered", _("What came of your notice")
    HOOK_DISABLED = "hook_disabled", _("A webhook was turned off")
    CLAIM_GRANTED = "claim_granted", _("Older comments are yours again")
    CLAIM_REFUSED = "claim_refused", _("We could not give you the older comments")
    CLAIM_REVERSED = "claim_reversed", _("Older comments are no longer yours")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices as pages ask for them."""

    def due(self, user: User, now: datetime) -> "NoticeQuerySet":
        """What the user is told by now; later ones may still be withdrawn."""
        return self.filter(user=user, created_at__lte=now)


class Notice(models.Model):
    """Something an author is told, shown at /me/ from `created_at` on until it was read.

    What a moderator can still undo has a `created_at` to come, and the `batch` of the decision.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    text = models.TextField(blank=True)
    batch = models.CharField(max_length=32, blank=True, db_default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("user", "-created_at"), name="notice_of_user"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
