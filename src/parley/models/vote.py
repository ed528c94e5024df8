"""A reader's respect for a comment, disagreement with it, or word that they cannot say."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.site import Site


class Vote(models.Model):
    """One a reader and comment: 1 respects, -1 disagrees, 0 passes ("can't say"). Taken back,
    the row goes.

    `by_chance`: the comment had been drawn for this reader, who did not choose to meet it.
    `author` is set in place of `user` where an imported person cast it whom nobody has claimed.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="votes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="votes"
    )
    author = models.ForeignKey(
        Author, models.CASCADE, null=True, blank=True, related_name="votes_brought"
    )
    value = models.SmallIntegerField()
    by_chance = models.BooleanField(default=False, db_default=False)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("comment", "user"), name="vote_once"),
            models.UniqueConstraint(fields=("comment", "author"), name="vote_brought_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ Q(author__isnull=False), name="vote_by_one"
            ),
            models.CheckConstraint(condition=Q(value__in=(1, 0, -1)), name="vote_value_known"),
        )
        indexes = (models.Index(fields=("user", "article"), name="vote_of_reader"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.value:+d} {self.comment_id}"
