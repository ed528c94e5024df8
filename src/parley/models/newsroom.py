"""Who of the staff writes under which byline, what they have read of their discussions, and
where readers speak of them."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef

from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.models.user import Membership, Role, User


class BylineQuerySet(models.QuerySet["Byline"]):
    """Bylines as actions ask for them."""

    def in_use(self, sites: Iterable[int]) -> "BylineQuerySet":
        """Those of the sites' present staff: who has left the house writes for it no more."""
        staff = Membership.objects.filter(site=OuterRef("site"), user=OuterRef("user"))
        return self.filter(Exists(staff.exclude(role=Role.READER)), site__in=list(sites))


class Byline(models.Model):
    """A name under which a member of the staff writes articles. `key` is it folded
    (`parley.names.fold`), by which it is found in an article's byline."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="bylines")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bylines")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=360)

    objects: ClassVar = BylineQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("site", "key"), name="byline_once"),)

    def __str__(self) -> str:
        return self.name


class ArticleVisit(models.Model):
    """When a member of the staff last looked at a discussion in the newsroom."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="visits")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "article"), name="visit_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.article_id}"


class MentionQuerySet(models.QuerySet["Mention"]):
    """Mentions as the newsroom asks for them."""

    def shown_to(self, user: User, site: Site) -> "MentionQuerySet":
        """Where readers can see that the user is named on the site, the latest first."""
        return self.filter(user=user, site=site, comment__state=CommentState.PUBLISHED).order_by(
            "-made_at", "-pk"
        )


class Mention(models.Model):
    """A comment that names a member of the staff, until they have seen it."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = MentionQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "comment"), name="mention_once"),)
        indexes = (models.Index(F("user"), F("site"), F("made_at").desc(), name="mention_of_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.comment_id}"
