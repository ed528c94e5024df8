"""What goes out: webhooks with their deliveries, and the outside moderation phase."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parley.models.comment import Comment
from parley.models.site import Site


class HookKind(models.TextChoices):
    """What a hook may be told of. The names are part of the contract with those who listen."""

    PUBLISHED = "comment.published", _("a comment was published")
    HELD = "comment.held", _("a comment waits for a moderator")
    REJECTED = "comment.rejected", _("a comment was refused")
    REMOVED = "comment.removed", _("a published comment was taken down")
    RETURNED = "comment.returned", _("a comment was sent back to its author")
    EDITED = "comment.edited", _("an author has changed a comment")
    DELETED = "comment.deleted", _("an author has deleted a comment")
    REPORTED = "comment.reported", _("a reader has reported a comment")
    APPEAL_OPENED = "appeal.opened", _("an author has appealed")
    APPEAL_DECIDED = "appeal.decided", _("an appeal was decided")
    SUSPENDED = "author.suspended", _("an author was suspended")
    BANNED = "author.banned", _("an author was banned")
    CASE_RECEIVED = "case.received", _("a legal notice has arrived")
    WAITING = "queue.waiting", _("the queue is too long, or too old")


# Sent by hand, to see whether a hook works; every hook is told of it.
TEST_KIND = "hook.test"


class HookForm(models.TextChoices):
    """In what form a hook tells."""

    STANDARD = "standard", _("webhook (Standard Webhooks)")
    CHAT = "chat", _("message to a chat, as Slack takes it")
    MAIL = "mail", _("e-mail")


class Hook(models.Model):
    """Where the site's events are told. `target` is a URL, or an e-mail address.

    `kinds` are the names of events it is told of; empty, all. `secret_sealed` is what
    deliveries are signed with, to be read by Parley alone (`actions.sealing`).
    `disabled_at` is set by a person, or after too many failures, which `disabled_why` says.
    `failures` counts those in a row, since `failing_since`; until `resting_until` nothing is
    tried, and what was late was last taken up at `taken_up_at`. Mail leaves no more often than
    every `every_minutes`, last at `told_at`.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="hooks")
    form = models.CharField(max_length=16, choices=HookForm.choices)
    name = models.CharField(max_length=80)
    target = models.CharField(max_length=2000)
    kinds = models.JSONField(default=list, blank=True)
    secret_sealed = models.TextField(blank=True)
    former_secret_sealed = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    resting_until = models.DateTimeField(null=True, blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    every_minutes = models.PositiveIntegerField(default=15)
    told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def wants(self, kind: str) -> bool:
        """Whether it is told of events of this kind."""
        return not self.kinds or kind in self.kinds


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    DEAD = "dead", _("given up")


class Delivery(models.Model):
    """One event for one hook: what is sent, how often it was tried, and what came of it.

    `message` is the id that the receiver knows it by, the same at every attempt. `comment` is
    the one it is about; when readers no longer see that, its words leave `payload`. `batch` is
    that of the decision, where it can still be undone.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="+")
    batch = models.CharField(max_length=32, blank=True)
    message = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    state = models.CharField(
        max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveIntegerField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = (models.UniqueConstraint(fields=("hook", "message"), name="delivery_once"),)
        indexes = (
            models.Index(F("next_at"), condition=Q(state="waiting"), name="delivery_due"),
            models.Index(F("hook"), F("created_at").desc(), name="delivery_of_hook"),
            models.Index(fields=("batch",), condition=~Q(batch=""), name="delivery_of_batch"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.message}"


class OutsidePhase(models.Model):
    """A moderation phase of the publisher's own, asked over HTTP before a comment is published.

    It may make an outcome severer, never milder; where it fails, the comment is held.
    `signed_answers`: an answer that is not signed with the same secret counts as a failure.
    """

    site = models.OneToOneField(
        Site, models.CASCADE, primary_key=True, related_name="outside_phase"
    )
    url = models.CharField(max_length=2000)
    secret_sealed = models.TextField()
    timeout_ms = models.PositiveIntegerField(default=1_000)
    active = models.BooleanField(default=True)
    signed_answers = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    last_failure = models.CharField(max_length=500, blank=True)
    last_failed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.url
