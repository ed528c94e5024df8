"""The law's paperwork: notices, grievances and requests of authorities, with their deadlines."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from parley.models.comment import Comment
from parley.models.site import Site


class CaseKind(models.TextChoices):
    """What sort of paper it is."""

    NOTICE = "notice", _("notice of illegal content")
    GRIEVANCE = "grievance", _("grievance")
    REQUEST = "request", _("request of a court or authority")


class CaseOutcome(models.TextChoices):
    """What was done about it."""

    REMOVED = "removed", _("the comment was removed")
    KEPT = "kept", _("the comment stays")
    ANSWERED = "answered", _("answered, without touching a comment")
    DISCLOSED = "disclosed", _("data were given")
    REFUSED = "refused", _("refused")
    UNFOUNDED = "unfounded", _("manifestly unfounded")


class CaseQuerySet(models.QuerySet["LegalCase"]):
    """Cases as the desk asks for them."""

    def open(self, site: Site) -> "CaseQuerySet":
        """Those without an outcome: trusted flaggers' first, then by what is due next."""
        later = Case(When(flagger=None, then=1), default=0)
        unacknowledged = Q(acknowledged_at=None, acknowledge_by__isnull=False)
        following = Case(When(unacknowledged, then="acknowledge_by"), default="due_at")
        return self.filter(site=site, outcome="").order_by(
            later, following.asc(nulls_last=True), "received_at", "pk"
        )

    def overdue(self, site: Site, now: datetime) -> "CaseQuerySet":
        """Open ones of which `is_late` would be true."""
        unacknowledged = Q(acknowledged_at=None, acknowledge_by__lt=now)
        return self.open(site).filter(unacknowledged | Q(due_at__lt=now))

    def visible_to(self, keeps_register: bool) -> "CaseQuerySet":
        """All, or all but what authorities have asked for."""
        return self if keeps_register else self.exclude(kind=CaseKind.REQUEST)

    def with_facts(self) -> "CaseQuerySet":
        """With all that a page shows of them, in one query."""
        return self.select_related(
            "site", "comment__author", "comment__article", "user", "flagger", "assigned_to"
        )

    def papers(self) -> "CaseQuerySet":
        """Open notices and grievances: what readers have sent, as moderators see it."""
        return self.filter(outcome="").exclude(kind=CaseKind.REQUEST)

    def about(self, comment: Comment) -> "CaseQuerySet":
        """What is open about a comment."""
        return self.filter(comment=comment, outcome="")


class TrustedFlagger(models.Model):
    """A body whose notices go first (Digital Services Act, art. 22)."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="trusted_flaggers")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    expertise = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "email"), condition=Q(removed_at=None), name="flagger_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class LegalCase(models.Model):
    """One paper, from when it was received to its outcome.

    `reference` is what its sender is given to ask with. `acknowledge_by` and `due_at` are the
    moments by which it must be acknowledged and decided; None where no law sets one. `ground`
    is the law that is named; `answer` what the sender was told.

    `facts` holds what only some have: "category" (a `LegalCategory`), "escalated" where it put
    its comment before the others in the queue and nobody took that back, "unconfirmed" where no
    mail was sent since its mailbox had had enough of them that day, "decision" and "basis" ("law"
    or "terms") of what was removed; of an authority "number", "dated", "country", "asked" and
    "given".
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=CaseKind.choices)
    reference = models.CharField(max_length=32, unique=True)
    comment = models.ForeignKey(
        Comment, models.SET_NULL, null=True, blank=True, related_name="legal_cases"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    flagger = models.ForeignKey(
        TrustedFlagger, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    from_name = models.CharField(max_length=200, blank=True)
    from_email = models.EmailField(blank=True)
    ground = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    facts = models.JSONField(default=dict, blank=True)
    received_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=16, choices=CaseOutcome.choices, blank=True)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Nothing reads or writes it: people decide about every case. It is dropped with the next
    # release, since the previous one may still be serving while a site is migrated.
    by_automation = models.BooleanField(default=False)

    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(F("site"), F("due_at"), condition=Q(outcome=""), name="case_open"),
            models.Index(F("site"), F("received_at"), name="case_of_site"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def deadline(self) -> datetime | None:
        """By when something has to be done next; None where nothing has, or no law says when."""
        if self.outcome:
            return None
        if self.acknowledged_at is None and self.acknowledge_by is not None:
            return self.acknowledge_by
        return self.due_at

    def is_late(self, now: datetime) -> bool:
        deadline = self.deadline
        return deadline is not None and deadline < now
