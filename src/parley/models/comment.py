"""What a reader wrote, and what it said before it was edited."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parley.models.article import Article
from parley.models.author import Author
from parley.models.site import Site


class CommentState(models.TextChoices):
    """Where a comment stands. Only published ones, and stubs of others that have
    published replies, are ever shown to readers."""

    PUBLISHED = "published", _("published")
    HELD = "held", _("waiting for a moderator")
    REJECTED = "rejected", _("rejected")
    DELETED = "deleted", _("deleted by its author")
    # A moderator has asked for a change; it comes back to the queue when it was made.
    RETURNED = "returned", _("sent back to its author")


# What its author sees, beside what everybody does.
UNSEEN = (CommentState.HELD, CommentState.RETURNED)


TO_DECIDE = Q(state=CommentState.HELD) | Q(state=CommentState.PUBLISHED, open_reports__gt=0)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments as doors and actions ask for them."""

    def with_facts(self) -> "CommentQuerySet":
        """With all that showing or deciding about one needs, in one query."""
        return self.select_related(
            "site", "article__site", "article__common_ground", "author__user", "parent__author"
        ).defer("article__common_ground__picture")

    def locked(self, pk: int) -> "Comment":
        """The row as it is now, kept so until the caller's transaction ends."""
        return self.with_facts().select_for_update(of=("self",)).get(pk=pk)

    def imported(self, site: Site, source: str) -> "CommentQuerySet":
        """What came to the site from that other system."""
        # SQLite takes a partial index only for a query that repeats its condition.
        return self.filter(site=site, source=source).exclude(source="")

    def picks(self, site: Site) -> "CommentQuerySet":
        """What the newsroom has picked on the site and readers can see, the latest first."""
        return self.filter(site=site, picked=True, state=CommentState.PUBLISHED).order_by(
            "-created_at", "-pk"
        )

    def to_decide(self) -> "CommentQuerySet":
        """What waits for a moderator by itself, on every site; the index repeats this."""
        return self.filter(TO_DECIDE)

    def of_key(self, author: Author, key: str) -> "CommentQuerySet":
        """What the author's idempotency key has made, one at most; "" is no key."""
        return self.filter(author=author, idempotency_key=key).exclude(idempotency_key="")


class Comment(models.Model):
    """A comment; a reply has a parent. `text` is the author's Markdown, `html` what
    `parley.markup.render` made of it. Of a deleted comment both are empty.

    `respect`, `disagree`, `replies` and `open_reports` are counters kept by actions. `ground`
    is by how much readers' camps agree on it, 0 to 1, as readers may see it; `common_ground`,
    that it carries the badge. `picked` is the newsroom's choice; `pinned` stands first.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    author = models.ForeignKey(Author, models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    depth = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=CommentState.choices)
    picked = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    respect = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    replies = models.PositiveIntegerField(default=0)
    open_reports = models.PositiveIntegerField(default=0)
    ground = models.FloatField(null=True, blank=True)
    common_ground = models.BooleanField(default=False, db_default=False)
    # Made by the writer's browser: the same key from the same author is the same comment.
    idempotency_key = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=32, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    source_text = models.TextField(blank=True)
    # What else the source knew of it and Parley has no place for; for moderators and exports.
    source_data = models.JSONField(default=dict, db_default={}, blank=True)

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("author", "idempotency_key"),
                condition=~Q(idempotency_key=""),
                name="comment_posted_once",
            ),
            models.UniqueConstraint(
                fields=("site", "source", "source_id"),
                condition=~Q(source=""),
                name="comment_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CommentState.values), name="comment_state_known"
            ),
        )
        indexes = (
            models.Index(F("article"), F("created_at"), name="comment_thread"),
            models.Index(F("author"), F("created_at").desc(), name="comment_by_author"),
            models.Index(
                F("site"),
                F("created_at").desc(),
                condition=Q(picked=True),
                name="comment_picked",
            ),
            # By which the queue is compared with what waits (`actions.queue_upkeep`).
            models.Index(F("id"), condition=TO_DECIDE, name="comment_to_decide"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.text[:40]}"

    def text_digest(self) -> str:
        """By which whoever was shown the text names it, so that no other one is meant."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class FingerprintQuerySet(models.QuerySet["Fingerprint"]):
    """Fingerprints as posting asks for them."""

    def like(self, site: Site, bands: Iterable[int], *, since: datetime) -> "FingerprintQuerySet":
        """Those of texts that may be like one with these bands, in any order."""
        return self.filter(site=site, band__in=bands, created_at__gt=since)


class Fingerprint(models.Model):
    """By what a comment's text is found again, a row for each of its bands.

    See `parley.policy.copies`. Only the last days' are kept. `bits` are the whole
    fingerprint, with its highest bit for a sign.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="fingerprints")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(Author, models.CASCADE, related_name="+", db_index=False)
    band = models.PositiveIntegerField()
    bits = models.BigIntegerField()
    created_at = models.DateTimeField()

    objects: ClassVar = FingerprintQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(F("site"), F("band"), F("created_at"), name="fingerprint_of_band"),)

    def __str__(self) -> str:
        return f"{self.comment_id} {self.band}"


class Revision(models.Model):
    """What a comment said before an edit."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="revisions")
    text = models.TextField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("replaced_at", "pk")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.replaced_at:%Y-%m-%d %H:%M}"


class Redaction(models.Model):
    """Personal data that a moderator has hidden in a comment, whose text is otherwise its
    author's own. `before` and `after` are the whole text, for moderators alone; `spans` are
    the hidden places of `before`, as pairs of code point offsets."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="redactions")
    before = models.TextField()
    after = models.TextField()
    spans = models.JSONField(default=list)
    why = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.made_at:%Y-%m-%d %H:%M}"
