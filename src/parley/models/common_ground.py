"""How the camps of a site's readers stand to an article's comments."""

from django.db import models
from django.db.models import F

from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.site import Site
from parley.ranking.picture import LEAST_READERS


class CampTally(models.Model):
    """One camp's votes on one comment, passes among them; the last three count those of them
    to whom the comment was shown by chance."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", db_index=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="tallies", db_index=False)
    camp = models.PositiveSmallIntegerField()
    respect = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    respect_by_chance = models.PositiveIntegerField(default=0)
    disagree_by_chance = models.PositiveIntegerField(default=0)
    passed_by_chance = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("comment", "camp"), name="tally_of_camp_once"),
        )
        indexes = (models.Index(F("article"), name="tally_of_article"),)

    def __str__(self) -> str:
        return f"{self.comment_id} camp {self.camp}"


class CommentFooting(models.Model):
    """What the tallies of one comment amount to now. Readers are shown what `Comment.ground`
    and `Comment.common_ground` say, which follow when that reveals nobody's vote.

    `conflicting`: those who found the comment and those who were shown it disagree. `waiting`
    counts the different readers whose votes have come, changed or gone since `shown_at`; `gone`
    says of whom a vote that had been shown did (0: of somebody who has been erased).
    """

    comment = models.OneToOneField(
        Comment, models.CASCADE, primary_key=True, related_name="footing"
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    score = models.FloatField(null=True, blank=True)
    badge = models.BooleanField(default=False)
    conflicting = models.BooleanField(default=False)
    waiting = models.PositiveIntegerField(default=0)
    gone = models.JSONField(default=list)
    shown_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.score}"


class ThreadGround(models.Model):
    """What the votes on a whole discussion amount to, as of `refreshed_at`.

    `enough`: there is ground to order by. `rates` are the camps' rates of respect in this
    discussion. `picture` is what `parley.ranking.picture` made, pooled, for everybody to see.
    `waiting` counts the votes since. `mapped_at` is when its map of readers was last drawn.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="common_ground"
    )
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    enough = models.BooleanField(default=False)
    rates = models.JSONField(default=list)
    votes = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    axis_version = models.PositiveIntegerField(default=0)
    picture = models.JSONField(null=True, blank=True)
    mapped_at = models.DateTimeField(null=True, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.article_id}: {'enough' if self.enough else 'not enough'}"


def shows_ground(article: Article) -> bool:
    """Whether readers are shown what is common ground in the article's discussion."""
    ground: ThreadGround | None = getattr(article, "common_ground", None)
    return article.site.common_ground and ground is not None and ground.enough


def shows_pictures(article: Article) -> bool:
    """Whether there are pictures of it to lead readers to, without looking at them."""
    return shows_ground(article) and article.common_ground.placed >= LEAST_READERS
