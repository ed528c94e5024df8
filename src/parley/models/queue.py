"""The queue: what waits for a moderator, in the order of its risk, and who has it in hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.legal import LegalCase
from parley.models.search import has_words, words_in
from parley.models.site import Site
from parley.policy.risk import Risk

# More nobody remembers of a comment.
LONGEST_WORDS = 200

RISKS = (
    (Risk.FORMAL, _("held as a matter of form")),
    (Risk.LOW, _("low")),
    (Risk.MEDIUM, _("medium")),
    (Risk.HIGH, _("high")),
    (Risk.URGENT, _("urgent")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of entries, at the desk and over the API; what is None or "" is not asked.

    `score` is the least of what `attribute` names; of an attribute without a number, it is to
    be the highest of the comment's scores, and of a number alone, any of them may reach it.
    `assigned` is to the one who asks, to nobody, or to colleagues.
    """

    risk: int | None = None
    held: bool | None = None
    reported: bool | None = None
    escalated: bool | None = None
    new_author: bool | None = None
    assigned: Literal["me", "nobody", "others"] | None = None
    rule: str = ""
    attribute: str = ""
    score: float | None = None
    language: str = ""
    section: str = ""
    source: str = ""
    article: int | None = None
    author: int | None = None
    words: str = ""


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """Entries as the desk asks for them."""

    def of_site(self, site: Site) -> "WaitingQuerySet":
        """The queue, oldest risk first: the greatest, and of one risk what waits longest."""
        return self.filter(site=site).order_by("-risk", "since", "comment_id")

    def mistaken(self) -> "WaitingQuerySet":
        """Entries of comments that do not wait, or wait for another reason, on every site; and
        those without the scores that the release before this one never wrote."""
        held = Q(held=True, comment__state=CommentState.HELD)
        public = Q(held=False, comment__state=CommentState.PUBLISHED)
        # Some papers are about no comment, and nothing can be told of a list with a NULL in it.
        papers = LegalCase.objects.papers().exclude(comment=None).values("comment")
        waits = Q(comment__open_reports__gt=0) | Q(escalated=True) | Q(comment__in=papers)
        return self.filter(~(held | public & waits) | Q(scores={}, score__gt=0))

    def free_for(self, user_id: int, now: datetime) -> "WaitingQuerySet":
        """What nobody else has in hand, nor was given: what is escalated is for everybody."""
        return self.filter(
            Q(lease_until=None) | Q(lease_until__lte=now) | Q(lease_by=user_id)
        ).filter(Q(assigned_to=None) | Q(assigned_to=user_id) | Q(escalated=True))

    def wanted(self, asked: Wanted, user_id: int) -> "WaitingQuerySet":
        """Those that a moderator asks for."""
        columns = {
            "risk__gte": asked.risk,
            "held": asked.held,
            "escalated": asked.escalated,
            "new_author": asked.new_author,
            "rules__contains": asked.rule and f",{asked.rule},",
            "language": asked.language,
            "article__section": asked.section,
            "comment__source": asked.source,
            "article": asked.article,
            "author": asked.author,
        }
        found = {name: value for name, value in columns.items() if value not in (None, "")}
        conditions = Q(**found) & _scored(asked)
        if asked.reported is not None:
            conditions &= Q(reports__gt=0) if asked.reported else Q(reports=0)
        if asked.assigned:
            conditions &= _assigned(asked.assigned, user_id)
        if words := words_in(asked.words, most=LONGEST_WORDS):
            conditions &= has_words("comment__text", words)
        return self.filter(conditions)


def _scored(asked: Wanted) -> Q:
    if asked.score is None:
        return Q(attribute=asked.attribute) if asked.attribute else Q()
    if asked.attribute:
        return Q(**{f"scores__{asked.attribute}__gte": asked.score})
    return Q(score__gte=asked.score)


def _assigned(to: Literal["me", "nobody", "others"], user_id: int) -> Q:
    match to:
        case "me":
            return Q(assigned_to=user_id)
        case "nobody":
            return Q(assigned_to=None)
        case "others":
            return Q(assigned_to__isnull=False) & ~Q(assigned_to=user_id)


class Waiting(models.Model):
    """One comment that waits; made, kept up to date and removed by `actions.queueing`, in the
    transaction that changes the comment. It repeats what the desk filters and orders by.

    `since` is when it began to wait. `rules` are those of the last reasons, advice among them,
    between commas: ",abuse,spam,". `scores` are the policy's, by attribute; `score` is the
    highest of them, and `attribute` whose it is.
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
    scores = models.JSONField(default=dict, db_default={}, blank=True)
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
    `made_by` has made it; None for an account that is gone, and for older ones.

    `query` is the query string of the desk, without "?".
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
