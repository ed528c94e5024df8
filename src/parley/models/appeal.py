"""Second looks: an author's appeal to another moderator, and reviews of what is not told."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.site import Site
from parley.policy.decision import Outcome


class AppealOutcome(models.TextChoices):
    """What an appeal came to."""

    KEPT = "kept", _("the decision stands")
    REVERSED = "reversed", _("the decision was changed")
    WITHDRAWN = "withdrawn", _("withdrawn, or no longer needed")


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Appeals as the desk asks for them."""

    def open(self, site: Site) -> "AppealQuerySet":
        """Those not yet heard, the most pressing first."""
        return self.filter(site=site, outcome="").order_by("due_at", "pk")

    def overdue(self, site: Site, now: datetime) -> "AppealQuerySet":
        return self.open(site).filter(due_at__lt=now)


class Appeal(models.Model):
    """An author's word that a decision about a comment of theirs was wrong; once for each
    decision. It is heard by another than who decided, until `due_at`; `outcome` is "" until
    then, and `reason` what the author is told."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="appeals")
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="appeals"
    )
    text = models.TextField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=AppealOutcome.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = AppealQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(F("site"), F("due_at"), condition=Q(outcome=""), name="appeal_open"),
        )

    def __str__(self) -> str:
        return f"{self.comment_id} {self.outcome or 'open'}"


class Sample(models.Model):
    """A decision drawn by lot to be looked at again by somebody who is not told what it was."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="sample")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    drawn_at = models.DateTimeField()
    # How many moderators have reviewed it, and how many are to.
    given = models.PositiveSmallIntegerField(default=0)
    wanted = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=("site", "drawn_at"), name="sample_of_site"),)

    def __str__(self) -> str:
        return f"{self.decision_id}"


class Review(models.Model):
    """What one moderator would have decided about a sampled comment, told nothing of the rest."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    sample = models.ForeignKey(Sample, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=16, choices=[(each, each) for each in Outcome])
    rule = models.CharField(max_length=16, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("sample", "reviewer"), name="review_once"),)
        indexes = (models.Index(fields=("site", "given_at"), name="review_of_site"),)

    def __str__(self) -> str:
        return f"{self.sample_id} {self.outcome}"
