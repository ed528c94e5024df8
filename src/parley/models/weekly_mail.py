"""That a week's figures were mailed, so that they are mailed once."""

from django.db import models

from parley.models.site import Site


class WeeklyMail(models.Model):
    """One mailing. `week` is the Monday of the week in which it was due; `sent_at` is None
    until the job has sent it."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    week = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("site", "week"), name="weekly_mail_once"),)

    def __str__(self) -> str:
        return f"{self.site} {self.week}"
