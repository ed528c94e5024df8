"""The queue: what waits for a moderator, in the order of its risk, and who has it in hand."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.site import Site
from parley.policy.risk import Risk

RISKS = (
    (Risk.FORMAL, _("held as a matter of form")),
    (Risk.LOW, _("low")),
    (Risk.MEDIUM, _("medium")),
    (Risk.HIGH, _("high")),
    (Risk.URGENT, _("urgent")),
)


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """Entries as the desk asks for them."""

    def of_site(self, site: Site) -> "WaitingQuerySet":
        """The queue, oldest risk first: the greatest, and of one risk what waits longest."""
        return self.filter(site=site).order_by("-risk", "since", "comment_id")

    def free_for(self, user_id: int, now: datetime) -> "WaitingQuerySet":
        """What nobody else has in hand, and nobody else is to decide."""
        return self.filter(
            Q(lease_until=None) | Q(lease_until__lte=now) | Q(lease_by=user_id)
        ).filter(Q(assigned_to=None) | Q(assigned_to=user_id))


class Waiting(models.Model):
    """One comment that waits; made, kept up to date and removed by `actions.queueing`, in the
    transaction that changes the comment. It repeats what the desk filters and orders by.

    `since` is when it began to wait. `rules` are those of the open reasons, between commas:
    ",abuse,spam,". `score` is the highest of the policy's scores and `attribute` whose it is.
    `weight` is the sum of the open reports' weights. `lease_by` has it in hand until
    `lease_until`, and nobody else is given it.
    """

    comment = models.OneToOneField(
        Comment, models.CASCADE, primary_key=True, related_name="waiting"
    )
    site = models.ForeignKey(Site, models.CASCADE, related_name="+", db_index=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    author = models.ForeignKey(Author, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    risk = models.PositiveSmallIntegerField(choices=RISKS)
    held = models.BooleanField()
    rules = models.CharField(max_length=255, blank=True)
    score = models.FloatField(default=0.0)
    attribute = models.CharField(max_length=32, blank=True)
    reports = models.PositiveIntegerField(default=0)
    weight = models.FloatField(default=0.0)
    new_author = models.BooleanField(default=False)
    language = models.CharField(max_length=15, blank=True)
    escalated = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lease_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lease_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = WaitingQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(F("site"), F("risk").desc(), F("since"), name="waiting_order"),)

    def __str__(self) -> str:
        return f"{self.comment_id} {self.get_risk_display()}"


class SavedView(models.Model):
    """A filter of the queue under a name; of everybody on the site where `user` is None.

    `query` is the query string of the desk, without "?".
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
