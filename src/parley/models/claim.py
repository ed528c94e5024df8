"""A reader's word that an imported author is them, and what came of it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parley.models.author import Author
from parley.models.site import Site


class ClaimBasis(models.TextChoices):
    """Why a claim may be believed, the surest first."""

    SIGN_ON = "sign_on", _("the publisher's sign-on names the same person")
    ADDRESS = "address", _("the same e-mail address, verified now")
    MODERATOR = "moderator", _("a moderator compared the histories")


class ClaimState(models.TextChoices):
    """Where a claim stands."""

    ASKED = "asked", _("waiting for a moderator")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    REVERSED = "reversed", _("taken back")


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims as actions and doors ask for them."""

    def fresh(self, now: datetime) -> "ClaimQuerySet":
        """Granted so lately that the reader may see the comments and no more."""
        return self.filter(state=ClaimState.GRANTED, full_rights_at__gt=now)

    def asked(self, site: Site) -> "ClaimQuerySet":
        """What waits for a moderator, oldest first."""
        return self.filter(site=site, state=ClaimState.ASKED).order_by("asked_at", "pk")

    def disputed(self, site: Site) -> "ClaimQuerySet":
        """Granted ones of which somebody says that it was not them, oldest first."""
        granted = self.filter(site=site, state=ClaimState.GRANTED, disputed_at__isnull=False)
        return granted.order_by("disputed_at", "pk")

    def waiting(self, site: Site) -> "ClaimQuerySet":
        """Asked and disputed ones: all that a moderator has to decide."""
        return self.filter(site=site).filter(
            Q(state=ClaimState.ASKED) | Q(state=ClaimState.GRANTED, disputed_at__isnull=False)
        )


class Claim(models.Model):
    """One a reader and imported author at a time.

    `evidence` is what the reader wrote for a moderator. `author` is None while nobody has yet
    found whom they mean. From `full_rights_at` on the reader may edit and delete as well.
    `before` is what the claim has changed, for its reversal: the author's name, the user's
    suspension, the votes that moved. `disputed_at` is when the owner of the old address, or a
    moderator, said that it was somebody else: the author can then be had from a moderator
    alone. Rows stay for good; of a reader who erases their account, without `user`.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="claims")
    author = models.ForeignKey(Author, models.CASCADE, null=True, blank=True, related_name="claims")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    basis = models.CharField(max_length=16, choices=ClaimBasis.choices)
    state = models.CharField(max_length=16, choices=ClaimState.choices)
    claimed_name = models.CharField(max_length=120, blank=True)
    evidence = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    full_rights_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reversal_note = models.TextField(blank=True, default="", db_default="")

    objects: ClassVar = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("author",), condition=Q(state="granted"), name="claim_granted_once"
            ),
            models.UniqueConstraint(
                fields=("author", "user"),
                condition=Q(state="asked", author__isnull=False),
                name="claim_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values), name="claim_state_known"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=ClaimBasis.values), name="claim_basis_known"
            ),
        )
        indexes = (models.Index(fields=("site", "state", "asked_at"), name="claim_queue"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.author_id} {self.state}"
