"""A reader's complaint about a comment."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.site import Site


class ReportReason(models.TextChoices):
    """Why a reader complains."""

    ABUSE = "abuse", _("It is abusive or hateful")
    PERSONAL = "personal", _("It attacks a person")
    OFF_TOPIC = "off_topic", _("It is off the topic")
    SPAM = "spam", _("It is spam or advertising")
    FALSE = "false", _("It is false or misleading")
    PRIVACY = "privacy", _("It gives away personal data")
    ILLEGAL = "illegal", _("It breaks the law")
    OTHER = "other", _("Something else")


class ReportOutcome(models.TextChoices):
    """What a report came to."""

    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("dismissed")


# The rule and the code of the stored reason by which readers' reports hold a comment: no rule
# of the policy, which judges texts.
READERS, REPORTED = "readers", "reported_by_readers"


class Report(models.Model):
    """One a reader and comment; open until a moderator decides about the comment.

    `weight` is what the reporter's record made it count, 1 for one without a record;
    `outcome` is "" while it is open, and of reports older than that field.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports_made",
    )
    # In place of `reporter`, for a report that came with an import.
    author = models.ForeignKey(
        Author, models.CASCADE, null=True, blank=True, related_name="reports_brought"
    )
    reason = models.CharField(max_length=16, choices=ReportReason.choices)
    detail = models.TextField(blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    weight = models.FloatField(default=1.0, db_default=1.0)
    outcome = models.CharField(
        max_length=16, choices=ReportOutcome.choices, blank=True, db_default=""
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("comment", "reporter"), name="report_once"),
            models.UniqueConstraint(fields=("comment", "author"), name="report_brought_once"),
            models.CheckConstraint(
                condition=models.Q(reporter__isnull=False) ^ models.Q(author__isnull=False),
                name="report_by_one",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=ReportReason.values), name="report_reason_known"
            ),
        )
        indexes = (models.Index(fields=("site", "created_at"), name="report_of_site"),)

    def __str__(self) -> str:
        return f"{self.reason} {self.comment_id}"
