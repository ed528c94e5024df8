"""A page of a site, known by the publisher's id and by its addresses."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parley import canonical
from parley.models.site import Site
from parley.policy.submission import ArticleState

# What was discussed in the last days is news; older discussions are archive.
NEWS = timedelta(days=7)


class ArticleQuerySet(models.QuerySet["Article"]):
    """Articles as front pages ask for them."""

    def with_ground(self) -> "ArticleQuerySet":
        """With the site, and what is common ground in the discussion, but for its picture."""
        return self.select_related("site", "common_ground").defer("common_ground__picture")

    def find(self, site: Site, url: str, *, publisher_id: str = "") -> "Article | None":
        """By the publisher's id, then by any address. Raises BadInput for a bad one."""
        articles = self.select_related("site")
        if publisher_id:
            article = articles.called([site.pk], [publisher_id]).first()
            if article is not None:
                return article
        key = canonical.normalise(url).key
        alias = ArticleAlias.objects.filter(site=site, url_key=key).values("article_id")[:1]
        return articles.filter(pk__in=alias).first()

    def called(self, sites: Iterable[int], publisher_ids: Iterable[str]) -> "ArticleQuerySet":
        """By the publishers' ids, which are of some site; "" is no id."""
        # SQLite takes a partial index only for a query that repeats its condition.
        return self.filter(site__in=sites, publisher_id__in=publisher_ids).exclude(publisher_id="")

    def imported(self, site: Site, source: str) -> "ArticleQuerySet":
        """What came to the site from that other system under a name of its own."""
        # As above.
        return self.filter(site=site, source=source).exclude(source="")

    def most_discussed(self, site: Site, *, since: datetime) -> "ArticleQuerySet":
        """Articles that were discussed since then, those with most comments first."""
        return self.filter(site=site, comment_count__gt=0, last_comment_at__gte=since).order_by(
            "-comment_count", "-pk"
        )

    def signed(self, site: Site) -> "ArticleQuerySet":
        """Those that say who wrote them."""
        # As above.
        return self.filter(site=site).exclude(byline="")

    def most_recent(self, site: Site) -> "ArticleQuerySet":
        """Articles by publication, newest first."""
        return self.filter(site=site, published_at__isnull=False).order_by("-published_at", "-pk")


class Article(models.Model):
    """A page of a site with its discussion.

    `rev` grows with every change that readers can see; a snapshot carries the one
    it was rendered from. `comment_count` counts published comments.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="articles")
    publisher_id = models.CharField(max_length=255, blank=True)
    url = models.CharField(max_length=2000)
    headline = models.CharField(max_length=500, blank=True)
    standfirst = models.TextField(blank=True)
    section = models.CharField(max_length=80, blank=True)
    byline = models.CharField(max_length=200, blank=True)
    dateline = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=16, choices=[(state, state) for state in ArticleState], default=ArticleState.OPEN
    )
    # How many seconds an author waits between two comments here; 0 for none.
    slow_seconds = models.PositiveIntegerField(default=0, db_default=0)
    comment_count = models.PositiveIntegerField(default=0)
    last_comment_at = models.DateTimeField(null=True, blank=True)
    rev = models.PositiveBigIntegerField(default=0)
    source = models.CharField(max_length=32, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    source_data = models.JSONField(default=dict, db_default={}, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = ArticleQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "publisher_id"),
                condition=~Q(publisher_id=""),
                name="article_publisher_id_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(ArticleState)), name="article_state_known"
            ),
        )
        indexes = (
            models.Index(F("site"), F("last_comment_at").desc(), name="article_last_discussed"),
            models.Index(F("site"), F("published_at").desc(), name="article_most_recent"),
            models.Index(F("site"), F("byline"), condition=~Q(byline=""), name="article_of_byline"),
            models.Index(
                F("site"),
                F("source"),
                F("source_id"),
                condition=~Q(source=""),
                name="article_of_source",
            ),
        )

    def __str__(self) -> str:
        return self.headline or self.url

    def closes_at(self, close_after: timedelta | None) -> datetime | None:
        """When the discussion closes by age; None for never."""
        if close_after is None:
            return None
        return (self.published_at or self.created_at) + close_after

    def state_at(self, now: datetime, close_after: timedelta | None) -> ArticleState:
        """The state as it counts now: by the editor's word, or closed by age."""
        closes = self.closes_at(close_after)
        if closes is not None and closes <= now:
            return ArticleState.CLOSED
        return ArticleState(self.state)


class ArticleAlias(models.Model):
    """One of the addresses of an article, in the form of `parley.canonical`."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="aliases")
    url_key = models.CharField(max_length=2000)

    class Meta:
        verbose_name_plural = _("article aliases")
        constraints = (
            models.UniqueConstraint(fields=("site", "url_key"), name="article_alias_once"),
        )

    def __str__(self) -> str:
        return self.url_key
